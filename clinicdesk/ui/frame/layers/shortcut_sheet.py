"""One page with every action and key, made from the rows of both."""

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.overlay import Overlay
from clinicdesk.wording import say

COLUMNS = (3, 2, 1)
"""How many are tried, the most first: as many as there is room for."""

Section = tuple[str, list[tuple[str, str]]]
"""A heading, and below it rows of what is done and its keys."""


class ShortcutSheet(Overlay):
    """Made each time that it is opened, so it shows the shortcuts as they are now."""

    def __init__(self, window: QWidget, actions: Actions, keys: Sequence[KeyHelp]) -> None:
        super().__init__(window, QSize(1280, 940), actions, frozenset({"help.shortcuts"}))
        self._keys = keys
        self.setAccessibleName(say("screen.shortcuts"))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        title = QLabel(say("screen.shortcuts"))
        title.setObjectName("title")
        layout = QVBoxLayout(self)
        layout.addWidget(title)
        layout.addWidget(self._area)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        actions.connect("help.shortcuts", self.open)

    def open(self) -> None:
        """Show every action that has a shortcut, menu by menu, then the keys of each place."""
        self._place()
        room = self.width() - 2 * self._area.verticalScrollBar().sizeHint().width()
        for count in COLUMNS:
            page = self._page(count)
            self._area.setWidget(page)
            page.ensurePolished()
            if page.sizeHint().width() <= room:
                break
        super().open()

    def _page(self, count: int) -> QWidget:
        """Everything in so many columns."""
        page = QWidget()
        page.setObjectName("sheet")
        beside = QHBoxLayout(page)
        beside.setSpacing(28)
        columns = [QVBoxLayout() for _ in range(count)]
        for column in columns:
            beside.addLayout(column, 1)
        heights = [0] * count
        for head, rows in (*self._menus(), *_places(self._keys)):
            shortest = heights.index(min(heights))
            columns[shortest].addWidget(_section(head, rows))
            heights[shortest] += len(rows) + 2
        for column in columns:
            column.addStretch()
        return page

    def _menus(self) -> Iterator[Section]:
        for menu in self._actions.menus:
            actions = [action for action in self._actions.in_menu(menu) if action.shortcuts()]
            # The action's own words: the menu's say what undo would take back.
            words = [say(f"action.{action.objectName()}").replace("…", "") for action in actions]
            keys = [_native(action.shortcuts()) for action in actions]
            yield say(f"menu.{menu}").replace("&", ""), list(zip(words, keys, strict=True))


def _places(keys: Sequence[KeyHelp]) -> Iterator[Section]:
    for place in dict.fromkeys(row.place for row in keys):
        yield (
            say(f"keys.{place}"),
            [
                (
                    say(f"key.{place}.{row.id}"),
                    say(row.shown) if row.shown else _native(map(QKeySequence, row.keys)),
                )
                for row in keys
                if row.place == place
            ],
        )


def _section(head: str, rows: Sequence[tuple[str, str]]) -> QWidget:
    block = QWidget()
    grid = QGridLayout(block)
    grid.setAlignment(Qt.AlignmentFlag.AlignTop)
    title = QLabel(head)
    title.setObjectName("section")
    grid.addWidget(title, 0, 0, 1, 2)
    grid.setColumnStretch(0, 1)
    for row, (words, keys) in enumerate(rows, start=1):
        shortcut = QLabel(keys)
        shortcut.setObjectName("keys")
        text = QLabel(words)
        text.setWordWrap(True)
        grid.addWidget(text, row, 0)
        grid.addWidget(shortcut, row, 1, Qt.AlignmentFlag.AlignRight)
    return block


def _native(keys: Iterable[QKeySequence]) -> str:
    return "  ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys)
