"""The clinic's file is moved, replaced or locked while the window is open: one sentence says so."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database, open_database
from clinicdesk.resource_files import resource_file
from clinicdesk.services.visits.changing import cancel_visit
from tests.full_disk import full_disk
from tests.services.desk import MONDAY
from tests.services.desk import Desk as OtherDesk
from tests.services.desk import desk as make_desk
from tests.ui.main_rig import Key, Modifier, Rig

CTRL = Modifier.ControlModifier


def filled_in(main: Rig) -> None:
    """A booking, all but its Enter."""
    main.other.patient()
    main.window.day_page.show_day(MONDAY)
    main.press(Key.Key_N, CTRL)
    main.enter("able")
    main.enter("pair")


def form(main: Rig) -> object:
    panel = main.window.booking
    return panel.patient, panel.form.request_form, panel.form.option, panel.done.isVisible()


def moved_away(path: Path) -> Path:
    return path.rename(path.with_suffix(".away"))


def copied_in_its_place(path: Path) -> None:
    copy = path.with_suffix(".copy")
    shutil.copyfile(path, copy)
    copy.replace(path)


def on_another_file(main: Rig) -> OtherDesk:
    """A desk that opened the file that is there now."""
    return make_desk(open_database(main.desk.database.path), main.clock, "north")


def test_a_renamed_file_is_told_within_a_second_and_the_form_kept(qtbot: QtBot, main: Rig) -> None:
    filled_in(main)
    stood, path = form(main), main.desk.database.path
    away = moved_away(path)
    qtbot.waitUntil(main.window.banner.isVisible, timeout=5000)
    said = main.window.banner.text
    assert said.startswith(f"The clinic's file {path} is not there any more")
    main.press(Key.Key_Return)
    assert (form(main), main.window.toast.text) == (stood, said)
    assert not path.exists()
    away.rename(path)
    qtbot.waitUntil(main.window.banner.isHidden, timeout=5000)
    main.press(Key.Key_Return)
    assert main.window.booking.done.isVisible()
    assert len(main.other.day(MONDAY)) == 2


def test_a_replaced_file_of_the_same_clinic_is_opened_and_all_of_it_shown(main: Rig) -> None:
    main.other.book_first("Consult", main.other.patient().number)
    main.window.day_page.show_day(MONDAY)
    main.desk.catch_up()
    path = main.desk.database.path
    kept = path.with_suffix(".kept")
    shutil.copyfile(path, kept)
    main.other.book_first("Call", main.other.patient("Baker").number)
    main.desk.catch_up()
    assert len(main.window.day_page.appointments()) == 2
    kept.replace(path)
    main.desk.catch_up()
    assert main.window.banner.text == ""
    assert len(main.window.day_page.appointments()) == 1
    north = on_another_file(main)
    north.book_first("Call", north.patient("Chan").number)
    main.desk.catch_up()
    assert len(main.window.day_page.appointments()) == 2
    main.desk.attempt(cancel_visit, 1001, "ill")
    assert [item.status for item in north.day(MONDAY) if item.visit == 1001] == ["cancelled"]
    north.database.close()


def test_an_older_copy_written_over_the_file_is_shown_as_it_is(main: Rig) -> None:
    """By a program that keeps the file, so that nothing outside it has changed."""
    main.window.day_page.show_day(MONDAY)
    path = main.desk.database.path
    older = path.read_bytes()
    main.other.book_first("Call", main.other.patient("Baker").number)
    main.desk.catch_up()
    assert len(main.window.day_page.appointments()) == 1
    with path.open("r+b") as file:
        file.write(older)
        file.truncate()
    main.desk.catch_up()
    assert (main.window.banner.text, len(main.window.day_page.appointments())) == ("", 0)
    on_another_file(main).patient("Chan")
    main.desk.catch_up()
    assert main.window.banner.text == ""


def test_another_clinic_is_told_and_never_written(
    main: Rig, make_clinic: Callable[..., Database]
) -> None:
    filled_in(main)
    stood, path = form(main), main.desk.database.path
    other = make_clinic(resource_file("clinics", "small.toml").read_bytes())
    other.close()
    away = moved_away(path)
    other.path.rename(path)
    foreign = path.read_bytes()
    main.desk.catch_up()
    assert main.window.banner.text.startswith(f"Another clinic is at {path} now")
    main.press(Key.Key_Return)
    assert (form(main), path.read_bytes()) == (stood, foreign)
    away.replace(path)
    main.desk.catch_up()
    assert main.window.banner.text == ""
    main.press(Key.Key_Return)
    assert main.window.booking.done.isVisible()


def test_a_file_that_another_program_keeps_is_told_as_long_as_it_does(main: Rig) -> None:
    filled_in(main)
    stood, path = form(main), main.desk.database.path
    main.desk.database.busy_seconds = 0
    main.desk.database.reopen()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        main.desk.catch_up()
        assert main.window.banner.text == ""
        main.press(Key.Key_Return)
        for _ in range(3):
            QTest.qWait(0)
            main.desk.catch_up()
            assert "is in use by another desk or program" in main.window.banner.text
        other.execute("ROLLBACK")
    QTest.qWait(0)
    main.desk.catch_up()
    assert (main.window.banner.text, form(main)) == ("", stood)
    main.press(Key.Key_Return)
    assert main.window.booking.done.isVisible()


def test_a_write_for_which_there_is_no_room_keeps_the_form_and_the_banner(main: Rig) -> None:
    filled_in(main)
    stood, path = form(main), main.desk.database.path
    with full_disk(path.stat().st_size // 2):
        main.press(Key.Key_Return)
        main.desk.catch_up()
        assert "; nothing was written." in main.window.banner.text
        assert form(main) == stood
    main.press(Key.Key_Return)
    assert main.window.booking.done.isVisible()
    assert main.window.banner.text == ""


def test_the_banner_stays_while_the_day_is_turned(main: Rig) -> None:
    moved_away(main.desk.database.path)
    main.desk.catch_up()
    said = main.window.banner.text
    main.window.day_page.show_day(MONDAY + timedelta(1))
    main.desk.catch_up()
    assert (main.window.banner.text, main.window.day_page.day) == (said, MONDAY + timedelta(1))
