"""A template drawn: a bar for each step, an arrow for each rule; keys change what is chosen."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import SMALL, scaled_font
from clinicdesk.ui.kit.look.theme import grown, mixed
from clinicdesk.ui.setup.steps.drawing_words import rule_words, same_words, step_name, step_words
from clinicdesk.ui.setup.steps.staircase import Arrow, Bar, Staircase, staircase
from clinicdesk.ui.setup.steps.step_text import shown_gap
from clinicdesk.ui.setup.steps.template_edits import Kinds, Template

BAR, BETWEEN, MARGIN, HEAD = 20, 18, 8, 5
"""The height of a bar and of what is between two, the edge around all, the arrows' heads: pixels
at the usual font size."""

Item = Bar | Arrow
"""What the keyboard can be at."""


class StepsDrawing(QWidget):
    """Shows the template that it is given, and says what it shall be after a key.

    Up and Down choose a step or a rule. Left and Right make a step shorter or longer, and move a
    rule's largest gap, with Shift its smallest. Alt moves a step up or down. Insert has the next
    step come after this one, Delete takes away what is chosen.
    """

    edited = Signal(object)
    """The `Template` as somebody has changed it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.template = Template()
        self._kinds: Kinds = {}
        self._drawn = Staircase((), ())
        self._grid = 5
        self.at = 0
        """The place of what is chosen among the `items`."""

    def show_template(self, template: Template, kinds: Kinds, grid: int, transfer: int) -> None:
        """Draw these steps and rules."""
        height = self.sizeHint().height()
        self.template, self._kinds, self._grid = template, kinds, grid
        self._drawn = staircase(template, kinds, transfer)
        self.at = max(0, min(self.at, len(self.items) - 1))
        self.setHidden(not self.items)
        self._tell()
        if self.sizeHint().height() != height:
            self.updateGeometry()
        self.update()

    @property
    def items(self) -> tuple[Item, ...]:
        """From top to bottom: each step behind the rules that lead to it."""
        return _items(self._drawn)

    @property
    def chosen(self) -> Item | None:
        """The step or rule that the keyboard is at."""
        return self.items[self.at] if self.items else None

    def words(self) -> str:
        """The chosen step or rule in words."""
        chosen = self.chosen
        if isinstance(chosen, Bar):
            return step_words(self.template, chosen.step, self._kinds)
        return "" if chosen is None else rule_words(self.template, chosen.rule, self._kinds)

    def sizeHint(self) -> QSize:
        count = len(self._drawn.bars)
        return QSize(240, grown(count * BAR + max(0, count - 1) * BETWEEN + 2 * MARGIN))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    # ------------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        edited = self._edited(Qt.Key(event.key()), event.modifiers())
        if edited is None:
            super().keyPressEvent(event)
        elif edited != self.template:
            self.edited.emit(edited)
            announce(self, self.words())

    def _edited(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> Template | None:
        """The template after that key; None for a key that means nothing here."""
        chosen, held = self.chosen, modifiers & ~Qt.KeyboardModifier.KeypadModifier
        alt, shift = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
        upright = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key)
        level = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
        if chosen is None:
            return None
        if upright and not held:
            self._choose(self.at + upright)
            return self.template
        if upright and held == alt and isinstance(chosen, Bar):
            return self._moved(chosen.step, upright)
        if level and held in (Qt.KeyboardModifier.NoModifier, shift):
            return self._pushed(chosen, level, fine=held == shift)
        if key == Qt.Key.Key_Insert and isinstance(chosen, Bar):
            return self.template.with_rule_from(chosen.step)
        if key == Qt.Key.Key_Delete:
            if isinstance(chosen, Bar):
                return self.template.without_step(chosen.step)
            return self.template.without_rule(chosen.rule)
        return None

    def _pushed(self, chosen: Item, by: int, *, fine: bool) -> Template:
        """One step of the grid more or less; of a step with `fine` one minute."""
        if isinstance(chosen, Bar):
            minutes = self.template.minutes_of(chosen.step, self._kinds)
            grid = 1 if fine else self._grid
            return self.template.lasting(chosen.step, _next(minutes, by, grid), self._kinds)
        rule = self.template.rules[chosen.rule]
        least, most = rule.get("min_gap"), rule.get("max_gap")
        if fine:
            known = -self._grid if least is None else int(least)
            return self.template.with_least_gap(chosen.rule, _next(known, by, self._grid))
        # From no limit a first step down is an hour, or what is needed.
        known = max(60, least or 0) + self._grid if most is None else int(most)
        if most is None and by > 0:
            return self.template
        further = _next(known, by, self._grid)
        return self.template.with_most_gap(chosen.rule, further)

    def _moved(self, step: int, by: int) -> Template:
        """With that step up or down; the keyboard goes along."""
        moved = self.template.moved(step, by)
        if moved != self.template:
            items = _items(staircase(moved, self._kinds, 0))
            self.at = next(
                at for at, item in enumerate(items) if getattr(item, "step", None) == step + by
            )
        return moved

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self.items):
            self.at = at
            self._tell()
            announce(self, self.words())
            self.update()

    def _tell(self) -> None:
        self.setAccessibleDescription(self.words())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the step, or the rule above it, that was clicked."""
        for at, item in enumerate(self.items):
            box = self._box(item) if isinstance(item, Bar) else self._gap_box(item)
            if box.adjusted(-4, 0, 4, 0).contains(event.position()):
                self._choose(at)

    # ------------------------------------------------------------------ where it stands

    def _x(self, minute: int) -> float:
        wide = self.width() - 2 * grown(MARGIN)
        return grown(MARGIN) + minute * wide / max(1, self._drawn.minutes)

    def _row(self, step: int) -> int:
        return next(n for n, bar in enumerate(self._drawn.bars) if bar.step == step)

    def _box(self, bar: Bar) -> QRectF:
        top = grown(MARGIN) + self._row(bar.step) * grown(BAR + BETWEEN)
        return QRectF(self._x(bar.start), top, self._x(bar.end) - self._x(bar.start), grown(BAR))

    def _gap_box(self, arrow: Arrow) -> QRectF:
        """Where the gap of a rule is written: above the step to which it leads."""
        then = self._box(self._drawn.bars[self._row(arrow.then)])
        own = [other for other in self._drawn.arrows if other.then == arrow.then]
        metrics = self.fontMetrics()
        widths = [metrics.horizontalAdvance(self._gap(one)) + 8 for one in own]
        wanted = then.left() + 10
        left = max(2.0, min(wanted, self.width() - sum(widths) - 2.0))
        left += sum(widths[: own.index(arrow)])
        return QRectF(left, then.top() - grown(BETWEEN), widths[own.index(arrow)], grown(BETWEEN))

    def _gap(self, arrow: Arrow) -> str:
        return shown_gap(self.template.rules[arrow.rule])

    # ------------------------------------------------------------------ drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        accent, muted = palette.highlight().color(), palette.placeholderText().color()
        chosen = self.chosen if self.hasFocus() else None
        for arrow in self._drawn.arrows:
            self._paint_arrow(painter, arrow, accent if arrow == chosen else muted, arrow == chosen)
        for bar in self._drawn.bars:
            self._paint_bar(painter, bar, accent, chosen=bar == chosen)
        if self.hasFocus():
            painter.setPen(QPen(accent, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))

    def _paint_bar(self, painter: QPainter, bar: Bar, accent: QColor, *, chosen: bool) -> None:
        palette = self.palette()
        box = self._box(bar)
        fill = QColor(mixed(accent.name(), palette.base().color().name(), 0.7))
        painter.setPen(QPen(accent, 3 if chosen else 1))
        painter.setBrush(fill)
        painter.drawRect(box)
        painter.setPen(palette.text().color())
        painter.setFont(scaled_font(self.font(), SMALL, bold=chosen))
        self._paint_name(painter, bar, box)

    def _paint_name(self, painter: QPainter, bar: Bar, box: QRectF) -> None:
        """In the bar if it has room, else right or left of it; cut where there is none."""
        name = step_name(self.template, bar.step, self._kinds)
        same = same_words(self.template, bar.step, self._kinds)
        text = " \N{MIDDLE DOT} ".join((f"{name} {bar.end - bar.start}", *same))
        metrics = painter.fontMetrics()
        wanted = metrics.horizontalAdvance(text) + 8
        right, left = self.width() - box.right(), box.left()
        if wanted <= box.width():
            room = box
        elif right >= min(wanted, left):
            room = QRectF(box.right(), box.top(), right, box.height())
        else:
            begin = max(0.0, left - wanted)
            room = QRectF(begin, box.top(), left - begin, box.height())
        room.adjust(4, 0, -2, 0)
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)

    def _paint_arrow(self, painter: QPainter, arrow: Arrow, color: QColor, chosen: bool) -> None:
        first = self._box(self._drawn.bars[self._row(arrow.first)])
        then = self._box(self._drawn.bars[self._row(arrow.then)])
        x, head = then.left() + 4, grown(HEAD)
        painter.setPen(QPen(color, 3 if chosen else 1))
        corner = QPointF(x, first.bottom())
        if x > first.right():
            painter.drawLine(first.bottomRight(), corner)
        painter.drawLine(corner, QPointF(x, then.top() - head))
        painter.setBrush(color)
        tip = QPointF(x, then.top())
        painter.drawPolygon(
            QPolygonF([tip, tip + QPointF(-head, -head), tip + QPointF(head, -head)])
        )
        painter.setFont(scaled_font(self.font(), SMALL, bold=chosen))
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self._gap_box(arrow), align, self._gap(arrow))


def _items(drawn: Staircase) -> tuple[Item, ...]:
    found: list[Item] = []
    for bar in drawn.bars:
        found += [arrow for arrow in drawn.arrows if arrow.then == bar.step]
        found.append(bar)
    return tuple(found)


def _next(minutes: int, by: int, grid: int) -> int:
    """The next multiple of the grid in that direction."""
    return ((minutes // grid if by > 0 else -(-minutes // grid)) + by) * grid
