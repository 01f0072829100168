"""The steps of an opened visit as a column of cards, one of them chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.kit.labels import clear, column
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.visit.steps.step_card import StepCard


class StepCards(QWidget):
    """By time. `chosen` has an appointment's number when a person chooses another step."""

    chosen = Signal(int)

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._column = column(spacing=6)
        self.setLayout(self._column)
        self.cards: list[StepCard] = []
        keeper.changed.connect(self.update)

    def show_steps(
        self, setup: ClinicSetup, steps: Sequence[AppointmentInfo], chosen: int | None
    ) -> None:
        """Show these; the focus stays on the chosen one if it was on one of them."""
        focused = any(card.hasFocus() for card in self.cards)
        clear(self._column)
        self.cards = [StepCard(self._keeper, setup, step) for step in steps]
        for card in self.cards:
            card.clicked.connect(
                lambda _on=False, number=card.step.number: self.chosen.emit(number)
            )
            self._column.addWidget(card)
            # A layout shows what it is given only later; the focus cannot wait for that.
            card.show()
            card.setChecked(card.step.number == chosen)
        if self.chosen_card is not None:
            self.setFocusProxy(self.chosen_card)
        if focused:
            self.focus_chosen()

    @property
    def chosen_card(self) -> StepCard | None:
        """The card of the chosen step."""
        return next((card for card in self.cards if card.isChecked()), None)

    def focus_chosen(self) -> None:
        """Put the focus on the chosen step."""
        if self.chosen_card is not None:
            self.chosen_card.setFocus()

    def step(self, by: int) -> None:
        """Choose the step before or after; it stays at the ends."""
        here = self.chosen_card
        if here is not None:
            at = max(0, min(len(self.cards) - 1, self.cards.index(here) + by))
            self.cards[at].setChecked(True)
            self.cards[at].setFocus()
            self.chosen.emit(self.cards[at].step.number)
