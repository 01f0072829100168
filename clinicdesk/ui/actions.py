"""The window's actions, made from the table: menus, palette and shortcut sheet show just these."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from clinicdesk.ui.action_table import ACTIONS, ActionSpec
from clinicdesk.wording import say


class Actions(QObject):
    """A panel says what an action does with `carry_out`; what nobody carries out is disabled."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        for spec in ACTIONS:
            action = _made(spec, window)
            window.addAction(action)
            self._actions[spec.id] = action
            self.allow(spec.id, "action.why-not-here")

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def in_menu(self, menu: str) -> list[QAction]:
        """The actions of one menu, in the table's order."""
        return [self._actions[spec.id] for spec in ACTIONS if spec.menu == menu]

    def carry_out(self, action_id: str, handler: Callable[[], object]) -> QAction:
        """From now on this action calls `handler`; it is enabled."""
        action = self._actions[action_id]
        action.triggered.connect(lambda _checked=False: handler())
        self.allow(action_id)
        return action

    def allow(self, action_id: str, why_not: str | None = None) -> None:
        """Enable an action, or disable it and let the palette say why (a sentence's code)."""
        action = self._actions[action_id]
        action.setEnabled(why_not is None)
        action.setProperty("why_not", why_not)

    def why_not(self, action: QAction) -> str:
        """The sentence that says why an action is disabled; empty for an enabled one."""
        code = action.property("why_not")
        return say(code) if code and not action.isEnabled() else ""

    def use_single_letters(self, on: bool) -> None:
        """Turn the shortcuts of one letter on or off (WCAG 2.2, success criterion 2.1.4)."""
        for spec in ACTIONS:
            kept = [text for text in spec.shortcuts if on or len(text) > 1]
            self._actions[spec.id].setShortcuts([QKeySequence(text) for text in kept])


def _made(spec: ActionSpec, window: QWidget) -> QAction:
    action = QAction(say(f"action.{spec.id}"), window)
    action.setObjectName(spec.id)
    action.setCheckable(spec.checkable)
    action.setShortcuts([QKeySequence(text) for text in spec.shortcuts])
    return action
