"""What was booked before as a new request: the same again.

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
from clinicdesk.services.visits.reading.visit_rows import visit_rows

_MISSED = frozenset({Stage.MISSED, Stage.CALLED_OFF})


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
            replace(step, preferred=whoever_did_it(setup, row.resources))
            for step, row in zip(asked.steps, rows, strict=True)
        )
        return replace(asked, steps=steps)
    steps = tuple(_steps(setup, rows))
    offered = [row for row in rows if offered_kind(setup, row.visit_type_id) is not None]
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
        kind = offered_kind(setup, row.visit_type_id)
        if kind is not None:
            who = whoever_did_it(setup, row.resources)
            yield StepRequest(kind.id, kind.minutes, place=row.place, preferred=who)


def offered_kind(setup: ClinicSetup, visit_type: int | None) -> VisitTypeInfo | None:
    """The visit type of that number, unless it is retired."""
    kind = setup.visit_types.get(visit_type or 0)
    return kind if kind is not None and kind.offered else None


def whoever_did_it(setup: ClinicSetup, resources: Sequence[int]) -> int | None:
    """The first practitioner of these; of a second place, whose it is."""
    firsts = (setup.resources.get(setup.first_place(number)) for number in resources)
    return next((info.id for info in firsts if info and info.kind == "practitioner"), None)
