"""How large the day is drawn: remembered, and around the time that somebody is at."""

from PySide6.QtCore import QObject, QSettings, Signal

from clinicdesk.ui.day import columns
from clinicdesk.ui.day.grid.geometry import ROWS, USUAL_ZOOM
from clinicdesk.ui.day.grid.grid import DayGrid
from clinicdesk.ui.kit.actions import Actions


class Zooming(QObject):
    """Carries out the actions about size; the wheel keeps the pointer's time, keys their own."""

    changed = Signal()
    """The day is to be laid out in the new size."""

    def __init__(self, grid: DayGrid, actions: Actions, settings: QSettings) -> None:
        super().__init__(grid)
        self._grid, self._settings = grid, settings
        self.level = columns.stored_zoom(settings)
        grid.zoom_wanted.connect(self.by)
        actions.connect("view.zoom-in", lambda: self.by(1))
        actions.connect("view.zoom-out", lambda: self.by(-1))
        actions.connect("view.zoom-reset", lambda: self.by(USUAL_ZOOM - self.level))

    def by(self, steps: int, y: int | None = None) -> None:
        """So many sizes larger; the time at height `y` of the viewport stays where it is."""
        wanted = min(max(self.level + steps, 0), len(ROWS) - 1)
        if wanted == self.level:
            return
        minute, height = self._anchor() if y is None else self._under(y)
        self.level = wanted
        self._settings.setValue("day/zoom", wanted)
        self.changed.emit()
        self._grid.show_minute_at(minute, height)

    def _under(self, y: int) -> tuple[float, int]:
        """The minute at a height of the viewport, and that height."""
        return self._grid.plan.scale.minute(self._grid.offset.y() + y), y

    def _anchor(self) -> tuple[float, int]:
        """What stays while keys zoom: the keyboard's place, wherever it is, and at what height."""
        view = self._grid.viewport().height()
        place = self._grid.place
        if place is None:
            return self._under(view // 2)
        y = self._grid.place_box(place).y - self._grid.offset.y()
        # A place that is out of sight comes into it, at the edge that it is behind.
        lowest = max(view - 2 * self._grid.face.fonts.name.height, 0)
        return place.start, min(max(y, 0), lowest)
