"""How a row of the palette is drawn: an action with its shortcut, a patient with what is marked."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from clinicdesk.ui.kit.entry.pick_list import Piece, Weight

SHORTCUT = Qt.ItemDataRole.UserRole + 1
PIECES = Qt.ItemDataRole.UserRole + 2
REMARK = Qt.ItemDataRole.UserRole + 3
"""Of an action its keys; of a patient the line in pieces, and what is marked below it."""

ASIDE = 12
"""Pixels on either side of a row's words."""


class PaletteRow(QStyledItemDelegate):
    """An action's words at the left, its shortcut at the right; a patient with what is marked."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The words end before the shortcut; a patient is one line, whatever a name's length."""
        super().initStyleOption(option, index)
        if index.data(PIECES):
            option.features &= ~QStyleOptionViewItem.ViewItemFeature.WrapText
        if shortcut := index.data(SHORTCUT):
            measure = option.fontMetrics
            room = option.rect.width() - measure.horizontalAdvance(shortcut) - 3 * ASIDE
            option.text = measure.elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        if pieces := index.data(PIECES):
            self._paint_patient(painter, option, index, pieces)
            return
        super().paint(painter, option, index)
        shortcut = index.data(SHORTCUT)
        if shortcut:
            area: QRect = option.rect
            painter.drawText(
                area.adjusted(0, 0, -ASIDE, 0),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                shortcut,
            )

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """One line more for what is marked."""
        size = super().sizeHint(option, index)
        more = option.fontMetrics.height() if index.data(REMARK) else 0
        return QSize(size.width(), size.height() + more)

    def _paint_patient(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        pieces: Sequence[Piece],
    ) -> None:
        """What tells one from another is bold and underlined: no color alone says it."""
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        style = bare.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, bare.widget)
        area = style.subElementRect(
            QStyle.SubElement.SE_ItemViewItemText, bare, bare.widget
        ).adjusted(ASIDE // 4, 0, -ASIDE, 0)
        painter.save()
        painter.setPen(bare.palette.color(QPalette.ColorRole.Text))
        remark = index.data(REMARK)
        half = QRect(area) if not remark else area.adjusted(0, 0, 0, -area.height() // 2)
        for text, weight in pieces:
            half.setLeft(_draw(painter, half, bare.font, text, weight is Weight.DIFFERS))
        if remark:
            below = area.adjusted(0, area.height() // 2, 0, 0)
            _draw(painter, below, bare.font, remark, differs=False)
        painter.restore()


def _draw(painter: QPainter, area: QRect, usual: QFont, text: str, differs: bool) -> int:
    """Draw a text from the area's left on, cut at its right; where it ends."""
    font = QFont(usual)
    font.setBold(differs or font.bold())
    font.setUnderline(differs)
    measure = QFontMetrics(font)
    cut = measure.elidedText(text, Qt.TextElideMode.ElideRight, max(0, area.width()))
    painter.setFont(font)
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)
    return area.left() + measure.horizontalAdvance(cut)
