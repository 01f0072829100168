"""Shows how far the check of the clinic's file is, and what it found; everybody goes on working."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.services.checking.file_checking import Report, check_file
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.long_work import LongWork, WorkAnswer, WorkDone, WorkRefused
from clinicdesk.wording import say

WIDTH = 480


class CheckDialog(QDialog):
    """One check; closing the dialog before the end cancels it."""

    ended = Signal(int)
    """The check ran to its end, and found so many things broken."""

    def __init__(self, clinic: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("action.clinic.check").rstrip("…"))
        self._clinic = clinic
        self.work = LongWork(self)
        self.work.progressed.connect(self._show_progress)
        self.work.answered.connect(self._show_answer)
        self.text = QLabel(say("checking.running"))
        self.text.setWordWrap(True)
        self.text.setMinimumWidth(WIDTH)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(say("checking.progress"))
        self.faults = QListWidget()
        self.faults.setAccessibleName(say("checking.faults"))
        self.faults.setWordWrap(True)
        self.faults.hide()
        self._button = QDialogButtonBox.StandardButton.Cancel
        self.buttons = QDialogButtonBox(self._button)
        self.buttons.button(self._button).setText(say("checking.cancel"))
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.text, self.bar, self.faults, self.buttons):
            layout.addWidget(widget)

    def begin(self) -> None:
        """Show it and begin; whoever sits here goes on with the window behind it."""
        self.work.begin(check_file, self._clinic)
        self.show()
        self.buttons.button(self._button).setFocus()

    def done(self, result: int) -> None:
        """Closed by whatever key: what is still running is cancelled."""
        self.work.cancel()
        super().done(result)

    def _show_progress(self, done: int, parts: int) -> None:
        self.bar.setRange(0, parts)
        self.bar.setValue(done)

    def _show_answer(self, answer: WorkAnswer) -> None:
        self.bar.hide()
        self.text.setText(self._sentence(answer))
        self.buttons.button(self._button).setText(say("screen.close"))
        announce(self, self.text.text())

    def _sentence(self, answer: WorkAnswer) -> str:
        if isinstance(answer, WorkRefused):
            return say(answer.code, answer.params)
        if not isinstance(answer, WorkDone):
            return say("checking.failed", {"where": answer.where})
        report: Report = answer.result
        self.ended.emit(len(report.broken))
        if report.ok:
            return say("checking.sound", {"count": report.checked["appointments"]})
        self.faults.addItems([say(fault.code, fault.params) for fault in report.broken])
        self.faults.show()
        self.faults.setFocus()
        return say("checking.broken", {"count": len(report.broken)})
