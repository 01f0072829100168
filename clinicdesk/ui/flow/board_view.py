"""The columns of the board beside each other, and the card that the keyboard is at."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from clinicdesk.ui.flow.board_column import BoardColumn
from clinicdesk.ui.flow.card_rows import CardRow
from clinicdesk.ui.kit.labels import line
from clinicdesk.ui.kit.look.theme import ThemeKeeper


@dataclass(frozen=True)
class ShownColumn:
    """A column as it is to be shown."""

    key: Hashable
    title: str
    rows: tuple[CardRow, ...]
    said: str = ""


class BoardView(QScrollArea):
    """The keyboard stays with its patient, whatever column they go to."""

    reached = Signal()
    """Somebody went to another card."""
    opened = Signal()

    def __init__(self, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._keeper = keeper
        self._at: int | None = None
        """The appointment whose card somebody has gone to."""
        self._here: Hashable = None
        """The column that the keyboard was in last."""
        self._filling = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.columns: list[BoardColumn] = []
        """Those that are shown, from left to right."""
        self._made: dict[Hashable, BoardColumn] = {}
        """By key: turning the board makes none anew."""
        self._beside = line(spacing=12)
        inside = QWidget()
        inside.setLayout(self._beside)
        self.setWidget(inside)

    @property
    def current(self) -> CardRow | None:
        """The card that somebody has gone to, as it was read last; None if it is gone."""
        for each in self.columns:
            place = each.cards.place_of(self._at)
            if place is not None:
                return each.cards.rows[place]
        return None

    @property
    def current_key(self) -> Hashable:
        """The column that the keyboard is in, or was last."""
        return self._here

    @property
    def has_keyboard(self) -> bool:
        """Whether the keyboard is in one of the columns."""
        return any(each.cards.hasFocus() for each in self.columns)

    def show_columns(self, shown: Sequence[ShownColumn]) -> None:
        """Show these; the keyboard stays at the same patient."""
        had = self.has_keyboard
        self._filling = True
        if not self._stand_here(shown):
            self._turn_to(shown)
        for each, now in zip(self.columns, shown, strict=True):
            each.show_cards(now.rows, now.said)
        self._stand(had)
        self._filling = False

    def forget_hidden(self) -> None:
        """Columns that are not shown keep nobody: names may be hidden by now."""
        for each in self._made.values():
            if each not in self.columns:
                each.show_cards(())

    def take_keyboard(self) -> None:
        """Put the keyboard on the card that it was at, else on the first one."""
        column = self._column_at() or next(
            (each for each in self.columns if each.cards.count()), None
        )
        if column is not None:
            column.cards.setFocus()

    def stand_by(self, patient: int) -> None:
        """Stand on a card of this patient, if there is one: whoever they are about, it is them."""
        rows = [row for each in self.columns for row in each.cards.rows]
        theirs = [row.step.number for row in rows if _is_of(row, patient)]
        if theirs and self._at not in theirs:
            self._at = theirs[0]
            self._stand(False)
            self.reached.emit()

    def go_to(self, number: int) -> None:
        """Go to the card of that appointment, if there is one."""
        self._at = number
        self._stand(True)
        self.reached.emit()

    def _stand_here(self, shown: Sequence[ShownColumn]) -> bool:
        """Whether it is these columns that are beside each other, as they are called now."""
        called = [(each.key, each.title) for each in self.columns]
        return called == [(each.key, each.title) for each in shown]

    def _turn_to(self, shown: Sequence[ShownColumn]) -> None:
        """Have just these columns beside each other; the others stay made for when they are."""
        for each in self.columns:
            # Hidden with the keyboard, each would hand it on to the next.
            each.cards.clearFocus()
        for each in self.columns:
            each.hide()
        self.columns = [self._column(each) for each in shown]
        for place, each in enumerate(self.columns):
            if self._beside.indexOf(each) != place:
                self._beside.insertWidget(place, each)
            each.show()

    def _column(self, wanted: ShownColumn) -> BoardColumn:
        """The column of that key, made if it is not."""
        made = self._made.get(wanted.key)
        if made is not None:
            made.rename(wanted.title)
            return made
        column = self._made[wanted.key] = BoardColumn(self._keeper, wanted.key, wanted.title)
        cards = column.cards
        cards.entered.connect(lambda: self._enter(column))
        cards.currentRowChanged.connect(lambda _row: self._follow(column))
        cards.sideways.connect(lambda step: self._go_sideways(column, step))
        cards.itemDoubleClicked.connect(lambda _item: self.opened.emit())
        cards.opened.connect(self.opened)
        return column

    def _column_at(self) -> BoardColumn | None:
        found = (each for each in self.columns if each.cards.place_of(self._at) is not None)
        return next(found, None)

    def _stand(self, with_keyboard: bool) -> None:
        """One card is marked on the whole board: the one that somebody has gone to."""
        at = self._column_at()
        for each in self.columns:
            place = each.cards.place_of(self._at) if each is at else None
            row = -1 if place is None else place
            if each.cards.currentRow() != row:
                each.cards.setCurrentRow(row)
        if at is not None:
            self._here = at.key
            if with_keyboard:
                at.cards.setFocus()
                self.ensureWidgetVisible(at, 0, 0)
        elif with_keyboard and not self.has_keyboard:
            self.take_keyboard()

    def _enter(self, column: BoardColumn) -> None:
        self._here = column.key
        self.ensureWidgetVisible(column, 0, 0)
        self._follow(column)

    def _follow(self, column: BoardColumn) -> None:
        """The keyboard has gone from card to card; not while others' changes are shown."""
        row = column.cards.current
        if self._filling or row is None or not column.cards.hasFocus():
            return
        other = row.step.number != self._at
        self._at = row.step.number
        for each in self.columns:
            if each is not column:
                each.cards.setCurrentRow(-1)
        if other:
            self.reached.emit()

    def _go_sideways(self, column: BoardColumn, step: int) -> None:
        """To the next column that has anybody, at about the same height."""
        place = self.columns.index(column) + step
        row = max(0, column.cards.currentRow())
        while 0 <= place < len(self.columns):
            cards = self.columns[place].cards
            if cards.count():
                cards.setCurrentRow(min(row, cards.count() - 1))
                cards.setFocus()
                return
            place += step


def _is_of(row: CardRow, patient: int) -> bool:
    return row.step.patient is not None and row.step.patient.number == patient
