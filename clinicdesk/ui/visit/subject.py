"""An opened visit, as the window is composed of it: its actions and keys, its panel."""

from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.requests import Requests
from clinicdesk.ui.kit.workspace import SidePanel, Workspace
from clinicdesk.ui.subject import Subject, WindowParts
from clinicdesk.ui.visit.action_rows import ACTIONS
from clinicdesk.ui.visit.visit_panel import VisitPanel

KEYS = (KeyHelp("visit", "go", ("Up", "Down")),)


def make_visit(window: WindowParts) -> None:
    """Add the panel of an opened visit, and open visits for whoever asks."""
    panel = VisitPanel(window.desk, window.actions, window.keeper)
    workspace = window.workspace
    panel.selected.selection = workspace.selection
    workspace.add_panel(
        SidePanel(
            panel,
            patient=lambda: panel.visit.patient if panel.visit else None,
            selection=panel.chosen_step,
            escape=panel.closed.emit,
        )
    )
    _connect(panel, workspace, window.requests)


def _connect(panel: VisitPanel, workspace: Workspace, requests: Requests) -> None:
    def open_visit(visit: int, appointment: int) -> None:
        if not workspace.show_booking_of(visit):
            panel.show_visit(visit, appointment)
            workspace.show_panel(panel)

    def follow_to(visit: int, appointment: int) -> None:
        if workspace.in_front(panel):
            open_visit(visit, appointment)

    def close() -> None:
        panel.forget()
        workspace.close_panel()

    def focus_step(appointment: int) -> None:
        if panel.step is not None:
            requests.focus_appointment.emit(panel.step.day, appointment)

    requests.open_visit.connect(open_visit)
    requests.follow_to.connect(follow_to)
    panel.open_wanted.connect(lambda _appointment: workspace.show_panel(panel))
    panel.closed.connect(close)
    panel.appointment_chosen.connect(focus_step)
    panel.calendar_file_wanted.connect(
        lambda visit: requests.write_calendar_file.emit(visit, panel.notice.say)
    )


SUBJECT = Subject(make_visit, ACTIONS, keys=KEYS)
