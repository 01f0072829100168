"""The call list while what came of a call is written: each row once, nothing before its time."""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot
from sqlalchemy import select

from clinicdesk.models.contacts import Contact
from clinicdesk.models.database import Database
from clinicdesk.services.visits.moving import Move
from tests.ui.main_rig import Key, Modifier
from tests.ui.meanwhile import Meanwhile, meanwhile

CTRL_SHIFT = Modifier.ControlModifier | Modifier.ShiftModifier


def noted(live: Meanwhile) -> list[tuple[int, str]]:
    with live.other.database.reading() as session:
        rows = session.scalars(select(Contact).order_by(Contact.id))
        return [(row.visit_id, row.outcome) for row in rows]


def test_keys_that_are_quicker_than_the_file_note_each_row_once(
    qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]
) -> None:
    with meanwhile(qtbot, tmp_path, make_clinic().path) as live:
        for number, start in ((live.ann, 660), (live.bo, 720)):
            live.other.move(Move(number, start=start))
        live.see_news()
        live.tap(Key.Key_L, CTRL_SHIFT)
        live.until_settled()
        shown = live.window.calls.list
        ann, bo = (row.visit for row in shown.rows)
        with live.held():
            for _ in range(4):
                live.tap(Key.Key_Space)
            assert [row.visit for row in shown.rows] == [ann, bo]
            assert noted_not_yet(live)
        live.until_settled()
        assert noted(live) == [(ann, "told"), (bo, "told")]
        assert shown.rows == []
        live.tap(Key.Key_Z, Modifier.ControlModifier)
        live.until_settled()
        assert [row.visit for row in shown.rows] == [bo]


def noted_not_yet(live: Meanwhile) -> bool:
    """Two writes are owed: a third key would be for a row that has one already."""
    return len(live.desk.being_written) == 2
