"""The call list, as the window is composed of it: its action and keys, its panel."""

from datetime import date
from typing import TYPE_CHECKING

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.workspace import SidePanel
from clinicdesk.ui.subject import Subject, WindowParts

if TYPE_CHECKING:
    from clinicdesk.ui.contacts.call_panel import CallPanel

ACTIONS = (
    ActionSpec("go.call-list", "go", About.WINDOW, ("Ctrl+Shift+L",)),
    ActionSpec("go.cannot-take-place", "go", About.WINDOW, ("Ctrl+Shift+M",)),
)

KEYS = (
    KeyHelp("calls", "told", ("Space",)),
    KeyHelp("calls", "take", ("Return",)),
    KeyHelp("calls", "confirmed", ("C",)),
    KeyHelp("calls", "no-answer", ("N",)),
    KeyHelp("calls", "voicemail", ("V",)),
    KeyHelp("calls", "open", ("O",)),
    KeyHelp("calls", "move", ("M",)),
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

    window.actions.connect("go.call-list", show_changed)
    window.actions.connect("go.cannot-take-place", show_lost)
    window.requests.show_lost_visits.connect(show_lost)
    window.requests.confirm_visits.connect(show_to_confirm)
    window.later.load(MODULES)


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
    panel.pointed.connect(window.workspace.show_who_is_named)
    return panel


SUBJECT = Subject(make_contacts, ACTIONS, keys=KEYS)
