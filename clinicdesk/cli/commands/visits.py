"""`cancel`, `undo` and `day`."""

import argparse
from collections.abc import Iterator

from clinicdesk.cli.broken import broken_texts, left_out_texts, listed
from clinicdesk.cli.clock_text import clock_text
from clinicdesk.cli.codes import CommandCode
from clinicdesk.cli.output import Answer
from clinicdesk.cli.workstation import Workstation
from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.services.clinic.clinic_now import clinic_setup
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.numbers import parse_visit_number, patient_number, visit_number
from clinicdesk.services.undoing.undo import Undone, undo
from clinicdesk.services.visits.changing import cancel_step, cancel_visit
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, read_day, read_visit
from clinicdesk.wording import say, word_text
from clinicdesk.wording.machine.tables import table_text


def visit_of(given: argparse.Namespace) -> int:
    """The visit's number on the line. Raises NotFound for a text that is none."""
    number = parse_visit_number(given.visit)
    if number is None:
        raise NotFound(RefusalCode.VISIT_UNKNOWN, number=given.visit)
    return number


def cancel(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Cancel a combined visit whole, or one step of it."""
    knows = given.patient_knows
    with workstation.clinic(given.database) as (context, database):
        number, step = visit_of(given), given.step
        if step is None:
            cancel_visit(context, database, number, given.reason, patient_knows=knows)
            text = say("said.cancelled", {"visit": number})
        else:
            if all(own.number != step for own in read_visit(database, number).steps):
                raise NotFound(RefusalCode.VISIT_NO_SUCH_STEP, visit=number, number=step)
            cancel_step(context, database, step, given.reason, patient_knows=knows)
            text = say("said.cancelled-step", {"visit": number, "number": step})
    return Answer(
        data={"visit": visit_number(number), "status": Status.CANCELLED},
        text=f"{text}\n",
        as_json=given.json,
    )


def take_back(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Take this desk's last change back."""
    with workstation.clinic(given.database) as (context, database):
        undone = undo(context, database)
    what = say(undone.code, undone.params)
    number = _visit_of_change(undone)
    return Answer(
        data={"undone": what, "visit": None if number is None else visit_number(number)},
        text="".join(f"{line}\n" for line in _undone_lines(undone)),
        as_json=given.json,
    )


def _undone_lines(undone: Undone) -> Iterator[str]:
    yield say("said.undone", {"change": undone.code, "change_params": undone.params})
    yield from listed("said.undone-breaks", broken_texts(undone.breaks), len(undone.breaks))
    yield from listed("said.clinic-left-out", left_out_texts(undone.left_out))


def _visit_of_change(undone: Undone) -> int | None:
    """The one visit that a change was about; None if it was about none, or several."""
    if "visit" in undone.params:
        return int(undone.params["visit"])
    visits = undone.params.get("visits", ())
    return int(visits[0]) if len(visits) == 1 else None


def day(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """List every appointment of a day, cancelled ones included."""
    with workstation.clinic(given.database) as (_, database):
        chosen = _practitioner(database, given.practitioner)
        listed = [
            item
            for item in read_day(database, given.date)
            if chosen is None or chosen.intersection(item.resources)
        ]
    return Answer(
        data={
            "date": given.date.isoformat(),
            "appointments": [_appointment_data(item) for item in listed],
        },
        text=table_text([_row(item) for item in listed])
        if listed
        else say("said.no-appointments", {"day": given.date}) + "\n",
        as_json=given.json,
    )


def _practitioner(database: Database, name: str | None) -> set[int] | None:
    """The practitioner of that name with their lanes; None for everybody. Raises NotFound."""
    if name is None:
        return None
    setup = clinic_setup(database)
    found = setup.resource_named(name)
    if found.kind != "practitioner":
        raise Refused(CommandCode.DAY_NOT_A_PRACTITIONER, name=found.name, sort=found.kind)
    return {found.id, *setup.lanes.get(found.id, ())}


def _appointment_data(item: AppointmentInfo) -> dict[str, object]:
    patient = item.patient
    return {
        "number": item.number,
        "visit": visit_number(item.visit),
        "patient": None
        if patient is None
        else {"number": patient_number(patient.number), "name": patient.name},
        "visit_type": item.visit_type,
        "start": clock_text(item.start),
        "end": clock_text(item.end),
        "status": item.status,
        "group": item.group,
        "claims": [
            {
                "name": claim.name,
                "kind": claim.kind,
                "start": clock_text(claim.start),
                "end": clock_text(claim.end),
            }
            for claim in item.claims
        ],
    }


def _row(item: AppointmentInfo) -> tuple[str, ...]:
    patient = item.patient
    names = dict.fromkeys(claim.name for claim in item.claims)
    return (
        f"{clock_text(item.start)}-{clock_text(item.end)}",
        word_text(item.status),
        visit_number(item.visit),
        "" if patient is None else patient_number(patient.number),
        "" if patient is None else patient.name,
        item.visit_type,
        ", ".join(names),
    )
