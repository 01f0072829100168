"""What a card of a practitioner's day says of one appointment. Pure, no widgets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.flow.board import is_overdue, waits_long
from clinicdesk.services.flow.late_values import Knock
from clinicdesk.services.flow.stands import Stand, standing_of_step
from clinicdesk.services.numbers import patient_number
from clinicdesk.services.visits.reading.practitioner_day import Encounter
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.kit.people.naming import (
    lacks_text,
    place_name,
    shown_name,
    status_text,
    who_with,
)
from clinicdesk.ui.kit.people.standing_words import how_it_stands
from clinicdesk.ui.my_day.now_and_next import Place
from clinicdesk.wording import readable, say, time_text
from clinicdesk.wording.machine.dates import birth_date

_MARKS = {Place.NOW: "my-day.now", Place.NEXT: "my-day.is-next"}


@dataclass(frozen=True)
class CardWording:
    """What the words of a card depend on."""

    setup: ClinicSetup
    minute: int | None
    """Now, after midnight; None on another day than today."""
    private: bool
    knocks: Mapping[int, Knock] = field(default_factory=dict)
    """By appointment, what makes it wait for somebody who runs late."""


@dataclass(frozen=True)
class CardText:
    """`lines` are texts, each with the part of the style that it is drawn in."""

    time: str
    mark: str
    """NOW or NEXT; empty for any other."""
    name: str
    status: str
    warns: bool
    """Whether the status is one to do something about: late, or waiting for long."""
    lines: tuple[tuple[str, str], ...]

    @property
    def spoken(self) -> str:
        """All of the head for a screen reader."""
        status = ", ".join(filter(None, (self.mark, self.status)))
        return say("my-day.card", {"time": self.time, "name": self.name, "status": status})


def card_text(wording: CardWording, encounter: Encounter, place: Place) -> CardText:
    """The card of this appointment, which stands there in the day."""
    item = encounter.appointment
    begin, end = encounter.own
    name = shown_name(item.patient, private=wording.private) if item.patient else item.visit_type
    how, warns = _how(wording, encounter)
    done = item.done_at is not None and wording.minute is not None
    return CardText(
        f"{time_text(begin)} \N{EN DASH} {time_text(end)}",
        say(_MARKS[place]) if place in _MARKS else "",
        readable(name),
        how if done else ", ".join(filter(None, (status_text(item), how))),
        warns,
        tuple(_lines(wording, encounter, place)),
    )


def _how(wording: CardWording, encounter: Encounter) -> tuple[str, bool]:
    """How long the patient is late, waits, or is in there, today; whether that is too long."""
    item, minute = encounter.appointment, wording.minute
    standing = standing_of_step(item, encounter.visit_steps)
    if minute is None or standing is None or item.patient is None or standing.stand is Stand.GONE:
        return "", False
    how = how_it_stands(wording.setup, standing, minute)
    return how, waits_long(standing, minute) or is_overdue(standing, minute)


def _lines(wording: CardWording, encounter: Encounter, place: Place) -> Iterator[tuple[str, str]]:
    item, setup = encounter.appointment, wording.setup
    if item.comes_for and not wording.private:
        yield readable(item.comes_for), "section"
    yield _what(wording, item), "plain"
    if place is Place.OVER:
        return
    if item.note and not wording.private:
        yield say("my-day.note-said", {"note": readable(item.note)}), "plain"
    if encounter.own != (item.start, item.end):
        yield say("my-day.patient-here", {"start": item.start, "end": item.end}), "muted"
    if item.lacks:
        yield lacks_text(item), "warning"
    for other in encounter.earlier:
        yield _around(setup, "my-day.before", other), "muted"
    if encounter.after is not None:
        yield _around(setup, "my-day.after", encounter.after), "muted"
    if late := _late(wording, item):
        yield late, "plain"
    if item.whereabouts and item.roomed_at is None:
        yield readable(item.whereabouts), "muted"


def _late(wording: CardWording, item: AppointmentInfo) -> str:
    """From when on the patient can be expected, and because of whom."""
    knock = wording.knocks.get(item.number)
    late = None if knock is None else wording.setup.resources.get(knock.late)
    over = item.begun_at is not None or not item.status.movable
    if knock is None or late is None or over or wording.minute is None:
        return ""
    about = {"time": item.start + knock.minutes, "name": readable(late.name)}
    return say("late.about", about)


def _what(wording: CardWording, item: AppointmentInfo) -> str:
    parts = [item.visit_type, place_name(wording.setup, item)]
    if item.patient is not None:
        number = patient_number(item.patient.number)
        parts += [number] if wording.private else [birth_date(item.patient.born), number]
        parts += [*item.patient.alerts]
    return "  \N{MIDDLE DOT}  ".join(readable(part) for part in parts if part)


def _around(setup: ClinicSetup, code: str, item: AppointmentInfo) -> str:
    return say(
        code,
        {
            "time": item.start if code == "my-day.after" else item.end,
            "visit_type": readable(item.visit_type),
            "who": readable(who_with(setup, item) or item.visit_type),
            "place": readable(place_name(setup, item) or item.visit_type),
            "status": status_text(item),
        },
    )
