"""In every panel about who is already here: texts whole, controls named, large enough, on Tab."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import open_database
from clinicdesk.models.statuses import Status
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.wording import date_text
from tests.demo_template import DEMO_NOW
from tests.services.desk import Clock
from tests.ui.clipping import cut_texts
from tests.ui.main_rig import Key, Modifier, Rig, main_window
from tests.ui.settling import settle
from tests.ui.test_whole_text import letters, use
from tests.ui.test_whole_text import settle as lay_out

__all__ = ["letters"]

CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier
CONTROLS = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit)
LEAST = 24
"""Pixels that a target is high and wide."""

SIDEWAYS = {
    1366: ("by practitioner", "how late", "late"),
    960: ("flow", "by practitioner", "how late", "late", "check in", "go.closing-list", "go.tasks"),
}
"""By the window's width, where the board has more columns than there is room for."""


def states(rig: Rig) -> Iterator[str]:
    """Every page, panel and layer that is about somebody who is already here."""
    yield from patient(rig)
    yield from visit(rig)
    for action, key in (
        ("go.waitlist", None),
        ("visit.drafts", Key.Key_Escape),
        ("go.call-list", Key.Key_4),
        ("go.directory", None),
        ("go.requirements", Key.Key_Space),
        ("go.outbox", None),
    ):
        rig.window.actions_table[action].trigger()
        yield action
        if key is not None:
            rig.press(key)
            yield f"{action}, {key.name}"
    yield from flow(rig)


def patient(rig: Rig) -> Iterator[str]:
    rig.press(Key.Key_F, CTRL)
    yield "nobody asked for"
    rig.type("zzz")
    yield "nobody found"
    rig.press(Key.Key_Escape)
    rig.type("hall")
    yield "found"
    rig.press(Key.Key_Return)
    yield "page"
    QTest.keyClick(rig.focus, Key.Key_5)
    yield "number"
    rig.press(Key.Key_Escape)
    rig.press(Key.Key_M, CTRL)
    yield "merge with whom"
    rig.type("smy")
    yield "merge found"
    rig.press(Key.Key_Escape)
    rig.type("hallow")
    rig.press(Key.Key_Return)
    yield "side by side"
    rig.window.workspace.close_side()


def visit(rig: Rig) -> Iterator[str]:
    step = coming(rig)
    for key, modifier in (
        (Key.Key_O, Modifier.NoModifier),
        (Key.Key_M, Modifier.NoModifier),
        (Key.Key_S, Modifier.NoModifier),
        (Key.Key_R, Modifier.NoModifier),
        (Key.Key_U, Modifier.NoModifier),
        (Key.Key_H, Modifier.NoModifier),
        (Key.Key_Delete, CTRL),
    ):
        rig.window.workspace.close_side()
        rig.window.show_page("go.day")
        rig.window.day_page.focus_appointment(step.number)
        rig.window.day_page.grid.setFocus()
        rig.press(key, modifier)
        yield f"visit, {key.name}"
        rig.press(Key.Key_Escape)
        rig.press(Key.Key_Escape)
    rig.window.workspace.close_side()


def flow(rig: Rig) -> Iterator[str]:
    step = coming(rig)
    assert step.patient is not None
    rig.window.actions_table["go.flow"].trigger()
    yield "flow"
    rig.press(Key.Key_V)
    yield "by practitioner"
    rig.press(Key.Key_L)
    yield "how late"
    rig.type("25")
    rig.press(Key.Key_Return)
    yield "late"
    rig.press(Key.Key_V)
    rig.press(Key.Key_I, CTRL | SHIFT)
    rig.type(date_text(step.patient.born))
    yield "check in"
    rig.press(Key.Key_Escape)
    for action in ("go.closing-list", "go.tasks"):
        rig.window.actions_table[action].trigger()
        yield action


def coming(rig: Rig) -> AppointmentInfo:
    """The first that is booked for this afternoon."""
    booked = (item for item in rig.window.day_page.appointments() if item.patient)
    return next(one for one in booked if one.status is Status.BOOKED and one.start >= 13 * 60)


def faults(window: QWidget) -> list[str]:
    """What is wrong with what is shown, in words."""
    shown = [each for each in window.findChildren(QWidget) if each.isVisible()]
    controls = [each for each in shown if isinstance(each, CONTROLS) and each.isEnabled()]
    own = [each for each in controls if not each.objectName().startswith("qt_")]
    names = Counter(_name(each) for each in own)
    found = [f"{name!r} stands here {count} times" for name, count in names.items() if count > 1]
    found += [f"{_name(each)!r}: {each.size()}" for each in own if _is_small(each)]
    return found + cut_texts(window)


def _name(control: QWidget) -> str:
    return control.accessibleName() or (
        control.text() if isinstance(control, QAbstractButton) else ""
    )


def _is_small(control: QWidget) -> bool:
    return min(control.width(), control.height()) < LEAST


def tabs() -> list[str]:
    """Which stops of Tab stand twice before all were reached, and which are never reached."""
    begin = QApplication.focusWidget()
    if begin is None:
        return ["nothing has the keyboard"]
    reached: list[QWidget] = []
    at = begin
    for _ in range(200):
        reached.append(at)
        QTest.keyClick(at, Qt.Key.Key_Tab)
        at = QApplication.focusWidget() or begin
        if at is begin:
            begin.setFocus()
            return []
    names = [_name(each) for each in reached[-8:]]
    begin.setFocus()
    return [f"Tab never comes back to {_name(begin)!r}: {names}"]


@pytest.mark.parametrize(("size", "points"), [((1366, 728), 10.0), ((960, 500), 14.0)], ids=str)
def test_it_is_whole_named_and_reached(
    qtbot: QtBot, tmp_path: Path, demo_clinic: Path, letters: QApplication, size: tuple[int, int],
    points: float,
) -> None:  # fmt: skip
    use(letters, points)
    found = {}
    with main_window(qtbot, tmp_path, open_database(demo_clinic), Clock(DEMO_NOW)) as rig:
        rig.window.resize(*size)
        settle(rig.desk)
        for state in states(rig):
            settle(rig.desk)
            lay_out()
            wrong = [*faults(rig.window), *tabs()]
            if state in SIDEWAYS[size[0]]:
                wrong = [each for each in wrong if "reaches out of what scrolls" not in each]
            if wrong:
                found[state] = wrong
        # What is half done is kept while somebody can.
        rig.window.close()
        settle(rig.desk)
    assert found == {}
