"""A visit's page looked at before it is handed over: in which language, in large type or not."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from clinicdesk.services.documents.itinerary_export import write_page
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.documents.itinerary.printed_page import PrintedPage
from clinicdesk.ui.documents.paper.pages import Printable
from clinicdesk.ui.documents.paper.print_layer import PrintLayer
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.entry.fields import Choice
from clinicdesk.ui.kit.labels import button, label, line
from clinicdesk.ui.kit.people.naming import identifiers
from clinicdesk.wording import say


class ItineraryLayer(PrintLayer):
    """As for any paper; L turns large type on and off."""

    wanted_otherwise = Signal(str, bool)
    """It shall be in this language, and in large type or not."""

    def __init__(self, below: QWidget, desk: Desk, actions: Actions) -> None:
        self.page: PrintedPage | None = None
        self.who = label(part="muted", bold=True, wraps=True)
        super().__init__(below, desk, actions)
        self.large = QCheckBox(say("itinerary.large"))
        self.language = Choice()
        self.language.setAccessibleName(say("itinerary.language"))
        self.save_page_button = button(say("itinerary.save-page"), self._ask_where_for_page)
        self.buttons.insertWidget(2, self.save_page_button)
        self.whole.insertWidget(1, self.who)
        self.whole.insertLayout(2, line(self.language, self.large))
        self.large.clicked.connect(self._want)
        self.language.activated.connect(self._want)

    def show_page(self, page: PrintedPage, name: str) -> None:
        """Look at this visit's page."""
        self.page = page
        self.title.setText(say("itinerary.title", {"visit": page.of.visit}))
        self.large.setChecked(page.of.page.large)
        self.language.clear()
        self.language.addItems(page.of.language_names)
        if page.of.language in page.of.languages:
            self.language.setCurrentIndex(page.of.languages.index(page.of.language))
        self.show_printout(page, name)

    def close_layer(self) -> None:
        """Closed: nobody's name is kept."""
        super().close_layer()
        self.page = None
        self.who.clear()

    def hide_names(self) -> None:
        """Who it is stands here by two identifiers, the name by its initials while it is hidden."""
        super().hide_names()
        page, private = self.page, self.privacy.on
        self.who.setText("" if page is None else identifiers(page.of.patient, private=private))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Large type, by its letter."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.key() == Qt.Key.Key_L and not event.isAutoRepeat():
            self.large.click()
        else:
            super().keyPressEvent(event)

    def _want(self) -> None:
        if self.page is not None:
            language = self.page.of.languages[max(self.language.currentIndex(), 0)]
            self.wanted_otherwise.emit(language, self.large.isChecked())

    def _ask_where_for_page(self) -> None:
        title, names = say("itinerary.save-page"), say("itinerary.filter")
        self.ask_where(title, names, "html", self.write_page)

    def write_page(self, path: Path) -> None:
        """Write it as a web page there, whole or not at all."""
        self.write_with(path, partial(_write_page, path))


def _write_page(path: Path, printout: Printable) -> None:
    assert isinstance(printout, PrintedPage)
    write_page(path, printout.web_page)
