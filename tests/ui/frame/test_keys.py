"""The shortcut sheet's table of keys and what the widgets really take do not drift apart."""

from itertools import product

import pytest
from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.ui.composition import KEYS
from clinicdesk.ui.day.layout import steering
from tests.ui.main_rig import Key, Modifier, Rig

CARVER = ("Dr. Carver", "Room 1")
TRIED = ("Up", "Down", "Left", "Right", "Home", "End", "Return", "Space", "Esc", "Backspace")
MODIFIERS = ("", "Alt+", "Ctrl+", "Ctrl+Alt+")


def keys_of(place: str) -> list[str]:
    return [key for row in KEYS if row.place == place for key in row.keys]


def takes(widget: QWidget, key: str) -> bool:
    """Whether the widget itself, and not what lies around it, does something with the key."""
    pressed = _combination(key)
    event = QKeyEvent(QEvent.Type.KeyPress, pressed.key(), pressed.keyboardModifiers())
    # A filter of the widget's may take it; what lies around never gets it.
    return _filtered(widget, event) or event.isAccepted()


def _filtered(widget: QWidget, event: QKeyEvent) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if type(parent).__name__ in ("TypeAhead", "OptionList") and parent.eventFilter(
            widget, event
        ):
            return True
        parent = parent.parentWidget()
    widget.keyPressEvent(event)
    return False


def _combination(key: str) -> QKeyCombination:
    if key == "Shift":
        return QKeyCombination(Modifier.ShiftModifier, Key.Key_Shift)
    # Its stub does not know that it can be indexed.
    return QKeySequence(key)[0]  # type: ignore[index,no-any-return]


@pytest.fixture
def day(main: Rig) -> Rig:
    """The keyboard on an appointment with room around it."""
    main.other.book_at("Adjustment", main.other.patient().number, 600, CARVER)
    main.desk.catch_up()
    main.window.day_page.setFocus()
    grid = main.window.day_page.grid
    grid.go_to(steering.place_of(next(b for b in grid.plan.blocks if not b.idle)))
    return main


def test_the_day_takes_the_keys_of_its_table_and_no_others(day: Rig) -> None:
    page = day.window.day_page
    start = page.grid.place
    taken = []
    for modifier, key in product(MODIFIERS, TRIED):
        page.grid.go_to(start)
        if takes(page.grid, f"{modifier}{key}"):
            taken.append(f"{modifier}{key}")
        page.moving.put_back()
        page.card.close_card()
    assert sorted(taken) == sorted(keys_of("day"))


@pytest.mark.parametrize("key", keys_of("drag"))
def test_what_is_moved_takes_the_keys_of_its_table(day: Rig, key: str) -> None:
    grid = day.window.day_page.grid
    assert takes(grid, "Alt+Down")
    assert takes(grid, key)


@pytest.mark.parametrize("key", keys_of("list"))
def test_a_field_with_a_list_takes_the_keys_of_its_table(day: Rig, key: str) -> None:
    day.press(Key.Key_N, Modifier.ControlModifier)
    day.type("ab")
    assert takes(day.focus, key)


@pytest.mark.parametrize("key", keys_of("options"))
def test_an_option_takes_the_keys_of_its_table(day: Rig, key: str) -> None:
    day.press(Key.Key_N, Modifier.ControlModifier)
    day.enter("ab")
    day.enter("consult")
    options = day.window.booking.form.options
    options.take_focus()
    if key.isdigit():
        # The form around them does, which would begin anew in the field with any other text.
        day.type(key)
        assert options.current is not None
        assert (str(options.current.rank), day.focus) == (key, options.chosen_card)
    else:
        assert takes(day.focus, key)


@pytest.mark.parametrize("key", keys_of("month"))
def test_the_weeks_of_a_booking_take_the_keys_of_their_table(day: Rig, key: str) -> None:
    day.press(Key.Key_N, Modifier.ControlModifier)
    day.enter("ab")
    day.enter("consult")
    month = day.window.booking.form.month
    marked = next(button for button in month.days if button.focusPolicy() & Qt.FocusPolicy.TabFocus)
    marked.setFocus()
    QApplication.processEvents()
    pressed = _combination(key)
    event = QKeyEvent(QEvent.Type.KeyPress, pressed.key(), pressed.keyboardModifiers())
    assert month.eventFilter(marked, event)


@pytest.mark.parametrize("key", keys_of("visit"))
def test_an_opened_visit_takes_the_keys_of_its_table(day: Rig, key: str) -> None:
    day.press(Key.Key_O)
    assert takes(day.window.visit, key)


@pytest.mark.parametrize("key", keys_of("reschedule"))
def test_the_reschedule_list_takes_the_keys_of_its_table(day: Rig, key: str) -> None:
    day.press(Key.Key_R, Modifier.ControlModifier)
    assert takes(day.window.absence.list, key)
