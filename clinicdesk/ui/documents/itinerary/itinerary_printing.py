"""Shows a visit's page to whoever asks, and notes that it was handed over."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from clinicdesk.services.contacts.noting import note_contact
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.numbers import visit_number
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.documents.itinerary.itinerary_layer import ItineraryLayer
from clinicdesk.ui.documents.itinerary.printed_page import PrintedPage, read_page
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.wording import say


class ItineraryPrinting(QObject):
    """One for each window: of one visit at a time, which it follows while its page is shown."""

    def __init__(self, desk: Desk, below: QWidget, actions: Actions) -> None:
        super().__init__(below)
        self._desk = desk
        self._visit = 0
        self.layer = ItineraryLayer(below, desk, actions)
        self.layer.wanted_otherwise.connect(self._read)
        self.layer.printed.connect(partial(self._note, True))
        self.layer.written.connect(partial(self._note, False))
        desk.changed.connect(self._follow)

    def show_visit(self, visit: int) -> None:
        """Show its page, in the patient's language."""
        self._visit = visit
        self._read("", False)

    def _read(self, language: str, large: bool, *, again: bool = False) -> None:
        desk = self._desk
        read = partial(
            read_page, desk.context, desk.database, self._visit, language=language, large=large
        )
        desk.read((self, "page"), read, partial(self._show, again), self._refused)

    def _show(self, again: bool, page: PrintedPage) -> None:
        shown = self.layer.page
        if again and (shown is None or page.of.says_the_same(shown.of)):
            return
        mark = "demo-" if self._desk.setup.demo else ""
        self.layer.show_page(page, f"{mark}{visit_number(page.of.visit)}")

    def _refused(self, refusal: Refused | DatabaseRefused) -> None:
        self._desk.refused.emit(say(refusal.code, refusal.params))

    def _follow(self, change: Changed) -> None:
        """What somebody changes meanwhile is on what is handed over."""
        page = self.layer.page
        if page is None or not self.layer.isVisible():
            return
        whose = page.of.patient.number in change.patients
        if change.everything or whose or page.of.days & change.days:
            self._read(page.of.language, page.of.page.large, again=True)

    def _note(self, printed: bool, page: PrintedPage) -> None:
        """The patient has it, of the edition that stands on it."""
        visit, came_of_it = page.of.visit, page.of.handed_over(printed=printed)
        about = frozenset({visit})
        self._desk.write_about(about, note_contact, visit, came_of_it, edition=page.of.edition)
