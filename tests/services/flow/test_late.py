"""Who runs late, whom that meets, what heals it: beside times that are counted by hand."""

import pytest

from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.flow.board import read_board
from clinicdesk.services.flow.delays import note_delay
from clinicdesk.services.flow.knock_on import knock_on
from clinicdesk.services.flow.late_values import Healing, Knock, worst
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.reading.clinic_day import read_whole_day
from tests.services.desk import MONDAY, Clock, Desk, states
from tests.services.sentences import sentence_of

ZONE = "America/Chicago"
CARVER = ("Dr. Carver", "Room 1")


def late(east: Desk, minutes: int, who: str = "Dr. Carver") -> None:
    note_delay(east.context, east.database, east.resource(who), minutes)


def noted(east: Desk) -> dict[str, int]:
    delays = read_board(east.database, MONDAY).delays
    assert read_whole_day(east.context, east.database, MONDAY).delays == delays
    names = {info.id: info.name for info in east.setup.resources.values()}
    return {names[number]: delay.minutes for number, delay in delays.items()}


def test_the_newest_note_counts_and_undo_goes_back_to_the_one_before(
    east: Desk, clock: Clock
) -> None:
    at = (east.context, east.database)
    clock.set_wall(ZONE, MONDAY, 9)
    seen = []
    for minutes in (10, 25, 0):
        late(east, minutes)
        seen.append(noted(east))
    undo(*at)
    seen.append(noted(east))
    redo(*at)
    seen.append(noted(east))
    assert seen == [{"Dr. Carver": 10}, {"Dr. Carver": 25}, {}, {"Dr. Carver": 25}, {}]
    assert check_clinic(east.database).broken == ()


@pytest.mark.parametrize("minutes", [-1, 241])
def test_minutes_that_cannot_be_are_refused_and_nothing_is_noted(east: Desk, minutes: int) -> None:
    with pytest.raises(Refused) as caught:
        late(east, minutes)
    assert sentence_of(caught.value)
    assert states(east.database)["delay"] == []


def test_a_room_runs_not_late_and_what_is_so_is_not_noted_again(east: Desk) -> None:
    with pytest.raises(NotFound):
        late(east, 10, "Room 1")
    with pytest.raises(Refused) as caught:
        late(east, 0)
    assert caught.value.code == "change.nothing"


def test_it_meets_the_next_patients_and_through_them_the_next_practitioner(
    east: Desk, clock: Clock
) -> None:
    """Carver is 20 minutes behind at 8: Able waits 20 minutes, and so does who has them next."""
    visit = east.book_first("Day", east.patient("Able").number)
    clock.set_wall(ZONE, MONDAY, 8, 0)
    steps = sorted(east.visit(visit).steps, key=lambda step: step.start)
    assert [(step.start, step.end) for step in steps] == [(480, 495), (500, 530), (530, 550)]
    late(east, 20)
    (found,) = knock_on(east.context, east.database)
    carver = east.resource("Dr. Carver")
    assert found.knocks == tuple(
        Knock(step.number, 20, carver, others)
        for step, others in zip(steps, (False, True, True), strict=True)
    )
    assert found.healing == Healing(3, 20, ())
    assert worst((found,)) == {knock.appointment: knock for knock in found.knocks}


def test_a_gap_in_between_takes_it_up(east: Desk, clock: Clock) -> None:
    first = east.book_at("Adjustment", east.patient("Able").number, 540, CARVER).visit
    east.book_at("Adjustment", east.patient("Baker").number, 600, CARVER)
    clock.set_wall(ZONE, MONDAY, 9, 0)
    late(east, 10)
    (found,) = knock_on(east.context, east.database)
    (step,) = east.visit(first).steps
    # The second waits too: nobody says that the time between is used to catch up.
    assert found.knocks[0] == Knock(step.number, 10, east.resource("Dr. Carver"), others=False)


def test_while_nobody_runs_late_nothing_is_asked(east: Desk) -> None:
    assert knock_on(east.context, east.database) == ()
