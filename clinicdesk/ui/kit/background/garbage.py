"""Searches for garbage in the window's thread, and in no other."""

import gc

from PySide6.QtCore import QObject, QTimer

SEARCH_MILLISECONDS = 500


class WindowGarbage(QObject):
    """From when it is made until `stop`, Python searches nowhere else.

    By itself it searches in whichever thread makes an object too many. What a search there finds is
    freed there, a widget among it, and Qt deletes widgets in the window's thread only.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=SEARCH_MILLISECONDS)
        self._timer.timeout.connect(search)
        self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        if self._was_on:
            gc.enable()


def search() -> None:
    """Search as far as Python would by now, the youngest objects first."""
    for generation, threshold in enumerate(gc.get_threshold()):
        if gc.get_count()[generation] > threshold:
            gc.collect(generation)
