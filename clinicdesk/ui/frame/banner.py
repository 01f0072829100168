"""What is wrong with the clinic's file, above the page for as long as it lasts."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import button, fill, label, line
from clinicdesk.wording import say


class Banner(QFrame):
    """One sentence across the window; it takes no keys and hides nothing. Hidden while empty.

    A screen reader says it once, when it appears, and `gone` when it goes: without one that the
    file is well again.
    """

    help_wanted = Signal()
    """Somebody asks what can be done about it."""

    def __init__(self, gone: str | None = None) -> None:
        super().__init__()
        self._gone = say("screen.file-well") if gone is None else gone
        self.setObjectName("banner")
        self._said = ""
        glyph = label("\N{WARNING SIGN}\N{VARIATION SELECTOR-15}", "banner-glyph", bold=True)
        glyph.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._text = label(part="banner-text", wraps=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.help = button(say("screen.file-help"), self.help_wanted.emit, part="link")
        self.help.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        parts = line(glyph, self._text, self.help)
        parts.setStretch(1, 1)
        fill(self, parts, 14, 8, 14, 8)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that it shows; empty while it is hidden."""
        return self._said

    def show_text(self, text: str) -> None:
        """Show a sentence, or nothing any more."""
        if text == self.text:
            return
        self._said = text
        self._text.setText(breakable(text))
        self._text.setAccessibleName(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        announce(self, text or self._gone)


def breakable(text: str) -> str:
    """The same with places at which a long path may go on in the next line."""
    return re.sub(r"[/\\_-]", "\\g<0>\N{ZERO WIDTH SPACE}", text)
