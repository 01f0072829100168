"""The cards of a practitioner's day under each other: the keyboard goes from one to the next."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from clinicdesk.services.visits.reading.practitioner_day import Encounter
from clinicdesk.services.visits.reading.visit_reading import VisitInfo
from clinicdesk.ui.kit.labels import clear_focus
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.selection import NoSelection, SelectedAppointment, Selection
from clinicdesk.ui.my_day.card_words import CardWording
from clinicdesk.ui.my_day.encounter_card import EncounterCard
from clinicdesk.ui.my_day.now_and_next import Place
from clinicdesk.wording import say


class DayCards(QScrollArea):
    """A card stays as long as its appointment does, and with it the keyboard."""

    opened = Signal(int)
    note_wanted = Signal(int)
    reached = Signal(int)
    """The keyboard has come to the card of that appointment."""

    def __init__(self, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._keeper = keeper
        self.cards: list[EncounterCard] = []
        """From the first to the last."""
        self._page = QWidget()
        self._column = QVBoxLayout(self._page)
        self._column.setSpacing(10)
        self._column.addStretch(1)
        self.setWidget(self._page)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def focused(self) -> EncounterCard | None:
        """The card that the keyboard is at."""
        return next((card for card in self.cards if card.hasFocus()), None)

    @property
    def now(self) -> EncounterCard | None:
        """Whom they have now."""
        return next((card for card in self.cards if card.place is Place.NOW), None)

    def card_of(self, appointment: int) -> EncounterCard | None:
        """None where it is not there any more."""
        return next((card for card in self.cards if card.number == appointment), None)

    def selection(self) -> Selection:
        """The card that the keyboard is at, else whom they have now."""
        card = self.focused or self.now
        encounter = None if card is None or self._page.isHidden() else card.encounter
        if encounter is None or encounter.appointment.patient is None:
            return NoSelection(say("my-day.nobody"))
        item, steps = encounter.appointment, encounter.visit_steps
        visit = VisitInfo(item.visit, item.patient, None, steps, version=item.visit_version)
        return SelectedAppointment(visit, item)

    def show_cards(
        self,
        wording: CardWording,
        encounters: Sequence[Encounter],
        places: Sequence[Place],
        *,
        narrow: bool,
        anew: bool,
    ) -> bool:
        """`anew` if it is another day than before. Whether the keyboard was at one that is gone."""
        focused = self.focused
        kept = {card.number: card for card in self.cards}
        self.cards = []
        for at, (encounter, place) in enumerate(zip(encounters, places, strict=True)):
            card = kept.pop(encounter.appointment.number, None) or self._new_card(encounter)
            card.show_encounter(wording, encounter, place, narrow=narrow)
            there = self._column.itemAt(at)
            if there is None or there.widget() is not card:
                self._column.insertWidget(at, card)
                card.show()
            self.cards.append(card)
        for card in kept.values():
            clear_focus(card)
            self._column.removeWidget(card)
            card.hide()
            card.setParent(None)
            card.deleteLater()
        # At once: what is in sight is asked for next.
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        if anew:
            self.verticalScrollBar().setValue(0)
            # Once it is laid out.
            QTimer.singleShot(0, self, self.go_to_now)
        return focused is not None and focused not in self.cards

    def _new_card(self, encounter: Encounter) -> EncounterCard:
        card = EncounterCard(encounter.appointment.number, self._keeper)
        card.opened.connect(self.opened)
        card.note_wanted.connect(self.note_wanted)
        card.reached.connect(self.reached)
        return card

    def hide_cards(self, hidden: bool) -> None:
        """As long as they are somebody else's."""
        self._page.setHidden(hidden)

    def go_to_now(self) -> None:
        """Whom they have now, or who is next, is in sight when the day is come to."""
        for wanted in (Place.NEXT, Place.NOW):
            for card in self.cards:
                if card.place is wanted:
                    self.ensureWidgetVisible(card)

    def take_keyboard(self) -> bool:
        """To whom they have now, else who is next, else the first; whether there is any."""
        cards = self.cards
        wanted = [
            card for place in (Place.NOW, Place.NEXT) for card in cards if card.place is place
        ]
        chosen = next(iter([*wanted, *cards]), None)
        if chosen is not None:
            chosen.setFocus()
        return chosen is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go from card to card, Home and End to the first and the last."""
        cards, focused = self.cards, self.focused
        if focused is None:
            super().keyPressEvent(event)
            return
        at = cards.index(focused)
        to = {
            Qt.Key.Key_Up: at - 1,
            Qt.Key.Key_Down: at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(cards) - 1,
        }.get(Qt.Key(event.key()))
        if to is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif 0 <= to < len(cards):
            cards[to].setFocus()
            self.ensureWidgetVisible(cards[to])
