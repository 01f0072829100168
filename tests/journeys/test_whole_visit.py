"""A clerk books a patient's whole day while talking, hands it over, and takes it back."""

import icalendar
import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.documents.calendar_export import export_visit
from clinicdesk.ui.desk import POLL_MILLISECONDS
from tests.ui.main_rig import Key, Modifier, Rig


class MouseWatch(QObject):
    """Counts the presses of the mouse."""

    presses = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress:
            self.presses += 1
        return False


@pytest.fixture
def no_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> int:
        raise AssertionError("a dialog stood in the clerk's way")

    for kind in (QDialog, QMessageBox):
        monkeypatch.setattr(kind, "exec", refuse)


@pytest.mark.usefixtures("no_dialogs")
def test_a_whole_day_is_booked_with_five_groups_of_keys_and_taken_back_with_one(
    main: Rig,
) -> None:
    patient = main.other.patient("Featherstone", "Ida", 1971)
    watch = MouseWatch()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(watch)

    main.press(Key.Key_N, Modifier.ControlModifier)
    main.enter("feath")
    main.enter("day")
    main.press(Key.Key_Return)
    main.press(Key.Key_Return)

    app.removeEventFilter(watch)
    day = [item for item in main.window.day_page.appointments() if item.patient is not None]
    assert [(item.visit_type, item.status) for item in day] == [
        ("Adjustment", "booked"),
        ("Exercise", "booked"),
        ("Consult", "booked"),
    ]
    assert {item.patient for item in day} == {patient}
    assert watch.presses == 0
    visit = day[0].visit

    content = export_visit(main.desk.context, main.desk.database, visit)
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == ["Appointment at Harbor Spine Practice"]

    main.press(Key.Key_Z, Modifier.ControlModifier)
    steps = {step.status for step in main.other.visit(visit).steps}
    assert steps == {"entered-in-error"}
    assert check_clinic(main.desk.database).broken == ()


def test_another_desks_booking_appears_by_itself_within_a_second(main: Rig, qtbot: QtBot) -> None:
    main.other.book_first("Consult", main.other.patient("Able").number)

    def seen() -> None:
        assert [item.visit_type for item in main.window.day_page.appointments()] == ["Consult"]

    qtbot.waitUntil(seen, timeout=20_000)  # longer where the computer is busy
    assert POLL_MILLISECONDS < 1000


def test_the_window_opens_on_the_day_of_the_clinic_and_goes_to_days_in_words(main: Rig) -> None:
    start = main.window.day_page.day
    main.press(Key.Key_G, Modifier.ControlModifier)
    main.enter("+2w")
    assert (main.window.day_page.day - start).days == 14
    main.window.day_page.setFocus()
    main.press(Key.Key_T)
    assert main.window.day_page.day == start
