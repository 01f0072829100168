"""The flow of the day, as the window is composed of it: its page, actions and keys."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from clinicdesk.services.clinic.clinic_setup import ResourceInfo
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.later import Late
from clinicdesk.ui.kit.workspace import Page, SidePanel
from clinicdesk.ui.subject import Subject, WindowParts, add_list
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.ui.flow.closing_line import ClosingLine
    from clinicdesk.ui.flow.closing_panel import ClosingPanel
    from clinicdesk.ui.flow.flow_page import FlowPage
    from clinicdesk.ui.flow.late_layer import LateLayer
    from clinicdesk.ui.flow.task_line import TaskLine
    from clinicdesk.ui.flow.task_panel import TaskPanel

PAGE = ActionSpec("go.flow", "go", About.WINDOW, ("Ctrl+3",), checkable=True, icon="flow")

ACTIONS = (
    ActionSpec("go.check-in", "go", About.WINDOW, ("Ctrl+Shift+I",)),
    ActionSpec("go.closing-list", "go", About.WINDOW, ("Ctrl+Shift+G",)),
    ActionSpec("go.tasks", "go", About.WINDOW, ("Ctrl+Shift+H",)),
    ActionSpec("clinic.late", "clinic", About.WINDOW, ("L",)),
    ActionSpec("view.by-practitioner", "view", About.WINDOW, ("V",)),
)

KEYS = (
    KeyHelp("tasks", "tick", ("Space",)),
    KeyHelp("tasks", "open", ("Return",)),
    KeyHelp("flow", "go", ("Up", "Down", "Left", "Right"), "gesture.arrows"),
    KeyHelp("flow", "open", ("Return",)),
    KeyHelp("flow", "birth-date", shown="gesture.digits"),
)

MODULES = (
    "clinicdesk.services.flow.board",
    "clinicdesk.ui.flow.board_view",
    "clinicdesk.ui.flow.flow_page",
    "clinicdesk.scheduling.repairing.running_late",
    "clinicdesk.services.planner.flow_questions",
)
"""What the page loads, the lowest first, so that no step of it is long."""


def make_flow(window: WindowParts) -> None:
    """Add the page once somebody goes there, or asks to check somebody in."""
    page = window.later.part(lambda: _made_page(window))
    actions = window.actions

    def check_in() -> None:
        window.workspace.show_page(page())
        page().focus_field()

    def why_not_board() -> str | None:
        there = page.made is not None and window.workspace.page.widget is page.made
        return None if there else say("flow.why-not-board")

    actions.connect_late(PAGE.id, page)
    actions.connect("go.check-in", check_in)
    _add_closing(window)
    _add_late(window, page)
    _add_tasks(window)
    actions.connect("view.by-practitioner", lambda: page().turn(), unless=why_not_board)
    window.later.load(MODULES)


def _made_page(window: WindowParts) -> "FlowPage":
    from clinicdesk.ui.flow.flow_page import FlowPage

    page = FlowPage(window.desk, window.keeper)
    requests, workspace = window.requests, window.workspace
    page.at_side = lambda: None if workspace.panel is None else workspace.panel.patient()
    page.opened.connect(requests.open_visit)
    page.reached.connect(requests.follow_to)
    page.reached.connect(lambda _visit, _appointment: window.actions.refresh())
    page.day_wanted.connect(lambda: requests.show_day.emit(None))
    workspace.add_page(Page(page, PAGE.id, selection=page.selection))
    return page


def _add_closing(window: WindowParts) -> None:
    """The list of what is still open, and the line that says how much that is."""
    add_list(window, "go.closing-list", _made_closing, _made_line)
    window.later.load(("clinicdesk.services.flow.open_ends", "clinicdesk.ui.flow.closing_line"))


def _add_tasks(window: WindowParts) -> None:
    """What practitioners ask of the desk, and the line that says how much that is."""
    add_list(window, "go.tasks", _made_tasks, _made_task_line)
    window.later.load(("clinicdesk.services.flow.desk_tasks", "clinicdesk.ui.flow.task_line"))


def _made_task_line(desk: Desk, parent: QObject) -> "TaskLine":
    from clinicdesk.ui.flow.task_line import TaskLine

    return TaskLine(desk, parent)


def _made_tasks(window: WindowParts) -> "TaskPanel":
    from clinicdesk.ui.flow.task_panel import TaskPanel

    panel, workspace = TaskPanel(window.desk, window.keeper), window.workspace
    workspace.add_panel(SidePanel(panel, escape=workspace.close_panel))
    panel.closed.connect(workspace.close_panel)
    panel.opened.connect(lambda visit: window.requests.open_visit.emit(visit, 0))
    return panel


def _add_late(window: WindowParts, page: Late["FlowPage"]) -> None:
    """Ask how late somebody runs: in whose column the keyboard is, or on whose own page."""
    layer = window.later.part(lambda: _made_late(window))

    def practitioner() -> ResourceInfo | None:
        if page.made is not None and window.workspace.page.widget is page.made:
            return page.made.practitioner()
        own = window.workspace.own_day()
        return None if own is None else window.desk.setup.resources.get(own[1])

    def ask() -> None:
        who = practitioner()
        assert who is not None
        layer().ask(who)

    window.actions.connect(
        "clinic.late", ask, unless=lambda: None if practitioner() else say("late.nobody")
    )


def _made_late(window: WindowParts) -> "LateLayer":
    from clinicdesk.ui.flow.late_layer import LateLayer

    return LateLayer(window.workspace.pages, window.desk, window.actions)


def _made_line(desk: Desk, parent: QObject) -> "ClosingLine":
    from clinicdesk.ui.flow.closing_line import ClosingLine

    return ClosingLine(desk, parent)


def _made_closing(window: WindowParts) -> "ClosingPanel":
    from clinicdesk.ui.flow.closing_panel import ClosingPanel

    panel, workspace = ClosingPanel(window.desk, window.keeper), window.workspace

    def close() -> None:
        panel.close_list()
        workspace.close_panel()

    workspace.add_panel(
        SidePanel(
            panel,
            patient=panel.patient,
            selection=panel.selection,
            unfinished=lambda: panel.unfinished,
            resume=panel.setFocus,
            escape=close,
        )
    )
    panel.closed.connect(close)
    panel.opened.connect(window.requests.open_visit)
    panel.pointed.connect(workspace.show_who_is_named)
    return panel


SUBJECT = Subject(make_flow, ACTIONS, PAGE, KEYS)
