"""Booking, as the window is composed of it: its actions and keys, its panel, what it asks for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo
from clinicdesk.ui.booking.shelf_rows import (
    SHELF_ACTIONS,
    SHELF_KEYS,
    connect_panel,
    connect_shelf,
    made_shelf,
)
from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.requests import Requests, WantedVisit
from clinicdesk.ui.kit.selection import NoSelection, SelectedAppointment, Selection
from clinicdesk.ui.kit.workspace import SidePanel, Workspace
from clinicdesk.ui.subject import Subject, WindowParts
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.ui.booking.booking_panel import BookingPanel
    from clinicdesk.ui.booking.shelf.draft_shelf import DraftShelf

ACTIONS = (
    ActionSpec("visit.new", "visit", About.WINDOW, ("Ctrl+N",), icon="book"),
    ActionSpec("visit.book", "visit", About.OPTION, ("Ctrl+Return",)),
    ActionSpec("visit.hold", "visit", About.OPTION, ("Ctrl+H",)),
    ActionSpec("visit.patient-knows", "visit", About.OPTION, ("Ctrl+Shift+U",)),
    ActionSpec("visit.as-offered", "visit", About.OPTION, ("Ctrl+Shift+X",)),
    ActionSpec("visit.same-practitioner", "visit", About.OPTION, ("Ctrl+Shift+P",)),
    ActionSpec("visit.purpose", "visit", About.OPTION, ("Ctrl+Shift+V",)),
    ActionSpec("visit.requirement-there", "visit", About.OPTION, ("Ctrl+Shift+K",)),
    ActionSpec("visit.wait-unbooked", "visit", About.OPTION, ("Ctrl+W",)),
    ActionSpec("visit.new-patient", "visit", About.WINDOW, ("Ctrl+Shift+N",)),
    *SHELF_ACTIONS,
)

KEYS = (
    KeyHelp("list", "go", ("Up", "Down", "PgUp", "PgDown")),
    KeyHelp("list", "take", ("Return",)),
    KeyHelp("list", "clear", ("Esc",)),
    KeyHelp("options", "go", ("Up", "Down")),
    KeyHelp("options", "number", ("1", "2", "3")),
    KeyHelp("options", "book", ("Return",)),
    KeyHelp("options", "type", shown="gesture.letters"),
    KeyHelp("month", "go", ("Up", "Down", "Left", "Right"), "gesture.arrows"),
    KeyHelp("month", "pages", ("PgUp", "PgDown")),
    KeyHelp("month", "ends", ("Home", "End")),
    KeyHelp("month", "take", ("Return", "Space")),
    *SHELF_KEYS,
)

MODULES = (
    "clinicdesk.scheduling.search",
    "clinicdesk.scheduling.why_not.plans_or_reasons",
    "clinicdesk.services.planning.past_time",
    "clinicdesk.services.planning.relaxations",
    "clinicdesk.services.planner.booking_questions",
    "clinicdesk.services.visits.booking",
    "clinicdesk.services.visits.another_time",
    "clinicdesk.services.visits.same_again",
    "clinicdesk.ui.booking.shelf.draft_shelf",
    "clinicdesk.ui.booking.patient.patient_search",
    "clinicdesk.ui.booking.form.visit_form",
    "clinicdesk.ui.booking.booking_panel",
)
"""What the panel loads, the lowest first, so that no step of it is long."""


def make_booking(window: WindowParts) -> None:
    """Begin bookings for whoever asks; the panel is made for the first, or before if there is time.

    Before it is made no option is chosen and nothing held.
    """
    shelf = made_shelf(window)
    panel = window.later.part(lambda: _made_panel(window, shelf()))
    workspace, requests = window.workspace, window.requests

    def open_for(act: "Callable[[BookingPanel], object]") -> None:
        booking = panel()
        requests.show_day.emit(None)
        workspace.show_panel(booking)
        act(booking)

    def begin(patient: int | None = None, wanted: WantedVisit | None = None) -> None:
        open_for(lambda booking: booking.begin(patient, wanted))

    def move(visit: VisitInfo) -> None:
        open_for(lambda booking: booking.from_visit.move(visit))

    def again(visit: VisitInfo) -> None:
        open_for(lambda booking: booking.from_visit.book_again(visit))

    def follow_up(visit: VisitInfo, step: AppointmentInfo) -> None:
        open_for(lambda booking: booking.from_visit.book_follow_up(visit, step))

    def why_no_booking() -> str | None:
        in_front = panel.made is not None and workspace.in_front(panel.made)
        return None if in_front else say("action.why-no-booking")

    window.actions.disable_while(About.OPTION, why_no_booking)
    window.actions.connect("visit.new", begin)
    window.actions.connect_late("visit.new-patient", panel)
    requests.book_visit.connect(begin)
    requests.move_visit.connect(move)
    requests.book_again.connect(again)
    requests.book_follow_up.connect(follow_up)
    requests.book_wanted.connect(lambda wanted: begin(None, wanted))
    connect_shelf(window, shelf, panel)
    window.later.load(MODULES)
    window.later.add(panel)


def _made_panel(window: WindowParts, shelf: "DraftShelf") -> "BookingPanel":
    from clinicdesk.ui.booking.booking_panel import BookingPanel

    panel = BookingPanel(window.desk, window.actions, window.keeper, shelf)
    window.workspace.add_panel(
        SidePanel(
            panel,
            patient=lambda: panel.patient,
            veto=lambda selection: _somebody_else(selection, panel.patient),
            shows=lambda at: panel.stage is panel.done and panel.done.visit == at.visit.number,
            shown=lambda: panel.done.shown if panel.stage is panel.done else None,
            books=lambda visit: panel.holds(visit) or shelf.holding(visit) is not None,
            unfinished=lambda: panel.unfinished,
            resume=panel.take_focus,
            show_booking=panel.resume_held,
            keep=panel.draft.keep_all,
        )
    )
    _connect(panel, window.workspace, window.requests)
    connect_panel(window, shelf, panel)
    return panel


def _connect(panel: "BookingPanel", workspace: Workspace, requests: Requests) -> None:
    panel.option_shown.connect(requests.show_option)
    panel.booked.connect(requests.focus_visit)
    panel.done.message_wanted.connect(requests.message)
    panel.calendar_file_wanted.connect(
        lambda visit: requests.write_calendar_file.emit(visit, "", panel.done.notice.setText)
    )
    panel.done.itinerary_wanted.connect(requests.show_itinerary)
    panel.patient_changed.connect(workspace.show_who_is_named)
    panel.done.known.connect(workspace.show_who_is_named)
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
