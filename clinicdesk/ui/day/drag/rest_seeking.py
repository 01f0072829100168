"""Has the planner look for a visit's other steps around the one that is dragged."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from clinicdesk.services.visits.moving import Move
from clinicdesk.ui.day.drag.drag import Drag, Target
from clinicdesk.ui.desk import Desk

TOPIC = "rest of a visit"


class RestSeeking(QObject):
    """Each target is asked about once; the newest is answered."""

    found = Signal(object)
    """The `Drag` that now knows where the others go if it is dropped where it is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk

    def seek(self, drag: Drag) -> None:
        """Ask where the other steps would go, if they are to be planned and are not known yet."""
        fixed = drag.fixed() if drag.seeks_rest else None
        if fixed is None:
            return
        # Of no use before it is asked for.
        from clinicdesk.services.planner.moving_questions import plan_rest

        know = partial(self._know, drag, drag.target)
        failed = partial(know, None)
        self._desk.ask(
            TOPIC,
            plan_rest,
            drag.item.visit,
            fixed,
            then=know,
            failed=lambda _sentence: failed(),
        )

    def _know(self, drag: Drag, target: Target, moves: Sequence[Move] | None) -> None:
        drag.know_rest(target, moves)
        if target == drag.target:
            self.found.emit(drag)
