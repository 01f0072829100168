"""Looks longer for a better list, in a process of its own, so that the window can be used."""

from PySide6.QtCore import QProcess, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.services.absence.absence_day import AbsenceDay
from clinicdesk.services.absence.proposal import Proposal
from clinicdesk.services.absence.worker import command, proposal_from, question_bytes
from clinicdesk.services.planning.availability import Availability
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import button, column, label
from clinicdesk.wording import say

SECONDS = 5.0
"""How long it looks."""


class LongerLook(QWidget):
    """Says that it looks, then offers a list on which more visits stay; never shows it unasked."""

    taken = Signal(object)
    """The `Proposal` that was offered, and that somebody wants to see."""

    def __init__(self, availability: Availability) -> None:
        super().__init__()
        self._availability = availability
        self._process: QProcess | None = None
        self._day: AbsenceDay | None = None
        self._left = 0
        self._found: Proposal | None = None
        self.text = label(say("absence.longer"), "muted", size="small", wraps=True)
        self.button = button("", self._take, part="choice")
        self.setLayout(column(self.text, self.button, spacing=4))
        self._show()

    @property
    def running(self) -> bool:
        """Whether it is looking."""
        return self._process is not None

    def begin(self, day: AbsenceDay, left: int) -> None:
        """Look for a list of this day on which fewer than `left` visits cannot stay."""
        self.stop()
        program, *arguments = command(SECONDS)
        self._day, self._left, self._process = day, left, QProcess(self)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._process.start(program, arguments)
        self._process.write(question_bytes(day))
        self._process.closeWriteChannel()
        self._show()

    def stop(self) -> None:
        """Stop looking, and offer nothing."""
        process, self._process, self._found = self._process, None, None
        if process is not None:
            process.finished.disconnect(self._on_finished)
            process.errorOccurred.disconnect(self._on_error)
            process.kill()
            process.waitForFinished()
            process.deleteLater()
        self._show()

    def _on_error(self, error: QProcess.ProcessError) -> None:
        # Without a process there is no better list; the one on screen stays.
        if error is QProcess.ProcessError.FailedToStart:
            self.stop()

    def _on_finished(self, code: int, ending: QProcess.ExitStatus) -> None:
        process, self._process = self._process, None
        assert process is not None
        assert self._day is not None
        answer = bytes(process.readAllStandardOutput().data())
        process.deleteLater()
        self._show()
        if code == 0 and ending is QProcess.ExitStatus.NormalExit:
            found = proposal_from(self._availability, self._day, answer)
            if len(found.stranded) < self._left:
                self._offer(found)

    def _offer(self, found: Proposal) -> None:
        self._found = found
        count = len(found.stranded)
        text = say("absence.better", {"count": count}) if count else say("absence.all-stay")
        self.button.setText(text)
        self._show()
        announce(self, text)

    def _take(self) -> None:
        found, self._found = self._found, None
        self._show()
        if found is not None:
            self.taken.emit(found)

    def _show(self) -> None:
        self.text.setVisible(self.running)
        self.button.setVisible(self._found is not None)
        self.setVisible(self.running or self._found is not None)
