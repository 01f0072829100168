"""The best days to choose from: one card an option, all timelines to one scale."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from clinicdesk.scheduling import Plan
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.planning.options import Option
from clinicdesk.ui.booking.options.option_card import OptionCard
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.labels import column
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say

SPARE = 3
"""So many more can be asked for at once: the soonest, the shortest, all first choices."""


class OptionList(QWidget):
    """The cards. Up and Down choose, Enter books what is chosen.

    A card that is there already becomes the next answer's: making one costs more than a frame.
    """

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
        self._spare: list[OptionCard] = []
        """Cards of no option now, hidden below the others."""
        self._stocking = QTimer(self, singleShot=True, interval=0)
        self._stocking.timeout.connect(self._stock)
        self.chosen_here = False
        """Whether somebody here has chosen one since these were asked for."""
        self.must_ask = False
        """Whether the chosen option is another than somebody chose here: Enter asks first."""
        self.stands: Callable[[Option], bool] = lambda _option: False
        """Whether what is moved stands there already."""
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
        self._put_on_cards(options)
        self._describe({})
        if not self.cards:
            self.must_ask = False
            self.chosen.emit(None)
            return
        same = (card for card in self.cards if before and _is_same(card.option.plan, before))
        kept = next(same, None) if unasked else None
        self._choose(kept or self.cards[0])
        self.must_ask = unasked and (kept is None or unanswered)
        if focused:
            self.cards[self.cards.index(kept or self.cards[0])].setFocus()

    def show_more(self, options: Sequence[tuple[str, Option]]) -> None:
        """Put others below, each with the code of what is best about it; choose the first."""
        count = len(self.cards)
        self._put_on_cards([*self._shown, *(option for _, option in options)])
        self._describe({option.rank: code for code, option in options})
        if options:
            self._choose(self.cards[count])
            self.take_focus()

    @property
    def _shown(self) -> Sequence[Option]:
        return [card.option for card in self.cards]

    def _choose(self, card: OptionCard) -> None:
        """Choose it; told even if the same card was chosen, which may be of another option now."""
        if card.isChecked():
            self._toggled(card, True)
        else:
            card.setChecked(True)

    def _put_on_cards(self, options: Sequence[Option]) -> None:
        setup = self._desk.setup
        while len(self.cards) > len(options):
            self._put_away(self.cards[-1])
        for card, option in zip(self.cards, options, strict=False):
            if card.option != option:
                card.show_option(setup, option)
        for option in options[len(self.cards) :]:
            self._take_card(setup, option)

    def _take_card(self, setup: ClinicSetup, option: Option) -> None:
        if self._spare:
            card = self._spare.pop(0)
            card.show_option(setup, option)
        else:
            card = self._make_card(setup, option)
        self.cards.append(card)
        # A layout shows what it is given only later; the focus cannot wait for that.
        card.show()
        self._stocking.start()

    def _make_card(self, setup: ClinicSetup, option: Option) -> OptionCard:
        card = OptionCard(self._desk, self._keeper, setup, option)
        card.installEventFilter(self)
        card.toggled.connect(lambda on: self._toggled(card, on))
        card.clicked.connect(self._choose_here)
        card.hide()
        self._column.addWidget(card)
        return card

    def _stock(self) -> None:
        """Make a card that may be wanted next, one in a turn of the window's events."""
        if self.cards and len(self._spare) < SPARE:
            self._spare.append(self._make_card(self._desk.setup, self.cards[0].option))
            self._spare[-1].ensurePolished()
            self._stocking.start()

    def _put_away(self, card: OptionCard) -> None:
        self.cards.remove(card)
        # Else Qt gives the focus to whatever comes next, and Enter presses what nobody meant.
        card.clearFocus()
        card.hide()
        # The only one of its group that is on cannot be turned off.
        card.setAutoExclusive(False)
        card.setChecked(False)
        card.setAutoExclusive(True)
        self._column.removeWidget(card)
        self._column.addWidget(card)
        self._spare.append(card)

    def _describe(self, codes: Mapping[int, str]) -> None:
        """Say what is best about each; `codes`, by rank, are known already."""
        options = [card.option for card in self.cards]
        longest = max((option.end - option.start for option in options), default=0)
        best = {**_best_codes(options), **codes}
        for card in self.cards:
            now = self.stands(card.option)
            code = "option.as-now" if now else best.get(card.option.rank)
            card.describe("" if code is None else say(code), longest)

    def choose_plan(self, plan: Plan) -> None:
        """Choose just this; where it is not offered Enter asks before it books another one."""
        for card in self.cards:
            if _is_same(card.option.plan, plan):
                card.setChecked(True)
                return
        self.choose_day(plan.day)
        self.ask_first()

    def choose_numbered(self, typed: str) -> bool:
        """Choose the option of that number, if the keyboard is among them; whether it was."""
        if self.window().focusWidget() not in self.cards:
            return False
        card = next((card for card in self.cards if str(card.option.rank) == typed), None)
        if card is not None:
            card.setChecked(True)
            self._choose_here()
            self.take_focus()
        return card is not None

    def choose_day(self, day: date) -> None:
        """Choose the option of that day, if there is one."""
        for card in self.cards:
            if card.option.day == day:
                card.setChecked(True)

    def leave_out(self, gone: Sequence[Option]) -> None:
        """Take the cards of these away, the chosen one not among them; the others stay."""
        for card in [card for card in self.cards if card.option in gone]:
            self._put_away(card)

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

    def ask_first(self) -> None:
        """What is chosen is not what was meant: Enter asks before it books it."""
        self.must_ask = bool(self.cards)

    def _choose_here(self) -> None:
        self.chosen_here = True
        self.answer()

    def answer(self) -> None:
        """Somebody here means the chosen option."""
        self.must_ask = False

    def step(self, by: int) -> bool:
        """Choose another card; whether there is one."""
        here = next((i for i, card in enumerate(self.cards) if card.isChecked()), None)
        if here is None or not 0 <= here + by < len(self.cards):
            return False
        self.chosen_here = True
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
    return option.on_site
