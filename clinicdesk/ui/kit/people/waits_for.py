"""What somebody waits for, in words: an earlier time of a booked visit, or one that is wanted."""

from datetime import date, datetime

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.waiting.entries import Waiting
from clinicdesk.wording import readable, say, time_text
from clinicdesk.wording.machine.dates import short_day


def waits_for_text(setup: ClinicSetup, today: date, entry: Waiting) -> str:
    """`PT session, booked Thu Dec 10, 9:00 am; waits since Nov 24`; or that nothing is booked."""
    since = {"since": short_day(_day_of(setup, entry.since), today)}
    day = entry.day
    if entry.visit is None or day is None:
        return readable(say("waiting.unbooked", {"what": _wanted_text(setup, entry)} | since))
    steps = [step for step in entry.visit.steps if step.status.takes_place]
    template = setup.templates.get(entry.visit.template or 0)
    kinds = [template.name] if template else list(dict.fromkeys(step.visit_type for step in steps))
    start = min(step.start for step in steps if step.day == day)
    when = {"when": f"{short_day(day, today)}, {time_text(start)}"}
    return readable(say("waiting.booked", {"what": ", ".join(kinds)} | when | since))


def _wanted_text(setup: ClinicSetup, entry: Waiting) -> str:
    """`PT evaluation, Pia Thorn`: what is waited for where nothing is booked, and with whom."""
    wanted = entry.wanted
    if wanted is None:
        return ""
    found = (
        setup.templates.get(wanted.template or 0) or setup.visit_types.get(wanted.visit_type or 0),
        setup.resources.get(wanted.practitioner or 0),
    )
    return ", ".join(info.name for info in found if info is not None)


def _day_of(setup: ClinicSetup, instant: str) -> date:
    """The clinic's day of an instant."""
    return datetime.fromisoformat(instant).astimezone(setup.zone).date()
