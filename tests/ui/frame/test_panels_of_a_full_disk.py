"""A disk that is full, and a clinic that is only read: each panel says so and keeps what it has."""

import shutil
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database, open_database
from clinicdesk.services.flow.desk_tasks import ask_desk
from clinicdesk.services.patients.detail_values import Person, Relationship
from clinicdesk.services.patients.details import keep_detail
from clinicdesk.services.waiting.listing import wait_for_earlier
from clinicdesk.ui.flow.flow_page import FlowPage
from clinicdesk.ui.flow.late_layer import LateLayer
from clinicdesk.ui.flow.task_panel import TaskPanel
from clinicdesk.ui.patient.lists import PartList
from clinicdesk.ui.patient.merging_view import MergingView
from clinicdesk.ui.patient.patient_panel import PatientPanel
from clinicdesk.ui.waiting.waiting_panel import WaitingPanel
from tests.full_disk import full_disk
from tests.services.desk import MONDAY, Clock, dump
from tests.services.desk import desk as make_desk
from tests.services.faults import damage
from tests.ui.main_rig import Key, Modifier, Rig, W, main_window
from tests.ui.settling import settle

CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier
CARVER = ("Dr. Carver", "Room 1")


@pytest.fixture
def path(make_clinic: Callable[..., Database]) -> Path:
    """Able is booked today, waits for an earlier time and is here twice; a note is to be done."""
    database = make_clinic()
    other = make_desk(database, Clock(), "west")
    able = other.patient("Able").number
    other.patient("Able", "Anne")
    visit = other.book_at("Adjustment", able, 600, CARVER).visit
    wait_for_earlier(other.context, database, visit)
    ask_desk(other.context, database, "call", "Dr. Carver", visit)
    keep_detail(other.context, database, able, Person("Amy", Relationship.PARENT))
    database.close()
    return database.path


def part(main: Rig, kind: type[W]) -> W:
    found = main.window.findChild(kind)
    assert isinstance(found, kind)
    return found


def parts(main: Rig) -> PartList:
    main.press(Key.Key_K, CTRL)
    main.enter("P-10001")
    part(main, PatientPanel).parts.setFocus()
    return part(main, PatientPanel).parts


def correcting(main: Rig) -> object:
    rows = parts(main)
    rows.setCurrentRow([row.part.caption for row in rows.rows].index("Note"))
    main.press(Key.Key_Return)
    main.enter("allergic to latex")
    return part(main, PatientPanel).editor.edit.text()


def taking_out(main: Rig) -> object:
    rows = parts(main)
    rows.setCurrentRow(next(at for at, row in enumerate(rows.rows) if row.part.detail))
    main.press(Key.Key_Delete)
    return [row.part.said for row in rows.rows if isinstance(row.part.detail, Person)]


def merging(main: Rig) -> object:
    main.press(Key.Key_M, CTRL)
    for number in (10001, 10002):
        main.enter(f"P-{number}")
    part(main, MergingView).grab()
    main.press(Key.Key_Return)
    return [page.info.number for page in part(main, MergingView)._pages]


def dropping(main: Rig) -> object:
    main.press(Key.Key_W, CTRL | SHIFT)
    main.press(Key.Key_Delete)
    return part(main, WaitingPanel).list.count()


def ticking(main: Rig) -> object:
    main.press(Key.Key_H, CTRL | SHIFT)
    main.press(Key.Key_Space)
    return [bool(row.task.done_by) for row in part(main, TaskPanel).list.rows]


def checking_in(main: Rig) -> object:
    main.press(Key.Key_I, CTRL | SHIFT)
    main.enter("5/4/1980")
    return part(main, FlowPage).field.edit.text()


def running_late(main: Rig) -> object:
    main.press(Key.Key_3, CTRL)
    main.press(Key.Key_V)
    main.press(Key.Key_L)
    main.enter("20")
    return part(main, LateLayer).edit.text()


ACTS: dict[Callable[[Rig], object], object] = {
    correcting: "allergic to latex", taking_out: ["Amy, parent"], merging: [10001, 10002],
    dropping: 1, ticking: [False], checking_in: "5/4/1980", running_late: "20",
}  # fmt: skip
"""What is tried, and what stands there afterwards."""


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
@pytest.mark.parametrize("full", [True, False], ids=["full", "only read"])
def test_it_is_said_and_nothing_is_lost(
    qtbot: QtBot, tmp_path: Path, path: Path, act: Callable[[Rig], object], full: bool
) -> None:
    if not full:
        shared = tmp_path / "Dropbox" / "clinic.db"
        shared.parent.mkdir()
        (shared.parent / ".dropbox").touch()
        path = Path(shutil.copyfile(path, shared))
    database = open_database(path)
    with main_window(qtbot, tmp_path, database, Clock()) as main:
        main.clock.set_wall("America/Chicago", MONDAY, 9)
        main.desk.catch_up()
        settle(main.desk)
        before, said = dump(database), list[str]()
        main.desk.refused.connect(said.append)
        with full_disk(4096) if full else nullcontext():
            assert act(main) == ACTS[act]
        assert ("nothing was written" if full else "it is only read here") in said[-1]
        assert dump(database) == before
        assert damage(database) == []
    database.close()
