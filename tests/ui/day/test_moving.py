"""Moving an appointment, by mouse and by keyboard, with the same rules for both."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.services.context import Role
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.moving import Move
from clinicdesk.ui.day.drag.verdict import in_few_words
from clinicdesk.ui.day.grid.overlays import first_line
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, busy_time, dump
from tests.services.planning.test_lengths import OWN
from tests.ui.day.rig import ALT, CTRL, SHIFT, DayRig, Key
from tests.ui.settling import attempt, settle

MakeDay = Callable[..., DayRig]


@pytest.fixture
def lone(day: DayRig) -> int:
    """One adjustment of a quarter of an hour with Dr. Carver at ten."""
    return book(day)


def book(day: DayRig, start: int = 600, family: str = "Smith") -> int:
    patient = day.other.patient(family, "John").number
    visit = day.other.book_at("Adjustment", patient, start, ("Dr. Carver", "Room 1")).visit
    day.catch_up()
    return day.other.visit(visit).steps[0].number


def push_down(day: DayRig, number: int, times: int = 1) -> None:
    """Go to an appointment, pick it up by keys, and make it later by that many grid steps."""
    day.page.focus_appointment(number)
    for _ in range(times):
        day.press(Key.Key_Down, ALT)


def where(day: DayRig, number: int) -> tuple[int, int, str]:
    """Start, minutes and practitioner of an appointment, as it is in the database."""
    item = next(item for item in day.page.appointments() if item.number == number)
    name = day.desk.setup.resources[item.resources[0]].name
    return item.start, item.end - item.start, name


def said(day: DayRig) -> list[str]:
    callout = day.page.moving.callout
    return [label.text() for label in (callout.words, callout.who) if label.isVisible()]


def test_keys_pick_up_move_and_drop(day: DayRig, lone: int) -> None:
    push_down(day, lone, times=3)
    assert said(day) == ["fits"]
    day.press(Key.Key_Return)
    assert where(day, lone) == (615, 15, "Dr. Carver")
    current = day.page.at_keyboard.appointment
    assert current is not None and current.number == lone
    assert not day.page.moving.callout.isVisible()


def test_the_mouse_moves_to_the_same_place(day: DayRig, lone: int) -> None:
    start = day.middle(day.block(lone))
    to = start + QPoint(0, round(15 * day.grid.plan.scale.density))
    day.drag(start, to)
    assert said(day) == ["fits"]
    assert [ghost.look for ghost in day.grid._ghosts] == ["origin", "allowed"]
    day.drop(to)
    assert where(day, lone) == (615, 15, "Dr. Carver")
    assert day.grid._ghosts == ()


def test_the_day_comes_towards_a_mouse_that_drags_to_its_edge(make_day: MakeDay) -> None:
    day = make_day(size=(900, 360))
    number = book(day)
    start = day.middle(day.block(number))
    edge = QPoint(start.x(), day.grid.viewport().height() - 4)
    day.drag(start, edge)
    drag, offset = day.page.moving.drag, day.grid.offset
    assert drag is not None
    before = drag.target.start
    for _ in range(10):
        day.page.moving._scroll_on()
    assert day.grid.offset.y() > offset.y() and drag.target.start > before
    day.press(Key.Key_Escape)
    day.drop(edge)
    assert where(day, number)[0] == 600


def test_a_low_box_that_is_carried_says_to_when(day: DayRig, lone: int) -> None:
    push_down(day, lone, times=3)
    day_painter, ghost = day.grid._day_painter, day.grid._ghosts[-1]
    assert day_painter is not None
    fonts = day_painter.fonts
    low = ghost.box.height
    assert low < fonts.name.height + fonts.detail.height
    assert first_line(fonts, ghost, low) == "10:15–10:30 am"
    assert first_line(fonts, ghost, 3 * fonts.name.height) == ghost.title
    # What is offered is told of where it is chosen.
    assert first_line(fonts, replace(ghost, look="option"), low) == ghost.title


def test_another_column_is_another_practitioner_who_does_it_too(day: DayRig, lone: int) -> None:
    day.page.focus_appointment(lone)
    day.press(Key.Key_Right, ALT)
    assert said(day) == ["fits"]
    day.press(Key.Key_Return)
    assert where(day, lone) == (600, 15, "Dr. Dunne")
    assert day.columns()[day.grid.place.column] == "Dr. Dunne"  # type: ignore[union-attr]


def test_over_somebody_who_needs_longer_the_ghost_is_longer(make_day: MakeDay) -> None:
    day = make_day(clinic=harbor_file().replace(*OWN))
    number = book(day)
    day.page.focus_appointment(number)
    day.press(Key.Key_Right, ALT)
    assert (said(day), day.grid._ghosts[-1].detail) == (["fits"], "10:00–10:30 am")
    day.press(Key.Key_Return)
    assert where(day, number) == (600, 30, "Dr. Dunne")


def test_who_does_not_do_it_is_refused_in_few_words_and_nothing_changes(
    day: DayRig, lone: int
) -> None:
    before = dump(day.desk.database)
    announced: list[str] = []
    day.page.moving.announced.connect(announced.append)
    start = day.middle(day.block(lone))
    edges = day.grid.plan.edges
    to = QPoint((edges[2] + edges[3]) // 2, start.y())
    day.drag(start, to)
    assert said(day) == ["Pia Thorn does not do this"]
    assert day.grid._ghosts[-1].look == "refused"
    day.drop(to)
    assert dump(day.desk.database) == before
    assert day.grid._ghosts == () and day.page.moving.drag is None
    assert announced == ["Put back: Pia Thorn does not do this. Nothing was changed."]


def test_a_time_that_is_taken_is_refused(day: DayRig, lone: int) -> None:
    book(day, 615, "Baker")
    push_down(day, lone, times=3)
    assert said(day) == ["Dr. Carver is taken then"]
    before = busy_time(day.desk.database)
    day.press(Key.Key_Return)
    assert busy_time(day.desk.database) == before


def test_a_time_that_has_gone_by_is_refused(day: DayRig, lone: int) -> None:
    day.clock.advance(hours=2, minutes=57)
    day.page.focus_appointment(lone)
    day.press(Key.Key_Up, ALT)
    assert said(day) == ["that time has passed"]


def test_esc_puts_back(day: DayRig, lone: int) -> None:
    before = dump(day.desk.database)
    push_down(day, lone)
    day.press(Key.Key_Escape)
    assert (day.page.moving.drag, day.grid._ghosts) == (None, ())
    day.press(Key.Key_Return)
    assert day.opened == [lone]
    assert dump(day.desk.database) == before


def test_ctrl_alt_makes_it_longer(day: DayRig, lone: int) -> None:
    day.page.focus_appointment(lone)
    day.press(Key.Key_Down, ALT | CTRL)
    day.press(Key.Key_Return)
    assert where(day, lone) == (600, 20, "Dr. Carver")


def test_a_rule_that_the_role_may_set_aside_asks_for_a_reason_beside_the_ghost(
    make_day: MakeDay,
) -> None:
    day = make_day(Role.MANAGER)
    number = book(day, 1000)
    push_down(day, number, times=2)
    assert said(day)[1] == "Allowed with a reason"
    day.press(Key.Key_Return)
    field = day.page.moving.callout.field
    assert QApplication.focusWidget() is field
    QTest.keyClick(field, Key.Key_Return)
    assert where(day, number)[0] == 1000
    QTest.keyClicks(field, "the last bus")
    QTest.keyClick(field, Key.Key_Return)
    assert where(day, number)[0] == 1010
    (item,) = day.page.appointments()
    assert item.override_reason == "the last bus"
    assert day.grid.hasFocus()


def test_giving_no_reason_puts_back(make_day: MakeDay) -> None:
    day = make_day(Role.MANAGER)
    number = book(day, 1000)
    before = dump(day.desk.database)
    push_down(day, number, times=2)
    day.press(Key.Key_Return)
    QTest.keyClick(day.page.moving.callout.field, Key.Key_Escape)
    assert day.grid.hasFocus() and not day.page.moving.callout.isVisible()
    assert dump(day.desk.database) == before


def test_a_rule_that_others_may_set_aside_says_who(day: DayRig) -> None:
    number = book(day, 1000)
    push_down(day, number, times=2)
    assert said(day)[1] == "Who may allow it: manager"
    day.press(Key.Key_Return)
    assert where(day, number)[0] == 1000


def steps_of_three(day: DayRig) -> tuple[int, ...]:
    visit = day.other.book_first("Day", day.other.patient("Smith", "John").number, days=1)
    day.catch_up()
    return tuple(step.number for step in day.other.visit(visit).steps)


def test_the_other_steps_stay_or_move_along_and_both_are_shown(day: DayRig) -> None:
    steps = steps_of_three(day)
    before = [where(day, number)[0] for number in steps]
    push_down(day, steps[0])
    ghosts = [(g.look, g.title) for g in day.grid._ghosts]
    assert [look for look, _ in ghosts][:3] == ["origin", "sibling", "sibling"]
    assert ghosts[1][1].startswith("stays ")
    for _ in range(11):
        day.press(Key.Key_Down, ALT | SHIFT)
    assert day.grid._ghosts[1].title.startswith("to ")
    assert said(day) == ["fits"]
    day.press(Key.Key_Return)
    assert [where(day, number)[0] for number in steps] == [start + 60 for start in before]


def test_only_one_change_is_undone_when_all_steps_moved(day: DayRig) -> None:
    steps = steps_of_three(day)
    before = [where(day, number) for number in steps]
    day.page.focus_appointment(steps[1])
    for _ in range(12):
        day.press(Key.Key_Down, ALT | SHIFT)
    day.press(Key.Key_Return)
    assert [where(day, number) for number in steps] != before
    attempt(day.desk, undo)
    assert [where(day, number) for number in steps] == before


def test_an_appointment_that_another_desk_moves_is_put_back(day: DayRig, lone: int) -> None:

    push_down(day, lone)
    day.other.move(Move(lone, start=700))
    day.catch_up()
    assert day.page.moving.drag is None and day.grid._ghosts == ()
    assert said(day) == ["Let go, not moved: the day has changed meanwhile."]
    assert where(day, lone)[0] == 700


def test_a_change_elsewhere_leaves_it_picked_up(day: DayRig, lone: int) -> None:
    push_down(day, lone)
    day.other.book_at("Consult", day.other.patient("Baker").number, 700, ("Dr. Fisk", "Room 2"))
    day.catch_up()
    drag = day.page.moving.drag
    assert drag is not None and drag.target.start == 605
    assert day.grid._ghosts[-1].look == "allowed"


def away(day: DayRig, name: str) -> None:
    """Another desk enters that somebody is not in: their column goes."""
    other = day.other
    take_time_off(other.context, other.database, other.resource(name), MONDAY, MONDAY)
    day.catch_up()
    assert name not in day.columns()


def test_it_stays_with_its_people_when_columns_go(day: DayRig, lone: int) -> None:
    day.other.move(Move(lone, resources=tuple(map(day.other.resource, ("Dr. Dunne", "Room 1")))))
    day.catch_up()
    push_down(day, lone)
    away(day, "Dr. Carver")
    drag = day.page.moving.drag
    assert drag is not None and day.columns()[drag.target.column] == "Dr. Dunne"
    day.press(Key.Key_Return)
    assert where(day, lone) == (605, 15, "Dr. Dunne")


def test_it_is_put_back_when_whom_it_would_go_to_is_gone(day: DayRig, lone: int) -> None:
    day.page.focus_appointment(lone)
    day.press(Key.Key_Right, ALT)
    away(day, "Dr. Dunne")
    assert (day.page.moving.drag, day.grid._ghosts) == (None, ())
    assert said(day) == ["Let go, not moved: the day has changed meanwhile."]
    day.press(Key.Key_Return)
    assert where(day, lone) == (600, 15, "Dr. Carver")


def test_a_reason_is_never_longer_than_eight_words() -> None:
    assert in_few_words("one two") == "one two"
    cut = in_few_words("a b c d e f g h i j")
    assert cut == "a b c d e f g h…" and len(cut.split()) == 8


def ghost_titles(day: DayRig) -> list[str]:
    return [ghost.title.split()[0] for ghost in day.grid._ghosts if ghost.look == "sibling"]


def test_one_key_says_what_the_other_steps_do_and_it_is_shown_before_it_is_dropped(
    day: DayRig,
) -> None:
    steps = steps_of_three(day)
    push_down(day, steps[0], times=6)
    shown = {}
    for key in (Key.Key_2, Key.Key_3, Key.Key_1):
        day.press(key)
        settle(day.desk)
        shown[key] = (ghost_titles(day), said(day)[:1])
    assert shown[Key.Key_2] == (["to", "to"], ["fits"])
    assert shown[Key.Key_3] == (["to", "to"], ["fits"])
    assert shown[Key.Key_1][0] == ["stays", "stays"]
    assert shown[Key.Key_1][1] != ["fits"]


def test_what_was_planned_around_it_is_planned_again_at_its_next_place(day: DayRig) -> None:
    steps = steps_of_three(day)
    push_down(day, steps[1], times=1)
    day.press(Key.Key_3)
    for _ in range(5):
        day.press(Key.Key_Down)
        settle(day.desk)
        assert said(day)[:1] == ["fits"]
    day.press(Key.Key_Return)
    settle(day.desk)
    starts = [where(day, number)[0] for number in steps]
    assert starts == sorted(starts)


def test_where_the_others_fit_nowhere_around_it_it_is_not_dropped(day: DayRig) -> None:
    steps = steps_of_three(day)
    before = [where(day, number) for number in steps]
    fisk = day.other.resource("Dr. Fisk")
    take_time_off(day.other.context, day.other.database, fisk, MONDAY, MONDAY)
    day.catch_up()
    push_down(day, steps[0], times=6)
    day.press(Key.Key_3)
    settle(day.desk)
    assert said(day)[:1] == ["the others fit nowhere around it"]
    day.press(Key.Key_Return)
    assert [where(day, number) for number in steps] == before


def test_what_others_take_while_it_is_carried_is_planned_around_too(day: DayRig) -> None:
    steps = steps_of_three(day)
    push_down(day, steps[0], times=6)
    day.press(Key.Key_3)
    settle(day.desk)
    drag = day.page.moving.drag
    assert drag is not None
    planned = next(move for move in drag.moves() if move.appointment == steps[2])
    assert planned.start is not None
    day.other.book_at(
        "Consult", day.other.patient("Baker").number, planned.start, ("Dr. Fisk", "Room 2")
    )
    day.catch_up()
    settle(day.desk)
    assert said(day)[:1] == ["fits"]
    day.press(Key.Key_Return)
    settle(day.desk)
    assert where(day, steps[2])[0] != planned.start
