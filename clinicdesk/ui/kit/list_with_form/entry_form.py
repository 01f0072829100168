"""A form: fields by their keys under each other, what stands in them, and what is wrong with it."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from clinicdesk.ui.kit.labels import column, fill
from clinicdesk.ui.kit.list_with_form.form_fields import FormField, Raw

Raws = Mapping[str, Raw]
"""What stands in a form, by the keys of its fields."""


_WITH_ENTER = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ControlModifier


class EntryForm(QWidget):
    """Enter anywhere in it confirms it, also with Ctrl. What is shown anew is not changed."""

    changed = Signal()
    """Somebody has typed or ticked something."""
    confirmed = Signal()

    def __init__(self, fields: Mapping[str, FormField]) -> None:
        super().__init__()
        self.fields = fields
        self._showing = False
        widgets = [field for field in fields.values() if isinstance(field, QWidget)]
        parts = column(*widgets, spacing=10)
        parts.addStretch(1)
        fill(self, parts, 0, 0, 8, 0)
        for field in fields.values():
            field.changed.connect(self._note)

    @property
    def raws(self) -> dict[str, Raw]:
        """What stands in it."""
        return {key: field.raw for key, field in self.fields.items()}

    def show_raws(self, raws: Raws) -> None:
        """Have this stand in it, and nothing be wrong."""
        self._showing = True
        for key, field in self.fields.items():
            field.show_raw(raws[key])
        self._showing = False

    def show_fault(self, key: str, text: str, place: int | None) -> bool:
        """Say what is wrong at its field; whether there is one."""
        field = self.fields.get(key)
        if field is not None:
            field.show_fault(text, place)
        return field is not None

    def take_focus(self, key: str | None = None, place: int | None = None) -> None:
        """Put the keyboard into that field, or into the first one that can be changed."""
        field = self.fields.get(key or "")
        (field or next(iter(self.fields.values()))).take_focus(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The fields have no use for Enter."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & ~_WITH_ENTER:
            if not event.isAutoRepeat():
                self.confirmed.emit()
        else:
            super().keyPressEvent(event)

    def _note(self) -> None:
        if not self._showing:
            self.changed.emit()
