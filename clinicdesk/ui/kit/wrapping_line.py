"""Widgets beside each other that go on in another line where one is too narrow for them."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

SPACING = 8


class WrappingLine(QLayout):
    """Each widget as large as it asks to be, as text in a paragraph."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's own way to put a widget there."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are, shown or not."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The one at that place; None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give it up."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """None: it takes the height that its lines need."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """A narrow one is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines, in pixels."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put each widget into its line."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        hints = [item.sizeHint() for item in self._shown()]
        between = SPACING * max(0, len(hints) - 1)
        heights = [hint.height() for hint in hints]
        return QSize(sum(hint.width() for hint in hints) + between, max(heights, default=0))

    def minimumSize(self) -> QSize:
        """As wide as the widest of them."""
        least = QSize()
        for item in self._shown():
            least = least.expandedTo(item.minimumSize())
        return least

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        """The height of what is placed."""
        left, top, high = rect.left(), rect.top(), 0
        for item in self._shown():
            hint = item.sizeHint()
            if left > rect.left() and left + hint.width() > rect.right() + 1:
                left, top, high = rect.left(), top + high + SPACING, 0
            if move:
                item.setGeometry(QRect(QPoint(left, top), hint))
            left += hint.width() + SPACING
            high = max(high, hint.height())
        return top + high - rect.top()
