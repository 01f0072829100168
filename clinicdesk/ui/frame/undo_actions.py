"""Undo and redo: their menu texts, and the menu bar's corner, name the change they take back."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenuBar

from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.journal.changes import Changed, named_visits
from clinicdesk.services.journal.description import DescribedChange
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.frame.done_text import undone_text
from clinicdesk.ui.frame.layers.toast import Toast
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.background.outcomes import Done, Outcome
from clinicdesk.ui.kit.change_text import change_text
from clinicdesk.ui.kit.fitting_label import FittingLabel
from clinicdesk.ui.kit.workspace import Workspace
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.services.undoing.undo import Undone

SPACE, AROUND_MENU = 40, 26
"""Pixels between the last menu and the label, and around a menu's word."""

_ACTIONS = ("edit.undo", "edit.redo")


@dataclass(frozen=True, eq=False)
class _Left:
    """What became of the write that ended last."""

    way: str
    """"done", "undone", "redone", or "refused"."""
    number: int | None = None
    """The entry that it wrote."""


class UndoActions(QObject):
    """Takes back, or makes again, only the change that was named when the key was pressed.

    While something is being written that is the change which is named next: what is pressed then
    waits, and takes back just what was written before it.

    What was noted of calls is taken back where it is seen, beside the visit or the list, or while
    the window says that it was noted; else the change is that the patients were told of: who was
    told of it stays told, and is called again.
    """

    def __init__(
        self, desk: Desk, actions: Actions, bar: QMenuBar, toast: Toast, workspace: Workspace
    ) -> None:
        super().__init__(bar)
        self._workspace = workspace
        self._desk, self._actions, self._bar, self._toast = desk, actions, bar, toast
        self._left: _Left | None = None
        self._toasted: int | None = None
        """The entry of the change that the toast's button takes back."""
        self._works = self._undecided = False
        """Whether a write takes long; whether it was asked what can be done while one goes on."""
        self.label = FittingLabel()
        self.label.setObjectName("muted")
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # Not the bar's own corner widget: that one stays where it was when its words change.
        self.label.setParent(bar)
        self.label.show()
        bar.installEventFilter(self)
        for action_id in _ACTIONS:
            actions.connect(
                action_id, partial(self._run, action_id), unless=partial(self._why_not, action_id)
            )
        self._connect()
        self.update_names()

    def _connect(self) -> None:
        desk = self._desk
        desk.named.connect(self.update_names)
        desk.day_began.connect(lambda _today: self.update_names())
        desk.working.connect(self._mark_working)
        desk.settled.connect(self._decide)
        desk.done.connect(self._note_done)
        desk.refused.connect(lambda _sentence: self._note(_Left("refused")))
        self._toast.undo_asked.connect(self._take_toasted)
        self._toast.closed.connect(self.update_names)
        self._workspace.front_changed.connect(self.update_names)

    def update_names(self) -> None:
        """Name what undo and redo would take back, in the menu and the corner."""
        for action_id in _ACTIONS:
            words, change = say(f"action.{action_id}"), self._change_text(action_id)
            # In a menu one ampersand underlines a letter, and is not there itself.
            change = change.replace("&", "&&")
            self._actions[action_id].setText(f"{words}: {change}" if change else words)
        if self._number("edit.undo") != self._toasted:
            self._toast.hide_undo()
        self._show()
        self._actions.refresh()

    def note_toast(self) -> None:
        """The toast that is shown now is about the change that undo would take back now."""
        newest = self._desk.look.undo
        self._toasted = None if newest is None else newest.number
        self.update_names()

    # ------------------------------------------------------------------ what is named

    def _change(self, action_id: str) -> DescribedChange | None:
        look = self._desk.look
        if action_id != "edit.undo":
            return look.redo
        return look.undo if self._calls_count() else look.undo_but_calls

    def _calls_count(self) -> bool:
        """Whether what was noted of a call last is taken back like anything else."""
        panel, newest = self._workspace.panel, self._desk.look.undo
        told = newest is not None and newest.number == self._toasted and self._toast.isVisible()
        return told or (panel is not None and panel.tells_of_calls)

    def _number(self, action_id: str) -> int | None:
        change = self._change(action_id)
        return None if change is None else change.number

    def _change_text(self, action_id: str) -> str:
        """In words; empty if there is none."""
        if self._works:
            return say("action.what-is-being-written") if action_id == "edit.undo" else ""
        change = self._change(action_id)
        return "" if change is None else self._text(change)

    def _mark_working(self, works: bool) -> None:
        if works != self._works:
            self._works = works
            self.update_names()

    def _why_not(self, action_id: str) -> str | None:
        if not self._desk.is_steady:
            self._undecided = True
            return None
        return None if self._change(action_id) else say("action.why-nothing-to-undo")

    def _decide(self) -> None:
        if self._undecided:
            self._undecided = False
            self._actions.refresh()

    # ------------------------------------------------------------------ taking it back

    def _note_done(self, way: str, changed: Changed) -> None:
        self._note(_Left(way, changed.number))

    def _note(self, left: _Left) -> None:
        self._left = left

    def _run(self, action_id: str) -> None:
        named, left = self._number(action_id), self._left
        self._desk.when_settled(partial(self._take_back, action_id, named, left))

    def _take_back(self, action_id: str, named: int | None, before: _Left | None) -> None:
        """`named` is what was named, and `before` what had been written, as it was asked for."""
        now, left = self._number(action_id), self._left
        if left is None or left is before:
            self._travel(action_id, named)
        elif left.way == "refused":
            self._say("undo.after-refusal")
        elif left.way == "done":
            self._travel(action_id, left.number)
        else:
            self._travel(action_id, now)

    def _take_toasted(self) -> None:
        """The toast names one change, whatever is being written."""
        named = self._toasted
        if self._actions["edit.undo"].isEnabled():
            self._desk.when_settled(lambda: self._travel("edit.undo", named))

    def _travel(self, action_id: str, meant: int | None) -> None:
        change = self._change(action_id)
        if change is None:
            self._say("action.why-nothing-to-undo")
        elif change.number != meant:
            self._say(RefusalCode.UNDO_ANOTHER)
        else:
            # Another window of this desk may have changed more since: refused then.
            self._write(action_id, change)

    def _write(self, action_id: str, change: DescribedChange) -> None:
        # Loaded with what undo checks, once the first picture stands.
        from clinicdesk.services.undoing.undo import redo, undo

        visits = named_visits(change.params)
        if action_id == "edit.undo":
            calls = change == self._desk.look.undo
            write = self._desk.write_about(visits, undo, expected=change.number, calls=calls)
        else:
            write = self._desk.write_about(visits, redo, expected=change.number)
        write.then(self._tell_breaks)

    def _tell_breaks(self, outcome: Outcome["Undone"]) -> None:
        """Others may have booked by what was taken back: the toast says whom."""
        if isinstance(outcome, Done):
            undone = outcome.result
            if undone.breaks or undone.left_out:
                keys = self._actions["go.cannot-take-place"].shortcut()
                shortcut = keys.toString(QKeySequence.SequenceFormat.NativeText)
                self._toast.add_words(lambda: undone_text(self._desk, undone, shortcut))

    def _say(self, code: str) -> None:
        self._toast.show_text(say(code), undoable=False)

    def _text(self, change: DescribedChange) -> str:
        return change_text(change, self._desk.today(), private=self._desk.privacy.on)

    # ------------------------------------------------------------------ the corner

    def _show(self) -> None:
        change = self._change_text("edit.undo")
        keys = self._actions["edit.undo"].shortcut()
        shortcut = keys.toString(QKeySequence.SequenceFormat.NativeText)
        self.label.show_forms(f"{shortcut}: {change}" if change else "")
        self._place_label()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another width or font: the label's place is another."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._place_label()
        return super().eventFilter(watched, event)

    def _place_label(self) -> None:
        # Not by the menus' own geometry: it is empty after there was no room for them once.
        metrics = self._bar.fontMetrics()
        words = [action.text().replace("&", "") for action in self._bar.actions()]
        taken = sum(metrics.horizontalAdvance(word) + AROUND_MENU for word in words)
        room = max(self._bar.width() - taken - SPACE, 0)
        width = min(self.label.width_of(0), room)
        self.label.setGeometry(self._bar.width() - width - 12, 0, width, self._bar.height())
