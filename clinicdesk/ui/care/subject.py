"""What must be there before visits, as the window is composed of it: its action, panel and line."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.workspace import SidePanel
from clinicdesk.ui.subject import Subject, WindowParts, add_list

if TYPE_CHECKING:
    from clinicdesk.ui.care.due_line import DueLine
    from clinicdesk.ui.care.requirements_panel import RequirementsPanel

ACTIONS = (ActionSpec("go.requirements", "go", About.WINDOW, ("Ctrl+Shift+Y",)),)

KEYS = (
    KeyHelp("requirements", "there", ("Return",)),
    KeyHelp("requirements", "every", ("A",)),
    KeyHelp("requirements", "asked", ("R",)),
    KeyHelp("requirements", "say", ("Space",)),
    KeyHelp("requirements", "open", ("O",)),
    KeyHelp("requirements", "all", ("F",)),
)

MODULES = (
    "clinicdesk.services.care.requirements",
    "clinicdesk.ui.care.requirements_panel",
    "clinicdesk.ui.care.due_line",
)
"""What the panel loads, the lowest first, so that no step of it is long."""


def make_care(window: WindowParts) -> None:
    """Open the list for who asks, and say quietly how much is due."""
    add_list(window, "go.requirements", _made_panel, _made_line)
    window.later.load(MODULES)


def _made_line(desk: Desk, parent: QObject) -> "DueLine":
    from clinicdesk.ui.care.due_line import DueLine

    return DueLine(desk, parent)


def _made_panel(window: WindowParts) -> "RequirementsPanel":
    from clinicdesk.ui.care.requirements_panel import RequirementsPanel

    panel, workspace = RequirementsPanel(window.desk, window.keeper), window.workspace
    workspace.add_panel(SidePanel(panel, patient=panel.patient_at_keyboard))
    panel.closed.connect(workspace.close_panel)
    panel.pointed.connect(workspace.show_who_is_named)
    panel.opened.connect(window.requests.open_visit)
    return panel


SUBJECT = Subject(make_care, ACTIONS, keys=KEYS)
