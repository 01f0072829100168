"""Asks of which visit the journal's contents are taken out, and why."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from clinicdesk.services.context import Context, Role
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.journal.history import contents_about
from clinicdesk.services.journal.redaction import redact_entries
from clinicdesk.services.numbers import parse_visit_number
from clinicdesk.services.storage import Database, DatabaseRefused
from clinicdesk.ui.desk import Desk, Done, Outcome
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
        self._busy = False
        """Whether the contents are looked up or taken out."""
        self._closed = False
        """Whether somebody has cancelled: Qt deletes it then, whatever is still to be heard."""
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
        desk.working.connect(self._mark_writing)
        self.visit.edit.setFocus()

    def submit(self) -> None:
        """Take the contents out, if there is a visit and a reason; pressed twice, once."""
        if self._busy:
            self._say(say("redacting.working"))
            return
        for field in (self.visit, self.reason):
            if field.complain():
                field.edit.setFocus()
                return
        visit = self.visit.number
        assert visit is not None
        self._busy = True
        read = partial(contents_about, self._desk.database, visit)
        take_out = partial(self._take_out, visit, self.reason.text)
        self._desk.read((self, "contents"), read, take_out, self._refuse)

    def _take_out(self, visit: int, reason: str, numbers: tuple[int, ...]) -> None:
        if self._closed:
            return
        if not numbers:
            self._end(say("redacting.nothing", {"visit": visit}))
            return
        self._desk.write(_redact_as_manager, numbers, reason).then(self._hear, self._stand_again)

    def _hear(self, outcome: Outcome[Changed]) -> None:
        if self._closed:
            # The window says what became of it.
            return
        if isinstance(outcome, Done):
            self.accept()
        else:
            self._end(outcome.sentence)

    def _refuse(self, refusal: Refused | DatabaseRefused) -> None:
        if not self._closed:
            self._end(say(refusal.code, refusal.params))

    def done(self, result: int) -> None:
        """Accepted or cancelled: what is asked no more is not taken out."""
        self._closed = True
        super().done(result)

    def _stand_again(self) -> None:
        """A mistake of the program, which the window tells."""
        self._busy = False
        if not self._closed:
            self.said.hide()

    def _mark_writing(self, on: bool) -> None:
        if on and self._busy and not self._closed:
            self._say(say("redacting.working"))

    def _end(self, text: str) -> None:
        self._busy = False
        self._say(text)

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.show()
        announce(self, text)


def _redact_as_manager(
    context: Context, database: Database, numbers: tuple[int, ...], reason: str
) -> Changed:
    """Whoever sits at the window acts as manager, until there are accounts."""
    return redact_entries(replace(context, role=Role.MANAGER), database, numbers, reason)
