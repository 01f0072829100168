"""The clinic's file checked from the window, while a desk goes on booking."""

import sqlite3
from contextlib import closing

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.services.checking.file_checking import Fault, Report
from clinicdesk.services.codes import CheckCode
from clinicdesk.ui.checking.check_dialog import LIST_HEIGHT, CheckDialog
from clinicdesk.ui.kit.work_process import WorkDone
from clinicdesk.wording import say
from tests.ui.main_rig import Key, Modifier, Rig

LONG = 120_000


def check(main: Rig) -> CheckDialog:
    """As somebody does who finds it in the palette."""
    main.window.activateWindow()
    QTest.qWaitForWindowActive(main.window)
    main.window.day_page.setFocus()
    main.press(Key.Key_K, Modifier.ControlModifier)
    main.enter("check the clinic")
    (dialog,) = main.window.findChildren(CheckDialog)
    return dialog


def wait(qtbot: QtBot, dialog: CheckDialog) -> None:
    """Until the check has come to its end."""
    qtbot.waitUntil(lambda: not dialog.running, timeout=LONG)


def test_a_sound_clinic_is_said_to_be_sound_while_others_book(main: Rig, qtbot: QtBot) -> None:
    dialog = check(main)
    width = dialog.width()
    # Another desk writes all the while; nobody waits for the check.
    main.other.book_first("Pair", main.other.patient("Meanwhile").number)
    wait(qtbot, dialog)
    assert dialog.text.text().startswith("Nothing is broken: ")
    assert not dialog.faults.isVisible()
    assert dialog.width() == width
    dialog.reject()


def test_a_forged_row_is_named(main: Rig, qtbot: QtBot) -> None:
    main.other.patient("Able")
    with closing(sqlite3.connect(main.desk.database.path)) as connection, connection:
        connection.execute("UPDATE patient SET note = 'forged'")
    dialog = check(main)
    wait(qtbot, dialog)
    rows = [dialog.faults.item(row).text() for row in range(dialog.faults.count())]
    assert dialog.text.text().startswith("The check found 1 fault.")
    assert rows == ["Row 10001 of the table patient was changed without an entry in the journal."]
    assert QApplication.focusWidget() is dialog.faults
    dialog.reject()


def test_damage_is_said_first_equal_sentences_once_and_all_of_it_is_copied(
    main: Rig, qtbot: QtBot
) -> None:
    dialog = check(main)
    wait(qtbot, dialog)
    unknown = Fault(CheckCode.UNREADABLE, {"part": "patient"})
    file = Fault(CheckCode.FILE, {})
    row = Fault(CheckCode.SEQUENCE, {"table": "visit"})
    dialog._show_answer(WorkDone(Report({"appointments": 0}, (row, file, unknown, unknown))))
    rows = [dialog.faults.item(row).text() for row in range(dialog.faults.count())]
    assert rows == [
        say(file.code, file.params),
        f"{say(unknown.code, unknown.params)} (2 times)",
        say(row.code, row.params),
    ]
    assert dialog.text.text().startswith("The file is damaged; the check changed nothing.")
    assert dialog.faults.height() >= LIST_HEIGHT
    assert main.window.banner.isVisible()
    dialog.copy.click()
    copied = QApplication.clipboard().text().splitlines()
    assert copied == [dialog.text.text(), *rows]
    dialog.reject()


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_closing_cancels_and_it_can_be_asked_again(main: Rig, qtbot: QtBot) -> None:
    dialog = check(main)
    # The keys are the dialog's; the menu is above it.
    main.window.actions_table["clinic.check"].trigger()
    assert main.window.findChildren(CheckDialog) == [dialog], "one check at a time"
    dialog.reject()
    assert not main.window.work.busy
    qtbot.waitUntil(lambda: not main.window.findChildren(CheckDialog))
    again = check(main)
    wait(qtbot, again)
    again.reject()
