"""What another desk changed as it was dropped is not moved over it; the same key does that."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from clinicdesk.services.context import Role
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.services.visits.moving import Move
from tests.held_file import held
from tests.services.desk import MONDAY
from tests.ui.day.rig import ALT, DayRig, Key
from tests.ui.settling import settle

ALL_THE_SAME = "Another desk has changed it meanwhile. Enter moves it all the same, Esc leaves it"
CARVER, DUNNE = "Dr. Carver", "Dr. Dunne"

Drop = Callable[[DayRig, int, Callable[[], object]], object]
"""Drops the appointment five minutes later, as another desk does something to it."""


@pytest.fixture
def late(make_day: Callable[..., DayRig]) -> Iterator[DayRig]:
    """A day whose answers come when they come, and that looks for news only where it is asked."""
    day = make_day(settled=False)
    day.desk.stop_looking()
    settle(day.desk)
    yield day
    day.desk.stop()


@pytest.fixture
def lone(late: DayRig) -> int:
    return booked(late, 600)


def booked(late: DayRig, start: int, family: str = "Smith") -> int:
    """An adjustment of a quarter of an hour with Dr. Carver, at the keyboard."""
    patient = late.other.patient(family, "John").number
    visit = late.other.book_at("Adjustment", patient, start, (CARVER, "Room 1")).visit
    settle(late.desk)
    late.desk.catch_up()
    settle(late.desk)
    number = late.other.visit(visit).steps[0].number
    late.page.focus_appointment(number)
    return number


def by_keys(late: DayRig, _number: int, change: Callable[[], object]) -> None:
    late.press(Key.Key_Down, ALT)
    settle(late.desk)
    change()
    late.press(Key.Key_Return)
    settle(late.desk)


def by_mouse(late: DayRig, number: int, change: Callable[[], object]) -> None:
    begin = late.middle(late.block(number))
    to = begin + QPoint(0, round(5 * late.grid.plan.scale.density))
    late.drag(begin, to)
    settle(late.desk)
    change()
    late.drop(to)
    settle(late.desk)


def while_it_is_written(late: DayRig, _number: int, change: Callable[[], object]) -> None:
    """Seen by nobody before the write itself."""
    late.press(Key.Key_Down, ALT)
    settle(late.desk)
    change()
    moving = late.page.moving
    assert moving.drag is not None
    moving._move(moving.drag, None)
    settle(late.desk)


DROPS: dict[str, Drop] = {
    "by keys": by_keys, "by mouse": by_mouse, "in its write": while_it_is_written,
}  # fmt: skip


def where(late: DayRig, number: int) -> tuple[int, str]:
    """When it begins and with whom, as it is in the file."""
    item = next(item for item in late.other.day(MONDAY) if item.number == number)
    return item.start, late.desk.setup.resources[item.resources[0]].name


def offered(late: DayRig) -> tuple[bool, int | None, str]:
    """Whether something is carried, until when it would go, and the hint beside it."""
    moving = late.page.moving
    target = None if moving.drag is None else moving.drag.target.start
    hint = moving.callout.hint
    return moving.dragging, target, hint.text() if hint.isVisible() else ""


@pytest.mark.parametrize("drop", DROPS)
def test_it_is_offered_from_where_it_is_and_the_same_key_moves_it(
    late: DayRig, lone: int, drop: str
) -> None:
    DROPS[drop](late, lone, lambda: late.other.move(Move(lone, start=700)))
    assert where(late, lone) == (700, CARVER)
    assert offered(late) == (True, 605, ALL_THE_SAME)
    late.press(Key.Key_Return)
    settle(late.desk)
    assert where(late, lone) == (605, CARVER)
    assert offered(late) == (False, None, "")


def leave_by_key(late: DayRig) -> None:
    late.press(Key.Key_Escape)


def leave_by_mouse(late: DayRig) -> None:
    at = late.middle(late.block(late.page.appointments()[0].number)) + QPoint(0, 120)
    QTest.mouseClick(late.grid.viewport(), Qt.MouseButton.LeftButton, pos=at)


@pytest.mark.parametrize("leave", [leave_by_key, leave_by_mouse], ids=["esc", "a click"])
def test_who_does_not_want_it_any_more_leaves_it(
    late: DayRig, lone: int, leave: Callable[[DayRig], object]
) -> None:
    by_mouse(late, lone, lambda: late.other.move(Move(lone, start=700)))
    leave(late)
    settle(late.desk)
    assert (where(late, lone), offered(late)) == ((700, CARVER), (False, None, ""))
    assert late.grid._ghosts == ()


def test_what_was_not_meant_to_change_stays_as_others_made_it(late: DayRig, lone: int) -> None:
    with_dunne = tuple(map(late.other.resource, (DUNNE, "Room 1")))
    by_keys(late, lone, lambda: late.other.move(Move(lone, resources=with_dunne)))
    assert offered(late) == (True, 605, ALL_THE_SAME)
    late.press(Key.Key_Return)
    settle(late.desk)
    assert where(late, lone) == (605, DUNNE)


@pytest.mark.parametrize("drop", DROPS)
def test_where_it_does_not_fit_any_more_it_is_let_go(late: DayRig, lone: int, drop: str) -> None:
    def take_its_place() -> None:
        late.other.move(Move(lone, start=700))
        patient = late.other.patient("Baker").number
        late.other.book_at("Adjustment", patient, 610, (CARVER, "Room 1"))

    DROPS[drop](late, lone, take_its_place)
    assert (where(late, lone), offered(late)[0]) == ((700, CARVER), False)
    assert late.page.moving.callout.words.text() == (
        "Put back: Dr. Carver is taken then. Nothing was changed."
    )


@pytest.mark.parametrize("drop", DROPS)
def test_what_others_put_where_it_was_dropped_is_let_go(late: DayRig, lone: int, drop: str) -> None:
    DROPS[drop](late, lone, lambda: late.other.move(Move(lone, start=605)))
    assert (where(late, lone), offered(late)[0]) == ((605, CARVER), False)
    assert late.page.moving.callout.words.text() == (
        "Let go, not moved: the day has changed meanwhile."
    )


@pytest.mark.parametrize("drop", DROPS)
def test_what_others_cancelled_is_not_offered(late: DayRig, lone: int, drop: str) -> None:
    other = late.other
    visit = next(item.visit for item in other.day(MONDAY) if item.number == lone)
    DROPS[drop](late, lone, lambda: cancel_visit(other.context, other.database, visit, "ill"))
    assert (where(late, lone), offered(late)[2] == ALL_THE_SAME) == ((600, CARVER), False)


def test_who_has_gone_elsewhere_meanwhile_is_offered_nothing(late: DayRig, lone: int) -> None:
    other = booked(late, 800, "Baker")
    late.page.focus_appointment(lone)

    def change_and_leave() -> None:
        late.other.move(Move(lone, start=700))

    late.press(Key.Key_Down, ALT)
    settle(late.desk)
    change_and_leave()
    moving = late.page.moving
    assert moving.drag is not None
    with held(late.desk.database.path):
        moving._move(moving.drag, None)
        late.page.focus_appointment(other)
    settle(late.desk)
    assert (where(late, lone), offered(late)) == ((700, CARVER), (False, None, ""))


def test_the_reason_that_was_written_stands_there_again(make_day: Callable[..., DayRig]) -> None:
    late = make_day(Role.MANAGER, settled=False)
    late.desk.stop_looking()
    settle(late.desk)
    number = booked(late, 1000)
    for _ in range(2):
        late.press(Key.Key_Down, ALT)
    settle(late.desk)
    late.press(Key.Key_Return)
    settle(late.desk)
    field = late.page.moving.callout.field
    QTest.keyClicks(field, "the last bus")
    late.other.move(Move(number, start=700))
    QTest.keyClick(field, Key.Key_Return)
    settle(late.desk)
    assert (where(late, number), offered(late)) == ((700, CARVER), (True, 1010, ALL_THE_SAME))
    late.press(Key.Key_Return)
    settle(late.desk)
    assert field.text() == "the last bus"
    QTest.keyClick(field, Key.Key_Return)
    settle(late.desk)
    assert where(late, number) == (1010, CARVER)


def test_a_key_pressed_before_the_offer_is_seen_does_not_take_it(late: DayRig, lone: int) -> None:
    late.press(Key.Key_Down, ALT)
    settle(late.desk)
    moving = late.page.moving
    dropped = moving.drag
    assert dropped is not None
    moving.put_back()
    late.other.move(Move(lone, start=700))
    late.desk.catch_up()
    settle(late.desk)
    with held(late.desk.database.path):
        moving._offer(dropped)
        late.press(Key.Key_Return)
    settle(late.desk)
    assert (where(late, lone), offered(late)) == ((700, CARVER), (True, 605, ALL_THE_SAME))
