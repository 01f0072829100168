"""A practitioner's own day, as the window is composed of it: its page."""

from typing import TYPE_CHECKING

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.workspace import OwnDay, Page, SidePanel
from clinicdesk.ui.subject import Subject, WindowParts
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.ui.my_day.my_day_page import MyDayPage
    from clinicdesk.ui.my_day.own_time.own_time_panel import OwnTimePanel

PAGE = ActionSpec("go.my-day", "go", About.WINDOW, ("Ctrl+2",), checkable=True, icon="my-day")

ACTIONS = (
    ActionSpec("view.my-span", "view", About.WINDOW, ("K",)),
    ActionSpec("clinic.own-time", "clinic", About.WINDOW, ("Ctrl+Alt+H",)),
)

KEYS = (
    KeyHelp("my-day", "go", ("Up", "Down", "Home", "End"), "gesture.arrows"),
    KeyHelp("my-day", "open", ("Return",)),
    KeyHelp("my-day", "note", ("D",)),
    KeyHelp("my-weeks", "go", ("Up", "Down", "Left", "Right"), "gesture.arrows"),
    KeyHelp("my-weeks", "open", ("Return",)),
    KeyHelp("my-weeks", "back", ("Esc",)),
    KeyHelp("own-time", "off", ("Return",)),
    KeyHelp("own-time", "extra", ("Ctrl+Return",)),
    KeyHelp("own-time", "back", ("Del",)),
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
    _add_own_time(window)
    window.later.load(MODULES)


def _add_own_time(window: WindowParts) -> None:
    """The absences and extra hours of the practitioner whose page or column it is."""
    panel = window.later.part(lambda: _made_own_time(window))
    workspace = window.workspace

    def show() -> None:
        own = workspace.own_day()
        assert own is not None
        workspace.show_panel(panel())
        panel().show_practitioner(window.desk.setup.first_place(own[1]))
        panel().setFocus()

    def nobody() -> str | None:
        return None if workspace.own_day() is not None else say("paper.no-column")

    window.actions.connect("clinic.own-time", show, unless=nobody)


def _made_own_time(window: WindowParts) -> "OwnTimePanel":
    from clinicdesk.ui.my_day.own_time.own_time_panel import OwnTimePanel

    panel, workspace = OwnTimePanel(window.desk, window.keeper), window.workspace
    workspace.add_panel(SidePanel(panel, escape=workspace.close_panel))
    panel.closed.connect(workspace.close_panel)
    panel.opened.connect(window.requests.open_visit)
    panel.lost_wanted.connect(window.requests.show_lost_visits)
    return panel


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
