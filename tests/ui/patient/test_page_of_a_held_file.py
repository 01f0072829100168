"""A patient's page while another program holds the file: nothing that was typed is lost."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database, open_database
from clinicdesk.services.patients.records import get_patient
from clinicdesk.ui.patient.patient_panel import PatientPanel
from tests.held_file import held
from tests.services.desk import MONDAY, Clock
from tests.ui.main_rig import Key, Modifier, Rig, main_window
from tests.ui.settling import settle

CTRL = Modifier.ControlModifier


@pytest.fixture
def hasty(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Rig]:
    """A desk that hardly waits for its file, with one patient."""
    make_clinic().close()
    database = open_database(tmp_path / "clinic-0.db", busy_seconds=0.01)
    with main_window(qtbot, tmp_path, database, Clock()) as rig:
        rig.other.patient("Able")
        rig.desk.catch_up()
        yield rig
    database.close()


def panel(main: Rig) -> PatientPanel:
    found = main.window.findChild(PatientPanel)
    assert isinstance(found, PatientPanel)
    return found


def typing_a_note(main: Rig) -> None:
    main.press(Key.Key_K, CTRL)
    main.enter("able")
    page = panel(main)
    rows = [row.part.caption for row in page.parts.rows]
    page.parts.setFocus()
    page.parts.setCurrentRow(rows.index("Note"))
    main.press(Key.Key_Return)
    main.type("allergic to latex")


def half(main: Rig) -> tuple[str | None, str]:
    """Whose page stands there, and what is typed."""
    page = panel(main)
    family = None if page.patient is None else page.patient.family
    return family, page.editor.edit.text()


def test_the_page_and_what_is_typed_stay_when_it_cannot_be_read_anew(hasty: Rig) -> None:
    typing_a_note(hasty)
    with held(hasty.desk.database.path):
        hasty.desk.day_began.emit(MONDAY)
        settle(hasty.desk)
        assert half(hasty) == ("Able", "allergic to latex")
    hasty.desk.catch_up()
    settle(hasty.desk)
    assert half(hasty) == ("Able", "allergic to latex")


def test_what_could_not_be_written_stays_and_is_written_with_the_next_enter(hasty: Rig) -> None:
    typing_a_note(hasty)
    with held(hasty.desk.database.path):
        hasty.press(Key.Key_Return)
        assert half(hasty) == ("Able", "allergic to latex")
        assert "nothing was written" in panel(hasty).notice.text
    hasty.desk.catch_up()
    hasty.press(Key.Key_Return)
    assert half(hasty) == ("Able", "")
    number = panel(hasty).patient
    assert number is not None
    assert get_patient(hasty.desk.database, number.number).note == "allergic to latex"


def test_a_page_that_could_not_be_read_comes_once_the_file_is_let_go(hasty: Rig) -> None:
    hasty.press(Key.Key_K, CTRL)
    hasty.type("able")
    settle(hasty.desk)
    with held(hasty.desk.database.path):
        hasty.press(Key.Key_Return)
        assert (half(hasty)[0], "cannot be read" in panel(hasty).notice.text) == (None, True)
    hasty.desk.catch_up()
    settle(hasty.desk)
    assert (half(hasty)[0], panel(hasty).notice.text) == ("Able", "")
