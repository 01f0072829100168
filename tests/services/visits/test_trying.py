"""What moves would come to, from values read once: the same as what the database answers."""

from collections.abc import Mapping
from itertools import product

import pytest

from clinicdesk.services.errors import Refused
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.trying import MoveTrial, Tried, read_move_trial, try_move
from tests.services.desk import MONDAY, Desk

NINE = 9 * 60
Answer = Tried | tuple[str, Mapping[str, object]]


@pytest.fixture
def visit(east: Desk) -> int:
    """Three steps on Monday, among others' appointments and somebody's time off."""
    patient = east.patient("Smith", "John").number
    found = east.book_first("Day", patient, days=1)
    east.book_at("Call", patient, 16 * 60, ("Dr. Fisk",))
    east.book_at("Adjustment", east.patient("Able").number, 15 * 60, ("Dr. Carver", "Room 1"))
    take_time_off(east.context, east.database, east.resource("Dr. Dunne"), MONDAY, MONDAY)
    return found


def by_rows(east: Desk, moves: list[Move]) -> Answer:
    try:
        return try_move(east.context, east.database, moves)
    except Refused as refused:
        return refused.code, refused.params


def by_values(east: Desk, trial: MoveTrial, moves: list[Move]) -> Answer:
    try:
        return trial.tried(east.context, moves)
    except Refused as refused:
        return refused.code, refused.params


def test_values_answer_what_the_rows_do(east: Desk, visit: int) -> None:
    trial = read_move_trial(east.database, visit)
    steps = east.visit(visit).steps
    resources = [info.id for info in east.setup.resources.values()]
    answers = []
    for step, start in product(steps, range(7 * 60, 18 * 60, 45)):
        others = [Move(other.number, start=other.start + 30) for other in steps if other != step]
        for moves in (
            [Move(step.number, start=start)],
            [Move(step.number, start=start, minutes=45), *others],
            [Move(step.number, start=start, resources=(resources[start % 4], *step.resources[1:]))],
        ):
            expected = by_rows(east, moves)
            assert by_values(east, trial, moves) == expected
            answers.append(expected)
    kinds = {type(answer) for answer in answers}
    rules = {broken.rule for a in answers if isinstance(a, Tried) for broken in a.broken}
    assert kinds == {Tried, tuple} and len(rules) >= 4


def test_values_touch_no_file(east: Desk, visit: int) -> None:
    trial = read_move_trial(east.database, visit)
    step = east.visit(visit).steps[0]
    move = Move(step.number, start=step.start)
    expected = by_rows(east, [move])
    east.database.close()
    assert by_values(east, trial, [move]) == expected


def test_what_is_cancelled_is_refused_as_ever(east: Desk, visit: int) -> None:
    step = east.visit(visit).steps[0]
    cancel_visit(east.context, east.database, visit, "ill")
    moves = [Move(step.number, start=NINE)]
    refused = by_rows(east, moves)
    assert refused[0] == "visit.not-movable"  # type: ignore[index]
    assert by_values(east, read_move_trial(east.database, visit), moves) == refused
