"""One column of the board: a head that says what it is and how many, and the cards below it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QListWidgetItem

from clinicdesk.ui.flow.card_rows import CardRow
from clinicdesk.ui.kit.labels import column, label
from clinicdesk.ui.kit.lined_rows import ROW_ROLE, LinedRows, write_row
from clinicdesk.ui.kit.look.theme import ThemeKeeper, grown
from clinicdesk.wording import say

LEAST_WIDTH = 158
"""Pixels at the usual font size."""

_UP_AND_DOWN = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End})
_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class CardList(LinedRows[CardRow]):
    """The cards of a column. Letters are the window's: the list does not search by them."""

    entered = Signal()
    """The keyboard has come here."""
    sideways = Signal(int)
    """The column to the left (-1) or the right (1) is asked for."""
    opened = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from card to card, Enter opens one."""
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _UP_AND_DOWN and plain:
            super().keyPressEvent(event)
        elif key in _SIDEWAYS and plain:
            self.sideways.emit(_SIDEWAYS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and not event.isAutoRepeat():
            self.opened.emit()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand on a card as soon as the keyboard is here."""
        super().focusInEvent(event)
        if self.currentRow() < 0 and self.count():
            self.setCurrentRow(0)
        self.entered.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In another width the cards are of other heights: the current one stays in sight."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self.keep_in_sight)

    def keep_in_sight(self) -> None:
        """Scroll to the card that the keyboard is at, once all cards have their places."""
        item = self.currentItem() if self.count() and self.currentRow() >= 0 else None
        if item is not None:
            self.scrollToItem(item)

    def show_cards(self, rows: Sequence[CardRow]) -> None:
        """Show these; what stands where it stood is only written anew."""
        before = self.rows
        if [row.step.number for row in before] == [row.step.number for row in rows]:
            for place, row in enumerate(rows):
                self._write(self.item(place), row)
            return
        height = self.verticalScrollBar().value()
        self.replace_rows(rows)
        self.verticalScrollBar().setValue(height)

    def _write(self, item: QListWidgetItem, row: CardRow) -> None:
        """With the step as it is now; drawn and spoken anew only where it reads otherwise."""
        before: CardRow = item.data(ROW_ROLE)
        write_row(item, row)
        if before.lines != row.lines:
            self.scheduleDelayedItemsLayout()

    def place_of(self, number: int | None) -> int | None:
        """Where the card of that appointment stands; None if it is not here."""
        places = (place for place, row in enumerate(self.rows) if row.step.number == number)
        return next(places, None)


class BoardColumn(QFrame):
    """Its head never scrolls away."""

    def __init__(self, keeper: ThemeKeeper, key: object, title: str) -> None:
        super().__init__()
        self.key, self.title = key, title
        self.cards = CardList(keeper, title)
        self.head = label(bold=True, wraps=True)
        self.said = label(part="muted", size="small", wraps=True)
        self.said.hide()
        whole = column(self.head, self.said, spacing=4)
        whole.addWidget(self.cards, 1)
        self.setLayout(whole)
        self.setMinimumWidth(grown(LEAST_WIDTH))

    def rename(self, title: str) -> None:
        """What it is called from now on; written with the cards that are shown next."""
        self.title = title

    def show_cards(self, rows: Sequence[CardRow], said: str = "") -> None:
        """Show these below what is said of the column."""
        title = say("flow.column", {"title": self.title, "count": len(rows)})
        self.head.setText(title)
        self.said.setText(said)
        self.said.setVisible(bool(said))
        self.cards.setAccessibleName(f"{title}. {said}" if said else title)
        self.cards.show_cards(rows)
