"""Hidden names: every panel open, every text of every widget looked at, while it is on screen."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from clinicdesk.ui.day.grid.accessible import Exposed
from clinicdesk.ui.day.layout import steering
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig, Window

ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
    Qt.ItemDataRole.UserRole,
)
NAMES = ("featherstone", "philippa")


def every_text(window: Window) -> Iterator[tuple[str, str]]:
    """Whose text it is, and the text: also what is not on screen now, but what somebody types."""
    for thing in (window, *window.findChildren(QObject)):
        kind = type(thing).__name__
        if isinstance(thing, QAction):
            yield from ((kind, text) for text in (thing.text(), thing.toolTip(), thing.iconText()))
        if isinstance(thing, QWidget):
            yield from ((kind, text) for text in _texts(thing))
    for block in window.day_page.grid.plan.blocks:
        for line in window.day_page.grid.day_painter.block_text(block).lines:
            yield "painted", line.text.text()
    for ghost in window.day_page.grid._ghosts:
        yield from (("ghost", text) for text in (ghost.title, ghost.detail))


def _texts(widget: QWidget) -> Iterator[str]:
    yield from (widget.toolTip(), widget.accessibleName(), widget.windowTitle())
    yield from (widget.accessibleDescription(), widget.statusTip(), widget.whatsThis())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QGroupBox):
        yield widget.title()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(index) for index in range(widget.count()))
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        model = widget.model()
        for row in range(model.rowCount()):
            for role in ROLES:
                yield from _said(model.index(row, 0).data(role))
    if hasattr(widget, "exposed_name"):
        exposed: Exposed = widget  # type: ignore[assignment]
        yield from (exposed.exposed_name(index) for index in range(exposed.exposed_count()))


def _said(value: object) -> Iterator[str]:
    """What an item says in a role; of a painted row its lines."""
    if hasattr(value, "lines"):
        yield from (text for text, _ in value.lines)
    else:
        yield str(value)


def naming(window: Window) -> list[tuple[str, str]]:
    """The texts that name one of the patients."""
    QApplication.processEvents()
    return [
        (kind, text)
        for kind, text in every_text(window)
        if any(name in text.casefold() for name in NAMES)
    ]


@pytest.fixture
def busy(main: Rig) -> Rig:
    """Two namesakes, one of them with a visit today, both as long as nobody else is here."""
    first = main.other.patient("Featherstone", "Philippa")
    main.other.patient("Featherstone", "Philippa", 1981)
    main.other.book_first("Day", first.number)
    main.desk.catch_up()
    main.window.day_page.setFocus()
    grid = main.window.day_page.grid
    grid.go_to(steering.place_of(next(b for b in grid.plan.blocks if not b.idle)))
    return main


def hover(main: Rig, _qtbot: QtBot) -> None:
    main.press(Key.Key_Space)


def in_hand(main: Rig, _qtbot: QtBot) -> None:
    main.press(Key.Key_Down, Modifier.AltModifier)


def opened(main: Rig, _qtbot: QtBot) -> None:
    main.press(Key.Key_O)
    main.press(Key.Key_H)


def cancelling(main: Rig, _qtbot: QtBot) -> None:
    main.press(Key.Key_O)
    main.press(Key.Key_Delete, Modifier.ControlModifier)


def moved(main: Rig, _qtbot: QtBot) -> None:
    main.press(Key.Key_O)
    main.press(Key.Key_H)
    main.press(Key.Key_A)


def found(main: Rig, _qtbot: QtBot) -> None:
    main.press(Key.Key_N, Modifier.ControlModifier)
    main.type("fea")


def known(main: Rig, qtbot: QtBot) -> None:
    found(main, qtbot)
    main.press(Key.Key_Return)


def planned(main: Rig, qtbot: QtBot) -> None:
    known(main, qtbot)
    main.enter("consult")


def booked(main: Rig, qtbot: QtBot) -> None:
    planned(main, qtbot)
    main.press(Key.Key_Return)
    if main.window.booking.stages.stage is not main.window.booking.done:
        main.press(Key.Key_Return)
    assert main.window.booking.stages.stage is main.window.booking.done
    assert main.window.toast.isVisible()


def taken_back(main: Rig, qtbot: QtBot) -> None:
    booked(main, qtbot)
    main.press(Key.Key_Z, Modifier.ControlModifier)


def held(main: Rig, qtbot: QtBot) -> None:
    planned(main, qtbot)
    main.press(Key.Key_H, Modifier.ControlModifier)


def duplicate(main: Rig, _qtbot: QtBot) -> None:
    main.press(Key.Key_N, Modifier.ControlModifier | Modifier.ShiftModifier)
    form = main.window.booking.new_patient
    form.family.edit.setText("Featherstone")
    form.given.edit.setText("Philippa")
    form.born.edit.setText("1980-05-04")
    form.phone.edit.setText("555-0100")
    form.phone.edit.setFocus()
    main.press(Key.Key_Return)
    assert form.duplicates.isVisible()


def added(main: Rig, qtbot: QtBot) -> None:
    duplicate(main, qtbot)
    main.window.booking.new_patient.duplicates.others.setFocus()
    main.press(Key.Key_Return)


def palette(main: Rig, _qtbot: QtBot) -> None:
    main.press(Key.Key_K, Modifier.ControlModifier)
    main.type("fea")


def absence(main: Rig, qtbot: QtBot) -> None:
    main.press(Key.Key_R, Modifier.ControlModifier)
    qtbot.waitUntil(lambda: main.window.absence.proposal is not None)


def my_day(main: Rig, _qtbot: QtBot) -> None:
    main.press(Key.Key_2, Modifier.ControlModifier)
    main.window.my_day_page.show_day(MONDAY)
    main.window.my_day_page.who.setCurrentText("Dr. Fisk")


States = Callable[[Rig, QtBot], None]
STATES = (
    hover, in_hand, opened, cancelling, moved, found, known, planned, booked, taken_back, held,
    duplicate, added, palette, absence, my_day,
)  # fmt: skip


@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__)
def test_names_vanish_from_whatever_is_open_and_come_back(
    busy: Rig, qtbot: QtBot, reach: States
) -> None:
    reach(busy, qtbot)
    assert naming(busy.window) != []
    busy.desk.privacy.use(True)
    assert naming(busy.window) == []
    busy.desk.privacy.use(False)
    assert naming(busy.window) != []


@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__)
def test_nothing_that_is_opened_while_names_are_hidden_names_anybody(
    busy: Rig, qtbot: QtBot, reach: States
) -> None:
    busy.press(Key.Key_F9)
    reach(busy, qtbot)
    assert naming(busy.window) == []


def test_hidden_names_stay_hidden_after_a_restart(busy: Rig) -> None:
    busy.press(Key.Key_F9)
    busy.desk.privacy.use(False)
    again = Window(busy.desk, busy.window.keeper, busy.window._settings)
    shown = (again.actions_table["view.privacy"].isChecked(), naming(again))
    again.deleteLater()
    assert shown == (True, [])


def test_one_key_shows_the_patient_in_front_until_the_panel_closes(busy: Rig, qtbot: QtBot) -> None:
    busy.press(Key.Key_F9)
    opened(busy, qtbot)
    bar = busy.window.visit.identity
    hidden = [label.text() for label in bar.findChildren(QLabel) if label.text()]
    assert hidden == ["F. P.", "P-10001"]
    busy.press(Key.Key_F9, Modifier.ShiftModifier)
    revealed = [label.text() for label in bar.findChildren(QLabel) if label.text()]
    assert revealed == [
        "FEATHERSTONE, Philippa", "P-10001", "Born 04-May-1980 (46 y)", "555-0100",
    ]  # fmt: skip
    busy.window.visit.close_button.click()
    assert naming(busy.window) == []
