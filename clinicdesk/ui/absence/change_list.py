"""The reschedule list on screen: painted rows of as many lines as they need."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from clinicdesk.ui.absence.rows import Row, Tone
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import SMALL, scaled_font
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say

ROW_ROLE = Qt.ItemDataRole.UserRole
PADDING = 8
LEFT = 14
_WRAPS = Qt.TextFlag.TextWordWrap


class ChangeList(QListWidget):
    """One row for each visit. Left and Right ask for another choice, Enter leaves the list."""

    pointed = Signal(object)
    """The Row that is current now; None without one."""
    choice_wanted = Signal(int)
    """The next choice for the current row, 1, or the one before, -1."""
    left = Signal()
    """Enter: the keyboard goes on to the button that accepts the list."""

    def __init__(self, keeper: ThemeKeeper) -> None:
        super().__init__()
        self.setAccessibleName(say("absence.list"))
        self.setProperty("part", "changes")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_RowPainter(keeper, self))
        self.currentItemChanged.connect(lambda _now, _before: self.pointed.emit(self.current))
        keeper.changed.connect(self.viewport().update)

    @property
    def rows(self) -> list[Row]:
        """All rows, from top to bottom."""
        return [self.item(index).data(ROW_ROLE) for index in range(self.count())]

    @property
    def current(self) -> Row | None:
        """The row that the keyboard is at."""
        item = self.currentItem() if self.count() else None
        return None if item is None else item.data(ROW_ROLE)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these; the keyboard stays at the same appointment, else it goes to the first."""
        if list(rows) == self.rows:
            return
        before = self.current
        self.blockSignals(True)
        if [row.appointment for row in rows] == [row.appointment for row in self.rows]:
            for number, row in enumerate(rows):
                _write(self.item(number), row)
            self.scheduleDelayedItemsLayout()
        else:
            self.clear()
            for row in rows:
                self.addItem(_write(QListWidgetItem(), row))
            same = (n for n, r in enumerate(rows) if before and r.appointment == before.appointment)
            if rows:
                self.setCurrentRow(next(same, 0))
        self.blockSignals(False)
        self.pointed.emit(self.current)

    def tell_row(self, visit: int) -> None:
        """Have a screen reader say what stands there of that visit now."""
        row = next((row for row in self.rows if row.visit == visit), None)
        announce(self, row.spoken if row else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down are the list's own."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is not None and plain:
            self.choice_wanted.emit(by)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            if not event.isAutoRepeat():
                self.left.emit()
        elif event.key() == Qt.Key.Key_Escape or event.text().strip():
            # Letters are shortcuts here too: the list does not search by them.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In another width the lines break elsewhere."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


def _write(item: QListWidgetItem, row: Row) -> QListWidgetItem:
    item.setData(ROW_ROLE, row)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken)
    return item


class _RowPainter(QStyledItemDelegate):
    def __init__(self, keeper: ThemeKeeper, parent: ChangeList) -> None:
        super().__init__(parent)
        self._keeper, self._list = keeper, parent

    def _font(self, tone: Tone) -> QFont:
        base = self._list.font()
        if tone is Tone.STRONG:
            return scaled_font(base, bold=True)
        if tone is Tone.MUTED:
            return scaled_font(base, SMALL)
        return scaled_font(base, bold=tone in (Tone.NEW, Tone.WARNS))

    def _height(self, text: str, tone: Tone, width: int) -> int:
        metrics = QFontMetrics(self._font(tone))
        return metrics.boundingRect(QRect(0, 0, width, 10_000), _WRAPS, text).height()

    def _room(self) -> int:
        return max(self._list.viewport().width() - LEFT - PADDING, 80)

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        row: Row = index.data(ROW_ROLE)
        heights = sum(self._height(text, tone, self._room()) + 1 for text, tone in row.lines)
        return QSize(self._room(), heights + 2 * PADDING)

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
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent_tint))
            painter.drawRoundedRect(box.adjusted(2, 1, -2, -1), 6, 6)
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(
                QRect(box.left() + 2, box.top() + 7, 3, box.height() - 14), 1, 1
            )
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(box.left() + LEFT, box.bottom(), box.right() - PADDING, box.bottom())
        colors = {
            Tone.MUTED: theme.muted,
            Tone.NEW: theme.accent,
            Tone.WARNS: theme.warning,
        }
        top = box.top() + PADDING
        for text, tone in row.lines:
            height = self._height(text, tone, self._room())
            painter.setFont(self._font(tone))
            painter.setPen(QColor(colors.get(tone, theme.text)))
            painter.drawText(QRect(box.left() + LEFT, top, self._room(), height), _WRAPS, text)
            top += height + 1
        painter.restore()
