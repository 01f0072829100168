"""A sentence that may be shortened: Space shows all of it, and shortens it again."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.tool_tips import plain_tip
from clinicdesk.wording import say

_SHOWING = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SummaryLabel(QLabel):
    """Tab leads to it only while there is more to see; the tool tip has the whole too."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("summary")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._short = self._whole = ""

    def show_text(self, short: str, whole: str = "") -> None:
        """Show the short one; the whole where it is asked for, if that says more."""
        self._short, self._whole = short, whole or short
        more = self._whole != short
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if more else Qt.FocusPolicy.NoFocus)
        self.setToolTip(plain_tip(self._whole) if more else "")
        self.setAccessibleDescription(self._whole if more else "")
        self.setText(f"{short} {say('set-up.space-shows-all')}" if more else short)
        self.setVisible(bool(short))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What a button would do."""
        if event.key() in _SHOWING and not event.modifiers() and not event.isAutoRepeat():
            self._turn()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click does as Space does."""
        super().mousePressEvent(event)
        self._turn()

    def _turn(self) -> None:
        if self._whole != self._short:
            shortened = self.text() != self._whole
            self.show_text(self._short, self._whole)
            if shortened:
                self.setText(self._whole)
            announce(self, self.text())
