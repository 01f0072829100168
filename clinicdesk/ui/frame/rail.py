"""The rail at the window's left: a button for each page, and for what is needed all day."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout

from clinicdesk.ui.kit.actions.action_spec import ActionSpec
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.labels import ToolButton
from clinicdesk.ui.kit.look.icons import icon
from clinicdesk.ui.kit.look.theme import Theme, ThemeKeeper, grown
from clinicdesk.wording import say

_SPACING = 4
_ROUND = 12
"""Pixels above the first button and below the last."""


class RailButton(ToolButton):
    """An icon with its word below it; on a low window the icon alone.

    How many things wait behind it, its action's property `count`, stands in its corner.
    """

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self.setDefaultAction(action)
        action.changed.connect(self._describe)

    @property
    def count(self) -> int:
        """How many things wait; nothing is shown of none."""
        return int(self.defaultAction().property("count") or 0)

    def _describe(self) -> None:
        self.setAccessibleDescription(self.toolTip() if self.count else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.count:
            self._paint_count()

    def _paint_count(self) -> None:
        """On the colors of what is chosen, which the palette has too."""
        text, metrics = str(self.count), self.fontMetrics()
        height = metrics.height()
        width = max(height, metrics.horizontalAdvance(text) + height // 2)
        beside = min((self.width() + self.iconSize().width()) / 2, self.width() - width - 2)
        box = QRectF(beside, 3, width, height)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().highlight())
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(self.palette().highlightedText().color())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def sizeHint(self) -> QSize:
        if self.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
            return QSize(self.iconSize().width() + 26, self.iconSize().height() + 20)
        return self.tall()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def tall(self) -> QSize:
        """Its size with the word below the icon."""
        metrics, icon_size = self.fontMetrics(), self.iconSize()
        width = max(grown(72), metrics.horizontalAdvance(self.text()) + 18)
        return QSize(width, icon_size.height() + metrics.height() + 22)


class Rail(QFrame):
    """Pages above, tools below; each button is an action."""

    def __init__(
        self,
        actions: Actions,
        keeper: ThemeKeeper,
        pages: Iterable[ActionSpec],
        tools: Iterable[ActionSpec],
    ) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._buttons: list[tuple[RailButton, str]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, _ROUND, 8, _ROUND)
        layout.setSpacing(_SPACING)
        for row in pages:
            layout.addWidget(self._button(actions[row.id], row))
        layout.addStretch()
        for row in tools:
            layout.addWidget(self._button(actions[row.id], row))
        self._draw_icons(keeper.theme)
        keeper.changed.connect(self._draw_icons)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words out where there is no height for them: the tool tips have them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = sum(button.tall().height() + _SPACING for button, _ in self._buttons)
        style = (
            Qt.ToolButtonStyle.ToolButtonIconOnly
            if self.height() < wanted + 2 * _ROUND
            else Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        )
        for button, _ in self._buttons:
            button.setToolButtonStyle(style)

    def _button(self, action: QAction, row: ActionSpec) -> RailButton:
        button = RailButton(action)
        # A word below the icon: the action's own text is too long for the rail.
        word = say(f"rail.{row.id}")
        action.setIconText(word)
        button.setText(word)
        button.setAccessibleName(action.text())
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._buttons.append((button, row.icon))
        return button

    def _draw_icons(self, theme: Theme) -> None:
        for button, name in self._buttons:
            button.defaultAction().setIcon(icon(name, theme.muted))
            button.setIconSize(QSize(grown(22), grown(22)))
        self._fit()
