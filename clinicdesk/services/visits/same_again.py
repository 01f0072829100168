"""What was booked before as a new request: the same again, or what usually follows it.

Rules, minutes and needs are those that are offered now; whoever did it is preferred.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clinicdesk.exchange.fit_text import LONGEST
from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Stage
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, VisitTypeInfo
from clinicdesk.services.planning.requests import (
    StepRequest,
    VisitRequest,
    request_from_template,
)
from clinicdesk.services.planning.step_rules import same_at, sequence_at
from clinicdesk.services.visits.purpose import Purpose
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.services.visits.reading.visit_rows import visit_rows

_MISSED = frozenset({Stage.MISSED, Stage.CALLED_OFF})

_FOLLOWING = ("follow-up", "follow up", "session")
"""What is in the name of a visit type for those who come again."""


@dataclass(frozen=True)
class SameAgain:
    """What was booked before as a request, and what it was for."""

    visit_request: VisitRequest
    purpose: Purpose


def read_same_again(database: Database, visit: int, first_day: date) -> SameAgain:
    """The steps of a visit once more, from that day on; of one that partly took place, the others.

    They are for the same; a note is about its day, and comes along only if nothing of them took
    place. A visit type that is retired is left out: there may be none. Raises NotFound.
    """
    with database.reading() as session:
        setup, _ = read_clinic(session)
        rows = [row for row in visit_rows(session, visit) if row.status.stage is not Stage.IN_ERROR]
        missed = [row for row in rows if row.status.stage in _MISSED]
        asked = _request(setup, session.get_one(Visit, visit), missed or rows, first_day)
        comes_for = _each_once("comes-for", (row.comes_for for row in missed or rows))
        note = _each_once("step-note", (row.note for row in missed))
        return SameAgain(asked, Purpose(comes_for, note))


def _each_once(part: str, texts: Iterable[str]) -> str:
    """In their order, as many as can be kept as one text."""
    said = ""
    for text in dict.fromkeys(filter(None, texts)):
        more = f"{said}; {text}" if said else text
        said = more if len(more) <= LONGEST[part] else said
    return said


def _request(
    setup: ClinicSetup, visit: Visit, rows: Sequence[Appointment], first_day: date
) -> VisitRequest:
    patient, template = visit.patient_id or 0, setup.templates.get(visit.template_id or 0)
    if template is not None and [step.visit_type for step in template.steps] == [
        row.visit_type_id for row in rows
    ]:
        asked = request_from_template(template, patient, first_day)
        steps = tuple(
            replace(step, preferred=_who(setup, row.resources))
            for step, row in zip(asked.steps, rows, strict=True)
        )
        return replace(asked, steps=steps)
    steps = tuple(_steps(setup, rows))
    offered = [row for row in rows if _offered(setup, row.visit_type_id) is not None]
    index = {row.position: number for number, row in enumerate(offered)}
    return VisitRequest(
        patient,
        steps,
        first_day,
        rules=sequence_at(visit.rules, index),
        same_rules=same_at(visit.same_rules, index),
        one_window=visit.one_window,
        transfer_minutes=setup.transfer_minutes,
    )


def _steps(setup: ClinicSetup, rows: Sequence[Appointment]) -> Iterator[StepRequest]:
    for row in rows:
        kind = _offered(setup, row.visit_type_id)
        if kind is not None:
            who = _who(setup, row.resources)
            yield StepRequest(kind.id, kind.minutes, place=row.place, preferred=who)


def follow_up(setup: ClinicSetup, step: AppointmentInfo) -> StepRequest | None:
    """What follows an appointment, with whoever did it: the same specialty's follow-up or session.

    Where the clinic has none that they do, the same once more; None where that is retired.
    """
    own, who = _offered(setup, step.visit_type_id), _who(setup, step.resources)
    kinds = [
        kind
        for kind in setup.visit_types.values()
        if kind.offered and kind.specialty == step.specialty and _does(kind, who)
    ]
    following = [kind for kind in kinds if _follows(kind)]
    kind = own if own is not None and _follows(own) else next(iter(following), own)
    return None if kind is None else StepRequest(kind.id, kind.minutes, practitioner=who)


def _follows(kind: VisitTypeInfo) -> bool:
    return any(word in kind.name.casefold() for word in _FOLLOWING)


def _does(kind: VisitTypeInfo, who: int | None) -> bool:
    return who is None or any(who in need.numbers for need in kind.needs)


def _offered(setup: ClinicSetup, visit_type: int | None) -> VisitTypeInfo | None:
    kind = setup.visit_types.get(visit_type or 0)
    return kind if kind is not None and kind.offered else None


def _who(setup: ClinicSetup, resources: Sequence[int]) -> int | None:
    """The first practitioner of these; of a second place, whose it is."""
    firsts = (setup.resources.get(setup.first_place(number)) for number in resources)
    return next((info.id for info in firsts if info and info.kind == "practitioner"), None)
