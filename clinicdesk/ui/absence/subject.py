"""Somebody is away, as the window is composed of it: its action and keys, its panel."""

from typing import TYPE_CHECKING

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.selection import NoSelection, SelectedAppointment, Selection
from clinicdesk.ui.kit.workspace import SidePanel
from clinicdesk.ui.subject import Subject, WindowParts
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.ui.absence.absence_panel import AbsencePanel

ACTIONS = (ActionSpec("clinic.away", "clinic", About.DAY, ("Ctrl+R",)),)

KEYS = (
    KeyHelp("reschedule", "choose", ("Left", "Right")),
    KeyHelp("reschedule", "go-on", ("Return",)),
)

MODULES = (
    "clinicdesk.scheduling.packing",
    "clinicdesk.scheduling.repairing",
    "clinicdesk.services.absence.proposing",
    "clinicdesk.ui.absence.absence_panel",
)
"""What the panel loads, the lowest first, so that no step of it is long."""


def make_absence(window: WindowParts) -> None:
    """Begin an absence in the column that the keyboard is in; its panel is made for the first."""
    panel = window.later.part(lambda: _made_panel(window))
    workspace = window.workspace

    def begin() -> None:
        # The panel's modules, and the engine's that repair a day, are not there before.
        from clinicdesk.ui.absence.times import usual_absence

        found = workspace.current_column()
        assert found is not None
        day, column = found
        today, minute = window.desk.context.wall_clock(day.setup.zone)
        workspace.show_panel(panel())
        span = usual_absence(day, column, minute if day.day == today else None)
        panel().ask(column.resource, day.day, span)

    def no_column() -> str | None:
        return None if workspace.current_column() else say("absence.no-column")

    window.actions.connect("clinic.away", begin, unless=no_column)
    window.later.load(MODULES)


def _made_panel(window: WindowParts) -> "AbsencePanel":
    from clinicdesk.ui.absence.absence_panel import AbsencePanel

    panel = AbsencePanel(window.desk, window.keeper)
    window.workspace.add_panel(
        SidePanel(panel, veto=lambda selection: _another_row(selection, panel.listed_visit()))
    )
    panel.closed.connect(window.workspace.close_side)
    panel.appointment_chosen.connect(window.requests.focus_appointment)
    return panel


def _another_row(selection: Selection, listed: int | None) -> NoSelection | None:
    """No action is for one visit while the keyboard is at another in the list."""
    if isinstance(selection, SelectedAppointment) and listed not in (None, selection.visit.number):
        return NoSelection(say("action.why-other-row"))
    return None


SUBJECT = Subject(make_absence, ACTIONS, keys=KEYS)
