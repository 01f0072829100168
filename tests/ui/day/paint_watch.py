"""Watches which blocks of the day are painted."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPaintEvent

from clinicdesk.ui.day.grid.boxes import rect
from clinicdesk.ui.day.grid.day_grid import DayGrid


class PaintWatch(QObject):
    """Notes whose blocks each painting of the day reaches, by their appointments' numbers."""

    def __init__(self, grid: DayGrid) -> None:
        super().__init__(grid)
        self.grid = grid
        self.blocks: list[set[int]] = []
        grid.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            region = event.region().translated(self.grid.offset)
            plan = self.grid.plan
            reached = (b for b in plan.blocks if region.intersects(rect(plan.box(b))))
            self.blocks.append({block.appointment.number for block in reached})
        return super().eventFilter(watched, event)
