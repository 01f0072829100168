"""Everything in the side panels has a name of its own, is large enough, and Tab goes through it."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QWidget,
)

from clinicdesk.services.patients.records import find_patients
from tests.ui.settling import settle as settle_desk
from tests.ui.side_panel import Key, Rig

CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QListWidget)


def states(panels: Rig) -> Iterator[tuple[str, QWidget]]:
    """Every stage of both panels, one after another."""
    patient = panels.other.patient()
    panels.other.book_first("Consult", patient.number)
    panels.desk.catch_up()
    booking = panels.booking
    booking.begin()
    yield "search", booking
    panels.type("abl")
    yield "results", booking
    panels.press(Key.Key_Down)
    panels.press(Key.Key_Return)
    panels.type("44")
    panels.press(Key.Key_Return)
    yield "new patient", booking
    booking.begin(patient.number)
    yield "what for", booking
    panels.enter("day")
    booking.form.preferences.summary.click()
    yield "options and preferences", booking
    booking.form.preferences.latest.edit.setText("8:10")
    yield "nothing fits", booking
    booking.form.preferences.latest.edit.clear()
    booking.hold()
    yield "hold", booking
    booking.book()
    assert booking.form.notice.text == ""
    yield "booked", booking
    booking.from_visit.move(panels.other.visit(panels.booked[0]))
    settle_desk(panels.desk)
    yield "moving", booking
    panels.show(panels.visit)
    panels.visit.show_visit(panels.booked[0])
    yield "visit", panels.visit
    panels.visit.ask_reason(whole=True)
    yield "why cancelled", panels.visit


def controls(panel: QWidget) -> list[QWidget]:
    found = [child for kind in CONTROLS for child in panel.findChildren(kind)]
    return [child for child in found if child.isVisible() and not _inside(child)]


def _inside(child: QWidget) -> bool:
    """Whether it is a part of another control, such as the list of a combo box."""
    parent = child.parentWidget()
    while parent is not None:
        if isinstance(parent, CONTROLS):
            return True
        parent = parent.parentWidget()
    return False


def name_of(control: QWidget) -> str:
    text = control.text() if isinstance(control, QAbstractButton) else ""
    return control.accessibleName() or text


def settle(panels: Rig) -> None:
    for _ in range(3):
        QApplication.processEvents()
    assert panels.window.isVisible()


def test_names_are_there_and_unique_at_every_stage(panels: Rig) -> None:
    for stage, panel in states(panels):
        settle(panels)
        names = [name_of(control) for control in controls(panel)]
        assert "" not in names, stage
        assert len(set(names)) == len(names), (stage, sorted(names))


def test_targets_are_large_enough_at_every_stage(panels: Rig) -> None:
    for stage, panel in states(panels):
        settle(panels)
        small = [
            (stage, name_of(control), control.width(), control.height())
            for control in controls(panel)
            if control.width() < 24 or control.height() < 24
        ]
        assert small == []


def test_tab_reaches_every_control_at_every_stage(panels: Rig) -> None:
    for stage, panel in states(panels):
        settle(panels)
        wanted = {
            control
            for control in controls(panel)
            if control.isEnabled() and control.focusPolicy() & Qt.FocusPolicy.TabFocus
        }
        before = panels.focus
        first = min(wanted, key=lambda control: control.mapTo(panel, control.rect().topLeft()).y())
        first.setFocus()
        reached = {panels.focus}
        for _ in range(60):
            panels.press(Key.Key_Tab)
            reached.add(panels.focus)
        missing = [name_of(control) for control in wanted - reached]
        assert missing == [], stage
        before.setFocus()


def test_nothing_is_wider_than_the_narrow_panel(panels: Rig) -> None:
    panels.window.resize(340, 800)
    for stage, panel in states(panels):
        settle(panels)
        out = [
            (stage, name_of(control))
            for control in controls(panel)
            if control.mapTo(panel, control.rect().topRight()).x() >= panel.width()
        ]
        assert out == []
    assert find_patients(panels.other.context, panels.other.database, "able") != []
