"""What the window is composed of: a subject gives its rows, and makes its page or panel."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QSettings, SignalInstance
from PySide6.QtWidgets import QWidget

from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.actions.action_spec import ActionSpec
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.later import Later
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.requests import Requests
from clinicdesk.ui.kit.window_work import WindowWork
from clinicdesk.ui.kit.workspace import Workspace


@dataclass(frozen=True)
class WindowParts:
    """What a subject is made from: all that it may know of its window."""

    desk: Desk
    actions: Actions
    keeper: ThemeKeeper
    settings: QSettings
    requests: Requests
    workspace: Workspace
    work: WindowWork
    later: Later


@dataclass(frozen=True)
class Subject:
    """One subject of the window, such as booking; `ui/composition.py` lists them all."""

    make: Callable[[WindowParts], None]
    """Connects actions and requests; adds its page or panel to the workspace.

    What the window's first picture does not show is only made when somebody asks for it or, where
    that is likely to be soon, by `later`; until then its modules are not loaded either.
    """
    actions: tuple[ActionSpec, ...] = ()
    page: ActionSpec | None = None
    """The action that goes to its page; None for a subject without one."""
    keys: tuple[KeyHelp, ...] = ()


class SaysQuietly(Protocol):
    """What says how much there is to do, in the window's quiet line."""

    says: SignalInstance


def add_list(
    window: WindowParts,
    action: str,
    make_panel: Callable[[WindowParts], QWidget],
    make_line: Callable[[Desk, QObject], SaysQuietly],
) -> None:
    """A list at the side that the action opens, and a quiet line that says how much it holds."""
    panel = window.later.part(lambda: make_panel(window))
    topic = action.removeprefix("go.")

    def show() -> None:
        window.workspace.show_panel(panel())
        panel().setFocus()

    def made_line() -> SaysQuietly:
        line = make_line(window.desk, window.workspace)
        line.says.connect(partial(window.requests.say_quietly.emit, topic))
        return line

    window.actions.connect(action, show)
    window.later.add(window.later.part(made_line))
