"""Asks for the password at the mail server, which this computer's key store keeps."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLineEdit, QWidget

from clinicdesk.services.messages.mail_password import VARIABLE, keep_password
from clinicdesk.services.storage import REFUSALS
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.background.worker import Answer, Failure, value_of
from clinicdesk.ui.kit.labels import button, column, label, line
from clinicdesk.ui.kit.look.theme import grown
from clinicdesk.ui.kit.overlay import Overlay
from clinicdesk.wording import say

SIZE = QSize(480, 260)


class PasswordLayer(Overlay):
    """One field; what is typed is never shown, and forgotten when the layer closes."""

    def __init__(self, desk: Desk, below: QWidget, actions: Actions) -> None:
        size = QSize(grown(SIZE.width()), grown(SIZE.height()))
        super().__init__(below, size, actions, frozenset({"clinic.mail-password"}))
        self._desk = desk
        self._keys = desk.worker("key store", self)
        self.setAccessibleName(say("mail-password.title"))
        self.about = label(wraps=True)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(say("mail-password.title"))
        self.field.returnPressed.connect(self.keep)
        self.said = label(wraps=True)
        keep = button(say("mail-password.keep"), self.keep, part="primary")
        cancel = button(say("mail-password.close"), self.close_layer)
        title = label(say("mail-password.title"), size="large", bold=True)
        parts = column(title, self.about, self.field, self.said, margin=20, spacing=10)
        parts.addStretch(1)
        parts.addLayout(line(None, cancel, keep))
        self.setLayout(parts)
        self.setFocusProxy(self.field)

    def open(self) -> None:
        """Ask for it."""
        mail = self._desk.setup.mail
        named = {"user": mail.user, "server": mail.server, "variable": VARIABLE}
        self.about.setText(say("mail-password.about", named))
        self.said.setText("")
        super().open()

    def close_layer(self) -> None:
        """Nothing that was typed stays."""
        self.field.clear()
        super().close_layer()

    def keep(self) -> None:
        """Have the key store keep it: it may ask the person first, so beside this thread."""
        mail, typed = self._desk.setup.mail, self.field.text()
        self._keys.begin(lambda: keep_password(mail, typed), self._kept, "password")

    def _kept(self, answer: Answer[None]) -> None:
        if isinstance(answer, Failure) and isinstance(answer.error, REFUSALS):
            self._say(say(answer.error.code, answer.error.params))
            return
        value_of(answer)
        self.field.clear()
        self._say(say("mail-password.kept"))

    def _say(self, text: str) -> None:
        self.said.setText(text)
        announce(self, text)
