"""The window's actions, made from rows: menus, palette and shortcut sheet show just these."""

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.wording import say

Reason = Callable[[], str | None]
"""A sentence that says why something cannot be done now; None if it can."""


class _Signals(QObject):
    refused = Signal(str)


class Actions:
    """A panel says what an action does with `connect`; an action that nobody connects is off.

    Whoever connects an action again takes it over. An action whose panel is made late is connected
    with `connect_late` until then.

    An action is on only while what it acts on is on screen, which is said once for each `About`
    with `disable_while`, and while its panel has no reason against it (`unless`). Both are asked
    again when the action is asked for, so no key can be ahead of what is shown. While a layer
    lies on top it takes all keys.
    """

    def __init__(self, window: QWidget, rows: Iterable[ActionSpec]) -> None:
        self._signals = _Signals(window)
        self.refused = self._signals.refused
        """An action was asked for while it is off: the sentence that says why."""
        rows = list(rows)
        self.menus = list(dict.fromkeys(row.menu for row in rows))
        """In the order of the menu bar."""
        self._rows = {row.id: row for menu in self.menus for row in rows if row.menu == menu}
        self._actions = {row.id: _made(row, window) for row in self._rows.values()}
        self._disabled_while: dict[About, Reason] = {}
        self._unless: dict[str, Reason] = dict.fromkeys(self._rows, _not_connected)
        self._handlers: dict[str, Callable[[], object]] = {}
        self._layers: dict[object, frozenset[str]] = {}
        self.refresh()

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def called(self, action: QAction) -> str:
        """Its own words, without what it would act on now."""
        return say(f"action.{action.objectName()}")

    def in_menu(self, menu: str) -> list[QAction]:
        """The actions of one menu, from top to bottom."""
        return [self._actions[row.id] for row in self._rows.values() if row.menu == menu]

    def connect(
        self, action_id: str, handler: Callable[[], object], *, unless: Reason = lambda: None
    ) -> QAction:
        """From now on this action calls `handler`, unless that gives a reason why not."""
        action = self._actions[action_id]
        self._unless[action_id] = unless
        if action_id not in self._handlers:
            action.triggered.connect(lambda _checked=False: self._trigger(action_id))
        self._handlers[action_id] = handler
        self._refresh(action_id)
        return action

    def connect_late(
        self, action_id: str, make: Callable[[], object], *, unless: Reason = lambda: None
    ) -> QAction:
        """Call `make` when this action is asked for: what that makes connects it, and does it."""

        def make_and_do() -> None:
            make()
            assert self._handlers[action_id] is not make_and_do
            self._trigger(action_id)

        return self.connect(action_id, make_and_do, unless=unless)

    def disable_while(self, about: About, reason: Reason) -> None:
        """Nothing that acts on this can be done while `reason` gives one."""
        self._disabled_while[about] = reason
        self.refresh()

    def refresh(self) -> None:
        """What is on screen has changed: turn every action on or off."""
        disabled = {about: reason() for about, reason in self._disabled_while.items()}
        for action_id, action in self._actions.items():
            on = not (self._below_layer(action_id) or disabled.get(self._rows[action_id].about))
            unless = self._unless[action_id]
            # No words are made for those that nobody carries out, many while the window is made.
            action.setEnabled(on and unless is not _not_connected and unless() is None)

    def why_not(self, action_id: str) -> str | None:
        """Why this cannot be done now, layers apart: whoever shows it is one. None if it can."""
        disabled = self._disabled_while.get(self._rows[action_id].about)
        return (disabled() if disabled else None) or self._unless[action_id]()

    # ------------------------------------------------------------------ layers

    def open_layer(self, layer: object, *, keeps: frozenset[str] = frozenset()) -> None:
        """From now on this takes all keys but those of the actions that it `keeps`."""
        self._layers[layer] = keeps
        self.refresh()

    def close_layer(self, layer: object) -> None:
        """What lies under it takes the keys again."""
        if layer in self._layers:
            del self._layers[layer]
            self.refresh()

    def _below_layer(self, action_id: str) -> bool:
        if self._rows[action_id].above_layers:
            return False
        return any(action_id not in keeps for keeps in self._layers.values())

    # ------------------------------------------------------------------ keys

    def explain(self, event: QKeyEvent) -> bool:
        """Say why the action of these keys is off; whether they are an action's that is.

        One that has come on since it was looked at last, by the clock alone, is done.
        """
        keys = QKeySequence(event.keyCombination())
        for action_id, action in self._actions.items():
            if action.isEnabled() or keys not in action.shortcuts() or event.isAutoRepeat():
                continue
            self._refresh(action_id)
            if action.isEnabled():
                action.trigger()
            else:
                self.refused.emit(self._reason(action_id))
            return True
        return False

    def use_single_letters(self, on: bool) -> None:
        """Turn the shortcuts of one letter on or off (WCAG 2.2, success criterion 2.1.4)."""
        for row in self._rows.values():
            kept = [text for text in row.shortcuts if on or len(text) > 1]
            self._actions[row.id].setShortcuts([QKeySequence(text) for text in kept])

    # ------------------------------------------------------------------ on and off

    def _reason(self, action_id: str) -> str:
        if self._below_layer(action_id):
            return say("action.why-layer")
        return self.why_not(action_id) or ""

    def _refresh(self, action_id: str) -> None:
        on = not self._below_layer(action_id) and self.why_not(action_id) is None
        self._actions[action_id].setEnabled(on)

    def _trigger(self, action_id: str) -> None:
        reason = self._reason(action_id)
        if reason:
            self._refresh(action_id)
            self.refused.emit(reason)
        else:
            self._handlers[action_id]()


def _not_connected() -> str:
    """What an action says that no panel carries out."""
    return say("action.why-not-here")


def _made(row: ActionSpec, window: QWidget) -> QAction:
    action = QAction(say(f"action.{row.id}"), window)
    action.setObjectName(row.id)
    action.setCheckable(row.checkable)
    action.setShortcuts([QKeySequence(text) for text in row.shortcuts])
    action.setAutoRepeat(row.repeats)
    window.addAction(action)
    return action
