"""The clinic's set-up, as the window is composed of it: its action, its keys, and its page."""

from typing import TYPE_CHECKING

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.workspace import Page
from clinicdesk.ui.subject import Subject, WindowParts

if TYPE_CHECKING:
    from clinicdesk.ui.setup.setup_page import SetupPage

ACTION = ActionSpec("clinic.set-up", "clinic", About.WINDOW, ("Ctrl+Shift+E",))

KEYS = (
    KeyHelp("set-up", "look", ("Return",)),
    KeyHelp("set-up", "add", ("Ins",)),
    KeyHelp("set-up", "retire", ("Del",)),
    KeyHelp("set-up", "back", ("Esc",)),
)


def make_setup(window: WindowParts) -> None:
    """Add the page once somebody goes there: seldom, and with all that reads clinic files."""
    window.actions.connect_late(ACTION.id, window.later.part(lambda: _made_page(window)))


def _made_page(window: WindowParts) -> "SetupPage":
    from clinicdesk.ui.setup.setup_page import SetupPage

    page = SetupPage(window.desk)
    page.visit_wanted.connect(window.requests.show_appointment)
    page.left.connect(lambda: window.requests.show_day.emit(None))
    window.workspace.add_page(Page(page, ACTION.id))
    return page


SUBJECT = Subject(make_setup, (ACTION,), keys=KEYS)
