"""Says whether there may be a better list, and offers the one that was found."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.services.absence.proposal import Proposal
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import button, column, label
from clinicdesk.wording import say


class BetterList(QWidget):
    """Offers a list on which more visits stay than on the one that is seen; never shows it."""

    taken = Signal(object)
    """The `Proposal` that was offered, and that somebody wants to see."""

    def __init__(self) -> None:
        super().__init__()
        self._outlook = ""
        self._found: Proposal | None = None
        self.text = label("", "muted", size="small", wraps=True)
        self.button = button("", self._take, part="choice")
        self.setLayout(column(self.text, self.button, spacing=4))
        self._show()

    def say_outlook(self, code: str) -> None:
        """Say whether there may be a better one, by the code of the sentence; empty for nothing."""
        before, self._outlook = self._outlook, code
        if code and code != before:
            self.text.setText(say(code))
            announce(self, self.text.text())
        self._show()

    def withdraw(self) -> None:
        """Nothing is offered, whether or not there may be a better one."""
        self._found = None
        self._show()

    def clear(self) -> None:
        """Nothing is said, and nothing offered."""
        self._outlook = ""
        self.withdraw()

    def offer(self, found: Proposal) -> None:
        """Offer this one, in place of one that was found before."""
        self._found = found
        count = len(found.stranded)
        text = say("absence.better", {"count": count}) if count else say("absence.all-stay")
        if text != self.button.text() or self.button.isHidden():
            self.button.setText(text)
            announce(self, text)
        self._show()

    def _take(self) -> None:
        found = self._found
        if found is not None:
            self.taken.emit(found)

    def _show(self) -> None:
        self.text.setVisible(bool(self._outlook))
        self.button.setVisible(self._found is not None)
        self.setVisible(bool(self._outlook) or self._found is not None)
