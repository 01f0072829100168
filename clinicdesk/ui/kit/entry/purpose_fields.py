"""Two fields: why a patient comes, and a note for whoever meets them."""

from PySide6.QtWidgets import QLineEdit, QWidget

from clinicdesk.services.visits.purpose import Purpose
from clinicdesk.ui.kit.labels import column, label
from clinicdesk.wording import say


class PurposeFields(QWidget):
    """What is done with what stands in them is up to whoever shows them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.comes_for = _field("purpose.comes-for", "purpose.comes-for-hint")
        self.note = _field("purpose.note", "purpose.note-hint")
        first, then = (label(say(f"purpose.{code}"), "caption") for code in ("comes-for", "note"))
        self.setLayout(column(first, self.comes_for, then, self.note, spacing=3))

    @property
    def typed(self) -> Purpose:
        """What stands in them."""
        return Purpose(self.comes_for.text().strip(), self.note.text().strip())

    def show_purpose(self, purpose: Purpose) -> None:
        """Put this there instead."""
        self.comes_for.setText(purpose.comes_for)
        self.note.setText(purpose.note)


def _field(caption: str, hint: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(say(caption))
    made.setPlaceholderText(say(hint))
    made.setMinimumHeight(30)
    return made
