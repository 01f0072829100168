"""A clinic of many years, made in a minute: the demo clinic's visits again and again in its past.

Not by the verbs, which would take hours: rows are copied by SQL with other numbers and days, and an
entry with a baseline ends the making, as it does the demo clinic's own.
"""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Table

from clinicdesk.models.database import open_database
from clinicdesk.models.tables import Appointment, Claim, Visit
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.context import Context, Role
from clinicdesk.services.demo import make_demo
from clinicdesk.services.visits.writing import writing

NOW = datetime(2027, 3, 2, 16, 30, tzinfo=UTC)
SPAN = 91
"""Days of the demo clinic's past that are repeated: whole weeks, so that weekdays stay."""

_MAKER = Context("maker", "benchmark", Role.MANAGER, lambda: NOW)


def make_big_clinic(path: Path, visits: int, seed: int = 1) -> None:
    """A sound clinic with at least so many visits at `path`."""
    make_demo(_MAKER, path, seed=seed)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("BEGIN")
        _repeat(connection, visits)
        connection.execute("COMMIT")
        for _, guard in guards:
            connection.execute(guard)
    _write_baseline(path)


def _repeat(connection: sqlite3.Connection, visits: int) -> None:
    """Copies of one stretch of days, each that stretch earlier than the one before."""
    last = NOW.date().isoformat()
    connection.execute(
        "CREATE TEMP TABLE repeated AS SELECT DISTINCT visit_id AS id FROM appointment"
        " JOIN visit ON visit.id = visit_id WHERE day < ? AND day >= date(?, ?)"
        " AND (patient_id NOTNULL OR group_size NOTNULL)",
        (last, last, f"-{SPAN} days"),
    )
    (each,) = connection.execute("SELECT count(*) FROM repeated").fetchone()
    (there,) = connection.execute("SELECT count(*) FROM visit").fetchone()
    steps = {
        table: connection.execute(f"SELECT max(id) FROM {table}").fetchone()[0]
        for table in ("visit", "appointment")
    }
    (past,) = connection.execute(
        "SELECT julianday(?) - julianday(min(day)) FROM appointment", (last,)
    ).fetchone()
    # Before the demo clinic's own first day, where its meetings and classes are in nobody's way.
    before = 7 * -(-int(past) // 7)
    for copy in range(1, -(-(visits - there) // each) + 1):
        for model in (Visit, Appointment, Claim):
            table = model.__table__
            assert isinstance(table, Table)
            days = before + (copy - 1) * SPAN
            connection.execute(_copying(table, steps, copy, days))


def _copying(table: Table, steps: dict[str, int], copy: int, days: int) -> str:
    """Copies the rows of the repeated visits with numbers and days of their own."""
    columns = [column for column in table.columns if (table.name, column.name) != ("claim", "id")]
    values = []
    for column in columns:
        refers = {key.column.table.name for key in column.foreign_keys}
        owner = "appointment" if "appointment" in refers else next(iter(refers), "")
        if column.name == "day":
            values.append(f"date(day, '-{days} days')")
        elif column.name == "busy":
            values.append("busy")
        elif column.primary_key or owner in steps:
            step = steps[table.name if column.primary_key else owner]
            values.append(f'"{column.name}" + {copy * step}')
        else:
            values.append(f'"{column.name}"')
    among = {
        "visit": "id IN repeated",
        "appointment": "visit_id IN repeated",
        "claim": "appointment_id IN (SELECT id FROM appointment WHERE visit_id IN repeated)",
    }[table.name]
    names = ", ".join(f'"{column.name}"' for column in columns)
    return (
        f"INSERT INTO {table.name} ({names}) SELECT {', '.join(values)}"
        f" FROM {table.name} WHERE {among}"
    )


def _write_baseline(path: Path) -> None:
    with (
        closing(open_database(path)) as database,
        writing(_MAKER, database) as transaction,
        transaction.change(ChangeCode.DEMO_MADE, undoable=False, baseline=True) as change,
    ):
        change.affect_everything()
