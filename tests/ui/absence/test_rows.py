"""The reschedule list in words: what changes for whom, and in which order it is read."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from clinicdesk.models.database import Database
from clinicdesk.services.absence.proposal import (
    AbsenceSpan,
    Call,
    MovedAppointment,
    MovedVisit,
    Proposal,
)
from clinicdesk.services.clinic.clinic_setup import ResourceInfo
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.absence.rows import Wording, rows_of, summary
from tests.services.desk import MONDAY, Clock, Desk, desk

NINE = 9 * 60
CARVER, DUNNE, ROOM, OTHER_ROOM, ANN, BEA, LASER, NEW_LASER = range(901, 909)
RESOURCES = {
    info.id: info
    for info in (
        ResourceInfo(CARVER, "practitioner", "Dr. Carver"),
        ResourceInfo(DUNNE, "practitioner", "Dr. Dunne"),
        ResourceInfo(ROOM, "room", "Exam 2"),
        ResourceInfo(OTHER_ROOM, "room", "Exam 4"),
        ResourceInfo(ANN, "assistant", "Ann Lee"),
        ResourceInfo(BEA, "assistant", "Bea Moss"),
        ResourceInfo(LASER, "equipment", "Laser 1"),
        ResourceInfo(NEW_LASER, "equipment", "Laser 2"),
    )
}
BOOKED = (CARVER, ROOM, ANN, LASER)


@pytest.fixture
def east(make_clinic: Callable[..., Database]) -> Desk:
    return desk(make_clinic(), Clock(), "east")


def booked(east: Desk) -> AppointmentInfo:
    """An appointment of a real clinic, with what is needed here."""
    found = east.book_at("Adjustment", east.patient().number, NINE, ("Dr. Carver", "Room 1"))
    return replace(east.visit(found.visit).steps[0], resources=BOOKED)


def listed(*moved: MovedVisit) -> Proposal:
    absence = AbsenceSpan(CARVER, MONDAY, 0, 1440)
    return Proposal(absence, moved, (), (), 0, frozenset(), 0)


def changed(
    was: AppointmentInfo, start: int, resources: tuple[int, ...], call: Call = Call.NONE
) -> MovedVisit:
    assert was.patient is not None
    step = MovedAppointment(was, start, start + 15, resources)
    return MovedVisit(was.visit, was.patient, (step,), affected=True, call=call)


def wording(east: Desk) -> Wording:
    return Wording(replace(east.setup, resources=RESOURCES), MONDAY)


@pytest.mark.parametrize(
    ("start", "resources", "said"),
    [
        (NINE, (CARVER, ROOM, BEA, LASER), "same time, another assistant: Bea Moss"),
        (NINE, (CARVER, OTHER_ROOM, ANN, LASER), "same time, Exam 4 instead of Exam 2"),
        (NINE, (CARVER, ROOM, ANN, NEW_LASER), "same time, Laser 2 instead of Laser 1"),
        (
            NINE,
            (CARVER, OTHER_ROOM, BEA, LASER),
            "same time, another assistant: Bea Moss, Exam 4 instead of Exam 2",
        ),
        (NINE, (DUNNE, OTHER_ROOM, ANN, LASER), "same time, Dr. Dunne, Exam 4"),
        (
            NINE + 30,
            (CARVER, ROOM, BEA, LASER),
            "09:30, Dr. Carver, Exam 2, another assistant: Bea Moss",
        ),
    ],
)
def test_what_changes_is_said(
    east: Desk, start: int, resources: tuple[int, ...], said: str
) -> None:
    (row,) = rows_of(wording(east), listed(changed(booked(east), start, resources)), {})
    assert row.lines[3][0] == f"\N{RIGHTWARDS ARROW} {said}"


def test_who_is_called_stands_before_who_is_not(east: Desk) -> None:
    was = booked(east)
    quiet = changed(was, NINE, (CARVER, OTHER_ROOM, ANN, LASER))
    called = replace(changed(was, NINE + 30, BOOKED, Call.NEEDED), visit=was.visit + 1)
    rows = rows_of(wording(east), listed(quiet, called), {})
    assert [(row.visit, row.lines[-1][0]) for row in rows] == [
        (called.visit, "Moved by 30 min. Call the patient."),
        (quiet.visit, "No call: only the room, a device or an assistant changes."),
    ]
    assert summary(listed(quiet, called)).startswith("2 visits change ")
