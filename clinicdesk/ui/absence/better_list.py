"""Says whether there may be better ways, and offers the ones that were found since."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import button, column, label
from clinicdesk.wording import say


class BetterList(QWidget):
    """Offers better ways than those that are seen; never shows them."""

    taken = Signal()
    """Somebody wants to see what is offered."""
    longer_wanted = Signal()
    """Somebody wants to have it looked for still better ones."""

    def __init__(self) -> None:
        super().__init__()
        self._outlook = ""
        self._offer = ""
        self.text = label("", "muted", size="small", wraps=True)
        self.found = label("", size="small", wraps=True)
        """What is better in the newest ways, and what that costs."""
        self.button = button(say("absence.show-better"), self._take, part="choice")
        self.longer = button(say("absence.look-longer"), self.longer_wanted.emit, part="choice")
        self.setLayout(column(self.text, self.longer, self.found, self.button, spacing=4))
        self._show()

    @property
    def may_look_longer(self) -> bool:
        """Whether it is said that better ones may be found, and nobody looks for them."""
        return self._outlook == "absence.not-proven"

    def say_outlook(self, code: str) -> None:
        """Say whether there may be a better one, by the code of the sentence; empty for nothing."""
        before, self._outlook = self._outlook, code
        if code and code != before:
            self.text.setText(say(code))
            announce(self, self.text.text())
        self._show()

    def offer(self, text: str) -> None:
        """Offer what was found, in these words; empty for nothing."""
        new = bool(text) and not self._offer
        self._offer = text
        self.found.setText(text)
        self.button.setAccessibleName(f"{self.button.text()} {text}")
        # That it becomes better still is seen, and not said every second.
        if new:
            announce(self, text)
        self._show()

    def clear(self) -> None:
        """Nothing is said, and nothing offered."""
        self._outlook = ""
        self.offer("")

    def _take(self) -> None:
        if self._offer:
            self.taken.emit()

    def _show(self) -> None:
        self.text.setVisible(bool(self._outlook))
        self.longer.setVisible(self.may_look_longer)
        self.found.setVisible(bool(self._offer))
        self.button.setVisible(bool(self._offer))
        self.setVisible(bool(self._outlook or self._offer))
