"""The clinic's file is moved, replaced or locked while the window is open: one sentence says so."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from clinicdesk.models.database import Database, open_database
from clinicdesk.resource_files import resource_file
from clinicdesk.services.patients.records import NewPatient, add_patient
from clinicdesk.services.visits.changing import cancel_visit
from tests.full_disk import full_disk
from tests.services.desk import MONDAY, Clock
from tests.services.desk import Desk as OtherDesk
from tests.services.desk import desk as make_desk
from tests.ui.main_rig import Key, Modifier, Rig, main_window
from tests.ui.settling import attempt

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
    attempt(main.desk, cancel_visit, 1001, "ill")
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


def test_a_full_disk_is_told_until_a_write_goes_well(main: Rig) -> None:
    """As SQLite says it of a disk without room, and not only of a file that must not grow."""
    filled_in(main)
    stood = form(main)
    with main.desk.database.reading() as session:
        pages = session.scalar(text("PRAGMA page_count"))
        room = session.scalar(text("PRAGMA max_page_count"))
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
    grown = 0
    while grown < 50 and not main.window.banner.isVisible():
        new = NewPatient("Grow", f"number {grown} " + "x" * 30, date(1980, 5, 4), "555-0100")
        attempt(main.desk, add_patient, new)
        grown += 1
    assert main.window.banner.text.startswith("The disk that holds ")
    main.desk.catch_up()
    assert (main.window.banner.isVisible(), form(main)) == (True, stood)
    with main.desk.database.reading() as session:
        session.execute(text(f"PRAGMA max_page_count = {room}"))
    main.press(Key.Key_Return)
    assert main.window.booking.done.isVisible()
    assert main.window.banner.text == ""


def test_a_clinic_in_a_folder_that_syncs_is_shown_and_never_written(
    qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]
) -> None:
    database = make_clinic()
    other = make_desk(database, Clock(), "west")
    other.book_first("Call", other.patient().number)
    database.close()
    (tmp_path / "Dropbox").mkdir()
    path = database.path.rename(tmp_path / "Dropbox" / "clinic.db")
    before = path.read_bytes()
    with main_window(qtbot, tmp_path, open_database(path), Clock()) as main:
        said = main.window.banner.text
        assert "is in a folder that Dropbox copies to other computers" in said
        main.window.day_page.show_day(MONDAY)
        assert len(main.window.day_page.appointments()) == 1
        attempt(main.desk, cancel_visit, 1001, "ill")
        assert (main.window.toast.text, main.window.banner.text) == (said, said)
        main.desk.database.close()
    assert (path.read_bytes(), list(path.parent.iterdir())) == (before, [path])


def test_a_window_opens_after_a_desk_was_killed_in_the_middle_of_a_write(
    qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]
) -> None:
    """Nobody has to remove anything first, and the half of a write is taken back."""
    database = make_clinic()
    database.close()
    cut_off = """
import os, signal, sqlite3, sys
writer = sqlite3.connect(sys.argv[1], isolation_level=None)
writer.execute("PRAGMA cache_size = 1")
writer.execute("BEGIN IMMEDIATE")
writer.execute("UPDATE clinic SET name = 'half'")
writer.execute("CREATE TABLE filling (text)")
writer.executemany("INSERT INTO filling VALUES (?)", [("x" * 3000,)] * 50)
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", cut_off, database.path], check=False)
    assert database.path.with_name(f"{database.path.name}-journal").exists()
    with main_window(qtbot, tmp_path, open_database(database.path), Clock()) as main:
        assert main.window.windowTitle().startswith("Harbor Spine Practice")
        assert main.window.banner.text == ""
        main.desk.database.close()
    assert list(tmp_path.glob("*-journal")) == []
