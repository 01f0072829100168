"""Whether names are hidden at this desk: one switch that every place that shows a name obeys."""

from PySide6.QtCore import QObject, Signal


class Privacy(QObject):
    """Whoever shows a patient asks `on` while wording them, and words them anew at `changed`."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on = False

    @property
    def on(self) -> bool:
        """Whether initials stand for names."""
        return self._on

    def use(self, on: bool) -> None:
        """Hide names, or show them again."""
        if on != self._on:
            self._on = on
            self.changed.emit()
