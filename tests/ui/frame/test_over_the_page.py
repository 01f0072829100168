"""What lies over the page for a while covers nothing that somebody needs to read just then."""

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect
from PySide6.QtWidgets import QApplication, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from clinicdesk.ui.frame.layers.palette_rows import ASIDE, SHORTCUT
from tests.ui.main_rig import Key, Modifier, Rig

CTRL, ALT = Modifier.ControlModifier, Modifier.AltModifier


def area(main: Rig, widget: QWidget) -> QRect:
    """Where it is in the window."""
    return QRect(widget.mapTo(main.window, QPoint(0, 0)), widget.size())


@pytest.fixture
def at_ann(main: Rig) -> None:
    """The keyboard is at an appointment of Ann Able's."""
    patient = main.other.patient().number
    visit = main.other.book_at("Adjustment", patient, 9 * 60, ("Dr. Carver", "Room 1")).visit
    main.desk.catch_up()
    main.window.day_page.focus_visit(visit)
    main.window.day_page.setFocus()


@pytest.mark.usefixtures("at_ann")
@pytest.mark.parametrize("size", [(1100, 700), (900, 600)])
@pytest.mark.parametrize("long_work", [False, True])
def test_the_patient_in_front_is_named_while_something_is_written(
    main: Rig, size: tuple[int, int], long_work: bool
) -> None:
    window = main.window
    window.resize(*size)
    window.work_line.setVisible(long_work)
    main.press(Key.Key_O)
    main.press(Key.Key_Escape)
    window.writing_line._show(works=True)
    window.writing_line._say_waiting()
    window.tell("Something was refused, in a sentence of some length that says why it was.")
    line, toast = area(main, window.writing_line.label), area(main, window.toast)
    strip = area(main, window.day_page.strip)
    assert [line.intersects(strip), toast.intersects(strip), toast.intersects(line)] == [False] * 3
    assert area(main, window.day_page.grid).contains(line.united(toast))


@pytest.mark.usefixtures("at_ann")
def test_nothing_lies_over_an_appointment_that_is_picked_up(main: Rig) -> None:
    main.window.tell("Something was refused.")
    assert main.window.toast.isVisible()
    main.press(Key.Key_Down, ALT)
    assert main.window.day_page.moving.dragging
    assert not main.window.toast.isVisible()


@pytest.mark.usefixtures("at_ann")
def test_a_long_action_in_the_palette_ends_before_its_keys(main: Rig) -> None:
    main.press(Key.Key_A)
    main.press(Key.Key_K, CTRL)
    main.type("undo")
    rows = main.window.palette_layer.list
    index = rows.model().index(0, 0)
    assert index.data().startswith("Undo: Marked as arrived: ABLE Ann")
    option = QStyleOptionViewItem()
    option.initFrom(rows)
    option.rect = QRect(0, 0, 260, 30)
    painter = rows.itemDelegate()
    assert isinstance(painter, QStyledItemDelegate)
    painter.initStyleOption(option, QModelIndex(index))
    keys = option.fontMetrics.horizontalAdvance(index.data(SHORTCUT))
    assert option.text.endswith("…")
    assert option.fontMetrics.horizontalAdvance(option.text) + keys + 3 * ASIDE <= 260


def test_the_line_of_long_work_does_not_touch_the_windows_edge(main: Rig) -> None:
    line = main.window.work_line
    line.show()
    line.what.setText("A backup is being made…")
    QApplication.processEvents()
    left = area(main, line.what).left()
    right = area(main, line.stop).right()
    assert (left >= ASIDE, main.window.width() - right >= ASIDE) == (True, True)
