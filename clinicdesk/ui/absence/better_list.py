"""Says that a better list is still looked for, and offers the one that was found."""

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
        self._looking = False
        self._found: Proposal | None = None
        self.text = label(say("absence.longer"), "muted", size="small", wraps=True)
        self.button = button("", self._take, part="choice")
        self.setLayout(column(self.text, self.button, spacing=4))
        self._show()

    def show_looking(self, on: bool) -> None:
        """Say whether it is still looked for."""
        self._looking = on
        self._show()

    def withdraw(self) -> None:
        """Nothing is offered, whether or not it is still looked for."""
        self._found = None
        self._show()

    def clear(self) -> None:
        """Nothing is looked for, and nothing offered."""
        self._looking = False
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
        self.text.setVisible(self._looking)
        self.button.setVisible(self._found is not None)
        self.setVisible(self._looking or self._found is not None)
