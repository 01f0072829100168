"""The waitlist by keys: E puts somebody on it, Enter gives the earlier time that is drawn."""

from datetime import timedelta

import pytest

from clinicdesk.services.waiting.entries import read_waitlist
from clinicdesk.services.waiting.listing import call_urgent, wait_for_earlier
from clinicdesk.ui.waiting.rows import Row
from clinicdesk.ui.waiting.waiting_panel import WaitingPanel
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import settle

CTRL_SHIFT = Modifier.ControlModifier | Modifier.ShiftModifier
CARVER = ("Dr. Carver", "Room 1")
THURSDAY = MONDAY + timedelta(days=3)


@pytest.fixture
def visit(main: Rig) -> int:
    """A visit on Thursday, opened on the patient's page."""
    patient = main.other.patient("Able").number
    booked = main.other.book_at("Adjustment", patient, 600, CARVER, day=THURSDAY).visit
    main.desk.catch_up()
    main.press(Key.Key_F, Modifier.ControlModifier)
    main.enter("able")
    return booked


def panel(main: Rig) -> WaitingPanel:
    found = main.window.findChild(WaitingPanel)
    assert isinstance(found, WaitingPanel)
    return found


def waiting(main: Rig) -> list[int]:
    context, database = main.desk.context, main.desk.database
    entries = read_waitlist(context, database)
    return [entry.visit.number for entry in entries if entry.visit is not None]


def test_a_visit_is_put_on_the_list_and_given_an_earlier_time_and_both_undone(
    main: Rig, visit: int
) -> None:
    main.press(Key.Key_E)
    assert waiting(main) == [visit]
    main.press(Key.Key_W, CTRL_SHIFT)
    (row,) = panel(main).list.rows
    assert row.lines[-1][0] == "Now free: Mon Mar 1, 8:00 am – 8:15 am"
    assert row.lines[-2][0] == "Adjustment, booked Thu Mar 4, 10:00 am; waits since Mon Mar 1"
    main.press(Key.Key_Return)
    (step,) = main.other.visit(visit).steps
    assert (step.day, step.start) == (MONDAY, 480)
    assert waiting(main) == []
    assert panel(main).said.text().startswith("Nobody waits.")
    main.press(Key.Key_Z, Modifier.ControlModifier)
    assert main.other.visit(visit).steps[0].day == THURSDAY
    assert waiting(main) == [visit]


def test_answers_that_come_one_behind_another_are_shown_together(main: Rig) -> None:
    for number in range(12):
        patient = main.other.patient(f"Able{number}").number
        day = MONDAY + timedelta(days=number % 3 + 1)
        booked = main.other.book_at("Adjustment", patient, 480 + 20 * number, CARVER, day=day)
        wait_for_earlier(main.other.context, main.other.database, booked.visit)
    main.desk.catch_up()
    main.press(Key.Key_W, CTRL_SHIFT)
    drawn: list[object] = []
    panel(main).option_shown.connect(drawn.append)
    main.other.patient("Baker")
    main.desk.catch_up()
    settle(main.desk)
    found = [isinstance(row, Row) and row.earlier is not None for row in panel(main).list.rows]
    assert found == [True] * 12
    assert 1 <= len(drawn) <= 6


@pytest.mark.usefixtures("visit")
def test_since_when_is_the_clinics_day_also_in_the_evening(main: Rig) -> None:
    main.clock.set_wall("America/Chicago", MONDAY, 19)
    main.desk.catch_up()
    main.press(Key.Key_E)
    main.press(Key.Key_W, CTRL_SHIFT)
    (row,) = panel(main).list.rows
    assert row.lines[3][0] == "Adjustment, booked Thu Mar 4, 10:00 am; waits since Mon Mar 1"


@pytest.mark.usefixtures("visit")
def test_who_waits_no_more_goes_by_del_and_comes_back_by_undo(main: Rig) -> None:
    main.press(Key.Key_E)
    main.press(Key.Key_W, CTRL_SHIFT)
    main.press(Key.Key_U)
    (row,) = panel(main).list.rows
    assert isinstance(row, Row)
    assert row.entry.urgent
    main.press(Key.Key_Delete)
    assert waiting(main) == []
    main.press(Key.Key_Z, Modifier.ControlModifier)
    assert [row.lines[0][0] for row in panel(main).list.rows] == ["Urgent  ABLE, Ann"]
    main.press(Key.Key_Escape)
    assert not panel(main).isVisible()


@pytest.mark.usefixtures("visit")
def test_what_reads_as_before_but_was_changed_unseen_is_read_anew(main: Rig) -> None:
    main.press(Key.Key_E)
    main.press(Key.Key_W, CTRL_SHIFT)
    (entry,) = read_waitlist(main.desk.context, main.desk.database)
    for urgent in (True, False):
        call_urgent(main.other.context, main.other.database, entry.number, urgent=urgent)
    main.desk.catch_up()
    settle(main.desk)
    main.press(Key.Key_U)
    assert panel(main).notice.text == ""
    (row,) = panel(main).list.rows
    assert isinstance(row, Row)
    assert row.entry.urgent


@pytest.mark.usefixtures("visit")
def test_hidden_names_are_initials_here_too(main: Rig) -> None:
    main.press(Key.Key_E)
    main.press(Key.Key_W, CTRL_SHIFT)
    main.press(Key.Key_F9)
    (row,) = panel(main).list.rows
    assert "ABLE" not in row.spoken
    assert "555" not in row.spoken


@pytest.mark.usefixtures("visit")
def test_where_nobody_waits_a_button_leads_to_the_patients(main: Rig) -> None:
    main.press(Key.Key_W, CTRL_SHIFT)
    assert panel(main).said.text().startswith("Nobody waits.")
    panel(main).find_patient.setFocus()
    main.press(Key.Key_Return)
    assert not panel(main).isVisible()
    main.press(Key.Key_W, CTRL_SHIFT)
    main.press(Key.Key_Escape)


@pytest.mark.usefixtures("visit")
def test_a_time_that_has_begun_is_offered_no_more(main: Rig) -> None:
    main.press(Key.Key_E)
    main.press(Key.Key_W, CTRL_SHIFT)
    main.clock.set_wall("America/Chicago", MONDAY, 11)
    main.desk.catch_up()
    settle(main.desk)
    (row,) = panel(main).list.rows
    assert row.lines[-1][0] == "Now free: Mon Mar 1, 11:00 am – 11:15 am"
    main.press(Key.Key_Return)
    assert panel(main).notice.text == ""
    assert [(step.day, step.start) for step in main.other.day(MONDAY)] == [(MONDAY, 660)]
