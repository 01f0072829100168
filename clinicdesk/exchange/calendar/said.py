"""What a patient's calendar says: titles, places, and the lines of a description."""

import re
from collections.abc import Iterable, Sequence

from clinicdesk.exchange.calendar.calendar_text import lines_of, one_line
from clinicdesk.exchange.calendar.calendar_values import StepForCalendar, VisitForCalendar
from clinicdesk.exchange.patient_words import clock_text, filled
from clinicdesk.exchange.wall_clock import arrival, shown_minute

_TIME = re.compile(
    r"\d{1,2} ?(?:[:.\N{FULLWIDTH COLON}]\d{2}|h\b|h\d{2}|uhr\b|[ap]\.? ?m\b)", re.IGNORECASE
)
"""How a line begins that says when something is, in whatever style."""

_NO_TIME = "\N{EN DASH} "


def visit_title(visit: VisitForCalendar) -> str:
    """Of the event of a whole visit: at which clinic, or only that it is an appointment."""
    words, clinic = visit.words, one_line(visit.clinic_name)
    plain = visit.discreet or not clinic
    return marked(visit, words.untitled if plain else filled(words.visit_title, clinic=clinic))


def step_title(visit: VisitForCalendar, step: StepForCalendar) -> str:
    """What the step is, which of how many that take place, and at which clinic."""
    words, standing = visit.words, visit.standing
    of_several = step in standing and len(standing) > 1
    count = {"count": str(len(standing))}
    if of_several:
        count["number"] = str(standing.index(step) + 1)
    if visit.discreet:
        pattern = words.untitled_of_several if of_several else words.untitled
        return marked(visit, filled(pattern, **count))
    pattern = words.step_of_several_title if of_several else words.step_title
    clinic = one_line(visit.clinic_name)
    return marked(visit, filled(pattern, what=step_name(visit, step), clinic=clinic, **count))


def marked(visit: VisitForCalendar, title: str) -> str:
    """The title, of a demo marked as such."""
    return one_line(f"{visit.words.demo}: {title}" if visit.demo else title)


def step_name(visit: VisitForCalendar, step: StepForCalendar) -> str:
    """Its public name; that it is an appointment where it has none."""
    return one_line(step.public_name) or one_line(visit.words.untitled)


def place_of(visit: VisitForCalendar, steps: Sequence[StepForCalendar], *, room: str = "") -> str:
    """Room, clinic and its address if any of these is on site, or how patient and clinic meet."""
    if not any(step.on_site for step in steps):
        return one_line(_from_afar(visit, steps[0]))
    address = lines_of(visit.address).split("\n")
    return ", ".join(filter(None, (one_line(room), one_line(visit.clinic_name), *address)))


def visit_description(visit: VisitForCalendar) -> str:
    """When to be there, a line for each step, where, the way, how to prepare, whom to ask."""
    steps = visit.standing
    first = next((step for step in steps if step.on_site), steps[0])
    return described(
        visit,
        [arrival_line(visit, first)],
        [_step_line(visit, step) for step in steps],
        _rest(visit, steps, place_of(visit, steps)),
    )


def step_description(visit: VisitForCalendar, step: StepForCalendar) -> str:
    """When to be there, or that one comes from the step before; with whom, where, and the rest."""
    words = visit.words
    first = next((each for each in visit.standing if each.on_site), step)
    head = [arrival_line(visit, step) if step is first else words.then if step.on_site else ""]
    if name := one_line(step.practitioner):
        head.append(filled(words.with_whom, name=name))
    where = place_of(visit, [step], room=step.room)
    return described(visit, head, [], _rest(visit, [step], where))


def arrival_line(visit: VisitForCalendar, step: StepForCalendar) -> str:
    """When to be there for it; nothing for a step for which nobody comes."""
    if not step.on_site:
        return ""
    at = arrival(visit.zone, step.day, step.start, step.arrive_early, step.opens)
    return filled(visit.words.arrive, time=_clock(visit, shown_minute(visit.zone, at)))


def described(visit: VisitForCalendar, head: list[str], steps: list[str], rest: list[str]) -> str:
    """The description: no line of it but those of `steps` begins with a time of day."""
    demo = [visit.words.demo_said] if visit.demo else []
    return "\n".join([*_timeless([*demo, *head]), *steps, *_timeless(rest)])


def _timeless(texts: Iterable[str]) -> list[str]:
    lines = [line for text in texts for line in lines_of(text).split("\n") if line]
    return [_NO_TIME + line if _TIME.match(line) else line for line in lines]


def _step_line(visit: VisitForCalendar, step: StepForCalendar) -> str:
    where = one_line(step.room) if step.on_site else one_line(_from_afar(visit, step))
    said = filter(None, (step_name(visit, step), one_line(step.practitioner), where))
    return f"{_clock(visit, step.start)} {', '.join(said)}"


def _rest(visit: VisitForCalendar, steps: Sequence[StepForCalendar], where: str) -> list[str]:
    words = visit.words
    lines = [filled(words.where, place=where)] if where else []
    if any(step.on_site for step in steps):
        lines.append(visit.directions)
    lines += dict.fromkeys(step.instructions for step in steps)
    if reached := ", ".join(filter(None, map(one_line, (visit.phone, visit.web)))):
        lines.append(filled(words.reached, contact=reached))
    return lines


def _from_afar(visit: VisitForCalendar, step: StepForCalendar) -> str:
    return visit.words.by_video if step.place == "video" else visit.words.by_phone


def _clock(visit: VisitForCalendar, minutes: int) -> str:
    return clock_text(minutes, twelve_hour=visit.twelve_hour)
