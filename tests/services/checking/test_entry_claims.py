"""Entries whose chain is whole, and which say what none can say: each is named by its column."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from clinicdesk.models.database import Database, DatabaseRefused, open_database
from clinicdesk.services.checking.file_checking import check_file
from clinicdesk.services.codes import BASELINE_CHANGES
from clinicdesk.services.context import Context, Role
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.baseline import baseline_text
from clinicdesk.services.journal.entries import entries_after
from clinicdesk.services.journal.history import visit_history
from clinicdesk.services.undoing.next_change import next_undo
from clinicdesk.services.undoing.undo import undo
from tests.services.checking.tampering import append, found_codes, statements, tamper
from tests.services.checking.test_stored_values import assert_sentence
from tests.services.desk import Clock, desk

_AFFECTS = '{"days":%s,"patients":[],"resources":%s}'

SAID: dict[str, tuple[dict[str, object], str]] = {
    "affects nothing that can be read": ({"affects": "null"}, "affects"),
    "affects half of it": ({"affects": '{"days":[]}'}, "affects"),
    "affects a day that is none": ({"affects": _AFFECTS % ('["soon"]', "[]")}, "affects"),
    "affects a day that is a number": ({"affects": _AFFECTS % ("[5]", "[]")}, "affects"),
    "affects somebody without a number": ({"affects": _AFFECTS % ("[]", '["x"]')}, "affects"),
    "says a list": ({"params": "[]"}, "params"),
    "says half a thing": ({"params": "{"}, "params"),
    "says without end": ({"params": "[" * 100_000}, "params"),
    "wrote no list": ({"payload": "{}"}, "payload"),
    "wrote half a row": ({"payload": '[["patient", 10001]]'}, "payload"),
    "wrote a row of no table": ({"payload": '[["note", 1, null, {}]]'}, "payload"),
    "wrote a row without columns": ({"payload": '[["patient", 10001, null, {}]]'}, "payload"),
    "wrote without end": ({"payload": "[" * 100_000}, "payload"),
    "was written at no time": ({"at": "yesterday"}, "at"),
    "was written by another clock": ({"at": "2027-03-01T10:00:00+05:00"}, "at"),
    "of the first schema": ({"revision": 1}, "revision"),
    "of a schema to come": ({"revision": 77}, "revision"),
    "without a key": ({"write_key": None}, "write_key"),
    "with a baseline that is none of its": ({"baseline": "{}"}, "baseline"),
    "a founding": ({"code": "clinic.founded"}, "code"),
    "an upgrade to the same": ({"code": "clinic.upgraded"}, "code"),
    "a redaction of nothing": ({"code": "journal.redacted", "params": '{"entries":[]}'}, "params"),
    "a redaction of what is to come": (
        {"code": "journal.redacted", "params": '{"entries":[9999]}'}, "params",
    ),
    "an undo of itself": ({"kind": "undo", "of_number": "itself"}, "of_number"),
    "an undo of a founding": ({"kind": "undo", "of_number": 1}, "of_number"),
    "an undo of something else": (
        {"kind": "undo", "of_number": "newest", "code": "clinic.restored"}, "code",
    ),
    "a redo of what was not undone": ({"kind": "redo", "of_number": "newest"}, "of_number"),
}  # fmt: skip
"""By what an entry more says: its columns, and the one by which it is named."""


def say(path: Path, columns: dict[str, object]) -> None:
    """Append the entry; a number in words is looked up."""

    def deed(connection: sqlite3.Connection) -> None:
        newest = "SELECT max(number) FROM journal WHERE undoable AND kind = 'change'"
        last = connection.execute("SELECT max(number) FROM journal").fetchone()[0]
        numbers = {"itself": last + 1, "newest": connection.execute(newest).fetchone()[0]}
        of_number = columns.get("of_number")
        append(connection, **columns | {"of_number": numbers.get(str(of_number), of_number)})

    tamper(path, deed)


def named(path: Path) -> set[object]:
    """Columns of the journal that the check names."""
    broken = check_file(path).broken
    return {each.params.get("column") for each in broken if each.params.get("table") == "journal"}


@pytest.mark.parametrize("kind", SAID)
def test_an_entry_that_says_it_is_named(everything: Path, kind: str) -> None:
    columns, column = SAID[kind]
    say(everything, columns)
    assert column in named(everything)


def test_an_entry_that_says_nothing_wrong_is_not(everything: Path) -> None:
    say(everything, {})
    assert found_codes(everything) == set(), "the control"


def test_a_key_of_another_write_is_named(everything: Path) -> None:
    query = "SELECT write_key FROM journal WHERE number = 2"
    tamper(everything, lambda at: append(at, write_key=at.execute(query).fetchone()[0]))
    assert "write_key" in named(everything)


@pytest.mark.parametrize("code", sorted([*BASELINE_CHANGES, "patient.changed"]))
def test_a_changed_row_is_named_whatever_entry_comes_with_it(everything: Path, code: str) -> None:
    tamper(everything, statements("UPDATE visit_type SET minutes = 20 WHERE id = 1"))
    with closing(Database(everything)) as database, database.reading() as session:
        baseline = baseline_text(session)
    say(everything, {"code": code, "baseline": baseline, "params": '{"entries":[2]}'})
    # No upgrade is from a schema to the same one: what it says of the rows does not matter.
    expected = "check.value" if code == "clinic.upgraded" else "check.baseline-differs"
    assert expected in found_codes(everything)


def test_contents_taken_out_are_named_whatever_baseline_says_so(everything: Path) -> None:
    tamper(everything, statements("UPDATE journal SET payload = NULL"))
    with closing(Database(everything)) as database, database.reading() as session:
        baseline = baseline_text(session)
    say(everything, {"code": "clinic.restored", "baseline": baseline})
    assert "check.journal-emptied" in found_codes(everything)


def test_only_what_a_redaction_names_may_be_empty(everything: Path) -> None:
    tamper(everything, statements("UPDATE journal SET payload = NULL WHERE number IN (3, 4)"))
    with closing(Database(everything)) as database, database.reading() as session:
        baseline = baseline_text(session)
    say(
        everything,
        {"code": "journal.redacted", "baseline": baseline, "params": '{"entries":[3]}'},
    )
    broken = [(fault.code, fault.params) for fault in check_file(everything).broken]
    assert broken == [("check.journal-emptied", {"number": 4})]


UNREADABLE = [
    kind for kind, (columns, _) in SAID.items() if {"affects", "params", "payload"} & {*columns}
]


def _look_at_what_is_next(context: Context, database: Database) -> None:
    next_undo(context, database)


def _read_what_is_new(_context: Context, database: Database) -> None:
    with database.reading() as session:
        entries_after(session, 0)


def _read_history(_context: Context, database: Database) -> None:
    for visit in range(1001, 1008):
        visit_history(database, visit)


def _undo(context: Context, database: Database) -> None:
    undo(context, database)


USES: tuple[Callable[[Context, Database], None], ...] = (
    _look_at_what_is_next, _read_what_is_new, _read_history, _undo,
)  # fmt: skip


@pytest.mark.parametrize("kind", UNREADABLE)
def test_it_is_refused_in_a_sentence_where_it_is_read(everything: Path, kind: str) -> None:
    east = desk(open_database(everything), Clock(), "east").as_role(Role.FRONT_DESK)
    own = {"actor": east.context.actor, "workstation": east.context.workstation, "undoable": 1}
    east.database.close()
    say(everything, {"code": "visit.booked"} | own | SAID[kind][0])
    for use in USES:
        with closing(open_database(everything)) as database:
            try:
                use(east.context, database)
            except (Refused, DatabaseRefused) as refused:
                assert_sentence(refused)
