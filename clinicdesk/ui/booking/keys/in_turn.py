"""What is pressed while a widget writes, or waits for whom was typed: it acts on what that left."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.ui.desk import Done, Outcome, Write

T = TypeVar("T")

_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)
_PRESSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class InTurn(QObject):
    """Keys and acts wait for what is going on, and come after it in the order they were made.

    If it is refused they are dropped: they were meant for what it did not do.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self.waits = self.writes = False
        """Whether something is going on, and whether that is a write."""
        self._later: list[Callable[[], object]] = []
        self._number = 0
        """Of what goes on now."""

    def write(
        self,
        write: Callable[[], Write[T]],
        hear: Callable[[Outcome[T]], object],
        failed: Callable[[], object] = lambda: None,
    ) -> None:
        """Have something written; Enter pressed once more meanwhile is no second write.

        `failed` is called in place of `hear` after a mistake of the program.
        """
        number = self.begin()
        self.writes = True
        write().then(
            partial(self._written, number, hear), partial(self._not_written, number, failed)
        )

    def do(self, act: Callable[[], object]) -> None:
        """Do this at once, or once what is being written is; what is only looked up is given up."""
        if self.writes:
            self._later.append(act)
            return
        self.end(self._number, done=False)
        act()

    def begin(self, key: QKeyEvent | None = None) -> int:
        """Something goes on, of the number returned; `key` is the first that waits for it.

        Without one, the Enter that began it is not pressed again for what it leaves.
        """
        self.waits = True
        self._number += 1
        if key is not None:
            self._keep(key)
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)
        return self._number

    def end(self, number: int, *, done: bool) -> None:
        """It is over: what waited is done, until it begins something that has to be waited for.

        Nothing happens if it was given up.
        """
        if not self.waits or number != self._number:
            return
        self.waits = self.writes = False
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(self)
        later, self._later = self._later, []
        while done and later and not self.waits:
            later.pop(0)()
        if done:
            self._later = [*self._later, *later]

    def _written(
        self, number: int, hear: Callable[[Outcome[T]], object], outcome: Outcome[T]
    ) -> None:
        hear(outcome)
        # It may have begun another write: what waits, waits for that too.
        self.end(number, done=isinstance(outcome, Done))

    def _not_written(self, number: int, failed: Callable[[], object]) -> None:
        failed()
        self.end(number, done=False)

    def _keep(self, key: QKeyEvent) -> None:
        kept = key.clone()
        self._later.append(lambda: self._press(kept))

    def _press(self, key: QKeyEvent) -> None:
        focus = QApplication.focusWidget()
        # Whoever has gone elsewhere by mouse did not mean what is there.
        if focus is not None and self._widget.isAncestorOf(focus):
            QApplication.sendEvent(focus, key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys pressed in the widget meanwhile."""
        if (
            event.type() != QEvent.Type.KeyPress
            or not isinstance(event, QKeyEvent)
            or not isinstance(watched, QWidget)
            or not (watched is self._widget or self._widget.isAncestorOf(watched))
            or Qt.Key(event.key()) in _MODIFIERS
        ):
            return False
        # Also the very Enter that began it: its field hands it on to what the field lies in.
        once_more = not self._later and Qt.Key(event.key()) in _PRESSES
        if not (event.isAutoRepeat() or once_more):
            self._keep(event)
        return True
