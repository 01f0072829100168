"""The call list, as the window is composed of it: its action and keys, its panel."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from clinicdesk.models.statuses import Status
from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.once_asked import OnceAsked
from clinicdesk.ui.kit.selection import NoSelection
from clinicdesk.ui.kit.workspace import SidePanel
from clinicdesk.ui.subject import Subject, WindowParts
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.services.contacts.call_list import CallFilter, CallList
    from clinicdesk.ui.contacts.call_panel import CallPanel

ACTIONS = (
    ActionSpec("go.call-list", "go", About.WINDOW, ("Ctrl+Shift+L",)),
    ActionSpec("go.cannot-take-place", "go", About.WINDOW, ("Ctrl+Shift+M",)),
    ActionSpec("visit.confirm", "visit", About.APPOINTMENT, ("Y",)),
)

KEYS = (
    KeyHelp("calls", "told", ("Space",)),
    KeyHelp("calls", "take", ("Return",)),
    KeyHelp("calls", "confirmed", ("C",)),
    KeyHelp("calls", "no-answer", ("N",)),
    KeyHelp("calls", "voicemail", ("V",)),
    KeyHelp("calls", "open", ("O",)),
    KeyHelp("calls", "move", ("M",)),
    KeyHelp("calls", "email", ("E",)),
    KeyHelp("calls", "text", ("T",)),
    KeyHelp("calls", "look", ("L",)),
    KeyHelp("calls", "filter", ("1", "2", "3", "4", "5")),
)

MODULES = (
    "clinicdesk.services.contacts.noting",
    "clinicdesk.services.contacts.call_list",
    "clinicdesk.ui.contacts.call_panel",
)
"""What the panel loads, the lowest first, so that no step of it is long."""


def make_contacts(window: WindowParts) -> None:
    """Open the list for who asks; its panel is made for the first."""
    panel = window.later.part(lambda: _made_panel(window))

    def show_changed() -> None:
        window.workspace.show_panel(panel())
        panel().show_changed()

    def show_to_confirm(day: date | None) -> None:
        window.workspace.show_panel(panel())
        panel().show_to_confirm(day)

    def show_lost() -> None:
        window.workspace.show_panel(panel())
        panel().show_lost()

    def print_calls() -> None:
        made = panel.made
        shown = made is not None and window.workspace.in_front(made)
        _print(window, made.asked if made is not None and shown else None)

    window.actions.connect("go.call-list", show_changed)
    window.actions.connect("clinic.print-calls", print_calls)
    _add_confirming(window)
    window.actions.connect("go.cannot-take-place", show_lost)
    window.requests.show_lost_visits.connect(show_lost)
    window.requests.confirm_visits.connect(show_to_confirm)
    window.later.load(MODULES)


def _print(window: WindowParts, asked: "tuple[CallFilter, date | None] | None") -> None:
    """What was asked of the panel, else who has to be told of a change; as it is now."""
    from clinicdesk.services.contacts.call_list import CallFilter, read_call_list
    from clinicdesk.ui.contacts.call_sheet import call_sheet
    from clinicdesk.ui.contacts.rows import Wording

    desk = window.desk
    wanted, day = asked or (CallFilter.CHANGED, None)

    def show(found: "CallList") -> None:
        sheet = call_sheet(Wording(desk.setup, desk.today()), found)
        window.requests.print_sheets.emit(f"calls-{desk.today()}", (sheet,))

    question = partial(read_call_list, desk.context, desk.database, wanted, day)
    desk.read("calls on paper", question, show)


def _add_confirming(window: WindowParts) -> None:
    """Whoever calls to say that they come is noted beside their visit, with no list open."""
    desk, workspace, once = window.desk, window.workspace, OnceAsked()

    def confirm() -> None:
        # The first picture does without it.
        from clinicdesk.services.contacts.noting import CONFIRMED, note_contact
        from clinicdesk.services.visits.seen import seen_of

        selection = workspace.selection()
        if not isinstance(selection, NoSelection):
            visit, seen = selection.visit.number, seen_of(selection.step)
            once.ask(visit, partial(desk.write, note_contact, visit, CONFIRMED, seen=seen))

    def why_not() -> str | None:
        selection = workspace.selection()
        if isinstance(selection, NoSelection) or selection.step.status is Status.BOOKED:
            return None
        return say("contacts.why-not-to-come")

    window.actions.connect("visit.confirm", confirm, unless=why_not)


def _made_panel(window: WindowParts) -> "CallPanel":
    from clinicdesk.ui.contacts.call_panel import CallPanel

    panel = CallPanel(window.desk, window.keeper)
    window.workspace.add_panel(
        SidePanel(panel, patient=panel.patient_at_keyboard, tells_of_calls=True)
    )
    panel.closed.connect(window.workspace.close_panel)
    panel.appointment_chosen.connect(window.requests.focus_appointment)
    panel.open_wanted.connect(window.requests.show_appointment)
    panel.move_wanted.connect(window.requests.move_visit)
    panel.message_wanted.connect(window.requests.message)
    panel.pointed.connect(window.workspace.show_who_is_named)
    return panel


SUBJECT = Subject(make_contacts, ACTIONS, keys=KEYS)
