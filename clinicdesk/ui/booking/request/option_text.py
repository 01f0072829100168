"""What is said of an option and of a search: day, times, people, and how sure the answer is."""

from datetime import date

from clinicdesk.scheduling import AnswerStatus
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.planning.options import Option, OptionStep, Planned
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.look.colors import who
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import short_day


def span_text(option: Option) -> str:
    """From when to when."""
    return say("option.span", {"start": option.start, "end": option.end})


def when_params(desk: Desk, option: Option) -> dict[str, object]:
    """Day and times of an option, as a sentence's parameters."""
    return {"day": day_text(desk, option.day), "span": span_text(option)}


def people_text(option: Option) -> str:
    """Everybody the patient meets, each once, in order, and which classes it joins or opens."""
    names = dict.fromkeys(name for step in option.steps for name in who(step))
    return ", ".join((*names, *filter(None, map(class_text, option.steps))))


def class_text(step: OptionStep) -> str:
    """Whether it joins a group class that is there or opens one; empty if it is none."""
    if step.class_place is None:
        return ""
    return say(f"option.{step.class_place.value}", {"step": step.visit_type})


def on_site_text(setup: ClinicSetup, option: Option) -> str:
    """How long it takes, where, and how much of it is waiting."""
    here = any(setup.on_site(step.visit_type_id, step.place) for step in option.steps)
    params = {"count": option.on_site, "waiting": option.waiting}
    return say("option.on-site" if here else "option.from-home", params)


def day_text(desk: Desk, day: date) -> str:
    """A day by its weekday and date."""
    return short_day(day, desk.today())


def near_text(desk: Desk, day: date) -> str:
    """Today or tomorrow; empty for any other day."""
    near = {0: "when.today", 1: "when.tomorrow"}.get((day - desk.today()).days)
    return "" if near is None else say(near)


def found_text(planned: Planned, visit_request: VisitRequest) -> str:
    """How sure the answer is, and how long it took."""
    params = {"count": visit_request.days, "milliseconds": max(1, round(planned.seconds * 1000))}
    if planned.status is AnswerStatus.STOPPED:
        return say("planned.stopped", params)
    return say("planned.proven", params)
