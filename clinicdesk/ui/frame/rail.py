"""The rail at the left: where am I, and where else could I be."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout

from clinicdesk.ui.kit.actions import Actions
from clinicdesk.ui.kit.look.icons import icon
from clinicdesk.ui.kit.look.theme import Theme, ThemeKeeper, grown
from clinicdesk.wording import say

PLACES = (("go.day", "day"), ("go.my-day", "my-day"))
TOOLS = (
    ("visit.new", "book"),
    ("help.palette", "find"),
    ("view.privacy", "privacy"),
    ("help.shortcuts", "help"),
)


_SPACING = 4
_ROUND = 12
"""Pixels above the first button and below the last."""


class RailButton(QToolButton):
    """A picture with its word below it; on a low window the picture alone."""

    def sizeHint(self) -> QSize:
        if self.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
            return QSize(self.iconSize().width() + 26, self.iconSize().height() + 20)
        return self.tall()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def tall(self) -> QSize:
        """Its size with the word."""
        letters, picture = self.fontMetrics(), self.iconSize()
        width = max(grown(72), letters.horizontalAdvance(self.text()) + 18)
        return QSize(width, picture.height() + letters.height() + 22)


class Rail(QFrame):
    """Buttons for the pages above, for what is needed all day below; each is an action."""

    def __init__(self, actions: Actions, keeper: ThemeKeeper) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._buttons: list[tuple[RailButton, str]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, _ROUND, 8, _ROUND)
        layout.setSpacing(_SPACING)
        for place, picture in PLACES:
            layout.addWidget(self._button(actions[place], picture, place))
            actions[place].setCheckable(True)
        layout.addStretch()
        for tool, picture in TOOLS:
            layout.addWidget(self._button(actions[tool], picture, tool))
        self._dress(keeper.theme)
        keeper.changed.connect(self._dress)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words out where there is no height for them: the tool tips say them."""
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        wanted = sum(button.tall().height() + _SPACING for button, _ in self._buttons)
        style = (
            Qt.ToolButtonStyle.ToolButtonIconOnly
            if self.height() < wanted + 2 * _ROUND
            else Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        )
        for button, _ in self._buttons:
            button.setToolButtonStyle(style)

    def _button(self, action: QAction, picture: str, action_id: str) -> RailButton:
        button = RailButton()
        button.setDefaultAction(action)
        # A word under the picture: the action's own sentence is too long for the rail.
        word = say(f"rail.{action_id}")
        action.setIconText(word)
        button.setText(word)
        button.setAccessibleName(action.text())
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._buttons.append((button, picture))
        return button

    def _dress(self, theme: Theme) -> None:
        for button, picture in self._buttons:
            button.defaultAction().setIcon(icon(picture, theme.muted))
            button.setIconSize(QSize(grown(22), grown(22)))
        self._settle()
