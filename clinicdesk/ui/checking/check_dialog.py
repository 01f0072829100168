"""Shows how far the check of the clinic's file is, and what it found; everybody goes on working."""

from collections import Counter
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.services.checking.noted_check import check_and_note
from clinicdesk.services.checking.report import Fault, Report
from clinicdesk.services.codes import CheckCode
from clinicdesk.services.log_place import state_folder
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.look.theme import grown
from clinicdesk.ui.kit.why_not_done import why_not_done
from clinicdesk.ui.kit.window_work import WindowWork
from clinicdesk.ui.kit.work_line import WorkLine
from clinicdesk.ui.kit.work_process import WorkAnswer, WorkDone
from clinicdesk.wording import say

WIDTH = 480

LIST_HEIGHT = 260
"""Of the list of faults at least, in pixels at the usual font size: some ten lines."""

DAMAGE = (CheckCode.FILE, CheckCode.UNREADABLE)
"""Faults of the file itself, the worst first: what else is wrong may come from them."""


class CheckDialog(QDialog):
    """One check; closing the dialog before the end cancels it."""

    damaged = Signal()
    """The file itself was found damaged."""

    def __init__(
        self, clinic: Path, now: datetime, work: WindowWork, parent: QWidget | None = None
    ) -> None:
        """`now`, in UTC, is when `doctor` says that the clinic was checked."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("action.clinic.check").rstrip("…"))
        self._order, self._work = (clinic, now, state_folder()), work
        self.running = False
        """Whether it has not come to its end."""
        self.line = WorkLine(with_button=False)
        self.line.setMinimumWidth(WIDTH)
        work.progressed.connect(self.line.show_progress)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setMinimumWidth(WIDTH)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
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
        for widget in (self.text, self.line, self.faults, self.buttons):
            layout.addWidget(widget)

    def begin(self) -> None:
        """Show it and begin; whoever sits here goes on with the window behind it."""
        self.running = self._work.start("", self._show_answer, check_and_note, *self._order)
        self.text.setVisible(not self.running)
        self.line.begin(say("checking.running"))
        self.show()
        self.buttons.button(self._button).setFocus()

    def done(self, result: int) -> None:
        """Closed by whatever key: what is still running is cancelled."""
        if self.running:
            self.running = False
            self._work.cancel()
        super().done(result)

    def _show_answer(self, answer: WorkAnswer) -> None:
        self.running = False
        self.line.end()
        self.text.setText(self._sentence(answer))
        self.text.show()
        self.buttons.button(self._button).setText(say("screen.close"))
        announce(self, self.text.text())

    def _sentence(self, answer: WorkAnswer) -> str:
        if not isinstance(answer, WorkDone):
            return why_not_done(answer)
        report: Report = answer.result
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
