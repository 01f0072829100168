"""A practitioner's own day, as the window is composed of it: its page."""

from typing import TYPE_CHECKING

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.workspace import OwnDay, Page
from clinicdesk.ui.subject import Subject, WindowParts

if TYPE_CHECKING:
    from clinicdesk.ui.my_day.my_day_page import MyDayPage

PAGE = ActionSpec("go.my-day", "go", About.WINDOW, ("Ctrl+2",), checkable=True, icon="my-day")

KEYS = (
    KeyHelp("my-day", "go", ("Up", "Down", "Home", "End"), "gesture.arrows"),
    KeyHelp("my-day", "open", ("Return",)),
    KeyHelp("my-day", "note", ("D",)),
)


def make_my_day(window: WindowParts) -> None:
    """Add the page of one practitioner's day once somebody goes there: it reads a week of it."""
    window.actions.connect_late(PAGE.id, window.later.part(lambda: _made_page(window)))
    window.later.load(("clinicdesk.ui.my_day.my_day_page",))


def _made_page(window: WindowParts) -> "MyDayPage":
    from clinicdesk.ui.my_day.my_day_page import MyDayPage

    page = MyDayPage(window.desk, window.keeper, window.settings)
    page.appointment_opened.connect(
        lambda number: window.requests.show_appointment.emit(page.shown_day, number)
    )
    page.book_wanted.connect(window.requests.book_wanted)
    page.reached.connect(window.requests.follow_to)
    page.reached.connect(lambda _visit, _appointment: window.actions.refresh())

    def own_day() -> OwnDay | None:
        practitioner = page.who.currentData()
        return None if practitioner is None else (page.shown_day, practitioner)

    window.workspace.add_page(
        Page(
            page,
            PAGE.id,
            selection=page.selection,
            shown_day=lambda: page.shown_day,
            own_day=own_day,
        )
    )
    return page


SUBJECT = Subject(make_my_day, page=PAGE, keys=KEYS)
