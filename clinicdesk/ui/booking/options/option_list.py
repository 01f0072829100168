"""The best days to choose from: one card an option, all timelines to one scale."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from clinicdesk.scheduling import Plan
from clinicdesk.services.planning.options import Option
from clinicdesk.ui.booking.options.option_card import OptionCard
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.labels import clear, column
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say


class OptionList(QWidget):
    """The cards. Up and Down choose, Enter books what is chosen."""

    chosen = Signal(object)
    """An Option; None when there is none."""
    book_wanted = Signal()
    """Enter on the chosen card."""
    reached = Signal()
    """The focus came to the chosen card."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._keeper = desk, keeper
        self.cards: list[OptionCard] = []
        self.must_ask = False
        """Whether the chosen option is another than somebody chose here: Enter asks first."""
        self._column = column(spacing=6)
        self.setLayout(self._column)
        keeper.changed.connect(self.update)

    @property
    def chosen_card(self) -> OptionCard | None:
        """The card of the chosen option."""
        return next((card for card in self.cards if card.isChecked()), None)

    @property
    def current(self) -> Option | None:
        """The chosen option."""
        card = self.chosen_card
        return None if card is None else card.option

    def show_options(self, options: Sequence[Option], *, unasked: bool = False) -> None:
        """Show these, the first one chosen.

        `unasked`: they come while somebody may be about to press Enter on others. What was chosen
        stays so if it is still there; any other one must be asked about before it is booked.
        """
        before = None if self.current is None else self.current.plan
        unanswered = self.must_ask
        focused = self.window().focusWidget() in self.cards
        clear(self._column)
        self.cards = self._cards_of(options)
        self._describe({})
        if not self.cards:
            self.chosen.emit(None)
            return
        same = (card for card in self.cards if before and _is_same(card.option.plan, before))
        kept = next(same, None) if unasked else None
        card = kept or self.cards[0]
        card.setChecked(True)
        self.must_ask = unasked and (kept is None or unanswered)
        if focused:
            card.setFocus()

    def show_more(self, options: Sequence[tuple[str, Option]]) -> None:
        """Put others below, each with the code of what is best about it; choose the first."""
        more = self._cards_of([option for _, option in options])
        self.cards.extend(more)
        self._describe({option.rank: code for code, option in options})
        if more:
            more[0].setChecked(True)
            self.take_focus()

    def _cards_of(self, options: Sequence[Option]) -> list[OptionCard]:
        setup = self._desk.availability.setup()
        cards = [OptionCard(self._desk, self._keeper, setup, option) for option in options]
        for card in cards:
            self._put_in(card)
        return cards

    def _put_in(self, card: OptionCard) -> None:
        card.installEventFilter(self)
        card.toggled.connect(lambda on: self._toggled(card, on))
        card.clicked.connect(self.answer)
        self._column.addWidget(card)
        # A layout shows what it is given only later; the focus cannot wait for that.
        card.show()

    def _describe(self, codes: Mapping[int, str]) -> None:
        """Say what is best about each; `codes`, by rank, are known already."""
        options = [card.option for card in self.cards]
        longest = max((option.end - option.start for option in options), default=0)
        best = {**_best_codes(options), **codes}
        for card in self.cards:
            code = best.get(card.option.rank)
            card.describe("" if code is None else say(code), longest)

    def choose_day(self, day: date) -> None:
        """Choose the option of that day, if there is one."""
        for card in self.cards:
            if card.option.day == day:
                card.setChecked(True)

    def leave_out(self, gone: Sequence[Option]) -> None:
        """Take the cards of these away, the chosen one not among them; the others stay."""
        for card in [card for card in self.cards if card.option in gone]:
            self.cards.remove(card)
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()

    def name_days(self) -> None:
        """Another day began: name the cards' days from it."""
        for card in self.cards:
            card.name_day()

    def take_focus(self) -> None:
        """Put the focus on the chosen card, and bring it into view before the next key."""
        card = self.chosen_card
        if card is not None:
            card.setFocus(Qt.FocusReason.OtherFocusReason)
            self.reached.emit()
            card.repaint()

    def _toggled(self, card: OptionCard, on: bool) -> None:
        # One stop for Tab: the arrows go from card to card.
        card.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus)
        if on:
            self.must_ask = False
            self.chosen.emit(card.option)

    def answer(self) -> None:
        """Somebody here means the chosen option."""
        self.must_ask = False

    def step(self, by: int) -> bool:
        """Choose another card; whether there is one."""
        here = next((i for i, card in enumerate(self.cards) if card.isChecked()), None)
        if here is None or not 0 <= here + by < len(self.cards):
            return False
        self.cards[here + by].setChecked(True)
        return True

    def eventFilter(self, watched: object, event: object) -> bool:
        """The keys of whichever card has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            return self._key(event)
        if isinstance(event, QFocusEvent) and isinstance(watched, OptionCard):
            watched.update()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            if self.step(1 if key == Qt.Key.Key_Down else -1):
                self.take_focus()
            return True
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            if not event.isAutoRepeat():
                self.book_wanted.emit()
            return True
        return False


def _is_same(plan: Plan, other: Plan) -> bool:
    """Whether they are the same to whoever chose one of them, whatever they cost."""
    return (plan.day, plan.steps) == (other.day, other.steps)


def _best_codes(options: Sequence[Option]) -> dict[int, str]:
    """By rank, the code of what is best about an option; each thing once, none where none is."""
    if len(options) < 2:
        return {}
    best = {
        "option.soonest": min(options, key=lambda option: (option.day, option.end)),
        "option.shortest": min(options, key=_minutes),
        "option.least-waiting": min(options, key=lambda option: option.waiting),
    }
    found: dict[int, str] = {}
    for code, option in best.items():
        others = [other for other in options if other is not option]
        if code == "option.shortest" and _minutes(option) in map(_minutes, others):
            continue
        if code == "option.least-waiting" and any(o.waiting == option.waiting for o in others):
            continue
        found.setdefault(option.rank, code)
    return found


def _minutes(option: Option) -> int:
    return option.end - option.start
