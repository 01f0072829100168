"""One line at the window's lower edge: what should be known but is nothing to act on at once."""

from PySide6.QtCore import Qt

from clinicdesk.ui.kit.labels import label


class QuietLine:
    """Stays as long as it is so. Takes no keys, hides nothing, and is not read out by itself."""

    def __init__(self) -> None:
        self.label = label(part="muted", size="small", wraps=True)
        self.label.setObjectName("quiet")
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setContentsMargins(14, 4, 14, 4)
        self.label.hide()

    def show_text(self, text: str) -> None:
        """Show a line, or nothing any more."""
        self.label.setText(text)
        self.label.setAccessibleName(text)
        self.label.setVisible(bool(text))
