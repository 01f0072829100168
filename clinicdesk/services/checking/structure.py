"""Whether the file itself is whole: its pages, references, schema and numbers."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from clinicdesk.models.database import REVISION
from clinicdesk.models.stores.known_schema import FORMER_SHA256
from clinicdesk.models.stores.sqlite_schema import (
    Schema,
    made_schema,
    read_schema,
    schema_differences,
)
from clinicdesk.models.tables import Base, Draft
from clinicdesk.services.checking.report import Examination, Fault
from clinicdesk.services.codes import CheckCode

FIRST_NUMBERS = {"patient": 10_000, "visit": 1_000}
"""Below their first numbers, which people read to each other on the phone."""

MOST_DRAFTS = 10**9
"""Made and thrown away in all years."""

MOST_LEFT_OUT = 10**6
"""Rows of a table that the restores of all years have given up."""

_CODES = {
    "changed": CheckCode.SCHEMA_CHANGED,
    "extra": CheckCode.SCHEMA_EXTRA,
    "missing": CheckCode.SCHEMA_MISSING,
}


def schema_faults(session: Session) -> list[Fault]:
    """Everything of the schema that is not as the program makes it, and its recorded revision."""
    connection = session.connection()
    faults = _differing(read_schema(connection), made_schema())
    if any(is_unreadable(fault) for fault in faults):
        return faults
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    if found != [f"{REVISION:04}"]:
        faults.append(Fault(CheckCode.SCHEMA_CHANGED, {"what": "table", "name": "alembic_version"}))
    return faults


def former_schema_faults(revision: int, schema: Schema) -> list[Fault]:
    """Everything of an older clinic's schema that is not as the program of that time made it."""
    if revision not in FORMER_SHA256:
        return [Fault(CheckCode.SCHEMA_CHANGED, {"what": "table", "name": "alembic_version"})]
    return _differing(schema, made_schema(revision))


def _differing(schema: Schema, made: Schema) -> list[Fault]:
    return [
        Fault(_CODES[found.kind], {"what": found.what, "name": found.name})
        for found in schema_differences(schema, made)
    ]


def is_unreadable(fault: Fault) -> bool:
    """Whether a fault of the schema means that its tables are not to be read: a view may stand
    there, whose reading never ends."""
    return fault.code in _CODES.values() and fault.params["what"] in ("table", "view")


def pages(examined: Examination) -> Iterator[Fault]:
    """Every page of the file, the order of its indexes, its checks and its references."""
    connection = examined.session.connection()
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check(1)"):
        if line != "ok":
            yield Fault(CheckCode.FILE, {})
    for table, row, *_ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Fault(CheckCode.REFERENCE, {"table": table, "row": row})


def numbers(examined: Examination) -> Iterator[Fault]:
    """That no number which was given can be given again, and that none was passed over.

    Rows are never deleted, but for drafts, and a write that fails gives its numbers back: only a
    restore leaves numbers out, as those that were given before it are not given again.
    """
    connection = examined.session.connection()
    rows = connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence").all()
    given: dict[str, object] = {row[0]: row[1] for row in rows}
    if len(given) < len(rows):
        yield Fault(CheckCode.SEQUENCE, {"table": "sqlite_sequence"})
    for name, table in sorted(Base.metadata.tables.items()):
        if not table.dialect_options["sqlite"]["autoincrement"]:
            continue
        key = next(iter(table.primary_key)).name
        query = f'SELECT max("{key}") FROM "{name}"'  # noqa: S608
        largest = connection.exec_driver_sql(query).scalar()
        wanted = max(largest or 0, FIRST_NUMBERS.get(name, 0))
        seq = given.pop(name, 0)
        if type(seq) is not int or seq < wanted:
            yield Fault(CheckCode.SEQUENCE, {"table": name})
        elif seq > wanted + (MOST_DRAFTS if name == Draft.__tablename__ else MOST_LEFT_OUT):
            yield Fault(CheckCode.SEQUENCE_AHEAD, {"table": name})
    for name in sorted(map(str, given)):
        yield Fault(CheckCode.SEQUENCE, {"table": name})
