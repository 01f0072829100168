"""A page that reads the set-up again once it is seen, where that has changed and nobody types."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from clinicdesk.services.journal.changes import Changed
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.setup.edit_view import EditView
from clinicdesk.ui.setup.edit_work import EditWork, changes_setup


class ReadingPage(QWidget):
    """Below what it shows stands its `view`, with the work on the edit that is typed there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._stale = True
        """Whether it is to be read again once somebody sees it."""
        self.view = EditView(desk, self)
        desk.readable.connect(self._reload_if_seen)
        desk.changed.connect(self._follow)

    @property
    def work(self) -> EditWork:
        """What is asked and saved of what is typed."""
        return self.view.work

    @property
    def is_busy(self) -> bool:
        """Whether something was typed or begun that is neither saved nor given up."""
        return self.work.edit is not None

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while nobody saw it is read now."""
        super().showEvent(event)
        if self._stale:
            self._reload()

    def _follow(self, change: Changed) -> None:
        if changes_setup(change):
            self.work.look_again()
            self._reload_if_seen()

    def _reload_if_seen(self) -> None:
        self._stale = True
        if self.isVisible() and not self.is_busy:
            self._reload()

    def _reload(self) -> None:
        self._stale = False
        self._ask()

    def _ask(self) -> None:
        """Ask for what it shows."""
        raise NotImplementedError
