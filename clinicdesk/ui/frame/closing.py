"""Closes the window once what was asked for is written; what is unsure then is said, and kept."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.ui.desk import Desk, Outcome, Refusal
from clinicdesk.ui.frame.banner import Banner
from clinicdesk.ui.frame.last_writes import LastWrites
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.focus import give_back_focus
from clinicdesk.wording import say

WAIT_MILLISECONDS = 5000
"""How long a window that is closed waits for what is being written."""


class Closing(QObject):
    """The window stays meanwhile, says so, and takes nothing more but to be closed.

    What is refused then is told: the window stays open for whoever asked for it. After a while
    the window says what is unsure, and whoever closes it again closes it.
    """

    close_wanted = Signal()
    """All is written: the window closes by itself."""

    def __init__(
        self,
        desk: Desk,
        actions: Actions,
        window: QWidget,
        last_writes: LastWrites,
        keep: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._desk, self._actions, self._window = desk, actions, window
        self._last_writes = last_writes
        self._keep = keep
        """Has what is half done in the window kept, as far as it is not yet."""
        self.inside: tuple[QWidget, ...] = ()
        """What takes keys and clicks in the window."""
        self._focus: QWidget | None = None
        """Where the keyboard was as the window was closed."""
        self.banner = Banner(gone="")
        self.banner.help.hide()
        self._followed: set[str] = set()
        """The keys of the writes whose outcome is waited for."""
        self.waits = False
        """Whether somebody closed the window, and something is still being written."""
        self._unsure = False
        """Whether it has been waited for long enough."""
        self._left = False
        """Whether nobody hears any more of what is being written."""
        self._limit = QTimer(self, singleShot=True)
        self._limit.timeout.connect(self._say_unsure)
        desk.begun.connect(self._follow_if_waiting)
        desk.settled.connect(self._look)
        desk.working.connect(lambda _works: self._look())

    def may_close(self) -> bool:
        """Whether the window closes now; else it does so by itself, or says why it cannot."""
        if self._left:
            return True
        if not self.waits:
            self._keep()
        if self._unsure or not self._desk.owes:
            self._leave()
            return True
        if not self.waits:
            self._begin()
        return False

    def leave(self) -> None:
        """The clinic is left now, before its desk stops: what is unsure then is kept.

        Another clinic is opened in the window's place, which waits for nothing of this one.
        """
        if not self._left and self._desk.being_written:
            self._last_writes.keep(self._desk.being_written)
            self._left = True

    def _begin(self) -> None:
        self.waits = True
        self._actions.open_layer(self)
        self._focus = self._window.focusWidget()
        for part in self.inside:
            part.setEnabled(False)
        self.banner.show_text(say("closing.finishing"))
        self._limit.start(WAIT_MILLISECONDS)
        self._follow()

    def _follow(self) -> None:
        """Hear of every write that goes on, also of those that had to wait for another one."""
        for write in (*self._desk.being_written, *self._desk.being_kept):
            if write.key not in self._followed:
                self._followed.add(write.key)
                # Over a mistake of the program, which is told too, nobody closes either.
                write.then(self._hear, self._stay)

    def _follow_if_waiting(self) -> None:
        """What had to wait is written now; it may end before anything shows that it is."""
        if self.waits:
            self._follow()

    def _hear(self, outcome: Outcome[object]) -> None:
        if isinstance(outcome, Refusal):
            self._stay()

    def _look(self) -> None:
        if self.waits and not self._desk.owes:
            # Not within what has just ended: others are still to hear of it.
            QTimer.singleShot(0, self, self._close_if_done)

    def _close_if_done(self) -> None:
        if self.waits and not self._desk.owes:
            # Said once, though several things may have ended: who leaves for another clinic must
            # not close the window before that one stands.
            self._leave()
            self.close_wanted.emit()

    def _stay(self) -> None:
        """Something was refused, and is told where it always is: nobody closes over that."""
        if self.waits:
            self._end_waiting()
            for part in self.inside:
                part.setEnabled(True)
            self._actions.close_layer(self)
            if not give_back_focus(self._focus):
                self._window.setFocus()

    def _say_unsure(self) -> None:
        self._unsure = True
        self._last_writes.keep(self._desk.being_written)
        self.banner.show_text(say("closing.unsure"))

    def _leave(self) -> None:
        if self._unsure:
            self._last_writes.keep(self._desk.being_written)
        self._end_waiting()

    def _end_waiting(self) -> None:
        self.waits = self._unsure = False
        self._limit.stop()
        self.banner.show_text("")
        if not self._desk.owes:
            self._last_writes.forget()
