"""The directory, as the window is composed of it: its action, and its panel."""

from typing import TYPE_CHECKING

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.workspace import SidePanel
from clinicdesk.ui.subject import Subject, WindowParts

if TYPE_CHECKING:
    from clinicdesk.ui.directory.directory_panel import DirectoryPanel

ACTIONS = (ActionSpec("go.directory", "go", About.WINDOW, ("Ctrl+D",)),)

MODULES = (
    "clinicdesk.services.directory.free_time",
    "clinicdesk.services.directory.matching",
    "clinicdesk.ui.directory.directory_panel",
)
"""What the panel loads, the lowest first, so that no step of it is long."""


def make_directory(window: WindowParts) -> None:
    """Open the directory for who asks; its panel is made for the first."""
    panel = window.later.part(lambda: _made_panel(window))

    def show() -> None:
        # Beside the day, as the booking that comes of it: no other page has room for both.
        window.requests.show_day.emit(None)
        window.workspace.show_panel(panel())
        panel().begin()

    window.actions.connect("go.directory", show)
    window.later.load(MODULES)


def _made_panel(window: WindowParts) -> "DirectoryPanel":
    from clinicdesk.ui.directory.directory_panel import DirectoryPanel

    panel = DirectoryPanel(window.desk, window.keeper)
    window.workspace.add_panel(SidePanel(panel))
    panel.closed.connect(window.workspace.close_panel)
    panel.book_wanted.connect(window.requests.book_wanted)
    return panel


SUBJECT = Subject(make_directory, ACTIONS)
