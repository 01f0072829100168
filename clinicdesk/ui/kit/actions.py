"""The window's actions, made from the table: menus, palette and shortcut sheet show just these."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from clinicdesk.ui.kit.action_table import ACTIONS, About, ActionSpec
from clinicdesk.wording import say

Reason = Callable[[], str | None]
"""A sentence that says why something cannot be done now; None if it can."""

THROUGH_ANY_LAYER = frozenset({"clinic.quit", "view.privacy"})
"""Names are hidden at once, whatever lies on top; and who closes the window means all of it."""


class Actions(QObject):
    """A panel says what an action does with `carry_out`; what nobody carries out is off.

    An action is on only while what it is about is on screen: the frame says so once for each
    `About` with `require`, a panel for its own action with `unless`. Both are asked again when the
    action is asked for, so no key can be ahead of what is shown. While a layer lies on top it
    takes all keys.
    """

    refused = Signal(str)
    """An action was asked for while it is off: the sentence that says why."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        self._about = {spec.id: spec.about for spec in ACTIONS}
        self._required: dict[About, Reason] = {}
        self._unless: dict[str, Reason] = {spec.id: _nobody for spec in ACTIONS}
        self._layers: dict[object, frozenset[str]] = {}
        for spec in ACTIONS:
            action = _made(spec, window)
            window.addAction(action)
            self._actions[spec.id] = action
        self.renew()

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def in_menu(self, menu: str) -> list[QAction]:
        """The actions of one menu, in the table's order."""
        return [self._actions[spec.id] for spec in ACTIONS if spec.menu == menu]

    def carry_out(
        self, action_id: str, handler: Callable[[], object], *, unless: Reason = lambda: None
    ) -> QAction:
        """From now on this action calls `handler`, unless that gives a reason why not."""
        action = self._actions[action_id]
        self._unless[action_id] = unless
        action.triggered.connect(lambda _checked=False: self._do(action_id, handler))
        self._renew(action_id)
        return action

    def require(self, about: About, reason: Reason) -> None:
        """Nothing about this can be done while `reason` gives one."""
        self._required[about] = reason
        self.renew()

    def renew(self) -> None:
        """What is on screen has changed: turn every action on or off."""
        required = {about: reason() for about, reason in self._required.items()}
        for action_id, action in self._actions.items():
            on = not (self._below_layer(action_id) or required.get(self._about[action_id]))
            action.setEnabled(on and self._unless[action_id]() is None)

    def why_not(self, action_id: str) -> str | None:
        """Why this cannot be done now, layers apart: whoever shows it is one. None if it can."""
        required = self._required.get(self._about[action_id])
        return (required() if required else None) or self._unless[action_id]()

    # ------------------------------------------------------------------ layers

    def open_layer(self, layer: object, *, keeps: frozenset[str] = frozenset()) -> None:
        """From now on this takes all keys but those of the actions that it `keeps`."""
        self._layers[layer] = keeps | THROUGH_ANY_LAYER
        self.renew()

    def close_layer(self, layer: object) -> None:
        """What lies under it takes the keys again."""
        if self._layers.pop(layer, None) is not None:
            self.renew()

    def _below_layer(self, action_id: str) -> bool:
        return any(action_id not in keeps for keeps in self._layers.values())

    # ------------------------------------------------------------------ keys

    def say_why_not(self, event: QKeyEvent) -> bool:
        """Say why the action of these keys is off; whether they are an action's that is.

        One that has come on since it was looked at last, by the clock alone, is done.
        """
        keys = QKeySequence(event.keyCombination())
        for action_id, action in self._actions.items():
            if action.isEnabled() or keys not in action.shortcuts() or event.isAutoRepeat():
                continue
            self._renew(action_id)
            if action.isEnabled():
                action.trigger()
            else:
                self.refused.emit(self._sentence(action_id))
            return True
        return False

    def use_single_letters(self, on: bool) -> None:
        """Turn the shortcuts of one letter on or off (WCAG 2.2, success criterion 2.1.4)."""
        for spec in ACTIONS:
            kept = [text for text in spec.shortcuts if on or len(text) > 1]
            self._actions[spec.id].setShortcuts([QKeySequence(text) for text in kept])

    # ------------------------------------------------------------------ on and off

    def _sentence(self, action_id: str) -> str:
        if self._below_layer(action_id):
            return say("action.why-layer")
        return self.why_not(action_id) or ""

    def _renew(self, action_id: str) -> None:
        on = not self._below_layer(action_id) and self.why_not(action_id) is None
        self._actions[action_id].setEnabled(on)

    def _do(self, action_id: str, handler: Callable[[], object]) -> None:
        why_not = self._sentence(action_id)
        if why_not:
            self._renew(action_id)
            self.refused.emit(why_not)
        else:
            handler()


def _nobody() -> str:
    """What an action says that no panel carries out."""
    return say("action.why-not-here")


def _made(spec: ActionSpec, window: QWidget) -> QAction:
    action = QAction(say(f"action.{spec.id}"), window)
    action.setObjectName(spec.id)
    action.setCheckable(spec.checkable)
    action.setShortcuts([QKeySequence(text) for text in spec.shortcuts])
    # A key that is held down asks once, but for going through the days.
    action.setAutoRepeat(spec.id in _REPEATED)
    return action


_REPEATED = frozenset({"go.previous-day", "go.next-day", "view.zoom-in", "view.zoom-out"})
