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
        self._old = 0
        """How many objects the last search through all of them left."""
        self._new = 0
        """How many have outlived two searches since."""
        self._timer = QTimer(self, interval=SEARCH_MILLISECONDS)
        self._timer.timeout.connect(self.search)
        self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        if self._was_on:
            gc.enable()

    def search(self) -> None:
        """Search as far as Python would by now, the youngest objects first.

        All of them only once a quarter is new, as Python does: a window that has been open for
        days holds much that a search would go through in vain.
        """
        if _is_due(0):
            gc.collect(0)
        if _is_due(1):
            young = len(gc.get_objects(0)) + len(gc.get_objects(1))
            self._new += young - gc.collect(1)
        if _is_due(2) and self._new > self._old // 4:
            gc.collect()
            self._old, self._new = len(gc.get_objects(2)), 0


def _is_due(generation: int) -> bool:
    return gc.get_count()[generation] > gc.get_threshold()[generation]
