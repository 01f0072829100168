"""One page with every action and its shortcuts, made from the table of actions."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from clinicdesk.ui.action_table import MENUS
from clinicdesk.ui.actions import Actions
from clinicdesk.ui.overlay import Overlay
from clinicdesk.wording import say

COLUMNS = 3


class ShortcutSheet(Overlay):
    """The sheet; it is made anew each time, so it shows what the shortcuts are now."""

    def __init__(self, window: QWidget, actions: Actions) -> None:
        super().__init__(window, QSize(1120, 660), actions, frozenset({"help.shortcuts"}))
        self.setAccessibleName(say("screen.shortcuts"))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        title = QLabel(say("screen.shortcuts"))
        title.setObjectName("title")
        layout = QVBoxLayout(self)
        layout.addWidget(title)
        layout.addWidget(self._area)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def open(self) -> None:
        """Show every action that has a shortcut, menu by menu."""
        page = QWidget()
        page.setObjectName("sheet")
        columns = QGridLayout(page)
        columns.setHorizontalSpacing(28)
        for index, menu in enumerate(MENUS):
            columns.addWidget(self._menu(menu), index // COLUMNS, index % COLUMNS)
        columns.setRowStretch(len(MENUS), 1)
        self._area.setWidget(page)
        super().open()

    def _menu(self, menu: str) -> QWidget:
        block = QWidget()
        grid = QGridLayout(block)
        grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        head = QLabel(say(f"menu.{menu}").replace("&", ""))
        head.setObjectName("section")
        grid.addWidget(head, 0, 0, 1, 2)
        actions = [action for action in self._actions.in_menu(menu) if action.shortcuts()]
        for row, action in enumerate(actions, start=1):
            keys = "  ".join(
                keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in action.shortcuts()
            )
            shortcut = QLabel(keys)
            shortcut.setObjectName("keys")
            # The table's own words: the menu's say what undo would take back.
            words = say(f"action.{action.objectName()}").replace("…", "")
            grid.addWidget(QLabel(words), row, 0)
            grid.addWidget(shortcut, row, 1, Qt.AlignmentFlag.AlignRight)
        return block
