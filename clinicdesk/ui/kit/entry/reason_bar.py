"""The line in which somebody says why a rule is passed over; shown once one is in the way."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import button, column, fill, label, line
from clinicdesk.wording import say


class ReasonBar(QFrame):
    """What is broken, a field for the reason, and a button; Enter in the field is the button."""

    book_wanted = Signal()

    def __init__(self, does: str, parent: QWidget | None = None) -> None:
        """`does` is what the button says that it does."""
        super().__init__(parent)
        self.setProperty("part", "hold")
        self.setAccessibleName(say("reason-bar.title"))
        self._broken = label(wraps=True)
        self.field = QLineEdit()
        self.field.setAccessibleName(say("reason-bar.title"))
        self.field.setPlaceholderText(say("reason-bar.hint"))
        self.field.returnPressed.connect(self._give)
        self.book = button(does, self._give, part="primary")
        self.book.setEnabled(False)
        self.field.textChanged.connect(lambda text: self.book.setEnabled(bool(text.strip())))
        fill(self, column(self._broken, self.field, line(self.book), spacing=8), 12, 10, 12, 12)
        self.hide()

    @property
    def override(self) -> Override | None:
        """The reason that stands here; None while none is asked for, or given."""
        reason = self.field.text().strip()
        return Override(reason) if self.isVisible() and reason else None

    def ask(self, broken: str) -> None:
        """Say what is broken and wait for a reason; one that was typed already stays."""
        self._broken.setText(broken)
        self.show()
        announce(self, broken)
        self.field.setFocus()

    def end(self) -> None:
        """Nothing is asked for any more."""
        self.field.clear()
        self.hide()

    def _give(self) -> None:
        if self.override is not None:
            self.book_wanted.emit()
