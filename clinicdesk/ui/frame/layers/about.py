"""What this program is, which version, and who may see what it keeps."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from clinicdesk import __version__
from clinicdesk.wording import say


def show_about(window: QWidget) -> None:
    """Open it over the window without stopping anything."""
    dialog = QDialog(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(say("action.clinic.about"))
    title = QLabel("ClinicDesk")
    title.setObjectName("title")
    text = QLabel(say("screen.about", {"version": __version__}))
    text.setWordWrap(True)
    text.setMinimumWidth(420)
    text.setTextFormat(Qt.TextFormat.PlainText)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.button(QDialogButtonBox.StandardButton.Close).setText(say("screen.close"))
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    for widget in (title, text, buttons):
        layout.addWidget(widget)
    dialog.open()
