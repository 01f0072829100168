"""What the flow's lists at the side have in common: a title, what is said of them, the rows."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from clinicdesk.ui.kit.labels import Notice, column, icon_button, label, line
from clinicdesk.ui.kit.lined_rows import KeyedRows, LinedRow
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.panel_frame import panel_foot, panel_head
from clinicdesk.wording import say

R = TypeVar("R", bound=LinedRow)


class ListPanel(QWidget, Generic[R]):
    """A list at the side. What it shows is its own; nothing is kept while it is closed."""

    closed = Signal()
    pointed = Signal()
    """Another row is meant now."""
    shown = Signal()

    def __init__(self, keeper: ThemeKeeper, subject: str, same: Callable[[R], object]) -> None:
        """`subject` begins its sentences' codes; `same` is what a row keeps until it is done."""
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.said = label(part="muted", wraps=True)
        self.notice = Notice(say("notice.title"))
        self.list: KeyedRows[R] = KeyedRows(keeper, say(f"{subject}.title"), same)
        self.list.currentRowChanged.connect(lambda _row: self.pointed.emit())
        self.list.focus_moved.connect(self.pointed)
        close = icon_button("\N{MULTIPLICATION SIGN}", say("screen.close"), self.closed.emit)
        head = line(label(say(f"{subject}.title"), size="large", bold=True), close)
        head.setStretch(0, 1)
        middle = column(self.said, self.notice, margin=16, spacing=10)
        middle.addWidget(self.list, 1)
        hint = label(say(f"{subject}.keys"), part="muted", size="small", wraps=True)
        whole = column(panel_head(head), spacing=0)
        whole.addLayout(middle, 1)
        whole.addWidget(panel_foot(column(hint)))
        self.setLayout(whole)
        self.setFocusProxy(self.list)

    def show_rows(self, rows: list[R], said: str) -> None:
        """Show these, and say that of them."""
        self.said.setText(said)
        self.said.setAccessibleName(said)
        self.list.show_rows(rows)
        self.pointed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """It is read now."""
        super().showEvent(event)
        if not event.spontaneous():
            self.shown.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed: nobody's name is kept."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.notice.say("")
            self.list.replace_rows([])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
