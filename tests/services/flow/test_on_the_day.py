"""From arriving to being done: which move leads where, what each writes, and what undo restores."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.flow.stands import Stand, stand_of
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.changing import (
    arrive,
    cancel_visit,
    change_status,
    note_whereabouts,
    restore_visit,
)
from clinicdesk.services.visits.on_the_day import (
    begin_step,
    leave_unseen,
    note_purpose,
    room_patient,
)
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.services.visits.seen import seen_of
from tests.services.desk import MONDAY, Clock, Desk, dump, states
from tests.services.sentences import sentence_of

ZONE = "America/Chicago"
CARVER = ("Dr. Carver", "Room 1")
NINE = 9 * 60


class Visit:
    """An adjustment at nine, and every move of a desk; each a minute after the last."""

    def __init__(self, east: Desk, clock: Clock, patient: int) -> None:
        self.east, self.clock = east, clock
        clock.set_wall(ZONE, MONDAY, 8, 50)
        self.number = east.book_at("Adjustment", patient, NINE, CARVER).visit
        self.moves: dict[str, Callable[[], object]] = {
            "arrive": lambda: arrive(*self.at, self.number),
            "check in": lambda: self.give(Status.CHECKED_IN),
            "room": lambda: room_patient(*self.at, self.step.number, east.resource("Room 1")),
            "unroom": lambda: room_patient(*self.at, self.step.number, None),
            "begin": lambda: begin_step(*self.at, self.step.number),
            "complete": lambda: self.give(Status.FULFILLED),
            "no-show": lambda: self.give(Status.NOSHOW),
            "unseen": lambda: leave_unseen(*self.at, self.number),
            "cancel": lambda: cancel_visit(*self.at, self.number, "asked"),
            "to booked": lambda: self.give(Status.BOOKED),
        }

    @property
    def at(self) -> tuple[Context, Database]:
        return self.east.context, self.east.database

    @property
    def step(self) -> AppointmentInfo:
        return self.east.visit(self.number).steps[0]

    def give(self, status: Status) -> object:
        return change_status(*self.at, [self.step.number], status)

    def do(self, *moves: str) -> str:
        """Where that leads, or the code of why the last one is refused."""
        for move in moves:
            refusal = refusal_of(self.moves[move])
            if refusal is not None:
                assert move == moves[-1]
                return f"! {refusal.code}"
            self.clock.advance(minutes=1)
        return self.stand

    @property
    def stand(self) -> str:
        stand = stand_of(self.step)
        return "off the board" if stand is None else str(stand)


def refusal_of(move: Callable[[], object]) -> Refused | None:
    """Why a move is refused, in words too; None if it is not."""
    try:
        move()
    except Refused as refusal:
        return refusal if sentence_of(refusal) else None
    return None


@pytest.fixture
def visit(east: Desk, clock: Clock) -> Visit:
    return Visit(east, clock, east.patient().number)


TO = {
    "expected": (),
    "waiting": ("arrive",),
    "roomed": ("arrive", "room"),
    "begun": ("arrive", "room", "begin"),
    "done": ("arrive", "room", "begin", "complete"),
    "unseen": ("arrive", "unseen"),
    "cancelled": ("cancel",),
}

TABLE = """
           arrive   check-in room     unroom   begin    complete unseen   to-booked
expected   waiting  illegal  not-here not-here not-here illegal  not-here illegal
waiting    nothing  waiting  roomed   same     begun    done     gone     expected
roomed     nothing  roomed   same     waiting  begun    done     gone     expected
begun      nothing  begun    same     waiting  already  done     gone     expected
done       nothing  begun    not-here not-here not-here illegal  not-here expected
unseen     nothing  illegal  not-here not-here not-here illegal  not-here expected
cancelled  nothing  illegal  not-here not-here not-here illegal  not-here expected
"""
WORDS = {
    "illegal": "! visit.illegal-status",
    "not-here": "! visit.not-here",
    "nothing": "! visit.nothing-booked",
    "same": "! change.nothing",
    "already": "! visit.begun-already",
}


@pytest.mark.parametrize("line", TABLE.split("\n")[2:-1], ids=lambda line: line.split()[0])
def test_every_move_leads_on_or_says_why_not(line: str, east: Desk, clock: Clock) -> None:
    start, *expected = line.split()
    moves = [name.replace("-", " ") for name in TABLE.split("\n")[1].split()]
    found, patient = [], east.patient().number
    for move in moves:
        visit = Visit(east, clock, patient)
        visit.do(*TO[start])
        before = dump(east.database)
        led_to = visit.do(move)
        if led_to.startswith("!"):
            assert dump(east.database) == before
        found.append(led_to)
        clear(visit)
    assert found == [WORDS.get(word, word) for word in expected]


def clear(visit: Visit) -> None:
    """Give the time back, whatever has become of it."""
    change_status(*visit.at, [visit.step.number], Status.ENTERED_IN_ERROR)


def course(visit: Visit) -> tuple[object, ...]:
    step = visit.step
    return (
        step.arrived_at, step.roomed_at, step.begun_at, step.done_at, step.room,
        step.whereabouts, step.left_unseen,
    )  # fmt: skip


NOTHING = (None, None, None, None, None, "", False)


def test_each_move_writes_its_minute_and_a_step_back_clears_what_came_after(visit: Visit) -> None:
    room = visit.east.resource("Room 1")
    seen = []
    for move in ("arrive", "room", "begin", "complete", "check in", "unroom", "to booked"):
        visit.do(move)
        seen.append(course(visit))
    at = 8 * 60 + 50
    assert seen == [
        (at, None, None, None, None, "", False),
        (at, at + 1, None, None, room, "Room 1", False),
        (at, at + 1, at + 2, None, room, "Room 1", False),
        (at, at + 1, at + 2, at + 3, room, "Room 1", False),
        (at, at + 1, at + 2, None, room, "Room 1", False),
        (at, None, None, None, None, "", False),
        NOTHING,
    ]


@pytest.mark.parametrize(
    "moves",
    [TO["waiting"], TO["roomed"], TO["begun"], TO["done"], TO["unseen"]],
    ids=lambda m: m[-1],
)
def test_undo_gives_back_all_that_a_move_wrote_and_redo_makes_it_again(
    visit: Visit, moves: tuple[str, ...]
) -> None:
    visit.do(*moves[:-1])
    before = states(visit.east.database)
    visit.do(moves[-1])
    after = states(visit.east.database)
    undo(*visit.at)
    assert _rows(visit) == before["appointment"]
    redo(*visit.at)
    assert _rows(visit) == after["appointment"]
    assert check_clinic(visit.east.database).broken == ()


def _rows(visit: Visit) -> object:
    return states(visit.east.database)["appointment"]


def test_who_left_unseen_gives_the_time_back_and_nobody_has_to_call(
    visit: Visit, west: Desk
) -> None:
    visit.do("arrive", "unseen")
    assert (visit.step.status, visit.step.left_unseen, visit.step.arrived_at) == (
        "cancelled", True, 8 * 60 + 50,
    )  # fmt: skip
    west.book_at("Adjustment", west.patient("Baker").number, NINE, CARVER)
    assert [row["outcome"] for row in states(west.database)["contact"]] == ["told"]


def test_who_is_booked_again_has_left_no_trace(visit: Visit) -> None:
    visit.do("arrive", "room", "unseen")
    restore_visit(*visit.at, visit.number)
    assert (visit.stand, course(visit)) == ("expected", NOTHING)


def test_of_another_day_nobody_knows_when_it_was(visit: Visit) -> None:
    visit.do("arrive")
    visit.clock.set_wall(ZONE, MONDAY + timedelta(days=1), 8)
    assert visit.do("room") == "! visit.not-today"
    assert visit.do("begin") == "! visit.not-today"
    assert (visit.do("complete"), visit.step.done_at) == ("done", None)


def test_two_desks_do_not_show_one_patient_into_two_rooms(visit: Visit, west: Desk) -> None:
    visit.do("arrive")
    seen = seen_of(visit.step)
    room_patient(west.context, west.database, visit.step.number, west.resource("Room 2"))
    with pytest.raises(Refused) as caught:
        room_patient(*visit.at, visit.step.number, west.resource("Room 1"), seen=seen)
    assert caught.value.code == "record.changed-since"
    assert visit.step.whereabouts == "Room 2"


def test_the_name_of_a_room_is_that_room_and_other_words_are_words(visit: Visit) -> None:
    visit.do("arrive")
    seen = []
    for text in ("filling in forms", "room 2", "Room 2", "undressing"):
        note_whereabouts(*visit.at, visit.step.number, text)
        step = visit.step
        seen.append((visit.stand, step.room, step.whereabouts))
    two = visit.east.resource("Room 2")
    assert seen[0] == ("waiting", None, "filling in forms")
    assert [item[:2] for item in seen[1:]] == [("roomed", two)] * 3
    visit.do("unroom")
    assert course(visit)[1:] == NOTHING[1:]


def test_a_practitioner_is_no_room(visit: Visit) -> None:
    visit.do("arrive")
    with pytest.raises(NotFound) as caught:
        room_patient(*visit.at, visit.step.number, visit.east.resource("Dr. Carver"))
    assert sentence_of(caught.value)


def test_what_it_is_for_is_kept_and_taken_back(visit: Visit) -> None:
    note_purpose(
        *visit.at,
        visit.step.number,
        comes_for=" low back pain ",
        note="bring films and the report",
    )
    assert (visit.step.comes_for, visit.step.note) == (
        "low back pain", "bring films and the report",
    )  # fmt: skip
    undo(*visit.at)
    assert (visit.step.comes_for, visit.step.note) == ("", "")
    with pytest.raises(Refused) as caught:
        note_purpose(*visit.at, visit.step.number, comes_for="x" * 121, note="")
    assert sentence_of(caught.value)


def test_stands_are_told_apart_by_every_status() -> None:
    assert set(Stand) == set(map(Stand, ("expected", "waiting", "roomed", "begun", "done", "gone")))
