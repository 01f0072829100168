"""The board as values: each patient once, at the step where they are, from one statement."""

from sqlalchemy import event

from clinicdesk.models.statuses import Status
from clinicdesk.services.flow.board import read_board, waits_long
from clinicdesk.services.flow.stands import Stand
from clinicdesk.services.visits.changing import arrive, change_status
from clinicdesk.services.visits.on_the_day import room_patient
from tests.services.desk import MONDAY, Clock, Desk

ZONE = "America/Chicago"


def at(clock: Clock, hour: int, minute: int = 0) -> None:
    clock.set_wall(ZONE, MONDAY, hour, minute)


def test_a_patient_of_three_steps_stands_once_where_they_are(east: Desk, clock: Clock) -> None:
    """Adjustment 8:00, exercise 8:20, consult 8:50."""
    visit = east.book_first("Day", east.patient().number)
    steps = sorted(east.visit(visit).steps, key=lambda step: step.start)
    verb = (east.context, east.database)
    seen = []

    def look() -> None:
        (item,) = read_board(east.database, MONDAY).visits
        seen.append((item.step.visit_type, item.stand.value, item.since, item.arrived))

    look()
    at(clock, 7, 50)
    arrive(*verb, visit)
    look()
    at(clock, 8, 1)
    room_patient(*verb, steps[0].number, east.resource("Room 1"))
    look()
    at(clock, 8, 14)
    change_status(*verb, [steps[0].number], Status.FULFILLED)
    look()
    at(clock, 9)
    change_status(*verb, [step.number for step in steps[1:]], Status.FULFILLED)
    look()
    assert seen == [
        ("Adjustment", "expected", None, None),
        ("Adjustment", "waiting", 470, 470),
        ("Adjustment", "roomed", 481, 470),
        # From one step to the next the patient waits since the first was done.
        ("Exercise", "waiting", 494, 470),
        ("Consult", "done", 540, 470),
    ]


def test_who_is_in_a_room_does_not_wait_for_the_next_practitioner(east: Desk, clock: Clock) -> None:
    visit = east.book_first("Day", east.patient().number)
    steps = sorted(east.visit(visit).steps, key=lambda step: step.start)
    at(clock, 7, 50)
    arrive(east.context, east.database, visit)
    room_patient(east.context, east.database, steps[0].number, east.resource("Room 1"))
    board = read_board(east.database, MONDAY)
    (item,) = board.of_practitioner(east.resource("Pia Thorn"))
    assert (item.stand, item.elsewhere) == (Stand.WAITING, board.visits[0].step)
    assert not waits_long(item, 600)


def test_one_statement_reads_the_appointments_and_one_who_runs_late(east: Desk) -> None:
    east.book_first("Day", east.patient().number)
    read_board(east.database, MONDAY)
    asked: list[str] = []
    with east.database.reading() as session:
        engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    read_board(east.database, MONDAY)
    tables = [name for text in asked for name in ("appointment", "delay", "claim")
              if f"FROM {name}" in text]  # fmt: skip
    assert tables == ["appointment", "delay"]
