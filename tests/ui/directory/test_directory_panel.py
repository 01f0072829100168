"""The directory by keys: some words, somebody, and straight into a booking with them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.ui.directory.directory_panel import DirectoryPanel
from tests.services.desk import MONDAY, Clock
from tests.services.directory.directory_clinic import directory_file
from tests.ui.main_rig import Key, Modifier, Rig, main_window
from tests.ui.settling import settle

CONTROL = Modifier.ControlModifier


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Rig]:
    with main_window(qtbot, tmp_path, make_clinic(directory_file()), Clock()) as made:
        yield made


def opened(rig: Rig) -> DirectoryPanel:
    rig.press(Key.Key_D, CONTROL)
    panel = rig.window.findChild(DirectoryPanel)
    assert panel is not None
    return panel


def typed(rig: Rig, text: str) -> None:
    rig.type(text)
    rig.press(Key.Key_End)


def rows(panel: DirectoryPanel) -> list[str]:
    """As a screen reader says them."""
    return [row.spoken for row in panel.search.list.rows]


def test_everybody_is_listed_with_their_first_free_time(rig: Rig) -> None:
    panel = opened(rig)
    assert rows(panel) == [
        "Dr. Carver, Chiropractic \N{MIDDLE DOT} English, Spanish, Mon Mar 1 8:00 am, DC",
        "Dr. Dunne, Chiropractic \N{MIDDLE DOT} English, Mon Mar 1 8:00 am, no new patients",
        "Pia Thorn, Physical therapy \N{MIDDLE DOT} Spanish, French, Mon Mar 1 8:00 am, PT, DPT",
    ]
    assert panel.about.text().splitlines() == [
        "Free first for Adjustment: Mon Mar 1 8:00 am-8:15 am",
        "Takes new patients",
        "Treats: Sciatica \N{MIDDLE DOT} Neck pain",
        "Does: Spinal manipulation",
        "Visits: Adjustment",
    ]


def test_words_find_somebody_and_enter_begins_a_booking_with_them(rig: Rig) -> None:
    panel = opened(rig)
    typed(rig, "spanish exercises")
    assert [one.listed.name for one in panel.shown] == ["Pia Thorn"]
    rig.press(Key.Key_Return)
    booking = rig.window.booking
    assert rig.window.workspace.in_front(booking)
    rig.other.patient()
    rig.enter("able")
    asked = booking.form.request_form
    setup = rig.other.setup
    assert [setup.visit_types[step.visit_type].name for step in asked.steps] == ["Exercise"]
    assert asked.practitioner == rig.other.resource("Pia Thorn")
    assert booking.form.option is not None


def test_without_a_visit_type_in_the_words_only_the_practitioner_is_kept(rig: Rig) -> None:
    opened(rig)
    typed(rig, "carver")
    rig.press(Key.Key_Return)
    rig.other.patient()
    rig.enter("able")
    asked = rig.window.booking.form.request_form
    assert (asked.steps, asked.practitioner) == ((), rig.other.resource("Dr. Carver"))


def test_ticks_leave_out_who_is_not_free_or_takes_no_new_patients(rig: Rig) -> None:
    take_time_off(
        rig.other.context,
        rig.other.database,
        rig.other.resource("Pia Thorn"),
        MONDAY,
        MONDAY.replace(day=20),
    )
    rig.desk.catch_up()
    panel = opened(rig)
    panel.only_free.click()
    assert [one.listed.name for one in panel.shown] == ["Dr. Carver", "Dr. Dunne"]
    panel.only_new.click()
    assert [one.listed.name for one in panel.shown] == ["Dr. Carver"]
    panel.only_free.click()
    assert [one.listed.name for one in panel.shown] == ["Dr. Carver", "Pia Thorn"]
    assert panel.search.list.rows[1].detail_aside[0][0] == "not within 7 days"


def test_what_another_desk_books_is_free_no_more_and_the_same_one_stays_chosen(rig: Rig) -> None:
    panel = opened(rig)
    rig.press(Key.Key_Down)
    rig.press(Key.Key_Down)
    patient = rig.other.patient().number
    rig.other.book_at("Exercise", patient, 480, ("Pia Thorn", "Ada Hale", "Room 1"))
    rig.desk.catch_up()
    rig.press(Key.Key_End)
    assert panel.search.list.current == rig.other.resource("Pia Thorn")
    assert panel.about.text().splitlines()[0] == (
        "Free first for Exercise: Mon Mar 1 8:30 am-9:00 am"
    )


def test_who_fits_nothing_is_said_and_esc_empties_the_field_then_closes(rig: Rig) -> None:
    panel = opened(rig)
    typed(rig, "surgeon")
    assert panel.none.text() == "Nobody here fits all of these words and ticks."
    assert not panel.book.isEnabled()
    rig.press(Key.Key_Escape)
    assert len(rows(panel)) == 3
    rig.press(Key.Key_Escape)
    assert rig.window.workspace.panel is None


def test_where_nobody_fits_one_button_lists_everybody_again(rig: Rig) -> None:
    panel = opened(rig)
    assert not panel.everybody.isVisible()
    typed(rig, "surgeon")
    panel.only_new.click()
    rig.press(Key.Key_Tab)
    rig.press(Key.Key_Tab)
    rig.press(Key.Key_Tab)
    assert panel.everybody.hasFocus()
    rig.press(Key.Key_Return)
    assert (len(rows(panel)), panel.search.field.text()) == (3, "")
    assert not (panel.only_new.isChecked() or panel.everybody.isVisible())
    assert panel.search.field.hasFocus()


def test_a_time_that_has_begun_is_free_no_more(rig: Rig) -> None:
    panel = opened(rig)
    rig.clock.set_wall("America/Chicago", MONDAY, 11)
    rig.desk.catch_up()
    settle(rig.desk)
    assert ["Mon Mar 1 11:00 am" in row for row in rows(panel)] == [True] * 3
