"""One part of a patient's page while it is typed: what is understood is said before Enter."""

from PySide6.QtCore import Signal

from clinicdesk.ui.kit.entry.fields import CheckedField
from clinicdesk.ui.patient.part_reading import Meant, NotUnderstood, Surroundings, meant, understood
from clinicdesk.ui.patient.parts import PartRow
from clinicdesk.wording import say


class PartEditor(CheckedField):
    """A field for whichever part is edited; hidden while none is."""

    confirmed = Signal(object, object)
    """The `PartRow`, and what is to be written of it."""
    given_up = Signal()

    def __init__(self) -> None:
        self.row: PartRow | None = None
        self._around: Surroundings | None = None
        super().__init__("")
        self.edit.returnPressed.connect(self._confirm)
        self.hide()

    def begin(self, around: Surroundings, row: PartRow, text: str | None = None) -> None:
        """Edit that row: what stands there, or with a `text` that in its place."""
        self._around, self.row = around, row
        self.caption.setText(row.caption)
        hint = say(f"patient-page.hint-{row.key.part}")
        self.edit.setAccessibleName(row.caption)
        self.edit.setPlaceholderText(hint)
        self.edit.setToolTip(hint)
        self.show()
        self.edit.setText(row.typed if text is None else text)
        self.edit.setFocus()
        if text is None:
            self.edit.selectAll()

    def end(self) -> None:
        """Nothing is edited any more, and nothing of it stays here."""
        self.row = self._around = None
        self.edit.clear()
        self.hide()

    def fault(self) -> str:
        """Why the text means nothing."""
        if self.row is None or self._around is None:
            return ""
        try:
            meant(self._around, self.row.key, self.edit.text())
        except NotUnderstood as error:
            return error.sentence
        return ""

    def echo(self) -> str:
        """How the text is understood, if that is not as it stands there."""
        if self.row is None or self._around is None or self.fault():
            return ""
        return understood(self._around, self.row.key, self.edit.text())

    def _confirm(self) -> None:
        if self.row is not None and self._around is not None and not self.complain():
            value: Meant = meant(self._around, self.row.key, self.edit.text())
            self.confirmed.emit(self.row, value)
