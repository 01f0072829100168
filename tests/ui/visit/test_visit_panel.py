"""A visit opened: its steps, what is done with them by keys, and what became of it."""

import stat
from pathlib import Path

import pytest
from icalendar import Calendar
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton

from clinicdesk.models.statuses import Status
from clinicdesk.services.contacts.call_list import CallFilter, read_call_list
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.changing import arrive, change_status
from clinicdesk.services.visits.seen import seen_of
from clinicdesk.ui.desk import Refusal
from clinicdesk.ui.visit.steps.moves import back, onward
from tests.full_disk import full_disk
from tests.ui.settling import attempt
from tests.ui.side_panel import Key, Rig, texts


@pytest.fixture
def opened(panels: Rig) -> Rig:
    """The panel with a visit of three steps, its first step chosen and focused."""
    patient = panels.other.patient("O'Brien", "Kit")
    number = panels.other.book_first("Day", patient.number)
    panels.desk.catch_up()
    panels.show(panels.visit)
    panels.visit.show_visit(number)
    panels.visit.cards[0].setFocus()
    return panels


def statuses(panels: Rig) -> list[str]:
    assert panels.visit.visit is not None
    return [step.status for step in panels.other.visit(panels.visit.visit.number).steps]


def offered(panels: Rig) -> list[str]:
    buttons = panels.visit.step_actions.findChildren(QPushButton)
    return [button.text() for button in buttons if button.isVisible()]


def push(panels: Rig, text: str) -> None:
    buttons = panels.visit.findChildren(QPushButton)
    (button,) = [b for b in buttons if b.text() == text and b.isVisible()]
    button.setFocus()
    panels.press(Key.Key_Return)


def test_the_steps_stand_in_order_with_time_who_room_and_status(opened: Rig) -> None:
    visit = opened.visit.visit
    assert visit is not None
    names = [card.accessibleName() for card in opened.visit.cards]
    assert names == [
        "1: 8:00 am \N{EN DASH} 8:15 am, Adjustment, booked, Dr. Carver, Room 1",
        "2: 8:20 am \N{EN DASH} 8:50 am, Exercise, booked, Pia Thorn, Room 1",
        "3: 8:50 am \N{EN DASH} 9:10 am, Consult, booked, Dr. Fisk, Room 2",
    ]
    said = texts(opened.visit)
    assert said[:5] == [
        f"V-{visit.number}", "O'BRIEN, Kit", "P-10001", "Born 04-May-1980 (46 y)", "555-0100",
    ]  # fmt: skip
    assert "Mon Mar 1   8:00 am \N{EN DASH} 9:10 am" in said


def test_the_patient_arrives_once_for_the_whole_visit(opened: Rig) -> None:
    push(opened, "Patient has arrived")
    assert statuses(opened) == ["arrived", "arrived", "arrived"]
    assert offered(opened) == [
        "Check in", "Completed", "Did not come", "Back to booked", "Cancel this step…",
    ]  # fmt: skip
    push(opened, "Check in")
    assert statuses(opened) == ["checked-in", "arrived", "arrived"]
    push(opened, "Completed")
    assert statuses(opened) == ["fulfilled", "arrived", "arrived"]
    push(opened, "Back to checked in")
    assert statuses(opened) == ["checked-in", "arrived", "arrived"]


def test_a_patient_who_does_not_come_and_then_does(opened: Rig) -> None:
    opened.clock.advance(hours=3)
    push(opened, "Did not come")
    assert statuses(opened) == ["noshow", "noshow", "noshow"]
    push(opened, "Back to booked")
    assert statuses(opened) == ["booked", "booked", "booked"]


def test_where_the_patient_is(opened: Rig) -> None:
    push(opened, "Patient has arrived")
    opened.visit.step_actions.where.setFocus()
    opened.enter("Waiting room 2")
    assert opened.visit.cards[0].accessibleName().endswith(", Now: Waiting room 2")


def test_one_step_is_cancelled_with_a_reason_and_restored(
    opened: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda *_: pytest.fail("a box of its own"))
    opened.press(Key.Key_Down)
    push(opened, "Cancel this step…")
    opened.press(Key.Key_Return)
    reason = opened.visit.cancelling.reason
    assert reason.said.text() == "Write a reason; it stays with the appointment."
    assert statuses(opened) == ["booked", "booked", "booked"]
    opened.enter("Pia is ill")
    assert statuses(opened) == ["booked", "cancelled", "booked"]
    assert opened.visit.cards[1].accessibleName().endswith("cancelled, Pia Thorn, Room 1, "
                                                           "Reason: Pia is ill")  # fmt: skip
    push(opened, "Restore")
    assert statuses(opened) == ["booked", "booked", "booked"]


def test_the_whole_visit_is_cancelled_and_undone(opened: Rig) -> None:
    push(opened, "Cancel the visit…")
    opened.enter("Patient cancelled")
    assert statuses(opened) == ["cancelled", "cancelled", "cancelled"]
    assert offered(opened) == ["Did not come"]
    attempt(opened.desk, undo)
    QApplication.processEvents()
    assert statuses(opened) == ["booked", "booked", "booked"]
    assert "Patient has arrived" in offered(opened)


@pytest.mark.parametrize(
    ("reason", "listed"), [("Patient cancelled", 0), ("Clinic cancelled", 1), ("has a cold", 1)]
)
def test_who_cancelled_is_not_called(opened: Rig, reason: str, listed: int) -> None:
    push(opened, "Cancel the visit…")
    opened.enter(reason)
    context, database = opened.other.context, opened.other.database
    assert len(read_call_list(context, database, CallFilter.CHANGED).rows) == listed


def test_what_changes_while_the_reason_is_written_is_told_before_it_is_cancelled(
    opened: Rig,
) -> None:
    push(opened, "Cancel the visit…")
    first = opened.visit.cards[0].step.number
    change_status(opened.other.context, opened.other.database, [first], Status.ARRIVED)
    opened.desk.catch_up()
    opened.enter("Patient cancelled")
    assert opened.visit.notice.text == (
        "west-clerk at west changed this at 6:00 am (“Marked as arrived: O'BRIEN Kit P-10001,"
        " 8:00 am, Mon Mar 1”); your change was not made. Look at it again."
    )
    assert statuses(opened) == ["arrived", "booked", "booked"]
    opened.press(Key.Key_Return)
    assert statuses(opened) == ["cancelled", "cancelled", "cancelled"]


def test_escape_keeps_the_visit_then_closes_the_panel(opened: Rig) -> None:
    push(opened, "Cancel the visit…")
    opened.press(Key.Key_Escape)
    assert opened.visit.cancelling.isHidden()
    assert opened.closed == []
    opened.press(Key.Key_Escape)
    assert opened.closed == ["visit"]
    assert statuses(opened) == ["booked", "booked", "booked"]


def test_what_another_desk_does_is_shown(opened: Rig) -> None:
    first = opened.visit.cards[0].step.number
    change_status(opened.other.context, opened.other.database, [first], Status.ARRIVED)
    opened.desk.catch_up()
    assert "arrived" in opened.visit.cards[0].accessibleName()


def test_the_keyboard_stays_at_its_button_when_something_else_of_the_day_changes(
    opened: Rig,
) -> None:
    (button,) = [
        b for b in opened.visit.findChildren(QPushButton) if b.text() == "Patient has arrived"
    ]
    button.setFocus()
    opened.other.book_at("Call", opened.other.patient("Baker").number, 720, ("Dr. Fisk",))
    opened.desk.catch_up()
    assert opened.focus is button


def test_a_refusal_is_said_in_place(opened: Rig) -> None:
    first = opened.visit.cards[0].step.number
    opened.desk.stop_looking()
    opened.clock.advance(hours=3)
    change_status(opened.other.context, opened.other.database, [first], Status.NOSHOW)
    opened.visit.step_actions.status_wanted.emit(Status.FULFILLED)
    assert opened.visit.notice.text == (
        "west-clerk at west changed this at 9:00 am (“Marked as no-show: O'BRIEN Kit P-10001,"
        " 8:00 am, Mon Mar 1”); your change was not made. Look at it again."
    )
    opened.visit.step_actions.status_wanted.emit(Status.FULFILLED)
    assert "cannot become completed; nothing was changed" in opened.visit.notice.text


def test_what_another_desk_took_back_days_ago_is_told_with_its_day(opened: Rig) -> None:
    visit, at = opened.visit.visit, (opened.other.context, opened.other.database)
    assert visit is not None
    opened.desk.stop_looking()
    change_status(*at, [visit.steps[1].number], Status.ARRIVED)
    undo(*at)
    change_status(*at, [visit.steps[0].number], Status.ENTERED_IN_ERROR)
    opened.clock.advance(days=2)
    outcome = attempt(opened.desk, arrive, visit.number, seen=seen_of(visit))
    assert isinstance(outcome, Refusal)
    assert outcome.sentence == (
        "west-clerk at west changed this at 6:00 am, Mon Mar 1 (“Marked as booked in error:"
        " O'BRIEN Kit P-10001, 8:00 am, Mon Mar 1”); your change was not made. Look at it again."
    )
    now = opened.other.visit(visit.number)
    undo(*at)
    opened.desk.privacy.use(on=True)
    outcome = attempt(opened.desk, arrive, visit.number, seen=seen_of(now))
    assert isinstance(outcome, Refusal)
    assert outcome.sentence == (
        "west-clerk at west changed this at 6:00 am (“Undone: Marked as booked in error:"
        " O. K. P-10001, 8:00 am, Mon Mar 1”); your change was not made. Look at it again."
    )


def test_a_refusal_stays_said_while_something_else_of_the_day_changes(opened: Rig) -> None:
    opened.visit.step_actions.status_wanted.emit(Status.NOSHOW)
    said = opened.visit.notice.text
    opened.other.book_at("Call", opened.other.patient("Baker").number, 720, ("Dr. Fisk",))
    opened.desk.catch_up()
    assert (opened.visit.notice.text, bool(said)) == (said, True)


def test_the_history_is_sentences_with_who_and_when(opened: Rig) -> None:
    push(opened, "Patient has arrived")
    attempt(opened.desk, undo)
    push(opened, "History")
    said = texts(opened.visit.history)
    assert said == [
        "History",
        "Undone: Marked as arrived: O'BRIEN Kit P-10001, 8:00 am, Mon Mar 1",
        "Mon Mar 1, 6:00 am · east-clerk at east",
        "Marked as arrived: O'BRIEN Kit P-10001, 8:00 am, Mon Mar 1",
        "Mon Mar 1, 6:00 am · east-clerk at east",
        "Booked O'BRIEN Kit P-10001, 8:00 am, Mon Mar 1",
        "Mon Mar 1, 6:00 am · west-clerk at west",
    ]


def test_the_calendar_file_is_written_where_it_is_said(opened: Rig, tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    push(opened, "Calendar file…")
    dialog = opened.calendar_file.dialog
    assert dialog is not None
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    target = folder / "kit.ics"
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    calendar = Calendar.from_ical(target.read_bytes())
    assert len(calendar.walk("VEVENT")) == 1
    assert opened.visit.notice.text == f"The calendar file is at {target}."
    opened.calendar_file.ask(1, opened.visit.notice.say)
    again = opened.calendar_file.dialog
    assert again is not None
    assert Path(again.directory().absolutePath()) == folder
    again.reject()


def test_a_link_is_replaced_and_somebody_elses_file_is_not(opened: Rig, tmp_path: Path) -> None:
    notes, link = tmp_path / "notes.ics", tmp_path / "visit.ics"
    notes.write_bytes(b"my notes")
    link.symlink_to(notes)
    writer, number = opened.calendar_file, opened.visit.visit
    assert number is not None
    writer.write(number.number, link, opened.visit.notice.say)
    assert opened.visit.notice.text == f"The calendar file is at {link}."
    assert (link.is_symlink(), stat.S_IMODE(link.stat().st_mode)) == (False, 0o600)
    writer.write(number.number, notes, opened.visit.notice.say)
    assert opened.visit.notice.text == (
        f"{notes} is there already and is no calendar file; it was not changed."
        " Choose another name."
    )
    assert notes.read_bytes() == b"my notes"


def test_a_full_disk_leaves_the_calendar_file_that_was_there(opened: Rig, tmp_path: Path) -> None:
    target, visit = tmp_path / "visit.ics", opened.visit.visit
    assert visit is not None
    opened.calendar_file.write(visit.number, target, opened.visit.notice.say)
    before = target.read_bytes()
    with full_disk(100):
        opened.calendar_file.write(visit.number, target, opened.visit.notice.say)
    assert opened.visit.notice.text == (
        f"{target} cannot be written; nothing was left behind."
        " See that its folder exists, is yours and has room."
    )
    assert (target.read_bytes(), list(tmp_path.glob(".clinicdesk-*"))) == (before, [])


def test_the_booking_is_undone_while_the_panel_is_open(opened: Rig) -> None:
    undo(opened.other.context, opened.other.database)
    opened.desk.catch_up()
    assert statuses(opened) == ["entered-in-error"] * 3
    assert offered(opened) == []


def test_every_status_button_is_one_that_the_table_of_moves_has(opened: Rig) -> None:
    visit = opened.visit.visit
    assert visit is not None
    step = visit.steps[0]
    every = tuple(other.number for other in visit.steps)
    arrived = onward(visit, step, Status.ARRIVED)
    assert arrived is not None
    assert arrived.appointments == every
    assert onward(visit, step, Status.FULFILLED) is None
    assert back(visit, step) is None


def test_what_its_time_does_not_allow_yet_says_why(opened: Rig) -> None:
    why = "This visit begins at 8:00 am on Mon Mar 1 2027; that nobody came is noted after that."
    assert why in texts(opened.visit.step_actions)
    push(opened, "Did not come")
    refusal = f"{why} Nothing was changed."
    assert (statuses(opened), opened.visit.notice.text) == (["booked"] * 3, refusal)
    opened.clock.advance(hours=2)
    opened.desk.catch_up()
    QApplication.processEvents()
    assert why not in texts(opened.visit.step_actions)
    push(opened, "Did not come")
    assert statuses(opened) == ["noshow"] * 3
