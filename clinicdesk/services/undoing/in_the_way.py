"""What others wrote since, and what a row that is written back would not go together with."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Index, Table, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from clinicdesk.models.base import Journaled
from clinicdesk.models.tables import JOURNALED, Base
from clinicdesk.models.visits import Visit
from clinicdesk.models.waiting import WaitlistEntry, WaitOutcome
from clinicdesk.services.journal.changes import Image, attributes

Row = tuple[str, int]
"""A table's name and a row's number."""

_OF_A_VISIT = tuple(
    table
    for table in Base.metadata.sorted_tables
    if table.name in JOURNALED and {"patient_id", "visit_id", "active"} <= set(table.c.keys())
)
"""What hangs on a visit and on its patient."""


def rows_in_its_place(
    session: Session, model: type[Journaled], number: int, was: Image, row: Image
) -> set[Row]:
    """Those in use that have what is unique in the `row`, which is about to be written over `was`.

    What goes out of use with it is written already.
    """
    if not row.get("active"):
        return set()
    table = model.__table__
    assert isinstance(table, Table)
    wanted = attributes(model, row)
    found: set[Row] = set()
    for index in filter(_is_of_rows_in_use, table.indexes):
        columns = list(index.columns)
        if was["active"] and all(was[column.key] == row[column.key] for column in columns):
            continue
        same = (column == wanted[column.key] for column in columns)
        others = select(table.c.id).where(table.c.active, table.c.id != number, *same)
        found |= {(table.name, other) for other in session.scalars(others)}
    return found


def rows_at_odds(session: Session, rows: set[Row]) -> set[Row]:
    """What hangs on one of the visits but says another patient, and who would wait twice for one.

    The `rows` were just written.
    """
    entries = [number for table, number in rows if table == WaitlistEntry.__tablename__]
    return {*_of_another(session, rows), *_waiting_too(session, entries)}


def _of_another(session: Session, rows: set[Row]) -> Iterator[Row]:
    visits = [number for table, number in rows if table == Visit.__tablename__]
    for table in _OF_A_VISIT:
        own = [number for name, number in rows if name == table.name]
        found = session.execute(
            select(table.c.id, Visit.id)
            .join(Visit, Visit.id == table.c.visit_id)
            .where(
                table.c.active,
                table.c.patient_id != Visit.patient_id,
                or_(Visit.id.in_(visits), table.c.id.in_(own)),
            )
        )
        for number, visit in found:
            yield from ((table.name, number), (Visit.__tablename__, visit))


def _waiting_too(session: Session, entries: list[int]) -> Iterator[Row]:
    other = aliased(WaitlistEntry)
    found = session.scalars(
        select(other.id)
        .join(WaitlistEntry, _for_the_same(other))
        .where(
            WaitlistEntry.id.in_(entries),
            other.id != WaitlistEntry.id,
            *(one.active for one in (WaitlistEntry, other)),
            *(one.outcome == WaitOutcome.WAITING for one in (WaitlistEntry, other)),
        )
    )
    yield from ((WaitlistEntry.__tablename__, number) for number in found)


def _for_the_same(other: type[WaitlistEntry]) -> ColumnElement[bool]:
    """Whether both wait for the same visit, or for the same one that is not booked yet."""
    unbooked = and_(
        WaitlistEntry.visit_id.is_(None),
        other.visit_id.is_(None),
        WaitlistEntry.patient_id == other.patient_id,
        func.coalesce(WaitlistEntry.template_id, 0) == func.coalesce(other.template_id, 0),
        func.coalesce(WaitlistEntry.visit_type_id, 0) == func.coalesce(other.visit_type_id, 0),
    )
    return or_(WaitlistEntry.visit_id == other.visit_id, unbooked)


def _is_of_rows_in_use(index: Index) -> bool:
    return bool(index.unique) and str(index.dialect_options["sqlite"]["where"]) == "active"
