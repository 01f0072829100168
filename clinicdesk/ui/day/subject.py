"""The clinic's day, as the window is composed of it: its actions and keys, its page."""

from datetime import date
from functools import partial

from PySide6.QtCore import SignalInstance

from clinicdesk.ui.day.day_page import DayPage
from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.requests import Requests
from clinicdesk.ui.kit.selection import NoSelection
from clinicdesk.ui.kit.workspace import Page, Workspace
from clinicdesk.ui.subject import Subject, WindowParts
from clinicdesk.wording import say

PAGE = ActionSpec("go.day", "go", About.WINDOW, ("Ctrl+1",), checkable=True, icon="day")

ACTIONS = (
    ActionSpec("go.today", "go", About.DAY, ("T",)),
    ActionSpec("go.previous-day", "go", About.DAY, ("PgUp",), repeats=True),
    ActionSpec("go.next-day", "go", About.DAY, ("PgDown",), repeats=True),
    ActionSpec("go.date", "go", About.DAY, ("Ctrl+G",)),
    ActionSpec("visit.open", "visit", About.DAY, ("O",)),
    ActionSpec("view.zoom-in", "view", About.DAY, ("Ctrl++", "Ctrl+="), repeats=True),
    ActionSpec("view.zoom-out", "view", About.DAY, ("Ctrl+-",), repeats=True),
    ActionSpec("view.zoom-reset", "view", About.DAY, ("Ctrl+0",)),
    ActionSpec("view.columns", "view", About.DAY, ("Ctrl+L",)),
    *(ActionSpec(f"view.saved-{n}", "view", About.DAY, (f"F{n + 1}",)) for n in range(1, 7)),
    ActionSpec("view.save", "view", About.DAY, ("Ctrl+Shift+S",)),
)

KEYS = (
    KeyHelp("day", "go", ("Up", "Down", "Left", "Right"), "gesture.arrows"),
    KeyHelp("day", "ends", ("Home", "End")),
    KeyHelp("day", "open", ("Return",)),
    KeyHelp("day", "card", ("Space",)),
    KeyHelp(
        "day", "pick-up", ("Alt+Up", "Alt+Down", "Alt+Left", "Alt+Right"), "gesture.alt-arrows"
    ),
    KeyHelp("day", "resize", ("Ctrl+Alt+Up", "Ctrl+Alt+Down"), "gesture.ctrl-alt-arrows"),
    KeyHelp("day", "zoom", shown="gesture.ctrl-wheel"),
    KeyHelp("day", "sideways", shown="gesture.shift-wheel"),
    KeyHelp("day", "open-by-mouse", shown="gesture.double-click"),
    KeyHelp("drag", "move", ("Up", "Down", "Left", "Right"), "gesture.arrows"),
    KeyHelp("drag", "along", ("Shift",)),
    KeyHelp("drag", "rest", ("1", "2", "3")),
    KeyHelp("drag", "drop", ("Return",)),
    KeyHelp("drag", "put-back", ("Esc",)),
    KeyHelp("drag", "drag", shown="gesture.drag"),
)

MODULES = (
    "clinicdesk.ui.day.grid.day_painter",
    "clinicdesk.ui.day.grid.overlays",
    "clinicdesk.services.visits.trying",
    "clinicdesk.services.visits.moving",
    "clinicdesk.ui.day.drag.drag_controller",
    "clinicdesk.ui.day.appointment_card",
)
"""What a painted day loads, and what is above it, the lowest first, so that no step is long."""


def make_day(window: WindowParts) -> None:
    """Add the page of the clinic's day, and show there what others ask to be shown."""
    page = DayPage(window.desk, window.actions, window.keeper, window.settings)
    workspace = window.workspace
    workspace.add_page(
        Page(
            page,
            PAGE.id,
            selection=page.at_keyboard.selection,
            veto=lambda _selection: _at_free_place(page),
            current_column=page.current_column,
            shown_day=lambda: page.day,
        )
    )
    window.actions.disable_while(
        About.DAY, lambda: None if workspace.in_front(page) else say("action.why-not-day")
    )
    _connect(page, workspace, window.requests)
    window.later.load(MODULES)
    window.later.add(lambda: page.moving)
    window.later.add(lambda: page.card)


def _connect(page: DayPage, workspace: Workspace, requests: Requests) -> None:
    def ask_for_visit(request: SignalInstance, appointment: int) -> None:
        items = (item for item in page.appointments() if item.number == appointment)
        if item := next(items, None):
            request.emit(item.visit, appointment)

    def show_day(day: date | None) -> None:
        workspace.show_page(page)
        if day is not None:
            page.show_day(day)

    def show_appointment(day: date, number: int) -> None:
        def open_it() -> None:
            page.focus_appointment(number)
            ask_for_visit(requests.open_visit, number)

        show_day(day)
        page.reading.when_there(open_it)

    def focus_appointment(day: date, number: int) -> None:
        if day == page.day:
            page.reading.when_there(partial(page.focus_appointment, number))

    def focus_visit(visit: int) -> None:
        page.reading.when_there(partial(page.focus_visit, visit))

    def show_calls() -> None:
        if page.has_lost:
            requests.show_lost_visits.emit()
        else:
            requests.confirm_visits.emit(page.day)

    page.appointment_opened.connect(partial(ask_for_visit, requests.open_visit))
    page.at_keyboard.reached.connect(partial(ask_for_visit, requests.follow_to))
    page.bar.calls_wanted.connect(show_calls)
    page.picked_up.connect(requests.uncover_page)
    requests.show_day.connect(show_day)
    requests.show_appointment.connect(show_appointment)
    requests.focus_appointment.connect(focus_appointment)
    requests.focus_visit.connect(focus_visit)
    requests.show_option.connect(page.show_option)
    requests.leave_identity.connect(page.at_keyboard.leave_identity_to)


def _at_free_place(page: DayPage) -> NoSelection | None:
    """The keyboard is in the day, where nobody is: what a panel has chosen is not meant."""
    free = page.grid.hasFocus() and page.at_keyboard.appointment is None
    return NoSelection(say("strip.nobody")) if free else None


SUBJECT = Subject(make_day, ACTIONS, PAGE, KEYS)
