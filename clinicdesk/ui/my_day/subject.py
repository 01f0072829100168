"""A practitioner's own day, as the window is composed of it: its page."""

from typing import TYPE_CHECKING

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.workspace import OwnDay, Page
from clinicdesk.ui.subject import Subject, WindowParts
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.ui.my_day.my_day_page import MyDayPage

PAGE = ActionSpec("go.my-day", "go", About.WINDOW, ("Ctrl+2",), checkable=True, icon="my-day")

ACTIONS = (ActionSpec("view.my-span", "view", About.WINDOW, ("K",)),)

KEYS = (
    KeyHelp("my-day", "go", ("Up", "Down", "Home", "End"), "gesture.arrows"),
    KeyHelp("my-day", "open", ("Return",)),
    KeyHelp("my-day", "note", ("D",)),
    KeyHelp("my-weeks", "go", ("Up", "Down", "Left", "Right"), "gesture.arrows"),
    KeyHelp("my-weeks", "open", ("Return",)),
    KeyHelp("my-weeks", "back", ("Esc",)),
)


MODULES = (
    "clinicdesk.services.visits.reading.own_days",
    "clinicdesk.ui.my_day.encounter_card",
    "clinicdesk.ui.my_day.my_day_page",
)
"""What the page loads, the lowest first, so that no step of it is long."""


def make_my_day(window: WindowParts) -> None:
    """Add the page of one practitioner's day once somebody goes there: it reads a week of it."""
    page = window.later.part(lambda: _made_page(window))

    def why_not_here() -> str | None:
        there = page.made is not None and window.workspace.page.widget is page.made
        return None if there else say("my-day.why-not-here")

    window.actions.connect_late(PAGE.id, page)
    window.actions.connect("view.my-span", lambda: page().turn_span(), unless=why_not_here)
    window.later.load(MODULES)


def _made_page(window: WindowParts) -> "MyDayPage":
    from clinicdesk.ui.my_day.my_day_page import MyDayPage

    page = MyDayPage(window.desk, window.keeper, window.settings)
    page.appointment_opened.connect(
        lambda number: window.requests.show_appointment.emit(page.shown_day, number)
    )
    page.book_wanted.connect(window.requests.book_wanted)
    page.turned.connect(window.actions.refresh)
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


SUBJECT = Subject(make_my_day, ACTIONS, PAGE, KEYS)
