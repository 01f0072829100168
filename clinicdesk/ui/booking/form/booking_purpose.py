"""What the visit that is being booked is for, and a note: open for whoever asks, else in words."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from clinicdesk.ui.kit.entry.purpose_fields import PurposeFields
from clinicdesk.ui.kit.labels import icon_button, label
from clinicdesk.ui.kit.people.privacy import Privacy
from clinicdesk.wording import say


class BookingPurpose(PurposeFields):
    """Off the usual road: a key of its own and a button lead here, and Tab passes both by."""

    def __init__(self, privacy: Privacy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._privacy, self._is_open, self._asked = privacy, False, True
        self.said = label(part="muted", wraps=True)
        """In a few words what was typed, while it is closed."""
        self.button = icon_button(
            "\N{LOWER RIGHT PENCIL}", say("action.visit.purpose"), self.toggle
        )
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for edit in (self.comes_for, self.note):
            edit.textChanged.connect(self._show)
        privacy.changed.connect(self._show)
        for part in (self, self.said):
            part.setContentsMargins(0, 6, 0, 0)
            part.hide()

    @property
    def asked(self) -> bool:
        """Whether it can be typed: not while names are hidden, nor of what has that already."""
        return self._asked and not self._privacy.on

    def ask(self, asked: bool) -> None:
        """Let it be typed, or not."""
        self._asked = asked
        self._show()

    def open(self) -> None:
        """Type what it is for."""
        self._is_open = True
        self._show()
        self.comes_for.setFocus()

    def close_again(self) -> bool:
        """What was typed stays in words; whether it was open."""
        was_open, self._is_open = self._is_open and self.asked, False
        self._show()
        return was_open

    def toggle(self) -> None:
        """Open it, or close it."""
        if not self.close_again():
            self.open()

    def _words(self) -> Iterator[str]:
        typed = self.typed
        if typed.comes_for:
            yield say("purpose.said", {"text": typed.comes_for})
        if typed.note:
            yield say("purpose.with-note")

    def _show(self) -> None:
        """Nobody reads over a shoulder why a patient comes."""
        words = " \N{MIDDLE DOT} ".join(self._words())
        self.button.setVisible(self.asked)
        self.setVisible(self.asked and self._is_open)
        self.said.setText(words if self.asked else "")
        self.said.setVisible(self.asked and not self._is_open and bool(words))
