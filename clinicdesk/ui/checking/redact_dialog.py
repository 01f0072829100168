"""Asks of which visit the journal's contents are taken out, and why."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from clinicdesk.services.context import Context, Role
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.journal.history import contents_about
from clinicdesk.services.journal.redaction import redact_entries
from clinicdesk.services.numbers import parse_visit_number
from clinicdesk.services.storage import REFUSALS, Database
from clinicdesk.ui.desk import Desk, Done
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.entry.fields import NeededField
from clinicdesk.ui.kit.labels import button, column, label, line
from clinicdesk.wording import say

WIDTH = 460


class VisitField(NeededField):
    """The number of a visit, however people write it."""

    def __init__(self) -> None:
        super().__init__(say("redacting.visit"), say("redacting.no-visit"))

    @property
    def number(self) -> int | None:
        return parse_visit_number(self.text)

    def fault(self) -> str:
        return say("redacting.no-visit") if self.number is None else ""


class RedactDialog(QDialog):
    """One visit and a reason; what is refused is said here, with everything still typed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("action.clinic.redact").rstrip("…"))
        self.setMinimumWidth(WIDTH)
        self.visit = VisitField()
        self.reason = NeededField(say("redacting.reason"), say("redacting.reason-missing"))
        self.said = label(wraps=True)
        self.said.hide()
        self.go = button(say("redacting.go"), self.submit, part="primary")
        cancel = button(say("redacting.cancel"), self.reject)
        about = label(say("redacting.about"), wraps=True)
        self.setLayout(
            column(
                about, self.visit, self.reason, self.said, line(None, cancel, self.go), margin=16
            )
        )
        self.visit.edit.setFocus()

    def submit(self) -> None:
        """Take the contents out, if there is a visit and a reason."""
        for field in (self.visit, self.reason):
            if field.complain():
                field.edit.setFocus()
                return
        visit = self.visit.number
        assert visit is not None
        try:
            numbers = contents_about(self._desk.database, visit)
        except REFUSALS as refusal:
            self._say(say(refusal.code, refusal.params))
            return
        if not numbers:
            self._say(say("redacting.nothing", {"visit": visit}))
            return
        outcome = self._desk.attempt(_redact_as_manager, numbers, self.reason.text)
        if isinstance(outcome, Done):
            self.accept()
        else:
            self._say(outcome.sentence)

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.show()
        announce(self, text)


def _redact_as_manager(
    context: Context, database: Database, numbers: tuple[int, ...], reason: str
) -> Changed:
    """Whoever sits at the window acts as manager, until there are accounts."""
    return redact_entries(replace(context, role=Role.MANAGER), database, numbers, reason)
