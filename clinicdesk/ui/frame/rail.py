"""The rail at the window's left: a button for each page, and for what is needed all day."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
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
    """An icon with its word below it; on a low window the icon alone."""

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
        button = RailButton()
        button.setDefaultAction(action)
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
