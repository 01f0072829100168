"""The clinic's set-up, as the window is composed of it: its action, its keys, and its page."""

from typing import TYPE_CHECKING

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.workspace import Page
from clinicdesk.ui.subject import Subject, WindowParts

if TYPE_CHECKING:
    from clinicdesk.ui.setup.setup_page import SetupPage

ACTION = ActionSpec("clinic.set-up", "clinic", About.WINDOW, ("Ctrl+Shift+E",))
FIND = ActionSpec("clinic.find-setting", "clinic", About.WINDOW, ("/",))

KEYS = (
    KeyHelp("set-up", "look", ("Return",)),
    KeyHelp("set-up", "add", ("Ins",)),
    KeyHelp("set-up", "retire", ("Del",)),
    KeyHelp("set-up", "back", ("Esc",)),
)


def make_setup(window: WindowParts) -> None:
    """Add the page once somebody goes there: seldom, and with all that reads clinic files."""
    page = window.later.part(lambda: _made_page(window))
    window.actions.connect_late(ACTION.id, page)
    window.actions.connect_late(FIND.id, page)


def _made_page(window: WindowParts) -> "SetupPage":
    from clinicdesk.ui.setup.setup_page import SetupPage

    page = SetupPage(window.desk, window.keeper)
    page.visit_wanted.connect(window.requests.show_appointment)
    page.left.connect(lambda: window.requests.show_day.emit(None))
    window.workspace.add_page(Page(page, ACTION.id))

    def find_setting() -> None:
        window.workspace.show_page(page)
        page.search.setFocus()

    window.actions.connect(FIND.id, find_setting)
    return page


SUBJECT = Subject(make_setup, (ACTION, FIND), keys=KEYS)
