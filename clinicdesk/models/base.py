"""What every table shares: constraint names, a version that only rises, numbers of its own."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Connection, MetaData, Table, and_, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Mapper, declared_attr, mapped_column
from sqlalchemy.orm.attributes import set_committed_value

from clinicdesk.models.stored_values import json_text

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


MIDNIGHT = 1440
"""The end of a day, in minutes after its beginning."""


class Base(DeclarativeBase):
    """The registry of all tables."""

    metadata = MetaData(naming_convention=NAMES)


class Journaled(Base):
    """A row whose every change is written to the journal and can be taken back.

    Rows are never deleted: undoing the creation of a row gives it the values of `WITHDRAWN`.
    `version` rises with each change and never falls, so two desks cannot overwrite each other.
    """

    __abstract__ = True
    WITHDRAWN: ClassVar[dict[str, object]] = {}
    RISING: ClassVar[frozenset[str]] = frozenset({"version"})
    """Columns that only rise: neither compared nor written back when a change is taken back."""

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-10)
    version: Mapped[int] = mapped_column(default=1, sort_order=100)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Unjournaled(Base):
    """A row that comes and goes without an entry of the journal, such as a hold.

    Nobody could tell from the journal whether it was changed by another hand: `digest` can.
    """

    __abstract__ = True

    digest: Mapped[str] = mapped_column(default="", sort_order=100)
    """SHA-256 of the other columns, written with them."""


def digest_of(values: Mapping[str, object]) -> str:
    """The digest of an unjournaled row, by the values of its columns as the database has them."""
    sealed = {name: value for name, value in values.items() if name != "digest"}
    return hashlib.sha256(json_text(sealed).encode()).hexdigest()


@event.listens_for(Unjournaled, "before_update", propagate=True)
def _digest(mapper: Mapper[Any], _connection: Connection, row: Unjournaled) -> None:
    row.digest = _digest_now(mapper, row)


@event.listens_for(Unjournaled, "after_insert", propagate=True)
def _digest_new(mapper: Mapper[Any], connection: Connection, row: Unjournaled) -> None:
    """Only now the row has its number, and the defaults of what nobody gave."""
    digest = _digest_now(mapper, row)
    table = mapper.local_table
    assert isinstance(table, Table)
    keys = zip(table.primary_key, mapper.primary_key_from_instance(row), strict=True)
    where = and_(*(column == value for column, value in keys))
    connection.execute(table.update().where(where).values(digest=digest))
    set_committed_value(row, "digest", digest)


def _digest_now(mapper: Mapper[Any], row: Unjournaled) -> str:
    return digest_of({column.key: getattr(row, column.key) for column in mapper.columns})


class Retirable(Journaled):
    """A journaled row that is put out of use, never deleted."""

    __abstract__ = True
    WITHDRAWN: ClassVar[dict[str, object]] = {"active": False}

    active: Mapped[bool] = mapped_column(default=True, sort_order=90)


class Recurring(Retirable):
    """A stretch of the wall clock that comes back on the days of a rule."""

    __abstract__ = True

    rule: Mapped[str]
    """RFC 5545 recurrence by whole days, without DTSTART, COUNT and UNTIL."""
    starts_on: Mapped[date]
    """First day that counts, and the anchor of "every second week"."""
    ends_on: Mapped[date | None]
    """Last day that may count, itself included."""
    start: Mapped[int]
    end: Mapped[int]


def minutes_check() -> CheckConstraint:
    """A stretch within one day: `[start, end)` in minutes after midnight."""
    return CheckConstraint(f'0 <= start AND start < "end" AND "end" <= {MIDNIGHT}', name="minutes")


NUMBERED = {"sqlite_autoincrement": True}
"""Table arguments of rows whose numbers are never reused."""
