"""The patient's page, as the window is composed of it: its actions, and its panel."""

from typing import TYPE_CHECKING

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.selection import NoSelection
from clinicdesk.ui.kit.workspace import SidePanel
from clinicdesk.ui.subject import Subject, WindowParts
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.ui.patient.merging_view import MergingView
    from clinicdesk.ui.patient.patient_panel import PatientPanel

ACTIONS = (
    ActionSpec("go.patient", "go", About.WINDOW, ("Ctrl+F",)),
    ActionSpec("visit.patient", "visit", About.APPOINTMENT, ("P",)),
    ActionSpec("patient.merge", "visit", About.WINDOW, ("Ctrl+M",)),
    ActionSpec("patient.calendar", "visit", About.WINDOW, ("Ctrl+Alt+C",)),
)

KEYS = (
    KeyHelp("patient", "go", ("Up", "Down")),
    KeyHelp("patient", "take", ("Return",)),
    KeyHelp("patient", "phone", shown="gesture.digits"),
    KeyHelp("patient", "find", shown="gesture.letters"),
    KeyHelp("patient", "drop", ("Del",)),
)

MODULES = (
    "clinicdesk.services.patients.page",
    "clinicdesk.services.patients.correcting",
    "clinicdesk.ui.patient.part_reading",
    "clinicdesk.services.patients.merging",
    "clinicdesk.ui.patient.patient_panel",
    "clinicdesk.ui.patient.merging_view",
)
"""What the panel loads, the lowest first, so that no step of it is long."""


def make_patient(window: WindowParts) -> None:
    """Open a patient's page for whoever asks; the panel is made for the first."""
    panel = window.later.part(lambda: _made_panel(window))
    workspace, requests = window.workspace, window.requests

    def open_page(number: int | None) -> None:
        requests.show_day.emit(None)
        workspace.show_panel(panel())
        if number is None:
            panel().ask()
        else:
            panel().show_patient(number)

    def open_selected() -> None:
        selection = workspace.selection()
        patient = None if isinstance(selection, NoSelection) else selection.visit.patient
        if patient is not None:
            open_page(patient.number)

    merging = window.later.part(lambda: _made_merging(window))

    def open_merging() -> None:
        here = panel.made
        number = None if here is None or here.patient is None else here.patient.number
        workspace.show_panel(merging())
        merging().begin(number)

    def here() -> int | None:
        made = panel.made
        shown = made is not None and workspace.in_front(made)
        return made.patient.number if made is not None and shown and made.patient else None

    def write_coming() -> None:
        number = here()
        assert number is not None
        requests.write_coming_visits.emit(number, panel().notice.say)

    window.actions.connect(
        "patient.calendar",
        write_coming,
        unless=lambda: None if here() is not None else say("patient-page.none-open"),
    )
    window.actions.connect("patient.merge", open_merging)
    window.actions.connect("go.patient", lambda: open_page(None))
    window.actions.connect("visit.patient", open_selected)
    requests.open_patient.connect(open_page)
    window.later.load(MODULES)
    window.later.add(panel)
    window.later.add(merging)


def _made_panel(window: WindowParts) -> "PatientPanel":
    from clinicdesk.ui.patient.patient_panel import PatientPanel

    panel = PatientPanel(window.desk, window.keeper)
    workspace, requests = window.workspace, window.requests
    workspace.add_panel(
        SidePanel(
            panel,
            patient=lambda: panel.patient,
            selection=panel.selection,
            escape=panel.closed.emit,
        )
    )
    panel.closed.connect(workspace.close_panel)
    panel.patient_changed.connect(workspace.show_who_is_named)
    panel.visit_opened.connect(requests.show_appointment)
    panel.booking_wanted.connect(requests.book_visit)
    return panel


def _made_merging(window: WindowParts) -> "MergingView":
    from clinicdesk.ui.patient.merging_view import MergingView

    view = MergingView(window.desk, window.keeper)
    workspace, requests = window.workspace, window.requests
    workspace.add_panel(
        SidePanel(
            view,
            patient=lambda: view.patient,
            selection=lambda: NoSelection(say("patient-page.no-visit")),
            escape=view.closed.emit,
        )
    )
    view.closed.connect(workspace.close_panel)
    view.patient_changed.connect(workspace.show_who_is_named)
    view.merged.connect(requests.open_patient)
    return view


SUBJECT = Subject(make_patient, ACTIONS, keys=KEYS)
