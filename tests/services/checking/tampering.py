"""Changes to a clinic's file by another hand than the program's: SQL, past every guard."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from clinicdesk.models.database import DatabaseRefused, open_database
from clinicdesk.models.stores.copying import reading_still
from clinicdesk.services.backups.anchor import anchor_of, write_anchor
from clinicdesk.services.backups.contents import read_contents
from clinicdesk.services.checking.file_checking import Report, check_file
from clinicdesk.services.journal.entries import GENESIS, _digest, _hash, _with_flags
from clinicdesk.wording import worded
from clinicdesk.wording.catalog import SENTENCES
from tests.services.desk import MORNING

Deed = Callable[[sqlite3.Connection], object]


def statements(*texts: str) -> Deed:
    """Runs them; each must change something."""

    def run(connection: sqlite3.Connection) -> None:
        for text in texts:
            assert connection.execute(text).rowcount, text

    return run


def tamper(path: Path, deed: Deed) -> None:
    """Do it without any guard in the way, and put the guards back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("BEGIN")
        deed(connection)
        connection.execute("COMMIT")
        for _, guard in guards:
            connection.execute(guard)


def found_codes(path: Path) -> set[str]:
    """The codes of what a check finds, or of why it does not even begin; each has its sentence."""
    try:
        report = check_file(path)
    except DatabaseRefused as refused:
        return {refused.code}
    return codes_of(report)


def codes_of(report: Report) -> set[str]:
    """The codes of its faults, each of which has its sentence."""
    assert all(worded(SENTENCES[fault.code], fault.params) for fault in report.broken)
    return {str(fault.code) for fault in report.broken}


def opening_refused(path: Path) -> str | None:
    """The code with which the file is refused when it is opened; None if it is not."""
    try:
        open_database(path).close()
    except DatabaseRefused as refused:
        return refused.code
    return None


def note_outside(path: Path) -> None:
    """Note beside the clinic where its journal stands."""
    with reading_still(path) as connection:
        contents = read_contents(connection)
    write_anchor(path, anchor_of(contents, MORNING))


def append(connection: sqlite3.Connection, **changed: object) -> None:
    """One more entry that fits its chain: like the newest, with no rows and what is `changed`."""
    connection.row_factory = sqlite3.Row
    query = "SELECT * FROM journal ORDER BY number DESC LIMIT 1"
    row = dict(connection.execute(query).fetchone())
    connection.row_factory = None
    row |= {"number": row["number"] + 1, "previous": row["hash"], "write_key": "f" * 32}
    row |= {"kind": "change", "of_number": None, "baseline": None, "payload": "[]"} | changed
    row["digest"] = _digest(str(row["payload"]))
    row["hash"] = _hash(_with_flags(row))
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO journal ({', '.join(row)}) VALUES ({marks})", [*row.values()])


def rebuild_chain(connection: sqlite3.Connection) -> None:
    """Number, hash and chain every entry anew, so that the journal agrees with itself."""
    connection.row_factory = sqlite3.Row
    rows = [dict(row) for row in connection.execute("SELECT * FROM journal ORDER BY number")]
    connection.row_factory = None
    connection.execute("DELETE FROM journal")
    previous = GENESIS
    for number, row in enumerate(rows, 1):
        row |= {"number": number, "previous": previous}
        row["hash"] = previous = _hash(_with_flags(row))
        marks = ", ".join("?" * len(row))
        connection.execute(
            f"INSERT INTO journal ({', '.join(row)}) VALUES ({marks})", [*row.values()]
        )
    connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'journal'", (len(rows),))
