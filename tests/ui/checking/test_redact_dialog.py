"""Contents taken out of the journal from the window."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database, open_database
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.journal.entries import entries_after
from clinicdesk.services.journal.history import contents_about, visit_history
from clinicdesk.ui.checking.redact_dialog import RedactDialog
from clinicdesk.ui.desk import Desk
from tests.held_file import held
from tests.services.desk import Clock
from tests.services.desk import Desk as OtherDesk
from tests.services.desk import desk as make_desk
from tests.ui.main_rig import Key, Modifier, Rig


def ask(main: Rig) -> RedactDialog:
    """As somebody does who finds it in the palette."""
    main.press(Key.Key_K, Modifier.ControlModifier)
    main.enter("take out contents")
    (dialog,) = main.window.findChildren(RedactDialog)
    return dialog


def test_a_visits_history_is_emptied_and_says_so(main: Rig) -> None:
    visit = main.other.book_first("Pair", main.other.patient("Able").number)
    dialog = ask(main)
    dialog.visit.edit.setText(f"v-{visit}")
    dialog.reason.edit.setText("asked for")
    dialog.submit()
    database = main.desk.database
    assert contents_about(database, visit) == ()
    assert [entry.change.patient for entry in visit_history(database, visit)] == [None]
    assert main.window.toast.text.startswith("Took out the contents of journal entry 3")
    assert check_clinic(database).broken == ()


def test_what_is_missing_is_said_and_what_was_typed_stays(main: Rig) -> None:
    dialog = ask(main)
    dialog.submit()
    assert dialog.visit.said.text() == "Write the number of a visit, such as V-1093."
    dialog.visit.edit.setText("V-9999")
    dialog.submit()
    assert dialog.reason.said.text() == "Write why."
    dialog.reason.edit.setText("asked for")
    dialog.submit()
    assert dialog.said.text().startswith("The journal has no contents about V-9999")
    assert (dialog.isVisible(), dialog.reason.text) == (True, "asked for")
    dialog.reject()


class Waiting:
    """The dialog of a desk with threads of its own, filled in for a visit."""

    def __init__(self, east: OtherDesk, desk: Desk) -> None:
        self.desk, self.path = desk, desk.database.path
        self.visit = east.book_first("Pair", east.patient("Able").number)
        self.closed: list[int] = []

    def open(self) -> RedactDialog:
        dialog = RedactDialog(self.desk)
        dialog.visit.edit.setText(f"v-{self.visit}")
        dialog.reason.edit.setText("asked for")
        dialog.finished.connect(self.closed.append)
        dialog.open()
        return dialog

    def redacted(self) -> int:
        """How often contents were taken out."""
        with self.desk.database.reading() as session:
            codes = [entry.code for entry in entries_after(session, 0)]
        return codes.count(ChangeCode.JOURNAL_REDACTED)


@pytest.fixture
def waiting(qtbot: QtBot, make_clinic: Callable[..., Database]) -> Iterator[Waiting]:
    with closing(open_database(make_clinic().path, busy_seconds=60)) as database:
        east = make_desk(database, Clock(), "east")
        desk = Desk(east.context, database)
        made = Waiting(east, desk)
        yield made
        qtbot.waitUntil(lambda: desk.is_settled, timeout=60_000)
        desk.stop()


def test_pressed_twice_it_is_done_once_and_said_meanwhile(waiting: Waiting, qtbot: QtBot) -> None:
    dialog = waiting.open()
    with held(waiting.path):
        dialog.submit()
        dialog.submit()
        assert dialog.said.text() == "The contents are being taken out…"
        assert dialog.isVisible()
    qtbot.waitUntil(lambda: bool(waiting.closed), timeout=60_000)
    assert (waiting.closed, waiting.redacted()) == ([RedactDialog.DialogCode.Accepted], 1)


def test_cancelled_before_the_contents_are_known_nothing_is_taken_out(
    waiting: Waiting, qtbot: QtBot
) -> None:
    dialog = waiting.open()
    with held(waiting.path):
        dialog.submit()
        dialog.reject()
    qtbot.waitUntil(lambda: waiting.desk.is_settled, timeout=60_000)
    assert waiting.redacted() == 0


def test_cancelled_while_they_are_taken_out_the_window_alone_says_it(
    waiting: Waiting, qtbot: QtBot
) -> None:
    done: list[str] = []
    waiting.desk.done.connect(lambda way, _change: done.append(way))
    dialog = waiting.open()
    dialog.submit()
    # The contents are known, and not yet handed over: from then on the file is held.
    assert waiting.desk._reads.wait()
    with held(waiting.path):
        waiting.desk._reads.deliver()
        dialog.reject()
    qtbot.waitUntil(lambda: bool(done), timeout=60_000)
    assert (done, waiting.redacted()) == (["done"], 1)
