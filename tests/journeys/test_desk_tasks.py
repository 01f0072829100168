"""The daily tasks of a desk, each with the groups of keys that it takes and no more.

A group is a field typed with its Enter, or one chord.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.contacts.call_list import CallFilter, read_call_list
from clinicdesk.services.context import Role
from clinicdesk.services.patients.records import get_patient
from clinicdesk.services.waiting.entries import read_waits_of
from clinicdesk.services.waiting.listing import wait_for_earlier
from clinicdesk.ui.directory.directory_panel import DirectoryPanel
from clinicdesk.ui.kit.selection import SelectedAppointment
from clinicdesk.ui.patient.patient_panel import PatientPanel
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import settle

PAGE = Path(__file__).parents[2] / "docs" / "desk-tasks.md"

LISTED = {
    task: int(groups)
    for task, groups in re.findall(
        r"^\| ([^|]+?) \| ([0-9]+) \|", PAGE.read_text("utf-8"), flags=re.MULTILINE
    )
}
"""The tasks of the page, each with its number of groups."""

CTRL, PLAIN = Modifier.ControlModifier, Modifier.NoModifier


@dataclass
class Clerk:
    """Presses keys in the real window, and counts them in groups."""

    main: Rig
    groups: int = 0

    def enter(self, text: str) -> None:
        """A field, typed with its Enter."""
        self.groups += 1
        self.main.enter(text)

    def press(self, key: Key, modifiers: Modifier = PLAIN) -> None:
        """One key, or several at once."""
        self.groups += 1
        self.main.press(key, modifiers)

    def select(self, visit: int, step: int = 0) -> None:
        """Have the keyboard at a step of a visit of today, as it is before the task begins."""
        page, steps = self.main.window.day_page, self.main.other.visit(visit).steps
        self.main.desk.catch_up()
        page.setFocus()
        self.main.press(Key.Key_T)
        page.focus_appointment(steps[step].number)
        page.grid.setFocus()
        at = self.main.window.workspace.selection()
        assert isinstance(at, SelectedAppointment)
        assert at.step.number == steps[step].number


@pytest.fixture
def clerk(main: Rig, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clerk]:
    """At the window of a clinic; no dialog stands in the way, and it is sound afterwards."""
    for kind in (QDialog, QMessageBox):
        monkeypatch.setattr(kind, "exec", lambda *_: pytest.fail("a dialog stood in the way"))
    yield Clerk(main)
    assert check_clinic(main.desk.database).broken == ()


def stands(main: Rig, visit: int) -> list[tuple[object, ...]]:
    """The steps of a visit by time: what, which day, how long, with what status."""
    steps = sorted(main.other.visit(visit).steps, key=lambda step: step.start)
    return [(step.visit_type, step.day, step.end - step.start, step.status) for step in steps]


def to_call(main: Rig) -> list[int]:
    """The visits of whom somebody has to be told."""
    context, database = main.desk.context, main.desk.database
    return [row.visit for row in read_call_list(context, database, CallFilter.CHANGED).rows]


def test_a_visit_of_three_steps_for_a_known_patient(clerk: Clerk) -> None:
    clerk.main.other.patient("Featherstone", "Ida", 1971)
    clerk.press(Key.Key_N, CTRL)
    clerk.enter("feath")
    clerk.enter("day")
    clerk.press(Key.Key_Return)
    (visit,) = {item.visit for item in clerk.main.other.day(MONDAY)}
    assert [step[0] for step in stands(clerk.main, visit)] == ["Adjustment", "Exercise", "Consult"]
    assert clerk.groups == LISTED["a visit of three steps for a known patient"]


def test_a_booking_is_left_for_another_and_gone_on_with(clerk: Clerk) -> None:
    main = clerk.main
    ida = main.other.patient("Featherstone", "Ida", 1971)
    bo = main.other.patient("Baker", "Bo")
    clerk.press(Key.Key_N, CTRL)
    clerk.enter("feath")
    clerk.enter("day")
    for_another = clerk.groups
    clerk.press(Key.Key_N, CTRL)
    clerk.enter("baker")
    clerk.enter("call")
    clerk.press(Key.Key_Return)
    booked = clerk.groups
    clerk.press(Key.Key_J, CTRL)
    clerk.press(Key.Key_Return)
    assert {item.patient for item in main.other.day(MONDAY)} == {ida, bo}
    assert (for_another, booked - for_another, clerk.groups - booked) == (
        3,
        4,
        LISTED["a booking left for another, and gone on with"],
    )


def test_a_whole_visit_to_another_day_and_back_with_one_key(clerk: Clerk) -> None:
    main = clerk.main
    visit = main.other.book_first("Day", main.other.patient().number, days=1)
    before = main.other.visit(visit).steps
    clerk.select(visit)
    clerk.press(Key.Key_M)
    # A visit that is moved joins no other, and itself least of all.
    assert not main.window.booking.coming.isVisible()
    clerk.enter("thu")
    clerk.press(Key.Key_Return)
    thursday = MONDAY + timedelta(days=3)
    assert stands(main, visit) == [
        ("Adjustment", thursday, 15, "booked"),
        ("Exercise", thursday, 30, "booked"),
        ("Consult", thursday, 20, "booked"),
    ]
    assert clerk.groups == LISTED["a visit to another day, selected"]
    assert to_call(main) == []
    main.press(Key.Key_Z, CTRL)
    assert main.other.visit(visit).steps == before


def test_a_visit_is_cancelled_and_booked_again(clerk: Clerk) -> None:
    main = clerk.main
    visit = main.other.book_first("Day", main.other.patient().number, days=1)
    clerk.select(visit)
    clerk.press(Key.Key_Delete, CTRL)
    main.type("asked for")
    clerk.press(Key.Key_Return, Modifier.ShiftModifier)
    clerk.press(Key.Key_Return)
    (again,) = {item.visit for item in main.other.day(MONDAY)} - {visit}
    assert [step[0::3] for step in stands(main, visit)] == [
        ("Adjustment", "cancelled"), ("Exercise", "cancelled"), ("Consult", "cancelled"),
    ]  # fmt: skip
    assert [step[0::3] for step in stands(main, again)] == [
        ("Adjustment", "booked"), ("Exercise", "booked"), ("Consult", "booked"),
    ]  # fmt: skip
    assert main.other.visit(again).template == main.other.visit(visit).template
    assert clerk.groups == LISTED["a visit cancelled and booked again, selected"]


def test_a_follow_up_with_the_same_practitioner(clerk: Clerk) -> None:
    main = clerk.main
    patient, names = main.other.patient().number, ("Dr. Dunne", "Room 2")
    visit = main.other.book_at("Adjustment", patient, 9 * 60, names).visit
    clerk.select(visit)
    clerk.press(Key.Key_U)
    clerk.press(Key.Key_Return)
    tuesday = MONDAY + timedelta(days=1)
    (next_one,) = main.other.day(tuesday)
    assert (next_one.visit_type, next_one.status) == ("Adjustment", "booked")
    assert main.other.resource("Dr. Dunne") in next_one.resources
    assert clerk.groups == LISTED["a follow-up with the same practitioner, selected"]


def test_when_somebody_is_next_in(clerk: Clerk) -> None:
    main = clerk.main
    main.other.book_first("Day", main.other.patient("Featherstone").number)
    clerk.press(Key.Key_K, CTRL)
    clerk.enter("feath")
    assert page_of(main).coming.text() == "Next in Mon Mar 1 at 8:00 am"
    assert clerk.groups == LISTED["when somebody is next in"]


def test_a_telephone_number_is_corrected(clerk: Clerk) -> None:
    main = clerk.main
    number = main.other.patient("Featherstone").number
    clerk.press(Key.Key_K, CTRL)
    clerk.enter("feath")
    # The first digit opens the field that the others are typed into.
    QTest.keyClick(main.focus, Key.Key_5)
    clerk.enter("55-0199")
    assert get_patient(main.desk.database, number).phone == "555-0199"
    assert clerk.groups == LISTED["a telephone number corrected"]


def test_somebody_calls_with_a_new_number_and_wants_another_day_and_all_of_it_is_undone(
    clerk: Clerk,
) -> None:
    main = clerk.main
    patient = main.other.patient("Featherstone")
    visit = main.other.book_first("Day", patient.number, days=1)
    before = main.other.visit(visit).steps
    main.desk.catch_up()
    clerk.press(Key.Key_K, CTRL)
    clerk.enter("feath")
    QTest.keyClick(main.focus, Key.Key_5)
    clerk.enter("55-0199")
    clerk.press(Key.Key_M)
    clerk.enter("thu")
    clerk.press(Key.Key_Return)
    thursday = MONDAY + timedelta(days=3)
    assert {step[1] for step in stands(main, visit)} == {thursday}
    assert clerk.groups == LISTED["a new number, and the next visit on another day"]
    main.press(Key.Key_Z, CTRL)
    main.press(Key.Key_Z, CTRL)
    assert main.other.visit(visit).steps == before
    assert get_patient(main.desk.database, patient.number) == patient


def page_of(main: Rig) -> PatientPanel:
    """The patient's page."""
    found = main.window.findChild(PatientPanel)
    assert isinstance(found, PatientPanel)
    return found


def test_one_step_is_moved_and_the_others_are_planned_around_it(clerk: Clerk) -> None:
    main = clerk.main
    visit = main.other.book_first("Day", main.other.patient().number, days=1)
    first, *others = sorted(main.other.visit(visit).steps, key=lambda step: step.start)
    clerk.select(visit)
    clerk.press(Key.Key_Down, Modifier.AltModifier)
    for _ in range(5):
        # Held down it is the same chord.
        main.press(Key.Key_Down, Modifier.AltModifier)
    clerk.press(Key.Key_3)
    clerk.press(Key.Key_Return)
    now = {step.number: step for step in main.other.visit(visit).steps}
    assert now[first.number].start == first.start + 30
    assert [now[step.number].start > step.start for step in others] == [True, True]
    assert (
        clerk.groups == LISTED["one step to another time, the others planned around it, selected"]
    )
    main.press(Key.Key_Z, CTRL)
    assert [step.start for step in main.other.visit(visit).steps] == [
        step.start for step in sorted([first, *others], key=lambda step: step.position)
    ]


def test_a_walk_in_who_stands_here_is_new_booked_and_arrived_in_one_go(clerk: Clerk) -> None:
    main = clerk.main
    main.clock.set_wall("America/Chicago", MONDAY, 9, 2)
    main.desk.catch_up()
    clerk.press(Key.Key_N, CTRL)
    clerk.enter("Featherstone, Ida 5/4/1971 555-010-0199")
    clerk.press(Key.Key_Return)
    clerk.enter("consult now")
    clerk.press(Key.Key_Return)
    (step,) = main.other.day(MONDAY)
    assert (step.visit_type, step.start, step.status) == ("Consult", 9 * 60 + 5, "arrived")
    assert step.patient is not None
    assert (step.patient.family, step.patient.given) == ("Featherstone", "Ida")
    assert clerk.groups == LISTED["a walk-in who stands here, new, booked and arrived"]
    main.press(Key.Key_Z, CTRL)
    assert {step.status for step in main.other.day(MONDAY)} == {"entered-in-error"}


def test_the_next_free_time_of_anybody_for_one_step(clerk: Clerk) -> None:
    main = clerk.main
    main.other.patient("Featherstone", "Ida", 1971)
    clerk.press(Key.Key_N, CTRL)
    clerk.enter("feath")
    clerk.enter("exer today")
    (step,) = [card.option.steps[0] for card in main.window.booking.form.options.cards[:1]]
    assert (step.visit_type, step.start) == ("Exercise", 8 * 60)
    assert clerk.groups == LISTED["the next free time of anybody for one step"]


def test_who_of_a_specialty_is_free_first_for_nobody_yet(clerk: Clerk) -> None:
    main = clerk.main
    clerk.press(Key.Key_D, CTRL)
    main.type("physical")
    clerk.groups += 1
    settle(main.desk)
    panel = main.window.findChild(DirectoryPanel)
    assert isinstance(panel, DirectoryPanel)
    assert panel.about.text().splitlines()[0] == (
        "Free first for Exercise: Mon Mar 1 8:00 am-8:30 am"
    )
    assert clerk.groups == LISTED["who of a specialty is free first, for nobody yet"]


def test_a_new_patient_and_a_first_visit(clerk: Clerk) -> None:
    main = clerk.main
    clerk.press(Key.Key_N, CTRL)
    clerk.enter("Featherstone, Ida 5/4/1971 555-010-0199")
    clerk.press(Key.Key_Return)
    clerk.enter("day thu")
    clerk.press(Key.Key_Return)
    thursday = MONDAY + timedelta(days=3)
    assert [step.visit_type for step in main.other.day(thursday)] == [
        "Adjustment", "Exercise", "Consult",
    ]  # fmt: skip
    assert clerk.groups == LISTED["a new patient and a first visit"]


def test_at_a_time_of_the_desks_choice_for_a_reason(clerk: Clerk) -> None:
    """Before the clinic opens, which is the manager's to allow."""
    main = clerk.main
    main.desk.context = replace(main.desk.context, role=Role.MANAGER)
    main.other.patient("Featherstone", "Ida", 1971)
    clerk.press(Key.Key_N, CTRL)
    clerk.enter("feath")
    clerk.enter("adjus thu 7:30")
    clerk.press(Key.Key_Return)
    assert main.window.booking.reason_bar.isVisible()
    assert main.other.day(MONDAY + timedelta(days=3)) == []
    clerk.enter("she has a train")
    (step,) = main.other.day(MONDAY + timedelta(days=3))
    assert (step.start, step.override_reason) == (7 * 60 + 30, "she has a train")
    assert clerk.groups == LISTED["at a time of the desk's choice, for a reason"]


def test_a_visit_goes_to_a_time_of_the_desks_choice_for_a_reason(clerk: Clerk) -> None:
    main = clerk.main
    main.desk.context = replace(main.desk.context, role=Role.MANAGER)
    patient, names = main.other.patient().number, ("Dr. Dunne", "Room 2")
    visit = main.other.book_at("Adjustment", patient, 9 * 60, names).visit
    clerk.select(visit)
    clerk.press(Key.Key_M)
    clerk.enter("thu 7:30")
    clerk.press(Key.Key_Return)
    assert [step[1] for step in stands(main, visit)] == [MONDAY]
    clerk.enter("she has a train")
    (step,) = main.other.visit(visit).steps
    assert (step.day, step.start) == (MONDAY + timedelta(days=3), 7 * 60 + 30)
    assert step.override_reason == "she has a train"
    assert clerk.groups == LISTED["a visit to a time of the desk's choice, for a reason, selected"]


def test_the_birth_date_that_somebody_says_checks_them_in(clerk: Clerk) -> None:
    main = clerk.main
    patient = main.other.patient("Featherstone", born=1971).number
    visit = main.other.book_at("Adjustment", patient, 9 * 60, ("Dr. Dunne", "Room 2")).visit
    main.desk.catch_up()
    main.press(Key.Key_3, CTRL)
    for letter in "4 may 71":
        # The first digit leads into the field.
        main.type(letter)
    clerk.press(Key.Key_Return)
    assert [step[3] for step in stands(main, visit)] == ["arrived"]
    assert clerk.groups == LISTED["check-in by birth date, the flow board open"]


def test_a_time_that_a_no_show_leaves_is_given_to_who_waits(clerk: Clerk) -> None:
    """Nobody else could have come today: all of it is the gap's."""
    main, names, starts = clerk.main, ("Dr. Fisk", "Room 2"), range(540, 1000, 30)
    patients = [main.other.patient(f"P{start}").number for start in starts]
    taken = [
        main.other.book_at("Consult", patient, start, names).visit
        for start, patient in zip(starts, patients, strict=True)
    ]
    waits = main.other.patient("Featherstone").number
    tuesday = MONDAY + timedelta(days=1)
    visit = main.other.book_at("Call", waits, 9 * 60, names[:1], day=tuesday).visit
    wait_for_earlier(main.other.context, main.other.database, visit)
    main.clock.advance(hours=3, minutes=10)
    clerk.select(taken[0])
    clerk.press(Key.Key_N)
    said = "1 who waits fits into the time that was given back: Ctrl+Shift+W"
    assert said in main.window.quiet_line.label.text()
    clerk.press(Key.Key_W, CTRL | Modifier.ShiftModifier)
    clerk.press(Key.Key_Return)
    (step,) = main.other.visit(visit).steps
    assert (step.day, step.start) == (MONDAY, 9 * 60 + 15)
    assert clerk.groups == LISTED["a no-show whose time is given to who waits, selected"]


def test_who_finds_no_time_that_suits_waits_for_it(clerk: Clerk) -> None:
    main = clerk.main
    patient = main.other.patient("Featherstone").number
    clerk.press(Key.Key_N, CTRL)
    clerk.enter("feath")
    clerk.enter("day")
    clerk.press(Key.Key_W, CTRL)
    (entry,) = read_waits_of(main.desk.context, main.desk.database, patient)
    assert entry.visit is None
    assert clerk.groups == LISTED["on the waitlist for a visit that nothing offered suits"]


def test_the_day_of_somebody_who_falls_ill_is_mended(clerk: Clerk, qtbot: QtBot) -> None:
    main, names = clerk.main, ("Dr. Carver", "Room 1")
    visit = main.other.book_at("Adjustment", main.other.patient().number, 9 * 60, names).visit
    clerk.select(visit)
    clerk.press(Key.Key_R, CTRL)
    qtbot.waitUntil(lambda: main.window.absence.proposal is not None)
    clerk.press(Key.Key_Down)
    clerk.press(Key.Key_Return)
    clerk.press(Key.Key_Return)
    (step,) = main.other.visit(visit).steps
    assert main.other.resource("Dr. Dunne") in step.resources
    assert clerk.groups == LISTED["the day of somebody who falls ill mended"]


def test_somebody_else_does_a_step_in_their_own_minutes(clerk: Clerk) -> None:
    main = clerk.main
    patient, names = main.other.patient().number, ("Dr. Dunne", "Room 2")
    visit = main.other.book_at("Adjustment", patient, 9 * 60, names).visit
    clerk.select(visit)
    clerk.press(Key.Key_S)
    assert main.window.visit.who_else.people.texts == ["Dr. Carver, 15 min, fits"]
    clerk.press(Key.Key_Return)
    (step,) = main.other.visit(visit).steps
    assert main.other.resource("Dr. Carver") in step.resources
    assert clerk.groups == LISTED["somebody else for a step, in their own minutes, selected"]
    main.press(Key.Key_Z, CTRL)
    (step,) = main.other.visit(visit).steps
    assert main.other.resource("Dr. Dunne") in step.resources


def test_every_task_of_the_page_is_done_here() -> None:
    source = Path(__file__).read_text("utf-8")
    assert [task for task in LISTED if f'LISTED["{task}"]' not in source] == []
    assert len(LISTED) == 20
