"""Names that look like markup are shown as they are typed, in labels and in tool tips."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.services.patients.correcting import Correction, correct_patient
from clinicdesk.ui.day.layout import steering
from clinicdesk.ui.kit.tool_tips import plain_tip
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock
from tests.ui.frame import test_privacy_of_panels as panels
from tests.ui.main_rig import Key, Modifier, Rig, Window, main_window
from tests.ui.settling import settle

HOSTILE = {
    "Pia Thorn": "<b>Pia</b> Thorn",
    "Ada Hale": "Ada &lt; <i>Hale</i>",
    '"Exercise"': '"<b>Exercise</b>"',
    "Dr. Dunne": "<u>Dr.</u> Dunne",
}
"""What stands in the clinic file, and what in its place."""


@pytest.fixture
def hostile(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Rig]:
    """Everybody and everything is called as markup is written, the keyboard at a visit of today."""
    text = harbor_file().decode()
    for name, instead in HOSTILE.items():
        text = text.replace(name, instead)
    with main_window(qtbot, tmp_path, make_clinic(text.encode()), Clock()) as rig:
        other = rig.other
        patient = other.patient("<b>Featherstone</b>", "%s {0} =1").number
        kept = Correction(note="<img src=x>", flags=("<i>flag</i>",), phone_use="<b>home</b>")
        correct_patient(other.context, other.database, patient, kept)
        other.book_first("Day", patient)
        rig.desk.catch_up()
        settle(rig.desk)
        rig.window.day_page.setFocus()
        grid = rig.window.day_page.grid
        grid.go_to(steering.place_of(next(b for b in grid.plan.blocks if not b.idle)))
        yield rig


def is_markup(text: str) -> bool:
    """Whether Qt takes a text for markup where it decides by itself: it is of another size then."""
    as_decided, plain = QLabel(text), QLabel(text)
    as_decided.setTextFormat(Qt.TextFormat.AutoText)
    plain.setTextFormat(Qt.TextFormat.PlainText)
    return as_decided.sizeHint() != plain.sizeHint()


def tips(widget: QWidget) -> Iterator[str]:
    yield widget.toolTip()
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        model = widget.model()
        for row in range(model.rowCount()):
            yield str(model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) or "")


def taken_for_markup(window: Window) -> list[str]:
    """What of all that the window shows, or would show as a tool tip."""
    QApplication.processEvents()
    found = []
    for widget in window.findChildren(QWidget):
        found += [tip for tip in tips(widget) if tip and is_markup(tip)]
        shown = isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText
        if shown and isinstance(widget, QLabel) and is_markup(widget.text()):
            found.append(widget.text())
    return found


def opened(main: Rig) -> None:
    main.press(Key.Key_O)


def coming(main: Rig) -> None:
    """A booking for a patient who comes anyway."""
    main.press(Key.Key_N, Modifier.ControlModifier)
    main.type("P-10001")
    main.press(Key.Key_Return)


def columns(main: Rig) -> None:
    main.press(Key.Key_S, Modifier.ControlModifier | Modifier.ShiftModifier)
    main.press(Key.Key_L, Modifier.ControlModifier)


def own_day(main: Rig) -> None:
    main.press(Key.Key_2, Modifier.ControlModifier)
    main.window.my_day_page.show_day(MONDAY)
    main.window.my_day_page.who.setCurrentText("<b>Pia</b> Thorn")


def set_up(main: Rig) -> None:
    main.press(Key.Key_E, Modifier.ControlModifier | Modifier.ShiftModifier)


STATES: tuple[Callable[[Rig], None], ...] = (
    opened, coming, columns, own_day, set_up, panels.page, panels.first_of_two, panels.waitlist,
    panels.put_aside, panels.flow, panels.by_practitioner, panels.birth_date, panels.checked_in,
    panels.closing, panels.tasks, panels.moving, panels.again, panels.directory,
    panels.somebody_else, panels.shelf,
)  # fmt: skip


@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__)
def test_nothing_is_taken_for_markup(hostile: Rig, reach: Callable[[Rig], None]) -> None:
    reach(hostile)
    settle(hostile.desk)
    assert taken_for_markup(hostile.window) == []


@pytest.mark.parametrize("text", ["<b>Bo</b>", "a &lt; b", "<a href=x>", "<img src=x>"])
def test_a_tip_says_what_is_typed(text: str) -> None:
    assert is_markup(text)
    assert not is_markup(plain_tip(text))
    assert plain_tip(text).replace("\N{WORD JOINER}", "") == text


@pytest.mark.parametrize("text", ["Room 1", "3 < 4 & 5 > 2", "A & B"])
def test_other_tips_stay_as_they_are(text: str) -> None:
    assert (plain_tip(text), is_markup(text)) == (text, False)


def test_an_ampersand_in_a_name_stands_in_menu_and_palette(main: Rig) -> None:
    patient = main.other.patient("Able & Sons").number
    main.other.book_at("Adjustment", patient, 600, ("Dr. Carver", "Room 1"))
    main.desk.catch_up()
    settle(main.desk)
    main.window.day_page.focus_appointment(1)
    main.window.day_page.setFocus()
    main.press(Key.Key_A)
    undo = main.window.actions_table["edit.undo"]
    assert "ABLE & SONS Ann" in undo.toolTip()
    main.press(Key.Key_K, Modifier.ControlModifier)
    main.type("undo")
    settle(main.desk)
    shown = main.window.palette_layer.list
    texts = [shown.item(place).text() for place in range(shown.count())]
    assert [text for text in texts if "ABLE & SONS Ann" in text] != []
    main.press(Key.Key_Return)
    assert main.other.day(MONDAY)[0].status.value == "booked"
