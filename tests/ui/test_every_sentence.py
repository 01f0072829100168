"""Every text of the window comes from the catalogue, or is data; 40 % longer none is cut."""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from sqlalchemy import Integer, select

from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.exchange.languages import language_name
from clinicdesk.models.base import Base
from clinicdesk.models.database import Database, open_database
from clinicdesk.models.tables import Resource
from clinicdesk.ui.setup.entries_browser import PARTS
from clinicdesk.ui.setup.setup_page import SetupPage
from clinicdesk.wording.machine.language_names import language_text
from tests.demo_template import DEMO_NOW
from tests.services.desk import Clock
from tests.ui import test_every_control, test_whole_text
from tests.ui.clipping import cut_texts
from tests.ui.main_rig import Key, Rig, main_window
from tests.ui.settling import settle
from tests.wording.pseudo import outside, pseudo

__all__ = ["pseudo"]

WORD = re.compile(r"[^\W\d_]{2,}")
KEYS = frozenset(
    ("alt", "ctrl", "shift", "esc", "enter", "return", "del", "ins", "home", "end", "pgup",
     "pgdown", "tab", "space", "up", "down", "left", "right")
)  # fmt: skip
"""Keys are called so in every language."""

OURS = frozenset(("clinicdesk", "demo", "mb", "min"))
LAYERS = ("help.shortcuts", "help.palette", "clinic.backups", "view.columns", "clinic.absences",
          "go.my-day", "clinic.own-time")  # fmt: skip
"""Besides those whose action leads somewhere."""

WIDE = (*test_every_control.SIDEWAYS[1366], "go.flow", "my day beside a panel", "go.my-day")
"""Where the board has more columns than there is room for; where hours, longer as well, leave a
card too little."""

DATA_TABLES_LEFT = frozenset(("journal",))
"""Whose texts are none that are shown as they are."""


def states(rig: Rig) -> Iterator[str]:
    """Every page, panel, layer and form of a day's work."""
    yield from test_whole_text.states(rig)
    yield from test_every_control.states(rig)
    led = [each.objectName() for each in rig.window.actions_table]
    for action in [*(each for each in led if each.startswith("go.")), *LAYERS]:
        rig.window.actions_table[action].trigger()
        settle(rig.desk)
        yield action
        rig.press(Key.Key_Escape)
    yield from set_up(rig)


def set_up(rig: Rig) -> Iterator[str]:
    rig.window.actions_table["clinic.set-up"].trigger()
    settle(rig.desk)
    page = rig.window.findChild(SetupPage)
    assert page is not None
    for part in PARTS:
        while page.part is not part:
            rig.press(Key.Key_Down)
        yield f"set up {part}"
        if part is not Part.CLOSED:
            rig.press(Key.Key_Return)
            yield f"form {part}"
            rig.press(Key.Key_Escape)


def texts(window: QWidget) -> Iterator[str]:
    """All that is shown of a window, or read out of it."""
    yield window.windowTitle()
    for action in window.findChildren(QAction):
        yield action.text()
    for widget in window.findChildren(QWidget):
        if widget.isVisible():
            yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
            yield from _own(widget)


def _own(widget: QWidget) -> Iterator[str]:
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QLineEdit():
            yield widget.placeholderText()
        case QComboBox():
            yield from (widget.itemText(place) for place in range(widget.count()))
        case QAbstractItemView():
            model = widget.model()
            for row in range(model.rowCount()):
                for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                    yield str(model.index(row, 0).data(role) or "")


def data(database: Database) -> set[str]:
    """Every word that the clinic holds, and what its languages are called, in small letters."""
    found: set[str] = set()
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            columns = [each for each in table.columns if not isinstance(each.type, Integer)]
            if columns and table.name not in DATA_TABLES_LEFT:
                for row in session.execute(select(*columns).distinct()):
                    for value in row:
                        found.update(WORD.findall(str(value or "").casefold()))
        for profile in session.scalars(select(Resource.profile)):
            for code in profile.languages if profile else ():
                found.update(WORD.findall(language_text(language_name(code)).casefold()))
    return found


def raw(window: QWidget, known: set[str]) -> list[str]:
    """Texts with a word that is neither from the catalogue nor data."""
    return sorted(
        text
        for text in set(texts(window))
        if any(word not in known for word in WORD.findall(outside(text).casefold()))
    )


@pytest.mark.usefixtures("pseudo")
def test_no_sentence_is_raw_and_none_is_cut_where_all_are_longer(
    qtbot: QtBot, tmp_path: Path, demo_clinic: Path, scaled: Callable[[int, int], int]
) -> None:
    database, found = open_database(demo_clinic), {}
    known = data(database) | KEYS | OURS
    with main_window(qtbot, tmp_path, database, Clock(DEMO_NOW)) as rig:
        rig.window.resize(1366, 728)
        settle(rig.desk)
        for state in islice(states(rig), scaled(14, 10_000)):
            settle(rig.desk)
            test_whole_text.settle()
            cut = cut_texts(rig.window)
            if state in WIDE:
                cut = [each for each in cut if "reaches out of what scrolls" not in each]
            wrong = raw(rig.window, known) + cut
            if wrong:
                found[state] = wrong
        rig.window.close()
        settle(rig.desk)
    assert found == {}
