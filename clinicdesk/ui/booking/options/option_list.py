"""The best days to choose from: cards with small timelines, all to one scale."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from clinicdesk.scheduling import Plan
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.planning.options import Option
from clinicdesk.ui.kit.labels import SMALL, clear, column, scaled_font
from clinicdesk.ui.kit.look.colors import step_color, who
from clinicdesk.ui.kit.look.edges import paint_bar
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say, time_text

BAR = 12
PADDING = 12


def span_text(option: Option) -> str:
    """From when to when."""
    return say("option.span", {"start": option.start, "end": option.end})


def people_text(option: Option) -> str:
    """Everybody the patient meets, each once, in order."""
    names = dict.fromkeys(name for step in option.steps for name in who(step))
    return ", ".join(names)


def on_site_text(option: Option) -> str:
    """How long it takes, and how much of it is waiting."""
    return say("option.on-site", {"count": option.end - option.start, "waiting": option.waiting})


class OptionCard(QAbstractButton):
    """One plan. Its text is painted; a screen reader hears all of it."""

    def __init__(
        self, keeper: ThemeKeeper, setup: ClinicSetup, days: tuple[str, str], option: Option
    ) -> None:
        super().__init__()
        self.option = option
        self._keeper, self._setup = keeper, setup
        self._day, self._near = days
        self._best = self.trait = ""
        self.longest = option.end - option.start
        self.drawn = False
        """Whether somebody can have seen it."""
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def describe(self, trait: str, longest: int) -> None:
        """What is best about it, and how many minutes the widest card shows."""
        self._best, self.longest = trait, longest
        self.trait = " \N{MIDDLE DOT} ".join(part for part in (self._near, trait) if part)
        words = (f"{self.option.rank}: {self._day}", span_text(self.option), self.trait,
                 people_text(self.option), on_site_text(self.option))  # fmt: skip
        self.setAccessibleName(", ".join(word for word in words if word))
        self.setToolTip("\n".join(_step_line(self.option, index) for index in range(self._steps)))
        self.update()

    def name_day(self, days: tuple[str, str]) -> None:
        """Its day in words, with what is near: another day has begun."""
        self._day, self._near = days
        self.describe(self._best, self.longest)

    @property
    def _large(self) -> QFont:
        return scaled_font(self.font(), 1.04, bold=True)

    @property
    def _usual(self) -> QFont:
        return scaled_font(self.font(), SMALL)

    @property
    def _steps(self) -> int:
        return len(self.option.steps)

    def sizeHint(self) -> QSize:
        lines = QFontMetrics(self._large).height() + 2 * QFontMetrics(self._usual).height()
        return QSize(280, lines + BAR + 2 * PADDING + 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self.drawn = True
        theme, chosen = self._keeper.theme, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(1, 1, -2, -2)
        width = 2 if chosen else 1
        edge = theme.accent if chosen else theme.line
        if self.hasFocus():
            edge = theme.focus
        painter.setPen(QPen(QColor(edge), width))
        painter.setBrush(QColor(theme.accent_tint if chosen else theme.panel))
        painter.drawRoundedRect(box, 8, 8)
        inner = box.adjusted(PADDING, PADDING - 2, -PADDING, -PADDING)
        top = self._heading(painter, inner)
        top = self._people(painter, inner, top + 2)
        self._timeline(painter, QRect(inner.left(), top + 5, inner.width(), BAR))
        painter.setFont(self._usual)
        painter.setPen(QColor(theme.muted))
        rest = QRect(inner.left(), top + BAR + 9, inner.width(), 40)
        painter.drawText(rest, Qt.AlignmentFlag.AlignTop, on_site_text(self.option))
        painter.end()

    def _heading(self, painter: QPainter, inner: QRect) -> int:
        theme = self._keeper.theme
        metrics = QFontMetrics(self._large)
        painter.setFont(self._large)
        painter.setPen(QColor(theme.accent if self.isChecked() else theme.muted))
        top = Qt.AlignmentFlag.AlignTop
        painter.drawText(inner, top | Qt.AlignmentFlag.AlignRight, str(self.option.rank))
        painter.setPen(QColor(theme.text))
        text = f"{self._day}   {span_text(self.option)}"
        room = inner.width() - metrics.horizontalAdvance("  9")
        # The times are what is said on the phone: they become smaller before they are cut.
        for share in (1.04, 0.96, 0.88):
            painter.setFont(scaled_font(self.font(), share, bold=True))
            if painter.fontMetrics().horizontalAdvance(text) <= room:
                break
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, top, cut)
        return inner.top() + metrics.height()

    def _people(self, painter: QPainter, inner: QRect, top: int) -> int:
        theme, metrics = self._keeper.theme, QFontMetrics(self._usual)
        painter.setFont(self._usual)
        box = QRect(inner.left(), top, inner.width(), metrics.height())
        painter.setPen(QColor(theme.text))
        trait = f"{self.trait}  " if self.trait else ""
        painter.drawText(box, 0, trait)
        used = metrics.horizontalAdvance(trait)
        painter.setPen(QColor(theme.muted))
        rest = box.adjusted(used, 0, 0, 0)
        people = people_text(self.option)
        cut = metrics.elidedText(people, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, 0, cut)
        return top + metrics.height()

    def _timeline(self, painter: QPainter, box: QRect) -> None:
        theme, option = self._keeper.theme, self.option
        scale = box.width() / max(self.longest, 1)
        end = box.left() + round((option.end - option.start) * scale)
        middle = box.center().y()
        # Waiting is what is left of this line between the bars.
        painter.setPen(QPen(QColor(theme.muted), 1, Qt.PenStyle.DotLine))
        painter.drawLine(box.left(), middle, end, middle)
        for step in option.steps:
            left = box.left() + round((step.start - option.start) * scale)
            right = box.left() + round((step.end - option.start) * scale)
            look = theme.block(step_color(self._setup, step.visit_type_id))
            bar = QRect(left, box.top(), max(right - left - 1, 3), BAR)
            paint_bar(painter, bar, look.pattern, look.edge, look.fill)


class OptionList(QWidget):
    """The cards. Up and Down choose, Enter takes what is chosen."""

    chosen = Signal(object)
    """An Option; None when there is none."""
    taken = Signal()
    reached = Signal()
    """The focus came to the chosen card."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self.cards: list[OptionCard] = []
        self.asks = False
        """Whether the chosen option is another one than somebody chose here: it must be asked."""
        self._column = column(spacing=6)
        self.setLayout(self._column)
        keeper.changed.connect(self.update)

    @property
    def chosen_card(self) -> OptionCard | None:
        """The card of the chosen option."""
        return next((card for card in self.cards if card.isChecked()), None)

    @property
    def current(self) -> Option | None:
        """The chosen one."""
        card = self.chosen_card
        return None if card is None else card.option

    def show_options(
        self,
        setup: ClinicSetup,
        options: Sequence[Option],
        days: Sequence[tuple[str, str]],
        *,
        unasked: bool = False,
    ) -> None:
        """Show these, the first one chosen; `days` are their days in words, with what is near.

        `unasked`: they come while somebody may be about to press Enter on others. What was chosen
        stays so if it is still there; any other one asks for itself, until somebody answers.
        """
        before = None if self.current is None else self.current.plan
        unanswered = self.asks
        focused = self.window().focusWidget() in self.cards
        clear(self._column)
        self.cards = [
            OptionCard(self._keeper, setup, day, option)
            for option, day in zip(options, days, strict=True)
        ]
        for card in self.cards:
            self._put_in(card)
        self._describe({})
        if not self.cards:
            self.chosen.emit(None)
            return
        same = (c for c in self.cards if before and _as_good_as(c.option.plan, before))
        kept = next(same, None) if unasked else None
        card = kept or self.cards[0]
        card.setChecked(True)
        self.asks = unasked and (kept is None or unanswered)
        if focused:
            card.setFocus()

    def show_more(
        self,
        setup: ClinicSetup,
        options: Sequence[tuple[str, Option]],
        days: Sequence[tuple[str, str]],
    ) -> None:
        """Put others below, each with the code of what is best about it; choose the first."""
        more = [
            OptionCard(self._keeper, setup, day, option)
            for (_, option), day in zip(options, days, strict=True)
        ]
        self.cards.extend(more)
        for card in more:
            self._put_in(card)
        self._describe({option.rank: code for code, option in options})
        if more:
            more[0].setChecked(True)
            self.take_focus()

    def _put_in(self, card: OptionCard) -> None:
        card.installEventFilter(self)
        card.toggled.connect(lambda on: self._toggled(card, on))
        card.clicked.connect(self.answer)
        self._column.addWidget(card)
        # A layout shows what it is given only later; the focus cannot wait for that.
        card.show()

    def _describe(self, codes: Mapping[int, str]) -> None:
        """Say what is best about each; `codes` are known already, by rank."""
        options = [card.option for card in self.cards]
        longest = max((option.end - option.start for option in options), default=0)
        for card, trait in zip(self.cards, _traits(options), strict=True):
            code = codes.get(card.option.rank)
            card.describe(trait if code is None else say(code), longest)

    def leave_out(self, gone: Sequence[Option]) -> None:
        """Take the cards of these away, the chosen one not among them; the others stay."""
        for card in [card for card in self.cards if card.option in gone]:
            self.cards.remove(card)
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()

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
            self.asks = False
            self.chosen.emit(card.option)

    def answer(self) -> None:
        """Somebody here means the chosen option."""
        self.asks = False

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
                self.taken.emit()
            return True
        return False


def _as_good_as(one: Plan, other: Plan) -> bool:
    """Whether they are the same to whoever chose one, whatever they cost."""
    return (one.day, one.steps) == (other.day, other.steps)


def _traits(options: Sequence[Option]) -> list[str]:
    """What is best about each, each thing said once."""
    if not options:
        return []
    best = {
        "option.soonest": min(options, key=lambda option: (option.day, option.end)),
        "option.shortest": min(options, key=lambda option: option.end - option.start),
        "option.least-waiting": min(options, key=lambda option: option.waiting),
    }
    if len(options) == 1:
        return [""]
    found: dict[int, str] = {}
    for code, option in best.items():
        others = [other for other in options if other is not option]
        if code == "option.shortest" and any(
            other.end - other.start == option.end - option.start for other in others
        ):
            continue
        if code == "option.least-waiting" and any(o.waiting == option.waiting for o in others):
            continue
        found.setdefault(option.rank, say(code))
    return [found.get(option.rank, "") for option in options]


def _step_line(option: Option, index: int) -> str:
    step = option.steps[index]
    names = ", ".join(info.name for info in step.resources)
    return f"{time_text(step.start)}  {step.visit_type}  {names}"
