"""Shows how far the check of the clinic's file is, and what it found; everybody goes on working."""

from collections import Counter
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.services.checking.file_checking import Fault, Report, check_file
from clinicdesk.services.codes import CheckCode
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.long_work import LongWork, WorkAnswer, WorkDone, WorkRefused
from clinicdesk.ui.kit.look.theme import grown
from clinicdesk.wording import say

WIDTH = 480

LIST_HEIGHT = 260
"""Of the list of faults at least, in pixels at the usual font size: some ten lines."""

DAMAGE = (CheckCode.FILE, CheckCode.UNREADABLE)
"""Faults of the file itself, the worst first: what else is wrong may come from them."""


class CheckDialog(QDialog):
    """One check; closing the dialog before the end cancels it."""

    ended = Signal(int)
    """The check ran to its end, and found so many things broken."""

    damaged = Signal()
    """The file itself was found damaged."""

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
        self.faults.setMinimumHeight(grown(LIST_HEIGHT))
        self.faults.hide()
        self._button = QDialogButtonBox.StandardButton.Cancel
        self.buttons = QDialogButtonBox(self._button)
        self.buttons.button(self._button).setText(say("checking.cancel"))
        self.buttons.rejected.connect(self.reject)
        self.copy = self.buttons.addButton(
            say("checking.copy"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.copy.clicked.connect(self._copy)
        self.copy.hide()
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
        self.faults.addItems(_lines(report.broken))
        self.faults.show()
        self.copy.show()
        self.faults.setFocus()
        if any(fault.code is CheckCode.FILE for fault in report.broken):
            self.damaged.emit()
            return say("checking.damaged")
        return say("checking.broken", {"count": len(report.broken)})

    def _copy(self) -> None:
        rows = [self.faults.item(row).text() for row in range(self.faults.count())]
        QGuiApplication.clipboard().setText("\n".join([self.text.text(), *rows]))
        announce(self, say("checking.copied"))


def _lines(faults: tuple[Fault, ...]) -> list[str]:
    """Each sentence once, with how often if it is more than once; those of the file first."""
    worst_first = sorted(faults, key=lambda fault: fault.code not in DAMAGE)
    counted = Counter(say(fault.code, fault.params) for fault in worst_first)
    return [
        text if count == 1 else say("checking.times", {"text": text, "count": count})
        for text, count in counted.items()
    ]
