"""Tab goes through a panel as it is read: from top to bottom."""

from PySide6.QtWidgets import QApplication, QWidget, QWidgetItem
from shiboken6 import Shiboken

from clinicdesk.ui.booking.options.option_card import OptionCard
from clinicdesk.ui.day.layout import steering
from tests.ui.main_rig import Key, Modifier, Rig


def tabbed(main: Rig, panel: QWidget) -> list[QWidget]:
    """Where Tab goes in a panel until it leaves it or comes to where it was."""
    found: list[QWidget] = []
    while panel.isAncestorOf(main.focus) and main.focus not in found:
        found.append(main.focus)
        main.press(Key.Key_Tab)
        QApplication.processEvents()
    return found


def test_tab_comes_to_the_options_and_then_to_book(main: Rig) -> None:
    main.other.patient()
    main.press(Key.Key_N, Modifier.ControlModifier)
    main.enter("able")
    main.enter("consult")
    booking = main.window.booking
    booking.form.what.setFocus()
    found = tabbed(main, booking)
    card = next(at for at, widget in enumerate(found) if isinstance(widget, OptionCard))
    book = found.index(booking.book_button)
    assert card < book
    assert found.index(booking.hold_button) == book + 1
    assert found.index(booking.form.what.field) < card


def test_tab_comes_to_the_step_of_a_visit_and_then_to_what_can_be_done_with_it(main: Rig) -> None:
    main.other.book_first("Day", main.other.patient().number)
    main.desk.catch_up()
    grid = main.window.day_page.grid
    grid.go_to(steering.place_of(next(b for b in grid.plan.blocks if not b.idle)))
    main.press(Key.Key_O)
    visit = main.window.visit
    card = next(card for card in visit.cards if card.isChecked())
    card.setFocus()
    found = tabbed(main, visit)
    heights = [widget.mapTo(visit, widget.rect().topLeft()).y() for widget in found]
    assert len(found) > 4
    assert heights[:-1] == sorted(heights[:-1])


def items_of_layouts() -> set[int]:
    """What Python keeps of them, by where each is in Qt's memory."""
    kept = Shiboken.getAllValidWrappers()
    return {Shiboken.getCppPointer(each)[0] for each in kept if isinstance(each, QWidgetItem)}


def test_tab_keeps_nothing_in_python_that_qt_deletes_unseen(main: Rig) -> None:
    main.other.book_first("Day", main.other.patient().number)
    main.desk.catch_up()
    grid = main.window.day_page.grid
    grid.go_to(steering.place_of(next(b for b in grid.plan.blocks if not b.idle)))
    main.press(Key.Key_O)
    before = items_of_layouts()
    for _ in range(40):
        main.press(Key.Key_Tab)
    assert items_of_layouts() <= before


def test_tab_leads_out_of_a_panel_and_round_the_window(main: Rig) -> None:
    main.other.book_first("Day", main.other.patient().number)
    main.desk.catch_up()
    grid = main.window.day_page.grid
    grid.go_to(steering.place_of(next(b for b in grid.plan.blocks if not b.idle)))
    main.press(Key.Key_O)
    grid.setFocus()
    there = [main.focus]
    for _ in range(60):
        main.press(Key.Key_Tab)
        there.append(main.focus)
        if main.focus is grid:
            break
    back = [main.focus]
    while len(back) < len(there):
        main.press(Key.Key_Backtab, Modifier.ShiftModifier)
        back.append(main.focus)
    assert there[-1] is grid
    assert len(there) > 20
    assert back == there[::-1]
