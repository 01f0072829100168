"""While one chooses, the columns of an option stand in sight together, and go back afterwards."""

from collections.abc import Callable

from clinicdesk.services.planning.options import Option, plan_visit
from tests.services.desk import MONDAY
from tests.ui.day.rig import DayRig, Key

PEOPLE = ["Dr. Carver", "Dr. Dunne", "Pia Thorn", "Dr. Fisk"]


def first_option(day: DayRig) -> Option:
    """With Dr. Carver, Pia Thorn and Dr. Fisk."""
    visit_request = day.other.visit_request("Day", day.other.patient().number, MONDAY, 1)
    return plan_visit(day.other.context, day.other.availability, visit_request).options[0]


def seen(day: DayRig) -> list[bool]:
    """Of each ghost whether it is in sight from its left edge to its right one."""
    left, width = day.grid.offset.x(), day.grid.viewport().width()
    boxes = [ghost.box for ghost in day.grid._option_ghosts]
    return [left <= box.x and box.x + box.width <= left + width for box in boxes]


def narrow(make_day: Callable[..., DayRig]) -> DayRig:
    """So wide that three columns fit, and not four."""
    day = make_day(size=(1100, 700))
    edges = day.grid.plan.edges
    assert day.columns() == PEOPLE
    day.window.setMinimumWidth(1)
    for width in range(1100, 300, -10):
        day.window.resize(width, 700)
        edges = day.grid.plan.edges
        if edges[-1] > day.grid.viewport().width() + 20:
            break
    assert edges[3] <= day.grid.viewport().width()
    return day


def test_they_come_together_where_they_do_not_fit_apart(make_day: Callable[..., DayRig]) -> None:
    day = narrow(make_day)
    option = first_option(day)
    day.page.show_option(option)
    assert day.columns() == ["Dr. Carver", "Pia Thorn", "Dr. Fisk", "Dr. Dunne"]
    assert seen(day) == [True, True, True]
    day.page.show_option(None)
    assert day.columns() == PEOPLE


def test_where_all_are_in_sight_they_stay_where_they_are(day: DayRig) -> None:
    day.page.show_option(first_option(day))
    assert (day.columns(), seen(day)) == (PEOPLE, [True, True, True])


def test_the_keyboard_stays_in_its_column(make_day: Callable[..., DayRig]) -> None:
    day = narrow(make_day)
    day.press(Key.Key_Down)
    day.press(Key.Key_Right)

    def column() -> str:
        place = day.grid.place
        assert place is not None
        return day.grid.plan.columns[place.column].resource.name

    before = column(), day.grid.place.start if day.grid.place else None
    option = first_option(day)
    day.page.show_option(option)
    chosen = column()
    day.page.show_option(None)
    after = column(), day.grid.place.start if day.grid.place else None
    assert before[0] == "Dr. Dunne"
    assert (chosen, after) == ("Dr. Dunne", before)


def test_a_class_that_an_option_joins_is_drawn_where_it_takes_place(day: DayRig) -> None:
    other = day.other
    other.book_at("Back class", other.patient("Baker").number, 600, ("Pia Thorn", "Hall"))
    day.catch_up()
    visit_request = other.visit_request("Back class", other.patient().number, MONDAY, 1)
    (option,) = plan_visit(other.context, other.availability, visit_request).options
    day.page.show_option(option)
    (ghost,) = day.grid._option_ghosts
    column = day.columns().index("Pia Thorn")
    edges = day.grid.plan.edges
    assert (ghost.title, edges[column] <= ghost.box.x < edges[column + 1]) == ("Back class", True)
