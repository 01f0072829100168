"""Hands a message about a visit over: to the outbox, to the mail program, to the clipboard."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.messages.email_drafts import write_draft
from clinicdesk.services.messages.message_values import MessageOfVisit
from clinicdesk.services.messages.outbox import write_message
from clinicdesk.services.messages.preview import Preview, note_handed_over, read_preview
from clinicdesk.services.patients.detail_values import Channel
from clinicdesk.services.storage import REFUSALS, DatabaseRefused
from clinicdesk.ui.desk import Desk, Done, Outcome
from clinicdesk.ui.kit.background.worker import Answer, Failure, value_of
from clinicdesk.ui.kit.once_asked import OnceAsked
from clinicdesk.ui.kit.refusal_text import refusal_text
from clinicdesk.wording import say


class HandingOver(QObject):
    """What is refused is said by the window, as of any verb; what was done is `told`."""

    told = Signal(str)
    """A sentence of what was done."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._files = desk.worker("e-mail drafts", self)
        self._once = OnceAsked()
        self._drafting: set[int] = set()

    def email(self, visit: int) -> None:
        """Have an e-mail sent where the clinic has a mail server, else write a draft."""
        if self._desk.setup.mail.server:
            self.send(visit)
        else:
            self.draft(visit)

    def send(self, visit: int) -> None:
        """Put an e-mail into the outbox."""
        self._once.ask(visit, partial(self._desk.write, write_message, visit))

    def draft(self, visit: int) -> None:
        """Write a draft, beside the window's thread, and open it in the desk's mail program."""
        if visit in self._drafting:
            return
        self._drafting.add(visit)
        context, database = self._desk.context, self._desk.database
        self._files.begin(lambda: write_draft(context, database, visit), partial(self._open, visit))

    def _open(self, visit: int, answer: Answer[tuple[Path, MessageOfVisit]]) -> None:
        self._drafting.discard(visit)
        if isinstance(answer, Failure) and isinstance(answer.error, REFUSALS):
            self._refuse(answer.error)
            return
        path, message = value_of(answer)
        if QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._note(message, Channel.EMAIL, say("message.draft-opened"))
        else:
            self.told.emit(say("message.draft-not-opened", {"path": str(path)}))

    def text(self, visit: int) -> None:
        """Copy the short text for a telephone message."""
        desk = self._desk
        read = partial(read_preview, desk.context, desk.database, visit)
        desk.read((self, "text"), read, self._copy, self._refuse)

    def _copy(self, preview: Preview) -> None:
        if preview.text.why_not is not None:
            self._refuse(preview.text.why_not)
            return
        QGuiApplication.clipboard().setText(preview.message.said.short_text)
        said = say("message.text-copied", {"phone": preview.text.to})
        self._note(preview.message, Channel.TEXT, said)

    def _note(self, message: MessageOfVisit, channel: Channel, said: str) -> None:
        def hear(outcome: Outcome[Changed]) -> None:
            if isinstance(outcome, Done):
                self.told.emit(said)

        self._desk.write(note_handed_over, message, channel).then(hear)

    def _refuse(self, refusal: Refused | DatabaseRefused) -> None:
        desk = self._desk
        desk.refused.emit(refusal_text(refusal, desk.today, private=desk.privacy.on))
