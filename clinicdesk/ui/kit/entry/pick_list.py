"""A list to pick from while the focus stays in the field above it: rows of two lines, painted."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from clinicdesk.ui.kit.labels import SMALL, scaled_font
from clinicdesk.ui.kit.look.row_ground import paint_chosen
from clinicdesk.ui.kit.look.theme import Theme, ThemeKeeper

ROW_ROLE = Qt.ItemDataRole.UserRole
PADDING = 8
EDGE = 4


class Weight(Enum):
    """How a piece of a row's text is drawn."""

    PLAIN = auto()
    STRONG = auto()
    MUTED = auto()
    DIFFERS = auto()
    """What tells this row from another that looks the same."""
    WARNS = auto()


Piece = tuple[str, Weight]


@dataclass(frozen=True)
class Row:
    """A row: `key` is what picking it gives; `color` is its specialty's."""

    key: object
    title: tuple[Piece, ...]
    aside: str = ""
    detail: tuple[Piece, ...] = ()
    detail_aside: tuple[Piece, ...] = ()
    color: str | None = None
    remark: str = ""

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        pieces = (self.title, self.detail, self.detail_aside)
        parts = (*map(_joined, pieces), self.aside, self.remark)
        return ", ".join(part for part in parts if part)


def _joined(pieces: Sequence[Piece]) -> str:
    return "".join(text for text, _ in pieces).strip()


class PickList(QListWidget):
    """As tall as its rows, up to `most` of them. Its field sends it the keys."""

    picked = Signal(object)
    """The key of a row that was clicked or confirmed."""
    pointed = Signal(object)
    """The key of the row that is current now; None without one."""

    def __init__(
        self, keeper: ThemeKeeper, name: str, most: int = 6, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._most = most
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_RowPainter(keeper, self))
        self.setProperty("part", "picks")
        self.itemClicked.connect(lambda item: self.picked.emit(item.data(ROW_ROLE).key))
        self.currentItemChanged.connect(lambda _now, _before: self.pointed.emit(self.current))
        keeper.changed.connect(self.viewport().update)

    @property
    def rows(self) -> list[Row]:
        """All rows, from top to bottom."""
        return [self.item(index).data(ROW_ROLE) for index in range(self.count())]

    @property
    def current(self) -> object:
        """The key of the current row."""
        item = self.currentItem()
        return item.data(ROW_ROLE).key if self.currentRow() >= 0 else None

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these, the first one current."""
        blocked = self.blockSignals(True)
        self.clear()
        for row in rows:
            item = QListWidgetItem()
            item.setData(ROW_ROLE, row)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken)
            self.addItem(item)
        if rows:
            self.setCurrentRow(0)
        self.blockSignals(blocked)
        shown = min(len(rows), self._most)
        heights = [self.sizeHintForRow(index) for index in range(shown)]
        half = heights[-1] // 2 if len(rows) > self._most else 0
        self.setFixedHeight(sum(heights) + half + 2)
        self.setVisible(bool(rows))
        self.pointed.emit(self.current)

    def point_at(self, key: object) -> None:
        """Make the row of that key the current one; none if it is not there."""
        keys = [row.key for row in self.rows]
        self.setCurrentRow(keys.index(key) if key in keys else -1)

    def step(self, by: int) -> None:
        """Move the current row; it stays at the ends."""
        if self.count():
            self.setCurrentRow(max(0, min(self.count() - 1, self.currentRow() + by)))

    def confirm(self) -> bool:
        """Pick the current row; whether there was one."""
        if self.isHidden() or self.currentItem() is None:
            return False
        self.picked.emit(self.current)
        return True


class _RowPainter(QStyledItemDelegate):
    def __init__(self, keeper: ThemeKeeper, parent: QWidget) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._list = parent

    @property
    def _fonts(self) -> tuple["_LineFonts", "_LineFonts"]:
        return _fonts_of(self._list.font())

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        row: Row = index.data(ROW_ROLE)
        usual, small = self._fonts
        height = usual.height + PADDING * 2 - 2
        if row.detail or row.detail_aside:
            height += small.height + 1
        if row.remark:
            height += small.height + 1
        return QSize(option.rect.width(), max(height, 28))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row: Row = index.data(ROW_ROLE)
        theme = self._keeper.theme
        box: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            paint_chosen(painter, theme, box)
        left = box.left() + PADDING + 4
        if row.color:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.block(row.color).edge))
            painter.drawRoundedRect(QRect(left, box.top() + 7, EDGE, box.height() - 14), 2, 2)
            left += EDGE + 8
        inner = QRect(left, box.top() + PADDING - 1, box.right() - PADDING - left, 0)
        usual, small = self._fonts
        aside: tuple[Piece, ...] = ((row.aside, Weight.MUTED),) if row.aside else ()
        height = self._line(painter, theme, inner, usual, row.title, aside)
        if row.detail or row.detail_aside:
            inner.translate(0, height + 1)
            height = self._line(painter, theme, inner, small, row.detail, row.detail_aside)
        if row.remark:
            inner.translate(0, height + 1)
            self._line(painter, theme, inner, small, ((row.remark, Weight.WARNS),), ())
        painter.restore()

    def _line(
        self,
        painter: QPainter,
        theme: Theme,
        box: QRect,
        fonts: "_LineFonts",
        pieces: Sequence[Piece],
        aside: Sequence[Piece],
    ) -> int:
        reserved = sum(_width(piece, fonts) for piece in aside)
        right = box.right() - reserved
        left = box.left()
        for piece in pieces:
            left = _piece(painter, theme, left, right - 6, box.top(), piece, fonts)
        left = right
        for piece in aside:
            left = _piece(painter, theme, left, box.right() + 2, box.top(), piece, fonts)
        return fonts.height


class _LineFonts:
    """The fonts of one line, usual and strong, measured once."""

    def __init__(self, usual: QFont, strong: QFont) -> None:
        self._usual = usual, QFontMetrics(usual)
        self._strong = strong, QFontMetrics(strong)
        self.height = self._strong[1].height()

    def of(self, weight: Weight) -> tuple[QFont, QFontMetrics]:
        strong = weight in (Weight.STRONG, Weight.DIFFERS, Weight.WARNS)
        return self._strong if strong else self._usual


@lru_cache(maxsize=4)
def _fonts_of(base: QFont) -> tuple[_LineFonts, _LineFonts]:
    """Those of the first line, then of the second."""
    return (
        _LineFonts(scaled_font(base), scaled_font(base, bold=True)),
        _LineFonts(scaled_font(base, SMALL), scaled_font(base, SMALL, bold=True)),
    )


def _width(piece: Piece, fonts: _LineFonts) -> int:
    return fonts.of(piece[1])[1].horizontalAdvance(piece[0])


def _piece(
    painter: QPainter,
    theme: Theme,
    left: int,
    right: int,
    top: int,
    piece: Piece,
    fonts: _LineFonts,
) -> int:
    """Draw a piece from `left`, cut at `right`; where it ends."""
    text, weight = piece
    font, metrics = fonts.of(weight)
    room = right - left
    if room <= 0:
        return left
    cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    colors = {Weight.MUTED: theme.muted, Weight.WARNS: theme.warning, Weight.DIFFERS: theme.accent}
    painter.setFont(font)
    painter.setPen(QColor(colors.get(weight, theme.text)))
    width = metrics.horizontalAdvance(cut)
    painter.drawText(QRect(left, top, width + 2, metrics.height()), 0, cut)
    if weight is Weight.DIFFERS:
        under = top + metrics.ascent() + 2
        painter.fillRect(QRect(left, under, width, 2), QColor(theme.accent))
    return left + width
