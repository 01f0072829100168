"""A patient's calendar files from the window: either form, all to come, what is known of them."""

from pathlib import Path

import icalendar
from PySide6.QtWidgets import QFileDialog

from clinicdesk.exchange.calendar_form import Form
from clinicdesk.models.database import Database
from clinicdesk.services.documents.handing_over import Held, held_in_calendar
from clinicdesk.services.visits.changing import cancel_step
from clinicdesk.ui.documents.calendar_saving import CalendarFile
from clinicdesk.ui.patient.patient_panel import PatientPanel
from clinicdesk.ui.visit.visit_panel import VisitPanel
from tests.services.desk import MONDAY
from tests.ui.main_rig import Rig
from tests.ui.settling import settle


def opened(main: Rig) -> int:
    """A visit of two steps, opened at the side."""
    number = main.other.book_first("Pair", main.other.patient().number)
    main.desk.catch_up()
    settle(main.desk)
    step = main.other.visit(number).steps[0]
    main.window.requests.open_visit.emit(number, step.number)
    settle(main.desk)
    panel = main.window.findChild(VisitPanel)
    assert panel is not None
    panel.cards[0].setFocus()
    return number


def ask(main: Rig, action: str) -> None:
    main.window.actions_table[action].trigger()
    settle(main.desk)


def choose(main: Rig, path: Path) -> list[str]:
    """Choose it in the dialog; what was proposed."""
    saving = main.window.findChild(CalendarFile)
    assert saving is not None and isinstance(saving.dialog, QFileDialog)
    dialog = saving.dialog
    proposed = [Path(each).name for each in dialog.selectedFiles()]
    dialog.fileSelected.emit(str(path))
    dialog.done(0)
    settle(main.desk)
    return proposed


def held(database: Database, visit: int) -> Held | None:
    with database.reading() as session:
        return held_in_calendar(session, visit)


def method(path: Path) -> str:
    return str(icalendar.Calendar.from_ical(path.read_bytes())["METHOD"])


def test_either_form_is_written_and_takes_the_other_back(main: Rig, tmp_path: Path) -> None:
    visit = opened(main)
    panel = main.window.findChild(VisitPanel)
    assert panel is not None
    folder = tmp_path / "given"
    folder.mkdir()
    ask(main, "visit.export")
    assert choose(main, folder / "visit.ics") == [f"V-{visit}.ics"]
    assert panel.notice.text == f"The calendar file is at {folder / 'visit.ics'}."
    assert held(main.desk.database, visit) == Held(Form.VISIT, 0)
    ask(main, "visit.export-steps")
    choose(main, folder)
    steps = [f"visit-V-{visit}-step-{step.number}.ics" for step in main.other.visit(visit).steps]
    whole = f"visit-V-{visit}.ics"
    assert panel.notice.text == (
        f"The calendar files of 2 steps are in {folder}. The patient's calendar has it in the other"
        f" form: beside it is what takes that back, to be opened first ({whole})."
    )
    written = {path.name: method(path) for path in folder.iterdir()}
    assert written == {"visit.ics": "PUBLISH", whole: "CANCEL"} | dict.fromkeys(steps, "PUBLISH")
    assert held(main.desk.database, visit) == Held(Form.STEPS, 0)


def test_the_panel_says_that_the_patients_calendar_is_behind(main: Rig, tmp_path: Path) -> None:
    visit = opened(main)
    panel = main.window.findChild(VisitPanel)
    assert panel is not None
    said = [panel.outdated.isVisible()]
    ask(main, "visit.export")
    choose(main, tmp_path / "visit.ics")
    said.append(panel.outdated.isVisible())
    step = main.other.visit(visit).steps[1].number
    cancel_step(main.other.context, main.other.database, step, "asked")
    main.desk.catch_up()
    settle(main.desk)
    said.append(panel.outdated.isVisible())
    ask(main, "visit.export")
    choose(main, tmp_path / "visit.ics")
    said.append(panel.outdated.isVisible())
    assert said == [False, False, True, False]


def test_all_visits_to_come_are_written_from_the_patients_page(main: Rig, tmp_path: Path) -> None:
    patient = main.other.patient().number
    visits = [main.other.book_first("Consult", patient, MONDAY) for _ in range(2)]
    main.desk.catch_up()
    ask(main, "patient.calendar")
    saving = main.window.findChild(CalendarFile)
    assert saving is None or saving.dialog is None
    main.window.requests.open_patient.emit(patient)
    settle(main.desk)
    ask(main, "patient.calendar")
    target = tmp_path / "all.ics"
    assert choose(main, target) == [f"P-{patient}.ics"]
    events = icalendar.Calendar.from_ical(target.read_bytes()).walk("VEVENT")
    assert len(events) == 2
    page = main.window.findChild(PatientPanel)
    assert page is not None
    assert page.notice.text == f"The calendar file is at {target}."
    assert [held(main.desk.database, visit) for visit in visits] == [Held(Form.VISIT, 0)] * 2
