"""The cards of the board as rows: who, for what, where and how long."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.flow.board import is_overdue, waits_long
from clinicdesk.services.flow.late_values import Knock
from clinicdesk.services.flow.stands import Stand, Standing
from clinicdesk.services.numbers import patient_number
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.kit.lined_rows import Lines, Tone, spoken_lines
from clinicdesk.ui.kit.people.naming import lacks_text, shown_name, who_with
from clinicdesk.ui.kit.people.standing_words import how_it_stands
from clinicdesk.wording import readable, say, time_text
from clinicdesk.wording.machine.dates import birth_date


@dataclass(frozen=True)
class CardRow:
    """One card: the step that its keys act on, and what is to be read of it."""

    standing: Standing = field(compare=False)
    lines: Lines
    spoken: str
    version: int
    """The step's: what is done to it is done to this one."""

    @property
    def step(self) -> AppointmentInfo:
        return self.standing.step


@dataclass(frozen=True)
class Wording:
    """What the words of a card depend on."""

    setup: ClinicSetup
    minute: int
    """Now, after midnight."""
    private: bool
    by_practitioner: bool = False
    """Whether the column says who it is with."""
    knocks: Mapping[int, Knock] = field(default_factory=dict)
    """By appointment, what makes it wait for somebody who runs late."""


def card_row(wording: Wording, item: Standing) -> CardRow:
    """The card of a patient who stands so."""
    lines = tuple(_lines(wording, item))
    return CardRow(item, lines, spoken_lines(lines), item.step.version)


def _lines(wording: Wording, item: Standing) -> Iterator[tuple[str, Tone]]:
    step, patient = item.step, item.step.patient
    assert patient is not None
    name = readable(shown_name(patient, private=wording.private))
    yield f"{time_text(step.start)}   {name}", Tone.STRONG
    number = patient_number(patient.number)
    born = {"born": birth_date(patient.born), "number": number}
    yield number if wording.private else say("flow.who", born), Tone.MUTED
    said_already = item.stand is Stand.BEGUN or wording.by_practitioner
    who = "" if said_already else who_with(wording.setup, step)
    what = {"visit_type": readable(step.visit_type), "who": readable(who)}
    yield say("flow.with", what) if who else what["visit_type"], Tone.MUTED
    how = how_it_stands(wording.setup, item, wording.minute)
    if waits_long(item, wording.minute) or is_overdue(item, wording.minute):
        yield say("flow.alert", {"text": how}), Tone.WARNS
    elif how:
        yield how, Tone.PLAIN
    if step.lacks and item.stand not in (Stand.BEGUN, Stand.DONE):
        yield lacks_text(step), Tone.WARNS
    knock = wording.knocks.get(step.number)
    late = None if knock is None else wording.setup.resources.get(knock.late)
    if knock is not None and late is not None and item.stand not in (Stand.BEGUN, Stand.DONE):
        about = {"time": step.start + knock.minutes, "name": readable(late.name)}
        yield say("late.about", about), Tone.NEW
    following = _following(item)
    if following is not None:
        then = {"time": following.start, "visit_type": readable(following.visit_type)}
        yield say("flow.then", then), Tone.MUTED


def _following(item: Standing) -> AppointmentInfo | None:
    """The next step of the same visit that is still to come."""
    later = (step for step in item.steps if step.start > item.step.start and step.status.movable)
    return next(later, None)
