"""A practitioner's note to the desk ("book the MRI first"), about the patient of a card."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from clinicdesk.services.flow.desk_tasks import ask_desk
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.desk import Desk, Done, Outcome
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import column, label
from clinicdesk.ui.kit.once_asked import OnceAsked
from clinicdesk.ui.kit.people.naming import name_in_line
from clinicdesk.wording import say


class NoteToDesk(QWidget):
    """Hidden until somebody writes one; Enter sends it, Esc gives it up."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._about: AppointmentInfo | None = None
        self._by = ""
        self._once = OnceAsked()
        self.title = label(bold=True, wraps=True)
        self.edit = QLineEdit()
        self.edit.setMinimumHeight(30)
        self.edit.setPlaceholderText(say("my-day.note-hint"))
        self.edit.installEventFilter(self)
        self.said = label(part="muted", wraps=True)
        self.setLayout(column(self.title, self.edit, self.said, spacing=4))
        self.setFocusProxy(self.edit)
        self.hide()
        desk.privacy.changed.connect(self._name)

    def write(self, about: AppointmentInfo, by: str) -> None:
        """Begin one about this appointment's patient; what was typed about another one goes."""
        if self._about is None or self._about.number != about.number:
            self.edit.clear()
        self._about, self._by = about, by
        self._name()
        self._say("")
        self.show()
        self.edit.setFocus()

    def _name(self) -> None:
        """Whom it is about; nobody once it is closed."""
        about, title = self._about, ""
        if about is not None:
            patient = about.patient
            name = name_in_line(patient, private=self._desk.privacy.on) if patient else ""
            title = say("my-day.note-about", {"name": name or about.visit_type})
        self.title.setText(title)
        self.edit.setAccessibleName(title)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter sends it, but not while it is held down; Esc closes it."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._send()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self._close()
            return True
        return super().eventFilter(watched, event)

    def _send(self) -> None:
        about = self._about
        if about is not None:
            text = self.edit.text()
            ask = partial(self._desk.write, ask_desk, text, self._by, about.visit)
            self._once.ask((about.number, text), ask, partial(self._hear, about, text))

    def _hear(self, about: AppointmentInfo, text: str, outcome: Outcome[Changed]) -> None:
        """Whoever writes the next one meanwhile goes on with it."""
        if self._about != about or self.edit.text() != text:
            return
        if isinstance(outcome, Done):
            self.edit.clear()
            self._close()
        else:
            self._say(outcome.sentence)

    def _close(self) -> None:
        self._about = None
        self._name()
        self.hide()
        self.left.emit()

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        announce(self, sentence)
