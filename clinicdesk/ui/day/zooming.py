"""How large the day is drawn: zooming by keys and wheel, and remembering it."""

from PySide6.QtCore import QObject, QSettings, Signal

from clinicdesk.ui.day.grid.day_grid import DayGrid
from clinicdesk.ui.day.layout.geometry import ROWS, USUAL_ZOOM
from clinicdesk.ui.kit.actions.actions import Actions


class Zooming(QObject):
    """The wheel zooms around the time under the mouse, keys around the keyboard's place."""

    changed = Signal()
    """The day is to be laid out in the new size."""

    def __init__(self, grid: DayGrid, actions: Actions, settings: QSettings) -> None:
        super().__init__(grid)
        self._grid, self._settings = grid, settings
        self.level = _stored_level(settings)
        grid.zoom_wanted.connect(self.by)
        actions.connect("view.zoom-in", lambda: self.by(1))
        actions.connect("view.zoom-out", lambda: self.by(-1))
        actions.connect("view.zoom-reset", lambda: self.by(USUAL_ZOOM - self.level))

    def by(self, steps: int, y: int | None = None) -> None:
        """So many sizes larger; the time at height `y` of the viewport stays where it is."""
        wanted = min(max(self.level + steps, 0), len(ROWS) - 1)
        if wanted == self.level:
            return
        anchor = None
        if self._grid.shows_a_day:
            anchor = self._anchor() if y is None else self._under(y)
        self.level = wanted
        self._settings.setValue("day/zoom", wanted)
        self.changed.emit()
        if anchor is not None:
            self._grid.show_minute_at(*anchor)

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
        lowest = max(view - 2 * self._grid.day_painter.fonts.name.height, 0)
        return place.start, min(max(y, 0), lowest)


def _stored_level(settings: QSettings) -> int:
    """The step of zoom that was used last; the usual one if the settings are damaged."""
    try:
        zoom = int(str(settings.value("day/zoom", USUAL_ZOOM)))
    except ValueError:
        return USUAL_ZOOM
    return zoom if 0 <= zoom < len(ROWS) else USUAL_ZOOM
