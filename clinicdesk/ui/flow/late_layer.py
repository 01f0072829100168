"""Somebody runs late: how many minutes, typed over whatever page is in front."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from clinicdesk.services.clinic.clinic_setup import ResourceInfo
from clinicdesk.services.flow.delays import note_delay
from clinicdesk.services.journal.changes import Changed
from clinicdesk.ui.desk import Desk, Done, Outcome
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import column, fill, label
from clinicdesk.ui.kit.look.theme import grown
from clinicdesk.ui.kit.once_asked import OnceAsked
from clinicdesk.ui.kit.overlay import Overlay
from clinicdesk.wording import readable, say

SIZE = QSize(420, 150)
"""Pixels at the usual font size."""


class LateLayer(Overlay):
    """Enter notes the minutes; what cannot be noted is said, and stays as it was typed."""

    def __init__(self, below: QWidget, desk: Desk, actions: Actions) -> None:
        super().__init__(below, QSize(grown(SIZE.width()), grown(SIZE.height())), actions,
                         frozenset({"clinic.late"}))  # fmt: skip
        self._desk = desk
        self._who: ResourceInfo | None = None
        self._once = OnceAsked()
        self.title = label(bold=True, wraps=True)
        self.edit = QLineEdit()
        self.edit.setMinimumHeight(30)
        self.edit.setPlaceholderText(say("late.hint"))
        self.edit.installEventFilter(self)
        self.said = label(part="muted", wraps=True)
        fill(self, column(self.title, self.edit, self.said, spacing=8), 16, 14, 16, 14)
        self.setFocusProxy(self.edit)

    def ask(self, who: ResourceInfo) -> None:
        """Ask how late this practitioner runs."""
        if not self.isVisible():
            self._who = who
            title = say("late.title", {"name": readable(who.name)})
            self.title.setText(title)
            self.edit.setAccessibleName(title)
            self.edit.clear()
            self._say(say("late.how"))
        self.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes what is typed; not while it is held down."""
        if watched is self.edit and isinstance(event, QKeyEvent):
            entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if entered and event.type() == QEvent.Type.KeyPress:
                if not event.isAutoRepeat():
                    self._note()
                return True
        return super().eventFilter(watched, event)

    def _note(self) -> None:
        text = self.edit.text().strip()
        if self._who is None or not text.isascii() or not text.isdigit() or len(text) > 4:
            self._say(say("late.no-minutes"))
            return
        who, typed = self._who, self.edit.text()
        note = partial(self._desk.write, note_delay, who.id, int(text))
        self._once.ask((who.id, int(text)), note, partial(self._hear, who, typed))

    def _hear(self, who: ResourceInfo, typed: str, outcome: Outcome[Changed]) -> None:
        """Whoever types other minutes meanwhile goes on with them."""
        if self._who != who or self.edit.text() != typed:
            return
        if isinstance(outcome, Done):
            self.close_layer()
        else:
            self._say(outcome.sentence)

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        announce(self, sentence)
