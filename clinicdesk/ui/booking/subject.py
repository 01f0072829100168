"""Booking, as the window is composed of it: its actions and keys, its panel, what it asks for."""

from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.ui.booking.booking_panel import BookingPanel
from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.requests import Requests
from clinicdesk.ui.kit.selection import NoSelection, SelectedAppointment, Selection
from clinicdesk.ui.kit.workspace import SidePanel, Workspace
from clinicdesk.ui.subject import Subject, WindowParts
from clinicdesk.wording import say

ACTIONS = (
    ActionSpec("visit.new", "visit", About.WINDOW, ("Ctrl+N",), icon="book"),
    ActionSpec("visit.book", "visit", About.OPTION, ("Ctrl+Return",)),
    ActionSpec("visit.hold", "visit", About.OPTION, ("Ctrl+H",)),
    ActionSpec("visit.new-patient", "visit", About.WINDOW, ("Ctrl+Shift+N",)),
)

KEYS = (
    KeyHelp("list", "go", ("Up", "Down", "PgUp", "PgDown")),
    KeyHelp("list", "take", ("Return",)),
    KeyHelp("list", "clear", ("Esc",)),
    KeyHelp("options", "go", ("Up", "Down")),
    KeyHelp("options", "book", ("Return",)),
    KeyHelp("month", "go", ("Up", "Down", "Left", "Right"), "gesture.arrows"),
    KeyHelp("month", "pages", ("PgUp", "PgDown")),
    KeyHelp("month", "ends", ("Home", "End")),
    KeyHelp("month", "take", ("Return", "Space")),
)


def make_booking(window: WindowParts) -> None:
    """Add the booking panel, and begin bookings for whoever asks."""
    panel = BookingPanel(window.desk, window.actions, window.keeper)
    workspace, requests = window.workspace, window.requests

    def begin(patient: int | None = None) -> None:
        requests.show_day.emit(None)
        held_unseen = panel.hold_bar.visit is not None and not workspace.in_front(panel)
        workspace.show_panel(panel)
        if held_unseen:
            panel.show_held()
        else:
            panel.begin(patient)

    workspace.add_panel(
        SidePanel(
            panel,
            patient=lambda: panel.patient,
            veto=lambda selection: _somebody_else(selection, panel.patient),
            books=panel.holds,
            unfinished=lambda: panel.unfinished,
            resume=panel.take_focus,
        )
    )
    window.actions.disable_while(
        About.OPTION,
        lambda: None if workspace.in_front(panel) else say("action.why-no-booking"),
    )
    window.actions.connect("visit.new", begin)
    requests.book_visit.connect(begin)
    _connect(panel, workspace, requests)


def _connect(panel: BookingPanel, workspace: Workspace, requests: Requests) -> None:
    panel.option_shown.connect(requests.show_option)
    panel.booked.connect(requests.focus_visit)
    panel.calendar_file_wanted.connect(
        lambda visit: requests.write_calendar_file.emit(visit, panel.done.notice.setText)
    )
    panel.patient_changed.connect(workspace.show_who_is_named)
    panel.open_wanted.connect(lambda: workspace.show_panel(panel))
    panel.closed.connect(workspace.close_side)


def _somebody_else(selection: Selection, booked_for: PatientInfo | None) -> NoSelection | None:
    """No action is for one patient while a booking is open for another."""
    if booked_for is None or not isinstance(selection, SelectedAppointment):
        return None
    patient = selection.visit.patient
    if patient is not None and patient.number == booked_for.number:
        return None
    return NoSelection(say("action.why-other-patient"))


SUBJECT = Subject(make_booking, ACTIONS, keys=KEYS)
