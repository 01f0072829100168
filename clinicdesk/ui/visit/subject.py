"""An opened visit, as the window is composed of it: its actions and keys, its panel."""

from functools import partial
from typing import TYPE_CHECKING

from clinicdesk.services.visits.reading.visit_reading import VisitInfo
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.requests import Requests
from clinicdesk.ui.kit.selection import SelectedAppointment
from clinicdesk.ui.kit.workspace import SidePanel, Workspace
from clinicdesk.ui.subject import Subject, WindowParts
from clinicdesk.ui.visit.action_rows import ACTIONS
from clinicdesk.ui.visit.asked_of_booking import connect_asked
from clinicdesk.ui.visit.selection_reasons import SelectionReasons

if TYPE_CHECKING:
    from clinicdesk.ui.visit.visit_panel import VisitPanel

KEYS = (KeyHelp("visit", "go", ("Up", "Down")),)

MODULES = (
    "clinicdesk.services.visits.changing",
    "clinicdesk.ui.visit.steps.step_cards",
    "clinicdesk.ui.visit.visit_panel",
)
"""What the panel loads, the lowest first, so that no step of it is long."""


def make_visit(window: WindowParts) -> None:
    """Open visits for whoever asks; the panel is made for the first, or before if there is time.

    Until then its actions are for the appointment that is selected on the page.
    """
    panel = window.later.part(lambda: _made_panel(window))
    workspace = window.workspace
    reasons = SelectionReasons(window.desk, workspace.selection)
    reasons.follow = window.actions.refresh

    def open_visit(visit: int, appointment: int) -> None:
        if not workspace.show_booking_of(visit):
            in_front = workspace.panel
            still = partial(_is_in_front, workspace, in_front)
            panel().show_visit(visit, appointment, _known(workspace, visit), still)

    def follow_to(visit: int, appointment: int) -> None:
        if panel.made is not None and workspace.in_front(panel.made):
            open_visit(visit, appointment)

    for row in ACTIONS:
        window.actions.connect_late(row.id, panel, unless=partial(reasons.why_not, row.id))
    connect_asked(window, reasons)
    window.requests.open_visit.connect(open_visit)
    window.requests.follow_to.connect(follow_to)
    window.later.load(MODULES)
    window.later.add(panel)


def _made_panel(window: WindowParts) -> "VisitPanel":
    from clinicdesk.ui.visit.visit_panel import VisitPanel

    panel = VisitPanel(window.desk, window.actions, window.keeper)
    panel.selected.selection = window.workspace.selection
    window.workspace.add_panel(
        SidePanel(
            panel,
            patient=lambda: panel.visit.patient if panel.visit else None,
            selection=panel.chosen_step,
            escape=panel.closed.emit,
            tells_of_calls=True,
        )
    )
    _connect(panel, window.workspace, window.requests)
    # Its own choice, which is none, was asked as it connected its actions.
    window.actions.refresh()
    return panel


def _connect(panel: "VisitPanel", workspace: Workspace, requests: Requests) -> None:
    def close() -> None:
        panel.forget()
        workspace.close_panel()

    def focus_step(appointment: int) -> None:
        if panel.step is not None:
            requests.focus_appointment.emit(panel.step.day, appointment)

    panel.opened.connect(lambda: workspace.show_panel(panel))
    panel.closed.connect(close)
    panel.appointment_chosen.connect(focus_step)
    panel.cancelling.again_wanted.connect(requests.book_again)
    panel.calendar_file_wanted.connect(
        lambda visit, form: requests.write_calendar_file.emit(
            visit, form, partial(panel.say_of, visit)
        )
    )


def _known(workspace: Workspace, visit: int) -> VisitInfo | None:
    """The visit as the page shows it, if somebody has gone to it there."""
    at = workspace.page.selection()
    return at.visit if isinstance(at, SelectedAppointment) and at.visit.number == visit else None


def _is_in_front(workspace: Workspace, panel: SidePanel | None) -> bool:
    """Whether nothing else was brought to the front meanwhile."""
    return workspace.panel is panel


SUBJECT = Subject(make_visit, ACTIONS, keys=KEYS)
