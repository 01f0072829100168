"""The rail at the left: where am I, and where else could I be."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout

from clinicdesk.ui.actions import Actions
from clinicdesk.ui.icons import icon
from clinicdesk.ui.theme import Theme, ThemeKeeper
from clinicdesk.wording import say

PLACES = (("go.day", "day"), ("go.my-day", "my-day"))
TOOLS = (
    ("visit.new", "book"),
    ("help.palette", "find"),
    ("view.privacy", "privacy"),
    ("help.shortcuts", "help"),
)


class Rail(QFrame):
    """Buttons for the pages above, for what is needed all day below; each is an action."""

    def __init__(self, actions: Actions, keeper: ThemeKeeper) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._buttons: list[tuple[QToolButton, str]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 12, 8, 12)
        layout.setSpacing(4)
        for place, picture in PLACES:
            layout.addWidget(self._button(actions[place], picture, place))
            actions[place].setCheckable(True)
        layout.addStretch()
        for tool, picture in TOOLS:
            layout.addWidget(self._button(actions[tool], picture, tool))
        self._dress(keeper.theme)
        keeper.changed.connect(self._dress)

    def _button(self, action: QAction, picture: str, action_id: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        # A word under the picture: the action's own sentence is too long for the rail.
        word = say(f"rail.{action_id}")
        action.setIconText(word)
        button.setText(word)
        button.setAccessibleName(action.text())
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(22, 22))
        button.setFixedSize(72, 58)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._buttons.append((button, picture))
        return button

    def _dress(self, theme: Theme) -> None:
        for button, picture in self._buttons:
            button.defaultAction().setIcon(icon(picture, theme.muted))
