"""When an opened visit is and what it consists of, in words. Pure, no widgets."""

from datetime import date

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.visits.reading.visit_reading import VisitInfo
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import short_day


def when_text(visit: VisitInfo, today: date) -> str:
    """The day, and from when to when its busy steps go; of one that is cancelled all steps."""
    steps = sorted(visit.steps, key=lambda step: (step.start, step.position))
    shown = [step for step in steps if step.busy] or steps
    span = say("option.span", {"start": shown[0].start, "end": max(step.end for step in shown)})
    return f"{short_day(shown[0].day, today)}   {span}"


def what_text(setup: ClinicSetup, visit: VisitInfo) -> str:
    """The visit template that it was booked from, if it was, and how many steps it has."""
    template = setup.templates.get(visit.template or 0)
    count = say("visit-panel.steps", {"count": len(visit.steps)})
    return f"{template.name} \N{MIDDLE DOT} {count}" if template else count
