"""A drag as it is seen and heard: ghosts in the day, and beside them what would come of it."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor

from clinicdesk.ui.day.drag.callout import Callout
from clinicdesk.ui.day.drag.drag import Drag
from clinicdesk.ui.day.drag.drag_ghosts import drag_ghosts, target_box
from clinicdesk.ui.day.grid.accessible import announce
from clinicdesk.ui.day.grid.day_grid import DayGrid
from clinicdesk.ui.day.grid.overlays import ghost_color
from clinicdesk.ui.day.grid.popup_position import move_beside
from clinicdesk.ui.day.layout.geometry import Box
from clinicdesk.wording import say

LATE_MILLISECONDS = 150
"""What is not known or written after so long is said to be on its way."""


class DragPicture(QObject):
    """Shows at most one drag; nothing is said of it before it is known."""

    announced = Signal(str)
    """What a screen reader was given to say."""

    def __init__(self, grid: DayGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self.callout = Callout(grid.viewport())
        self.unsure = False
        """Whether a drag is shown of which nobody knows yet what would come of it."""
        self._shown: Drag | None = None
        self._late_words = ""
        self._late = QTimer(self, singleShot=True, interval=LATE_MILLISECONDS)
        self._late.timeout.connect(self._tell_late)

    def show(self, drag: Drag, hint: str = "") -> None:
        """Where it would go, and what of it; `hint` in place of what can be done with keys."""
        self._draw(drag)
        verdict = drag.verdict()
        self.unsure = verdict.look == "unknown"
        if self.unsure:
            self._wait_with(verdict.words)
            return
        self._late.stop()
        if not hint and any(item.status.movable for item in drag.siblings()):
            hint = say(f"drag.rest-{drag.target.rest.value}")
        self.callout.tell(verdict.look, verdict.words, verdict.who, hint, self._color(verdict.look))
        self.place()

    def show_written(self, drag: Drag) -> None:
        """It was dropped there and is not written yet: it stays where it was until it is."""
        self._draw(drag)
        self.unsure = False
        self._wait_with(say("drag.being-written"))

    def show_dropping(self) -> None:
        """It is looked at once more before it is dropped, however long that takes."""
        if not self._late.isActive() and not self.unsure:
            self._late_words = say("drag.unknown")
            self._late.start()

    def ask_reason(self, drag: Drag, reason: str) -> None:
        """Ask for a line of text beside the ghost; `reason` was written before."""
        self._late.stop()
        self._grid.leave_drag()
        verdict = drag.verdict()
        self.callout.ask(verdict.words, verdict.who, reason, self._color(verdict.look))
        self.place()

    def tell_refusal(self, words: str) -> None:
        """Say it where the keyboard is."""
        self._shown = None
        self.callout.tell("refused", words, "", say("drag.answer"), self._color("refused"))
        if self._grid.place is not None:
            self._stand_beside(self._grid.place_box(self._grid.place))
        self.announce(words)

    def clear(self) -> None:
        """Show none any more; whoever wrote a reason has the keyboard in the day again."""
        self._late.stop()
        self._shown, self.unsure = None, False
        asked = self.callout.asking
        self.callout.hide()
        self._grid.leave_drag()
        self._grid.show_ghosts([])
        if asked:
            self._grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        """Put the callout beside the ghost."""
        if self._shown is not None and self.callout.isVisible():
            self._stand_beside(target_box(self._grid.plan, self._shown))

    def announce(self, text: str) -> None:
        """Let a screen reader say it."""
        announce(self._grid, text)
        self.announced.emit(text)

    def _draw(self, drag: Drag) -> None:
        self._shown = drag
        self._grid.show_ghosts(drag_ghosts(self._grid.day_painter, drag))
        self._grid.heads.emphasize([drag.target.column])

    def _wait_with(self, words: str) -> None:
        self.callout.hide()
        self._late_words = words
        self._late.start()

    def _tell_late(self) -> None:
        self.callout.tell("unknown", self._late_words, "", "", self._color("unknown"))
        self.place()

    def _color(self, look: str) -> QColor:
        return ghost_color(self._grid.day_painter, look)

    def _stand_beside(self, box: Box) -> None:
        area = self._grid.on_screen(box).translated(-self._grid.viewport().pos())
        move_beside(self.callout, area)
