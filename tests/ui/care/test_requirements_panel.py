"""What must be there before visits, worked off by keys from the line that says it is due."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.services.care.requirements import read_due
from clinicdesk.services.patients.detail_values import HeldRequirement, RequirementState
from clinicdesk.services.patients.merging import merge_patients
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.ui.care.requirements_panel import RequirementsPanel
from clinicdesk.ui.patient.patient_panel import PatientPanel
from tests.services.asking import asking_file, asking_twice_file, say_of
from tests.services.desk import MONDAY, Clock
from tests.ui.main_rig import Key, Modifier, Rig, main_window
from tests.ui.settling import settle

CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier
CARVER = ("Dr. Carver", "Room 1")
THURSDAY = MONDAY + timedelta(days=3)


@pytest.fixture
def asking(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Rig]:
    """Able comes on Thursday, with films that must be asked for today."""
    with main_window(qtbot, tmp_path, make_clinic(asking_file()), Clock()) as rig:
        patient = rig.other.patient("Able").number
        rig.other.book_at("Adjustment", patient, 600, CARVER, day=THURSDAY)
        rig.desk.catch_up()
        settle(rig.desk)
        yield rig


def opened(main: Rig) -> RequirementsPanel:
    main.press(Key.Key_Y, CTRL | SHIFT)
    panel = main.window.findChild(RequirementsPanel)
    assert isinstance(panel, RequirementsPanel)
    assert panel.list.hasFocus()
    return panel


def rows(panel: RequirementsPanel) -> list[str]:
    return [row.spoken for row in panel.list.rows]


ABLE = "ABLE, Ann 04-May-1980 P-10001 555-0100"
FILMS = f"Films, due today: ask for it, {ABLE}, Adjustment, Thu Mar 4 10:00 am"
REFERRAL = (
    f"Referral, due Wed Mar 3: decide what becomes of the visit, {ABLE},"
    " Adjustment, Thu Mar 4 10:00 am"
)


def test_what_is_due_is_said_quietly_and_listed_the_first_due_first(asking: Rig) -> None:
    assert asking.window.quiet_line.label.text() == "1 requirement is due (Ctrl+Shift+Y)."
    panel = opened(asking)
    assert (rows(panel), panel.said.text()) == (
        [FILMS, REFERRAL],
        "2 are due within a week, of 2 that are open.",
    )


def test_enter_says_that_it_is_there_and_undo_brings_it_back(asking: Rig) -> None:
    panel = opened(asking)
    asking.press(Key.Key_Return)
    assert rows(panel) == [REFERRAL]
    assert asking.window.quiet_line.label.text() == ""
    asking.press(Key.Key_Z, CTRL)
    assert rows(panel) == [FILMS, REFERRAL]


def test_what_was_asked_for_is_decided_about_on_the_day_before(asking: Rig) -> None:
    panel = opened(asking)
    asking.press(Key.Key_R)
    assert rows(panel) == [
        REFERRAL.replace("Referral", "Films") + ", asked for, Mon Mar 1",
        REFERRAL,
    ]


def test_more_is_said_in_a_line_and_a_line_that_says_nothing_is_answered(asking: Rig) -> None:
    panel = opened(asking)
    asking.press(Key.Key_Space)
    asking.enter("not needed")
    assert panel.more.isVisible()
    asking.focus.selectAll()  # type: ignore[attr-defined]
    asking.enter("not needed: seen last month")
    assert (rows(panel), panel.more.isVisible(), panel.list.hasFocus()) == (
        [REFERRAL],
        False,
        True,
    )
    patient = asking.other.patient("Baker").number
    assert [one.lacks.name for one in read_due(asking.other.context, asking.other.database)] == [
        "Referral"
    ]
    assert patient


def test_more_is_said_of_what_was_asked_for(asking: Rig) -> None:
    panel = opened(asking)
    asking.press(Key.Key_R)
    asking.press(Key.Key_Space)
    assert panel.more.edit.text() == "asked for, Mon Mar 1"
    asking.enter("asked for, from County, decide by tue")
    assert (panel.notice.text, panel.more.isVisible(), rows(panel)[0]) == (
        "",
        False,
        FILMS.replace("today: ask for it", "Tue Mar 2: decide what becomes of the visit")
        + ", asked for, from County, Mon Mar 1, decide by Tue Mar 2",
    )


def test_what_is_asked_for_by_the_day_to_decide_is_asked_for_first(asking: Rig) -> None:
    other = asking.other
    patient = other.patient("Baker", "Bo").number
    other.book_at("Adjustment", patient, 600, CARVER, day=MONDAY + timedelta(days=7))
    asking.desk.catch_up()
    panel = opened(asking)
    assert [row.partition(", BAKER")[0] for row in rows(panel) if "BAKER" in row] == [
        "Films, due Fri Mar 5: ask for it",
        "Referral, due Fri Mar 5: decide what becomes of the visit",
    ]


def test_the_line_of_a_visit_that_another_desk_cancels_is_closed(asking: Rig) -> None:
    panel, other = opened(asking), asking.other
    asking.press(Key.Key_Space)
    (visit,) = {one.step.visit for one in read_due(other.context, other.database)}
    cancel_visit(other.context, other.database, visit, "ill")
    asking.desk.catch_up()
    settle(asking.desk)
    assert (rows(panel), panel.more.isVisible(), panel.list.hasFocus()) == ([], False, True)


def test_what_is_typed_over_midnight_was_said_on_the_new_day(asking: Rig) -> None:
    panel, tuesday = opened(asking), MONDAY + timedelta(days=1)
    asking.press(Key.Key_Space)
    asking.type("asked for")
    asking.clock.set_wall("America/Chicago", tuesday, 0, 1)
    asking.desk.catch_up()
    asking.desk.day_began.emit(tuesday)
    settle(asking.desk)
    asking.press(Key.Key_Return)
    asked = FILMS.replace("today: ask for it", "Wed Mar 3: decide what becomes of the visit")
    assert rows(panel) == [f"{asked}, asked for, Tue Mar 2", REFERRAL]


def test_escape_closes_the_line_first_and_then_the_list(asking: Rig) -> None:
    panel = opened(asking)
    asking.press(Key.Key_Space)
    asking.press(Key.Key_Escape)
    assert (panel.more.isVisible(), panel.isVisible()) == (False, True)
    asking.press(Key.Key_Escape)
    assert not panel.isVisible()


def test_the_visit_is_opened_and_later_ones_are_shown_on_request(asking: Rig) -> None:
    other = asking.other
    patient = other.patient("Baker").number
    other.book_at("Adjustment", patient, 600, CARVER, day=MONDAY + timedelta(days=28))
    asking.desk.catch_up()
    panel = opened(asking)
    assert len(rows(panel)) == 2
    asking.press(Key.Key_F)
    assert (len(rows(panel)), panel.said.text()) == (4, "4 are open for visits to come.")
    asking.press(Key.Key_O)
    assert asking.window.visit.isVisible()


def test_names_are_hidden_in_the_list(asking: Rig) -> None:
    panel = opened(asking)
    asking.press(Key.Key_F9)
    assert [("ABLE" in row, "1980" in row, "555" in row) for row in rows(panel)] == [
        (False, False, False),
        (False, False, False),
    ]


def test_who_sends_it_and_what_was_noted_are_hidden_with_the_names(asking: Rig) -> None:
    able = read_due(asking.other.context, asking.other.database)[0].step.patient
    assert able is not None
    said = HeldRequirement(
        "Films", RequirementState.REQUESTED, None, "HIV clinic", "A-1", MONDAY, note="her ex knows"
    )
    say_of(asking.other, able.number, said)
    asking.desk.catch_up()
    panel = opened(asking)
    asking.press(Key.Key_Space)
    assert panel.more.edit.text() == "asked for, from HIV clinic, no. A-1, Mon Mar 1, her ex knows"
    asking.press(Key.Key_F9)
    assert [row.rpartition("10:00 am")[2] for row in rows(panel)] == [", asked for", ""]
    assert (panel.more.edit.text(), panel.more.isVisible()) == ("", False)
    assert panel.list.hasFocus()


def test_what_somebody_has_typed_stays_when_names_are_hidden(asking: Rig) -> None:
    panel = opened(asking)
    asking.press(Key.Key_Space)
    asking.type("asked for, from County")
    asking.press(Key.Key_F9)
    assert panel.more.edit.text() == "asked for, from County"


def test_on_the_patients_page_it_stands_beside_the_record_and_is_said_there(asking: Rig) -> None:
    asking.press(Key.Key_K, CTRL)
    asking.enter("able")
    page = asking.window.findChild(PatientPanel)
    assert page is not None
    said = [row.spoken for row in page.parts.rows if "Mar 4" in row.spoken]
    assert said == [
        "Films, for Thu Mar 4: open, due Mon Mar 1",
        "Referral, for Thu Mar 4: open, due Wed Mar 3",
    ]
    place = next(n for n, row in enumerate(page.parts.rows) if row.spoken.startswith("Films"))
    page.parts.setFocus()
    page.parts.setCurrentRow(place)
    asking.press(Key.Key_Return)
    asking.enter("asked for, from County, decide by wed")
    said = [row.spoken for row in page.parts.rows if row.spoken.startswith("Films")]
    assert said == ["Films, for Thu Mar 4: asked for, from County, Mon Mar 1, decide by Wed Mar 3"]


def test_what_each_of_two_merged_records_says_of_the_same_stands_there_and_is_corrected(
    asking: Rig,
) -> None:
    other = asking.other
    able = read_due(other.context, other.database)[0].step.patient
    assert able is not None
    twin = other.patient("Able", "Anne").number
    for patient, name, source in ((able.number, "Films", "County"), (twin, "films", "Mercy")):
        said = HeldRequirement(name, RequirementState.REQUESTED, source=source, dated=MONDAY)
        say_of(other, patient, said)
    merge_patients(other.context, other.database, able.number, twin)
    asking.desk.catch_up()
    asking.press(Key.Key_K, CTRL)
    asking.enter("able")
    page = asking.window.findChild(PatientPanel)
    assert page is not None

    def films() -> list[str]:
        return [row.spoken for row in page.parts.rows if row.spoken.casefold()[:6] == "films:"]

    asked = "asked for, from {}, Mon Mar 1"
    assert films() == [f"Films: {asked.format('County')}", f"films: {asked.format('Mercy')}"]
    row = next(n for n, row in enumerate(page.parts.rows) if row.spoken.startswith("films"))
    page.parts.setFocus()
    page.parts.setCurrentRow(row)
    asking.press(Key.Key_Return)
    asking.enter("there, from Mercy")
    assert films() == [f"Films: {asked.format('County')}", "films: there, from Mercy, Mon Mar 1"]


def test_one_for_every_visit_is_added_and_taken_out_on_the_page(asking: Rig) -> None:
    asking.press(Key.Key_K, CTRL)
    asking.enter("able")
    page = asking.window.findChild(PatientPanel)
    assert page is not None
    page.parts.setFocus()
    rows_ = page.parts.rows
    add = next(n for n, row in enumerate(rows_) if row.spoken.startswith("+ Add what must"))
    page.parts.setCurrentRow(add)
    asking.press(Key.Key_Return)
    asking.enter("Authorization: there, no. 4711, until 31 dec")
    said = [row.spoken for row in page.parts.rows if row.spoken.startswith("Authorization")]
    assert said == ["Authorization: there, no. 4711, Mon Mar 1, until Fri Dec 31 2027"]


def test_the_form_says_what_keeps_days_away_and_one_key_says_that_it_is_there(
    asking: Rig,
) -> None:
    other = asking.other
    patient = other.patient("Baker", "Bo").number
    say_of(other, patient, HeldRequirement("Referral", RequirementState.MET))
    asking.desk.catch_up()
    asking.press(Key.Key_N, CTRL)
    asking.enter("baker")
    asking.enter("adjustment")
    form = asking.window.booking.form
    assert form.answer.missing.said.text() == (
        "“Films” is still open: from Thu Mar 4 on it can be there."
    )
    assert form.option is not None
    assert form.option.day == THURSDAY
    asking.press(Key.Key_K, CTRL | SHIFT)
    assert (form.answer.missing.isVisible(), form.option.day) == (False, MONDAY)


def test_films_that_are_too_old_by_then_are_there_anew_by_one_key(asking: Rig) -> None:
    other, yesterday = asking.other, MONDAY - timedelta(days=1)
    patient = other.patient("Baker", "Bo").number
    for name in ("Films", "Referral"):
        said = HeldRequirement(name, RequirementState.MET, valid_until=yesterday)
        say_of(other, patient, said)
    asking.desk.catch_up()
    asking.press(Key.Key_N, CTRL)
    asking.enter("baker")
    asking.enter("adjustment")
    form = asking.window.booking.form
    assert form.option is not None
    assert form.option.day == THURSDAY
    asking.press(Key.Key_K, CTRL | SHIFT)
    assert (form.answer.missing.keeping_away, form.option.day) == ((), MONDAY)


def test_what_two_steps_ask_for_stands_once_on_the_page_as_it_is_due_first(
    qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]
) -> None:
    with main_window(qtbot, tmp_path, make_clinic(asking_twice_file()), Clock()) as main:
        patient = main.other.patient("Able").number
        main.other.book_first("Pair", patient, MONDAY + timedelta(days=9), 1)
        main.desk.catch_up()
        main.press(Key.Key_K, CTRL)
        main.enter("able")
        page = main.window.findChild(PatientPanel)
        assert page is not None
        assert [row.spoken for row in page.parts.rows if "Mar 10" in row.spoken] == [
            "films, for Wed Mar 10: open, due Wed Mar 3",
            "Referral, for Wed Mar 10: open, due Tue Mar 9",
        ]
