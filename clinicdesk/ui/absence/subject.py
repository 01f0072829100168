"""Somebody is away, as the window is composed of it: its action and keys, its panel."""

from clinicdesk.ui.absence.absence_panel import AbsencePanel
from clinicdesk.ui.absence.times import usual_absence
from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.selection import NoSelection, SelectedAppointment, Selection
from clinicdesk.ui.kit.workspace import SidePanel
from clinicdesk.ui.subject import Subject, WindowParts
from clinicdesk.wording import say

ACTIONS = (ActionSpec("clinic.away", "clinic", About.DAY, ("Ctrl+R",)),)

KEYS = (
    KeyHelp("reschedule", "choose", ("Left", "Right")),
    KeyHelp("reschedule", "go-on", ("Return",)),
)


def make_absence(window: WindowParts) -> None:
    """Add the panel of an absence, which begins with the column that the keyboard is in."""
    panel = AbsencePanel(window.desk, window.keeper)
    workspace = window.workspace

    def begin() -> None:
        found = workspace.current_column()
        assert found is not None
        day, column = found
        today, minute = window.desk.now()
        workspace.show_panel(panel)
        span = usual_absence(day, column, minute if day.day == today else None)
        panel.ask(column.resource, day.day, span)

    def no_column() -> str | None:
        return None if workspace.current_column() else say("absence.no-column")

    workspace.add_panel(
        SidePanel(panel, veto=lambda selection: _another_row(selection, panel.listed_visit()))
    )
    window.actions.connect("clinic.away", begin, unless=no_column)
    panel.closed.connect(workspace.close_side)
    panel.appointment_chosen.connect(window.requests.focus_appointment)


def _another_row(selection: Selection, listed: int | None) -> NoSelection | None:
    """No action is for one visit while the keyboard is at another in the list."""
    if isinstance(selection, SelectedAppointment) and listed not in (None, selection.visit.number):
        return NoSelection(say("action.why-other-row"))
    return None


SUBJECT = Subject(make_absence, ACTIONS, keys=KEYS)
