"""Whatever is changed in a clinic's file by another hand is named by `check`."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Table

from clinicdesk.models.tables import BASELINED, Base
from tests.services.checking.tampering import (
    Deed,
    found_codes,
    note_outside,
    rebuild_chain,
    statements,
    tamper,
)

_NEW_VALUES = {
    "integer": 'coalesce("{0}", 0) + 1',
    "boolean": '1 - "{0}"',
    "text": "coalesce(\"{0}\", '') || 'x'",
    "date": "'2027-05-05'",
}


def _kind(table: Table, column: str) -> str:
    name = str(table.columns[column].type).lower()
    return name if name in _NEW_VALUES else "text"


COLUMNS = [
    pytest.param(table, column, id=f"{table.name}.{column}")
    for table in Base.metadata.sorted_tables
    if table.name != "journal"
    for column in (each.name for each in table.columns)
    # The number of a claim, or of a key, is nobody's: nothing refers to it.
    if (table.name, column) not in (("claim", "id"), ("patient_key", "id"))
]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every fourth column in `make test`, each of them in `make soak`."""
    if metafunc.definition.name == "test_a_changed_value_is_named":
        share = 1 if metafunc.config.getoption("--scale") == "full" else 4
        metafunc.parametrize(("table", "column"), COLUMNS[::share])


def test_what_nobody_touched_is_sound(everything: Path) -> None:
    before = everything.read_bytes()
    note_outside(everything)
    assert found_codes(everything) == set()
    assert everything.read_bytes() == before


def test_a_changed_value_is_named(everything: Path, table: Table, column: str) -> None:
    value = _NEW_VALUES[_kind(table, column)].format(column)
    key = next(iter(table.primary_key)).name
    tamper(
        everything,
        statements(
            f'UPDATE OR IGNORE "{table.name}" SET "{column}" = {value}'
            f' WHERE "{key}" = (SELECT max("{key}") FROM "{table.name}")'
        ),
    )
    assert found_codes(everything)


@pytest.mark.parametrize("table", [pytest.param(table, id=table.name) for table in BASELINED])
def test_a_row_taken_out_is_named(everything: Path, table: Table) -> None:
    tamper(
        everything,
        statements(
            f'DELETE FROM "{table.name}" WHERE rowid = (SELECT min(rowid) FROM "{table.name}")'
        ),
    )
    assert found_codes(everything) & {"check.baseline-differs", "check.row-differs"}


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(table, id=table.name)
        for table in BASELINED
        if len(table.primary_key) == 1 and table.name != "clinic"
    ],
)
def test_two_rows_that_changed_places_are_named(everything: Path, table: Table) -> None:
    tamper(everything, lambda connection: _swap(connection, table.name))
    assert found_codes(everything) & {"check.baseline-differs", "check.row-differs"}


def _swap(connection: sqlite3.Connection, table: str) -> None:
    first, last = connection.execute(f'SELECT min(id), max(id) FROM "{table}"').fetchone()
    if first == last:
        connection.execute(f'UPDATE "{table}" SET id = id + 1')
        return
    for old, new in ((first, -1), (last, first), (-1, last)):
        connection.execute(f'UPDATE "{table}" SET id = ? WHERE id = ?', (new, old))


def _forged_visit(connection: sqlite3.Connection) -> None:
    """A whole visit of the first patient, a copy of the newest on the next day, with its claims."""
    visit, step = connection.execute("SELECT max(visit_id), max(id) FROM appointment").fetchone()
    _copy_row(connection, "visit", visit, {"id": visit + 1, "step_count": 1})
    changed = {"id": step + 1, "visit_id": visit + 1, "position": 0, "day": "2027-03-02"}
    _copy_row(connection, "appointment", step, {**changed, "status": "booked"})
    connection.execute(
        'INSERT INTO claim (appointment_id, resource_id, day, start, "end", busy)'
        ' SELECT ?, resource_id, ?, start, "end", busy FROM claim WHERE appointment_id = ?',
        (step + 1, "2027-03-02", step),
    )


def _copy_row(
    connection: sqlite3.Connection, table: str, number: int, changed: dict[str, object]
) -> None:
    cursor = connection.execute(f'SELECT * FROM "{table}" WHERE id = ?', (number,))
    names = [name for name, *_ in cursor.description]
    row = dict(zip(names, cursor.fetchone(), strict=True)) | changed
    columns = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    connection.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', [*row.values()])


def _doubled_entry(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TEMP TABLE doubled AS SELECT * FROM journal WHERE number = 3")
    connection.execute("UPDATE doubled SET number = (SELECT max(number) + 1 FROM journal)")
    connection.execute("INSERT INTO journal SELECT * FROM doubled")


NAMED: dict[str, tuple[Deed, str]] = {
    "the zone": (
        statements("UPDATE clinic SET zone = 'America/New_York'"), "check.baseline-differs",
    ),
    "opening hours": (
        statements('UPDATE opening_hours SET "end" = 900'), "check.baseline-differs",
    ),
    "working hours that begin earlier": (
        statements("UPDATE working_hours SET start = 420 WHERE id = 2"), "check.baseline-differs",
    ),
    "one more opening": (
        statements(
            "INSERT INTO opening_hours (rule, starts_on, start, \"end\", active, version)"
            " VALUES ('FREQ=DAILY', '2020-01-01', 0, 60, 1, 1)"
        ),
        "check.baseline-differs",
    ),
    "a visit type's minutes": (
        statements("UPDATE visit_type SET minutes = 20 WHERE id = 1"), "check.baseline-differs",
    ),
    "somebody's qualification": (
        statements("UPDATE qualification SET type_id = 1 + type_id % 4 WHERE resource_id = 4"),
        "check.baseline-differs",
    ),
    "one more qualification": (
        statements(
            "INSERT INTO qualification (resource_id, type_id, active, version) VALUES (4, 1, 1, 1)"
        ),
        "check.baseline-differs",
    ),
    "a need": (
        statements('UPDATE visit_type_need SET "after" = 15 WHERE id = 3'),
        "check.baseline-differs",
    ),
    "what fulfills a need": (
        statements("UPDATE need_option SET penalty = 7 WHERE id = 1"), "check.baseline-differs",
    ),
    "a template's step": (
        statements("UPDATE template_step SET minutes = 25"), "check.baseline-differs",
    ),
    "a template's gap": (
        statements("UPDATE template_rule SET max_gap = 90 WHERE id = 1"), "check.baseline-differs",
    ),
    "a meeting, never touched since the founding": (
        statements("UPDATE appointment SET title = 'Party' WHERE id = 1"),
        "check.baseline-differs",
    ),
    "a patient": (
        statements("UPDATE patient SET phone = '1', phone_key = '1' WHERE id = 10001"),
        "check.row-differs",
    ),
    "a version that fell": (
        statements("UPDATE patient SET version = 7 WHERE id = 10001"), "check.row-differs",
    ),
    "a status": (
        statements("UPDATE appointment SET status = 'fulfilled' WHERE status = 'arrived'"),
        "check.row-differs",
    ),
    "a step later, with its claims": (
        statements(
            "UPDATE appointment SET start = start + 5 WHERE status = 'arrived'",
            'UPDATE claim SET start = start + 5, "end" = "end" + 5 WHERE appointment_id ='
            " (SELECT id FROM appointment WHERE status = 'arrived')",
        ),
        "check.row-differs",
    ),
    "an override without a reason": (
        statements("UPDATE appointment SET override_reason = '' WHERE override_reason <> ''"),
        "check.row-differs",
    ),
    "a forged visit, whole": (_forged_visit, "check.baseline-differs"),
    "a claim removed": (
        statements("DELETE FROM claim WHERE id = (SELECT max(id) FROM claim)"),
        "check.claims-differ",
    ),
    "a claim made longer": (
        statements('UPDATE claim SET "end" = 1440 WHERE id = 1'), "check.claims-differ",
    ),
    "a claim doubled": (
        statements(
            'INSERT INTO claim (appointment_id, resource_id, day, start, "end", busy)'
            ' SELECT appointment_id, resource_id, day, start, "end", busy FROM claim'
            " WHERE busy LIMIT 1"
        ),
        "check.overlap",
    ),
    "a claim of nothing": (
        statements("UPDATE claim SET appointment_id = 99999 WHERE id = 1"), "check.reference",
    ),
    "an appointment taken out": (
        statements(
            "DELETE FROM claim WHERE appointment_id = (SELECT max(id) FROM appointment)",
            "DELETE FROM appointment WHERE id = (SELECT max(id) FROM appointment)",
        ),
        "check.step-missing",
    ),
    "a step of another day": (
        statements("UPDATE visit SET step_count = 5 WHERE id = (SELECT max(id) FROM visit)"),
        "check.step-missing",
    ),
    "a class with a member too many": (
        statements("UPDATE appointment SET group_size = 0 WHERE group_size NOTNULL"),
        "check.class",
    ),
    "a hold taken out": (statements("DELETE FROM hold"), "check.hold"),
    "a hold of a booked visit": (
        statements("UPDATE hold SET visit_id = (SELECT max(visit_id) - 1 FROM appointment)"),
        "check.hold",
    ),
    "who made an entry": (
        statements("UPDATE journal SET actor = 'somebody' WHERE number = 3"), "check.journal-hash",
    ),
    "when an entry was made": (
        statements("UPDATE journal SET at = '2020-01-01T00:00:00+00:00' WHERE number = 3"),
        "check.journal-hash",
    ),
    "a flag of an entry that is no flag": (
        statements("UPDATE journal SET everything = 2 WHERE number = 1"), "check.journal-hash",
    ),
    "a baseline": (
        statements("UPDATE journal SET baseline = replace(baseline, 'a', 'b') WHERE number = 1"),
        "check.journal-hash",
    ),
    "an entry's contents": (
        statements("UPDATE journal SET payload = replace(payload, 'booked', 'noshow')"),
        "check.journal-payload",
    ),
    "an entry's contents taken out": (
        statements("UPDATE journal SET payload = NULL WHERE number = 3"), "check.journal-emptied",
    ),
    "all contents taken out": (
        statements("UPDATE journal SET payload = NULL"), "check.journal-emptied",
    ),
    "an entry taken out of the middle": (
        statements("DELETE FROM journal WHERE number = 4"), "check.journal-chain",
    ),
    "the first entry taken out": (
        statements("DELETE FROM journal WHERE number = 1"), "check.journal-chain",
    ),
    "the last entry taken out": (
        statements("DELETE FROM journal WHERE number = (SELECT max(number) FROM journal)"),
        "check.journal-chain",
    ),
    "two entries in another order": (
        statements(
            "UPDATE journal SET number = -number WHERE number IN (3, 4)",
            "UPDATE journal SET number = 7 + number WHERE number < 0",
        ),
        "check.journal-chain",
    ),
    "an entry doubled": (_doubled_entry, "check.journal-chain"),
    "the journal emptied": (statements("DELETE FROM journal"), "check.journal-chain"),
    "the journal emptied and its number lowered": (
        statements(
            "DELETE FROM journal", "UPDATE sqlite_sequence SET seq = 0 WHERE name = 'journal'"
        ),
        "check.baseline-missing",
    ),
    "the numbers of patients given again": (
        statements("UPDATE sqlite_sequence SET seq = 10001 WHERE name = 'patient'"),
        "check.sequence",
    ),
    "the numbers of visits below their first": (
        statements("UPDATE sqlite_sequence SET seq = 1 WHERE name = 'visit'"), "check.sequence",
    ),
    "the numbers of a table forgotten": (
        statements("DELETE FROM sqlite_sequence WHERE name = 'appointment'"), "check.sequence",
    ),
    "a number that is none": (
        statements("UPDATE sqlite_sequence SET seq = 'x' WHERE name = 'resource'"),
        "check.sequence",
    ),
    "a table's numbers used up": (
        statements("UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'patient'"),
        "check.sequence-ahead",
    ),
    "numbers passed over": (
        statements("UPDATE sqlite_sequence SET seq = 1000000000000 WHERE name = 'visit'"),
        "check.sequence-ahead",
    ),
    "drafts without end": (
        statements("UPDATE sqlite_sequence SET seq = 1000000000000 WHERE name = 'draft'"),
        "check.sequence-ahead",
    ),
    "a table's numbers twice": (
        statements(
            "INSERT INTO sqlite_sequence SELECT name, seq FROM sqlite_sequence WHERE seq > 1000"
        ),
        "check.sequence",
    ),
    "numbers of a table that is none": (
        statements("INSERT INTO sqlite_sequence VALUES ('other', 5)"), "check.sequence",
    ),
    "the recorded schema": (
        statements("UPDATE alembic_version SET version_num = '0001'"), "check.schema-changed",
    ),
}  # fmt: skip
"""By what is done: the deed, and a code that must be among those that are found."""


@pytest.mark.parametrize("kind", NAMED)
def test_it_is_named(everything: Path, kind: str) -> None:
    deed, expected = NAMED[kind]
    tamper(everything, deed)
    assert expected in found_codes(everything)


SCHEMA: dict[str, tuple[str, str]] = {
    "a table": ("CREATE TABLE note (text)", "check.schema-extra"),
    "an index": ("CREATE INDEX ix_note ON patient (note)", "check.schema-extra"),
    "a view": ("CREATE VIEW patients AS SELECT * FROM patient", "check.schema-extra"),
    "a trigger": (
        "CREATE TRIGGER note AFTER UPDATE ON patient BEGIN DELETE FROM hold; END",
        "check.schema-extra",
    ),
    "a guard dropped": ("DROP TRIGGER claim_update_overlap", "check.schema-missing"),
    "an index dropped": ("DROP INDEX ix_claim_day", "check.schema-missing"),
    "a table dropped": ("DROP TABLE need_option", "check.schema-missing"),
    "a column more": ("ALTER TABLE patient ADD COLUMN more", "check.schema-changed"),
}


@pytest.mark.parametrize("kind", SCHEMA)
def test_a_foreign_schema_is_named(everything: Path, kind: str) -> None:
    statement, expected = SCHEMA[kind]
    with closing(sqlite3.connect(everything)) as connection:
        connection.execute(statement)
    assert expected in found_codes(everything)


def test_a_guard_that_guards_nothing_is_named(everything: Path) -> None:
    with closing(sqlite3.connect(everything)) as connection:
        connection.execute("DROP TRIGGER claim_update_overlap")
        connection.execute(
            "CREATE TRIGGER claim_update_overlap BEFORE UPDATE ON claim BEGIN SELECT 1; END"
        )
    assert found_codes(everything) == {"check.schema-changed"}


@pytest.mark.parametrize("cut", [1, 2, 5])
def test_a_tail_that_was_cut_is_named_by_what_is_known_outside(everything: Path, cut: int) -> None:
    note_outside(everything)
    tamper(everything, _cut_tail(cut))
    assert "check.journal-rebuilt" in found_codes(everything)


def _cut_tail(count: int) -> Callable[[sqlite3.Connection], None]:
    def cut(connection: sqlite3.Connection) -> None:
        connection.execute(
            "DELETE FROM journal WHERE number > (SELECT max(number) FROM journal) - ?", (count,)
        )
        rebuild_chain(connection)

    return cut


def _another_story(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE journal SET actor = 'somebody' WHERE number = 3")
    rebuild_chain(connection)


def test_a_chain_that_was_built_anew_agrees_with_itself(everything: Path) -> None:
    tamper(everything, _another_story)
    assert found_codes(everything) == set(), "the control: it agrees with itself"


def test_the_same_is_named_by_what_is_known_outside(everything: Path) -> None:
    note_outside(everything)
    tamper(everything, _another_story)
    assert found_codes(everything) == {"check.journal-rebuilt"}
