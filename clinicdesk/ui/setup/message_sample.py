"""How the message that is being typed would read, in one of the clinic's languages."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from clinicdesk.exchange.clinic_file.settings.parts import Entry, Part
from clinicdesk.services.errors import Refused
from clinicdesk.services.messages.message_values import Letter
from clinicdesk.services.messages.sample import sample_message
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.entry.fields import Choice
from clinicdesk.ui.kit.labels import column, label, line
from clinicdesk.ui.kit.look.theme import grown
from clinicdesk.wording import say

HEIGHT = 140
"""Of what is shown, in pixels at the usual font size."""


class MessageSample(QWidget):
    """Below the form of a message, anew at each key; hidden beside every other part."""

    def __init__(self, desk: Desk, typed: Callable[[], Edit | None]) -> None:
        super().__init__()
        self._desk, self._typed = desk, typed
        self._part: Part | None = None
        self.language = Choice()
        self.language.setAccessibleName(say("set-up.sample-language"))
        self.language.currentIndexChanged.connect(lambda _place: self.follow())
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(say("set-up.sample"))
        self.text.setFixedHeight(grown(HEIGHT))
        title = label(say("set-up.sample"), bold=True)
        self.setLayout(column(line(title, None, self.language), self.text, spacing=6))
        self.hide()

    def show_for(self, part: Part) -> None:
        """Another entry stands in the form, perhaps of another part."""
        self._part = part
        self.setVisible(part is Part.MESSAGES)
        languages = list(self._desk.setup.languages)
        if languages != [self.language.itemText(n) for n in range(self.language.count())]:
            self.language.clear()
            self.language.addItems(languages)
        self.follow()

    def follow(self) -> None:
        """Something else is typed, or another language asked for."""
        edit = self._typed() if self._part is Part.MESSAGES else None
        language = self.language.currentText()
        if edit is None or edit.after is None or not language:
            self.text.clear()
            return
        desk, entry = self._desk, edit.after
        read = partial(self._sample, entry, language)
        desk.read((self, "sample"), read, self._show, self._refuse)

    def _sample(self, entry: Entry, language: str) -> Letter:
        return sample_message(self._desk.context, self._desk.database, entry, language)

    def _show(self, sample: Letter) -> None:
        parts = (sample.subject, sample.letter, sample.short_text)
        self.text.setPlainText("\n\n\N{EM DASH}\n\n".join(parts))

    def _refuse(self, refusal: Refused | DatabaseRefused) -> None:
        self.text.setPlainText(say(refusal.code, refusal.params))
