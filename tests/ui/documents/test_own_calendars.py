"""A practitioner's calendar file: written once where somebody says, or kept up to date."""

from pathlib import Path

import icalendar
from PySide6.QtWidgets import QFileDialog

from clinicdesk.services.patients.records import NewPatient, change_patient
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.ui.documents.own_calendar.kept_calendars import KeptCalendars
from clinicdesk.ui.documents.own_calendar.saved_calendars import SavedCalendars
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import settle
from tests.ui.waiting import until

CTRL_ALT = Modifier.ControlModifier | Modifier.AltModifier
CARVER, DUNNE = ("Dr. Carver", "Room 1"), ("Dr. Dunne", "Room 2")


def on_carvers_page(main: Rig) -> int:
    """Able is with Carver at nine; Carver's page is in front. Able's visit."""
    other = main.other
    visit = other.book_at("Adjustment", other.patient().number, 540, CARVER).visit
    other.book_at("Adjustment", other.patient("Dole").number, 540, DUNNE)
    main.desk.catch_up()
    settle(main.desk)
    main.press(Key.Key_2, Modifier.ControlModifier)
    return visit


def titles(path: Path) -> list[str]:
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    return [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]


def chosen(dialog: QFileDialog | None, path: Path) -> None:
    """As when somebody chooses it in the dialog."""
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.done(0)


def test_it_is_written_once_where_somebody_says(main: Rig, tmp_path: Path) -> None:
    on_carvers_page(main)
    found = []
    for action, name in (("clinic.own-calendar", "mine.ics"), ("clinic.day-calendar", "day.ics")):
        main.window.actions_table[action].trigger()
        settle(main.desk)
        saved = main.window.findChild(SavedCalendars)
        assert saved is not None
        proposed = saved.dialog.selectedFiles() if saved.dialog is not None else []
        chosen(saved.dialog, tmp_path / name)
        settle(main.desk)
        found.append(([Path(each).name for each in proposed], titles(tmp_path / name)))
    number = main.other.resource("Dr. Carver")
    assert found == [
        ([f"calendar-dr-carver-{number}.ics"], ["A. A. – Appointment"]),
        (
            [f"day-{MONDAY}.ics"],
            ["Dr. Carver: A. A. – Appointment", "Dr. Dunne: D. A. – Appointment"],
        ),
    ]
    assert (tmp_path / "mine.ics").stat().st_mode & 0o777 == 0o600


def test_it_is_kept_up_to_date_and_what_cannot_be_written_is_said_quietly(
    main: Rig, tmp_path: Path
) -> None:
    visit = on_carvers_page(main)
    folder = tmp_path / "shared"
    folder.mkdir()
    path = folder / f"calendar-dr-carver-{main.other.resource('Dr. Carver')}.ics"
    main.press(Key.Key_K, CTRL_ALT)
    kept = main.window.findChild(KeptCalendars)
    assert kept is not None
    chosen(kept.dialog, folder)
    settle(main.desk)
    found = [titles(path)]
    other, carver = main.other, CARVER

    def see() -> list[str]:
        main.desk.catch_up()
        settle(main.desk)
        return titles(path) if path.exists() else []

    able = other.visit(visit).patient
    assert able is not None
    new = NewPatient("Zabel", "Ann", able.born, able.phone)
    change_patient(other.context, other.database, able.number, new)
    found.append(see())
    other.book_at("Adjustment", other.patient("Baker", "Bo").number, 600, carver)
    found.append(see())
    cancel_visit(other.context, other.database, visit, "ill")
    found.append(see())
    before = path.read_bytes()
    other.book_at("Adjustment", other.patient("Finch").number, 600, DUNNE)
    see()
    assert found == [
        ["A. A. – Appointment"],
        ["Z. A. – Appointment"],
        ["Z. A. – Appointment", "B. B. – Appointment"],
        ["B. B. – Appointment"],
    ]
    assert path.read_bytes() == before, "a colleague's news write nothing"
    path.unlink()
    folder.rmdir()
    other.book_at("Adjustment", other.patient("Gray").number, 660, carver)
    see()
    assert main.window.quiet_line.label.text() == (
        f"The calendar file of Dr. Carver is not up to date: {path} cannot be written; nothing was"
        " left behind. See that its folder exists, is yours and has room."
    )
    folder.mkdir()
    main.clock.advance(minutes=1)
    main.desk.catch_up()
    settle(main.desk)
    assert (main.window.quiet_line.label.text(), len(titles(path))) == ("", 2)
    main.window.actions_table["clinic.stop-calendar"].trigger()
    path.unlink()
    other.book_at("Adjustment", other.patient("Hill").number, 720, carver)
    assert see() == []
    until(lambda: not path.exists())
