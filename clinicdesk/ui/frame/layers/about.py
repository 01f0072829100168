"""What this program is, which version, who may see what it keeps, and what goes to support."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from clinicdesk import __version__
from clinicdesk.services.log_place import log_folder
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.labels import Button
from clinicdesk.wording import say

SUPPORT = ("help.log", "help.copy", "help.bundle")
"""The actions that have a button here too."""


def show_about(window: QWidget, actions: Actions) -> QDialog:
    """Open it over the window without stopping anything."""
    dialog = QDialog(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(say("action.clinic.about"))
    title = QLabel("ClinicDesk")
    title.setObjectName("title")
    text = _paragraph(say("screen.about", {"version": __version__}))
    support = _paragraph(say("screen.about-support", {"path": str(log_folder())}))
    support.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    layout = QVBoxLayout(dialog)
    layout.setSpacing(10)
    for widget in (title, text, support):
        layout.addWidget(widget)
    for action_id in SUPPORT:
        button = Button(actions[action_id].text())
        button.setObjectName(action_id)
        button.clicked.connect(actions[action_id].trigger)
        layout.addWidget(button)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.button(QDialogButtonBox.StandardButton.Close).setText(say("screen.close"))
    buttons.rejected.connect(dialog.reject)
    layout.addWidget(buttons)
    dialog.open()
    return dialog


def _paragraph(text: str) -> QLabel:
    made = QLabel(text)
    made.setWordWrap(True)
    made.setMinimumWidth(420)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made
