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
    how = _how(wording, item)
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


def _how(wording: Wording, item: Standing) -> str:
    """Where the patient is and for how long; empty where the column says it all."""
    minute = wording.minute
    if item.stand is Stand.EXPECTED:
        late = {"minutes": minute - item.step.start}
        return say("flow.overdue", late) if is_overdue(item, minute) else ""
    if item.stand is Stand.WAITING:
        return _waits(item, minute)
    if item.stand in (Stand.ROOMED, Stand.BEGUN):
        return _inside(wording, item)
    if item.stand is Stand.DONE:
        known = item.since is not None
        return say("flow.done-at", {"time": item.since}) if known else say("flow.is-done")
    return say("flow.left-unseen" if item.step.left_unseen else "flow.missed")


def _waits(item: Standing, minute: int) -> str:
    if (other := item.elsewhere) is not None:
        return say("flow.elsewhere", {"visit_type": readable(other.visit_type)})
    if item.since is None or item.arrived is None:
        return say("flow.waits-somewhere")
    waits = {"minutes": max(0, minute - item.since), "here": max(0, minute - item.arrived)}
    return say("flow.waits-in-clinic" if item.arrived < item.since else "flow.waits", waits)


def _inside(wording: Wording, item: Standing) -> str:
    room = wording.setup.resources.get(item.step.room or 0)
    params = {
        "minutes": max(0, _minutes(wording, item)),
        "room": "" if room is None else readable(room.name),
        "who": readable(who_with(wording.setup, item.step) or item.step.visit_type),
    }
    if item.stand is Stand.ROOMED:
        return say("flow.roomed", params)
    return say("flow.with-whom" if room is not None else "flow.with-whom-nowhere", params)


def _minutes(wording: Wording, item: Standing) -> int:
    """For how many minutes it has been so."""
    return wording.minute - (wording.minute if item.since is None else item.since)
