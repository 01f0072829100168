"""What lists at the side have in common: a title, what is said of them, the rows, their keys."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent

from clinicdesk.ui.kit.acting_panel import ActingPanel
from clinicdesk.ui.kit.labels import Notice, column, icon_button, label, line
from clinicdesk.ui.kit.lined_rows import KeyedRows, LinedRow
from clinicdesk.ui.kit.look.theme import ThemeKeeper, grown
from clinicdesk.ui.kit.panel_frame import panel_body, panel_foot, panel_head
from clinicdesk.wording import say

R = TypeVar("R", bound=LinedRow)

LEAST_LIST = 120
"""How low the list may be made, in pixels at the usual font size."""


class ListPanel(ActingPanel, Generic[R]):
    """A list at the side. What it shows is its own; nothing is kept while it is closed."""

    pointed = Signal()
    """Another row is meant now."""
    shown = Signal()

    def __init__(self, keeper: ThemeKeeper, subject: str, same: Callable[[R], object]) -> None:
        """`subject` begins its sentences' codes; `same` is what a row keeps until it is done."""
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.said = label(part="muted", wraps=True)
        self.notice = Notice(say("notice.title"))
        self.list = KeyedRows[R](keeper, say(f"{subject}.title"), same)
        self.list.currentRowChanged.connect(lambda _row: self.pointed.emit())
        self.list.focus_moved.connect(self.pointed)
        close = icon_button("\N{MULTIPLICATION SIGN}", say("screen.close"), self.closed.emit)
        head = line(label(say(f"{subject}.title"), size="large", bold=True, wraps=True), close)
        head.setStretch(0, 1)
        self.list.setMinimumHeight(grown(LEAST_LIST))
        middle = column(self.said, self.notice, spacing=10)
        self.above = column(spacing=0)
        """What else stands above the rows."""
        middle.addLayout(self.above)
        middle.addWidget(self.list, 1)
        hint = label(say(f"{subject}.keys"), part="muted", size="small", wraps=True)
        whole = column(panel_head(head), spacing=0)
        whole.addWidget(panel_body(middle), 1)
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

    def acts(self, _row: R) -> Mapping[Qt.Key, Callable[[], object]]:
        """What keys without modifiers do with a row while the keyboard is in the list."""
        return {}

    def acts_always(self) -> Mapping[Qt.Key, Callable[[], object]]:
        """What they do whatever stands there, in an empty list too."""
        return {}

    def act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        """One of the list's, while the keyboard is in it."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not plain or not self.list.hasFocus():
            return None
        row = self.list.current
        acts = {**(self.acts(row) if row is not None else {}), **self.acts_always()}
        entered = Qt.Key.Key_Return if event.key() == Qt.Key.Key_Enter else Qt.Key(event.key())
        return acts.get(entered)
