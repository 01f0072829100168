"""Lists of painted rows, each of as many lines as it needs: the call list, the reschedule list."""

from collections.abc import Callable, Sequence
from enum import Enum, auto
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from clinicdesk.ui.kit.labels import SMALL, scaled_font
from clinicdesk.ui.kit.look.row_ground import paint_chosen
from clinicdesk.ui.kit.look.theme import Theme, ThemeKeeper
from clinicdesk.ui.kit.row_under_key import RowUnderKey

ROW_ROLE = Qt.ItemDataRole.UserRole
PADDING = 8
LEFT = 14
LARGE = 1.3
"""The telephone number's size, as a share of the usual one."""

_WRAPS = Qt.TextFlag.TextWordWrap


class Tone(Enum):
    """How a line of a row is drawn."""

    PLAIN = auto()
    STRONG = auto()
    MUTED = auto()
    LARGE = auto()
    """The telephone number, to be read while it is dialed."""
    NEW = auto()
    """The new time and people."""
    WARNS = auto()


Lines = tuple[tuple[str, Tone], ...]


def spoken_lines(lines: Lines) -> str:
    """The lines as a screen reader says them."""
    return ", ".join(" ".join(text.split()) for text, _ in lines)


class LinedRow(Protocol):
    """What such a list shows."""

    @property
    def lines(self) -> Lines: ...
    @property
    def spoken(self) -> str: ...


R = TypeVar("R", bound=LinedRow)


class LinedRows(QListWidget, Generic[R]):
    """One row below the other; what the keys do is the list's own."""

    def __init__(self, keeper: ThemeKeeper, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setProperty("part", "changes")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._painter = _RowPainter(keeper, self)
        self.setItemDelegate(self._painter)
        keeper.changed.connect(self.viewport().update)

    @property
    def rows(self) -> list[R]:
        """All rows, from top to bottom."""
        return [self.item(index).data(ROW_ROLE) for index in range(self.count())]

    @property
    def current(self) -> R | None:
        """The row that the keyboard is at."""
        item = self.currentItem() if self.count() else None
        return None if item is None else item.data(ROW_ROLE)

    def replace_rows(self, rows: Sequence[R]) -> None:
        """Show these; no row is current then."""
        self.clear()
        if not rows:
            self._painter.forget()
        for row in rows:
            item = QListWidgetItem()
            write_row(item, row)
            self.addItem(item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In another width the lines break elsewhere."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


_MOVING_KEYS = frozenset(
    {
        Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
        Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
    }
)  # fmt: skip


_PRESSED = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)


class KeyedRows(LinedRows[R]):
    """Moves between rows only: every other key is the panel's, and no letter searches."""

    focus_moved = Signal()
    """The keyboard has come into the list, or left it."""

    def __init__(
        self,
        keeper: ThemeKeeper,
        name: str,
        same: Callable[[R], object],
        heads: Callable[[R], bool] = lambda _row: False,
    ) -> None:
        """`same` is what a row keeps when what it says has changed.

        One that `heads` those below it is read only: the keyboard never is at it.
        """
        # Events come before the list is made.
        self._under_key = RowUnderKey()
        super().__init__(keeper, name)
        self._same, self._heads = same, heads

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show these; the keyboard stays at the same one, else at what stands there."""
        if list(rows) == self.rows and self._keys(rows) == self._keys(self.rows):
            for place, row in enumerate(rows):
                # It reads as before, and may stand for another state.
                write_row(self.item(place), row)
            return
        before, place = self.current, max(self.currentRow(), 0)
        self.replace_rows(rows)
        for number, row in enumerate(rows):
            if self._heads(row):
                self.item(number).setFlags(Qt.ItemFlag.NoItemFlags)
        if before is None or not self.point_at(self._same(before)):
            self.setCurrentRow(self._nearest(rows, place))
            if before is not None and self.hasFocus():
                self._under_key.note_gone(self._same(before))

    def _nearest(self, rows: Sequence[R], place: int) -> int:
        """Where the keyboard can be, from that place down, else the last; -1 for nowhere."""
        places = [number for number, row in enumerate(rows) if not self._heads(row)]
        return next((number for number in places if number >= place), places[-1] if places else -1)

    def _keys(self, rows: Sequence[R]) -> list[object]:
        return [self._same(row) for row in rows]

    def point_at(self, key: object) -> bool:
        """Go to the row that keeps this; whether there is one."""
        place = next((n for n, row in enumerate(self.rows) if self._same(row) == key), None)
        if place is not None:
            self.setCurrentRow(place)
        return place is not None

    def event(self, event: QEvent) -> bool:
        """No key is for a row that has come under it by itself."""
        if isinstance(event, QKeyEvent) and event.type() in _PRESSED:
            row = self.current
            if self._under_key.takes(event, None if row is None else self._same(row)):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave to the panel whatever does not move."""
        if Qt.Key(event.key()) in _MOVING_KEYS:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard is here."""
        super().focusInEvent(event)
        self.focus_moved.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that it is not."""
        super().focusOutEvent(event)
        self.focus_moved.emit()


def write_row(item: QListWidgetItem, row: LinedRow) -> None:
    """Have the item stand for the row."""
    item.setData(ROW_ROLE, row)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken)


class _RowPainter(QStyledItemDelegate):
    def __init__(self, keeper: ThemeKeeper, parent: QListWidget) -> None:
        super().__init__(parent)
        self._keeper, self._list = keeper, parent
        self._heights: dict[object, tuple[int, ...]] = {}
        """Of each line, by lines, width and font: the same rows are measured and drawn again."""

    def forget(self) -> None:
        """No row stands here any more."""
        self._heights.clear()

    def _height(self, text: str, tone: Tone) -> int:
        metrics = _fonts_of(self._list.font())[tone][1]
        return metrics.boundingRect(QRect(0, 0, self._room(), 10_000), _WRAPS, text).height()

    def _heights_of(self, lines: Lines) -> tuple[int, ...]:
        key = (lines, self._room(), self._list.font().key())
        if key not in self._heights:
            self._heights[key] = tuple(self._height(text, tone) for text, tone in lines)
        return self._heights[key]

    def _room(self) -> int:
        return max(self._list.viewport().width() - LEFT - PADDING, 80)

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        row: LinedRow = index.data(ROW_ROLE)
        room, heights = self._room(), self._heights_of(row.lines)
        return QSize(room, sum(heights) + len(heights) + 2 * PADDING)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row: LinedRow = index.data(ROW_ROLE)
        theme = self._keeper.theme
        box: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            paint_chosen(painter, theme, box, inset=2)
        if index.flags() & Qt.ItemFlag.ItemIsEnabled:
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawLine(box.left() + LEFT, box.bottom(), box.right() - PADDING, box.bottom())
        elif index.row():
            # What it heads stands apart from what is above.
            painter.setPen(QPen(QColor(theme.muted), 2))
            painter.drawLine(box.left(), box.top() + 1, box.right(), box.top() + 1)
        top = box.top() + PADDING
        room, fonts = self._room(), _fonts_of(self._list.font())
        for (text, tone), height in zip(row.lines, self._heights_of(row.lines), strict=True):
            painter.setFont(fonts[tone][0])
            painter.setPen(QColor(_color(theme, tone)))
            painter.drawText(QRect(box.left() + LEFT, top, room, height), _WRAPS, text)
            top += height + 1
        painter.restore()


def _color(theme: Theme, tone: Tone) -> str:
    special = {Tone.MUTED: theme.muted, Tone.NEW: theme.accent, Tone.WARNS: theme.warning}
    return special.get(tone, theme.text)


@lru_cache(maxsize=4)
def _fonts_of(base: QFont) -> dict[Tone, tuple[QFont, QFontMetrics]]:
    """The font of each tone, measured once."""
    fonts = {
        Tone.PLAIN: scaled_font(base),
        Tone.STRONG: scaled_font(base, bold=True),
        Tone.MUTED: scaled_font(base, SMALL),
        Tone.LARGE: scaled_font(base, LARGE),
        Tone.NEW: scaled_font(base, bold=True),
        Tone.WARNS: scaled_font(base, bold=True),
    }
    return {tone: (font, QFontMetrics(font)) for tone, font in fonts.items()}
