"""A clinic's schema: made and upgraded it is the same, and no other is opened."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from clinicdesk.models.database import Database, DatabaseRefused, open_database
from clinicdesk.models.migrations import NEWEST
from clinicdesk.models.stores.known_schema import FORMER_SHA256, SCHEMA_SHA256
from clinicdesk.models.stores.sqlite_schema import made_schema, read_schema, schema_digest
from clinicdesk.models.upgrading import upgrade_database
from tests.models.endless import READ_FIRST, put_endless_view
from tests.models.old_clinics import old_clinic
from tests.services.sentences import sentence_of


def test_the_digest_is_that_of_what_the_migrations_make() -> None:
    assert schema_digest(made_schema()) == SCHEMA_SHA256, (
        "a migration has changed: run python -m clinicdesk.models.stores.known_schema"
    )


def test_every_schema_before_this_one_is_known() -> None:
    made = {revision: schema_digest(made_schema(revision)) for revision in range(1, NEWEST)}
    assert made == FORMER_SHA256


def test_an_upgraded_clinic_has_the_schema_of_a_new_one(tmp_path: Path) -> None:
    path = old_clinic("schema-1-small", tmp_path)
    upgrade_database(path, lambda _session, _former: None)
    with closing(open_database(path)) as database, database.reading() as session:
        assert read_schema(session.connection()) == made_schema()


def _inserted(row: str) -> str:
    return f"PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES ({row})"


def _written_as(old: str, new: str) -> str:
    """The schema's own text rewritten, past every statement that makes a schema."""
    texts = (text.replace("'", "''") for text in (old, new))
    return (
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, '{}', '{}')"
    ).format(*texts)


FOREIGN = {
    "a trigger that never ends": """CREATE TRIGGER endless AFTER INSERT ON visit BEGIN
        INSERT INTO visit_type_need (visit_type_id, position, holds, "before", "after")
        WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x, x, x, x, x FROM n;
        END""",
    "a view in place of a table": """DROP TABLE template_rule;
        CREATE VIEW template_rule AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
        SELECT x AS id, x AS template_id, x AS first, x AS "then", x AS min_gap, x AS max_gap,
        x AS why FROM n""",
    "a trigger of our name": """DROP TRIGGER claim_insert_overlap;
        CREATE TRIGGER claim_insert_overlap BEFORE INSERT ON claim BEGIN SELECT 1; END""",
    "a column that is computed": "ALTER TABLE hold ADD COLUMN more AS (hex(visit_id))",
    "a table more": "CREATE TABLE note (text)",
    "a guard less": "DROP TRIGGER journal_delete",
    "a table less": "DROP TABLE template_rule",
    "a trigger that is called as statistics are": _inserted(
        "'trigger', 'sqlite_stat9', 'patient', 0, 'CREATE TRIGGER sqlite_stat9 AFTER UPDATE ON"
        " patient BEGIN DELETE FROM hold; END'"
    ),
    "a guard that compares with a text": _written_as('"end" > NEW.start', '"end > NEW.start"'),
    "a guard that compares with an empty text": _written_as("NEW.start", "NEW.start || ''"),
    "a value with a space": _written_as("'redo'", "'re do'"),
    "a kind of one word": _written_as("VARCHAR NOT NULL", "VARCHARNOTNULL"),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_clinic_with_a_foreign_schema_is_not_opened(
    make_clinic: Callable[..., Database], kind: str
) -> None:
    database = make_clinic()
    database.close()
    with closing(sqlite3.connect(database.path)) as connection:
        connection.executescript(FOREIGN[kind])
    before = database.path.read_bytes()
    with pytest.raises(DatabaseRefused) as refused:
        open_database(database.path)
    assert sentence_of(refused.value)
    assert (refused.value.code, database.path.read_bytes()) == ("database.foreign-schema", before)


@pytest.mark.parametrize("table", READ_FIRST)
def test_a_view_that_is_put_into_an_open_clinic_is_not_read(
    make_clinic: Callable[..., Database], table: str
) -> None:
    path = make_clinic().path
    with closing(open_database(path)) as database:
        with database.reading() as session:
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) in (0, 1)
        put_endless_view(path, table)
        for begun in (database.reading, database.writing):
            with pytest.raises(DatabaseRefused) as refused, begun():
                pass
            assert refused.value.code == "database.foreign-schema"


def test_a_clinic_that_is_compacted_while_it_is_open_is_read_on(
    make_clinic: Callable[..., Database],
) -> None:
    path = make_clinic().path
    with closing(open_database(path)) as database:
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript("VACUUM; ANALYZE")
        with database.reading() as session:
            assert session.scalar(text("SELECT count(*) FROM clinic")) == 1


def test_a_pipe_that_is_put_beside_an_open_clinic_holds_nobody_up(
    make_clinic: Callable[..., Database],
) -> None:
    path = make_clinic().path
    pipe = path.with_name(f"{path.name}-journal")
    with closing(open_database(path)) as database:
        os.mkfifo(pipe)
        for begun in (database.reading, database.writing):
            with pytest.raises(DatabaseRefused) as refused, begun():
                pass
            assert refused.value.code == "database.unreachable"
            assert refused.value.params == {"path": str(pipe)}
        assert not database.is_free()
        pipe.unlink()
        with database.writing() as session:
            assert session.scalar(text("SELECT count(*) FROM clinic")) == 1


SAME = {
    "white space and a name in quotes": _written_as(
        "NEW.start AND id IS", 'NEW."start"  \n AND "id" IS'
    ),
    "statistics": "INSERT INTO closure VALUES (900, '2027-05-05', 0, 1440, 'x', 1, 1); ANALYZE",
}


@pytest.mark.parametrize("kind", SAME)
def test_the_same_schema_written_otherwise_is_known(
    make_clinic: Callable[..., Database], kind: str
) -> None:
    database = make_clinic()
    database.close()
    with closing(sqlite3.connect(database.path)) as connection:
        connection.executescript(SAME[kind])
        connection.commit()
    open_database(database.path).close()
