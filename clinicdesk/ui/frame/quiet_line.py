"""One line at the window's lower edge: what should be known but is nothing to act on at once."""

from PySide6.QtCore import Qt

from clinicdesk.ui.kit.labels import label


class QuietLine:
    """Stays as long as it is so. Takes no keys, hides nothing, and is not read out by itself."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        """By topic, in the order in which each was said first."""
        self.label = label(part="muted", size="small", wraps=True)
        self.label.setObjectName("quiet")
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setContentsMargins(14, 4, 14, 4)
        self.label.hide()

    def show_text(self, topic: str, said: str) -> None:
        """Show what is said of that topic, or nothing of it any more."""
        self._texts[topic] = said
        text = "   ".join(each for each in self._texts.values() if each)
        self.label.setText(text)
        self.label.setAccessibleName(text)
        self.label.setVisible(bool(text))
