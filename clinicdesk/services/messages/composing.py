"""What a patient is told of a visit as it is now, in words of the clinic or of the program."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.exchange.calendar.calendar_text import lines_of, one_line
from clinicdesk.exchange.message_texts import PLACEHOLDERS, message_text
from clinicdesk.exchange.patient_words import Document, PatientWords, clock_text
from clinicdesk.models.database import Database
from clinicdesk.models.messages import Occasion
from clinicdesk.models.statuses import Stage
from clinicdesk.models.visits import Visit
from clinicdesk.services.clinic.clinic_now import ClinicNow, read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, MessageTextInfo
from clinicdesk.services.clinic.patient_language import words_for
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.messages.message_values import Letter, MessageOfVisit
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.visits.editions import Told
from clinicdesk.services.visits.last_told import LastTold
from clinicdesk.services.visits.reading.arrival import arrive_by
from clinicdesk.services.visits.reading.visit_reading import (
    AppointmentInfo,
    read_visit_in,
)
from clinicdesk.services.visits.told_otherwise import EDITIONS, read_steps, what_is_known

_EDITIONS_OF = select(*EDITIONS)
_BEGUN = frozenset({Stage.HERE, Stage.COMPLETED, Stage.MISSED})
"""Whoever is here is told here, and whoever did not come needs other words."""


def compose(context: Context, database: Database, visit: int) -> MessageOfVisit:
    """The message about the visit as it is now, whoever sends it and however.

    Raises NotFound, and Refused for a visit of no patient, one that is only held, and one that has
    begun or is past.
    """
    with database.reading() as session:
        return compose_in(session, context, database, visit)


def compose_in(
    session: Session, context: Context, database: Database, number: int
) -> MessageOfVisit:
    """The same in a transaction that does more."""
    visit, clinic = read_visit_in(session, number), read_clinic(session)
    setup, _ = clinic
    steps = read_steps(session, [number]).get(number, ())
    if visit.patient is None or not steps:
        raise Refused(
            RefusalCode.MESSAGE_ONLY_HELD
            if any(step.status.stage is Stage.HELD for step in visit.steps)
            else RefusalCode.EXPORT_NO_PATIENT,
            visit=number,
        )
    knows = _what_is_known(session, number, steps)
    occasion = _occasion(steps, knows)
    told = tuple((knows.steps or {}).values()) if knows is not None else ()
    standing = tuple(step for step in steps if step.status.takes_place)
    at = _first(standing or told or steps)
    last_day = max([step.day for step in told] + [step.day for step in steps])
    begun = any(step.status.stage in _BEGUN for step in steps)
    if begun or last_day < context.wall_clock(setup.zone)[0]:
        raise Refused(RefusalCode.MESSAGE_PAST, visit=number)
    words = words_for(database, setup, visit.patient, Document.MESSAGE)
    was = _first(told) if occasion is Occasion.CHANGED and told else None
    if was is not None and (was.day, was.start) == (at.day, at.start):
        was = None
    filling = _Filling(clinic, words, visit.patient)
    values = filling.values(standing, at, was)
    return MessageOfVisit(
        number,
        visit.edition,
        occasion,
        words.language,
        letter_of(setup, words, occasion, values),
        values["greeting_name"],
    )


def letter_of(
    setup: ClinicSetup, words: PatientWords, occasion: Occasion, values: Mapping[str, str]
) -> Letter:
    """The clinic's own texts where it has them in this language, else the program's, filled."""
    own = setup.messages.get(occasion, MessageTextInfo())
    first = setup.languages[0]
    name = occasion.replace("-", "_")
    subject, letter, short_text = (
        getattr(own, part).in_language(words.language, first)
        or getattr(words.message, f"{name}_{key}")
        for part, key in (("subject", "subject"), ("letter", "letter"), ("short_text", "text"))
    )
    # What others may read on the patient's screen says no more than the clinic wants.
    subject = words.calendar.untitled if setup.discreet_titles else message_text(subject, values)
    letter, short_text = message_text(letter, values), message_text(short_text, values)
    if setup.demo:
        subject = f"{words.calendar.demo}: {subject}"
        letter, short_text = (
            f"{words.calendar.demo_said}\n\n{text}" for text in (letter, short_text)
        )
    return Letter(one_line(subject), letter, short_text)


def plain_values(setup: ClinicSetup, words: PatientWords, patient: PatientInfo) -> dict[str, str]:
    """What the placeholders stand for that say nothing of a visit; the others are empty."""
    there = setup.whereabouts
    return dict.fromkeys(PLACEHOLDERS, "") | {
        "greeting_name": one_line(f"{patient.given} {patient.family}"),
        "clinic": one_line(setup.name),
        "phone": one_line(there.phone),
        "web": one_line(there.web),
        "email": one_line(there.email),
        "address": lines_of("\n".join((setup.name, there.address))),
        "directions": lines_of(there.directions_for(words.language)),
    }


def _what_is_known(
    session: Session, number: int, steps: tuple[AppointmentInfo, ...]
) -> LastTold | None:
    """None where the patient was told the visit as it is now."""
    rows = session.execute(_EDITIONS_OF.where(Visit.id == number)).all()
    return what_is_known(session, rows, {number: steps}).get(number)


def _occasion(steps: Sequence[AppointmentInfo], knows: LastTold | None) -> Occasion:
    if not any(step.status.takes_place for step in steps):
        return Occasion.CALLED_OFF
    return Occasion.CHANGED if knows is not None and knows.differs else Occasion.NEW


def _first(steps: Sequence[AppointmentInfo | Told]) -> AppointmentInfo | Told:
    """The first of the steps."""
    return min(steps, key=lambda step: (step.day, step.start))


class _Filling:
    """What the placeholders of a message stand for, in one language."""

    def __init__(self, clinic: ClinicNow, words: PatientWords, patient: PatientInfo) -> None:
        self._clinic, self._setup, self._words = clinic, clinic[0], words
        self._plain = plain_values(self._setup, words, patient)

    def values(
        self,
        standing: Sequence[AppointmentInfo],
        first: AppointmentInfo | Told,
        former: AppointmentInfo | Told | None,
    ) -> dict[str, str]:
        """By placeholder; of what there is nothing to say an empty text."""
        setup = self._setup
        comes = [step for step in standing if setup.on_site(step.visit_type_id, step.place)]
        values = self._plain | {"day": self._day(first), "begin": self._clock(first.start)}
        if not comes:
            values |= {"address": "", "directions": ""}
        if former is not None:
            values["former"] = f"{self._day(former)}, {self._clock(former.start)}"
        if standing:
            values["until"] = self._clock(max(step.end for step in standing))
            values["itinerary"] = "\n".join(self._line(step) for step in standing)
            values["instructions"] = "\n".join(self._instructions(standing))
        if comes:
            values["arrive"] = self._clock(arrive_by(self._clinic, comes[0]))
        return values

    def _line(self, step: AppointmentInfo) -> str:
        """`9:00 am  Physical therapy, Pia Thorn, Room 1`."""
        setup, calendar = self._setup, self._words.calendar
        kind = setup.visit_types.get(step.visit_type_id or 0)
        name = kind.public_name_for(self._words.language) if kind else step.public_name
        where = self._named(step, "room")
        if not setup.on_site(step.visit_type_id, step.place):
            where = calendar.by_video if step.place == "video" else calendar.by_phone
        said = (one_line(name) or calendar.untitled, self._named(step, "practitioner"), where)
        return f"{self._clock(step.start)}  {', '.join(filter(None, said))}"

    def _named(self, step: AppointmentInfo, kind: str) -> str:
        """The first of that kind which the step takes; a place of a room goes by the room."""
        for number in step.resources:
            info = self._setup.resources.get(number)
            if info is not None and info.kind == kind:
                return one_line(info.part_of or info.name)
        return ""

    def _instructions(self, steps: Sequence[AppointmentInfo]) -> list[str]:
        """How to prepare, each once."""
        kinds = (self._setup.visit_types.get(step.visit_type_id or 0) for step in steps)
        said = (kind.instructions_for(self._words.language) for kind in kinds if kind is not None)
        return list(dict.fromkeys(filter(None, map(lines_of, said))))

    def _day(self, step: AppointmentInfo | Told) -> str:
        return self._words.dates.day(step.day, self._setup.date_order)

    def _clock(self, minutes: int) -> str:
        return clock_text(minutes, twelve_hour=self._setup.twelve_hour)
