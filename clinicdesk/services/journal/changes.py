"""One change while it is made: the rows before and after, and whose time it affects."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Column, Date, event, inspect
from sqlalchemy.orm import ColumnProperty, Session, UOWTransaction

from clinicdesk.models.base import Journaled
from clinicdesk.models.stored_values import Stored
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused

Image = dict[str, Any]
"""A row as JSON values by the names of its columns."""


SETUP_CHANGED = "setup changed"
"""In a session's info: its own transaction has changed the clinic's setup or somebody's hours."""


@dataclass(frozen=True)
class Changed:
    """What a verb changed, so that views know what to read again; with `everything` all of it."""

    number: int
    code: str
    params: dict[str, Any]
    days: frozenset[date] = frozenset()
    resources: frozenset[int] = frozenset()
    patients: frozenset[int] = frozenset()
    everything: bool = False


def named_visits(params: Mapping[str, Any]) -> frozenset[int]:
    """The numbers of the visits that a change's parameters name."""
    one, several = params.get("visit"), params.get("visits", ())
    return frozenset(several) if one is None else frozenset({one, *several})


@dataclass
class Change:
    """Records every journaled row that its session writes while it is open."""

    session: Session
    context: Context
    params: dict[str, Any] = field(default_factory=dict)
    days: set[date] = field(default_factory=set)
    resources: set[int] = field(default_factory=set)
    patients: set[int] = field(default_factory=set)
    everything: bool = False
    rows: dict[tuple[str, int], tuple[Image | None, Image]] = field(default_factory=dict)
    """By table and number: before (None for a new row) and after."""
    retold: set[int] = field(default_factory=set)
    """Visits of which this change has raised the edition."""
    changed: Changed | None = None
    """What it did, once its entry is written."""

    def done(self) -> Changed:
        """What it did. Raises Refused if there was nothing to do."""
        if self.changed is None:
            raise Refused(RefusalCode.CHANGE_NOTHING)
        return self.changed

    def affect(
        self,
        *,
        resources: Iterable[int] = (),
        days: Iterable[date] = (),
        patients: Iterable[int] = (),
    ) -> None:
        """Note whose time this change affects, so that others read it again."""
        self.resources.update(resources)
        self.days.update(days)
        self.patients.update(patients)

    def affect_everything(self) -> None:
        """Note that the setup or somebody's hours changed, so that others read everything again."""
        self.everything = True
        self.session.info[SETUP_CHANGED] = True

    def is_new(self, table: str, number: int) -> bool:
        """Whether this change made the row. It must be flushed."""
        return self.rows.get((table, number), ({}, {}))[0] is None

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Record what the session writes until the block ends; ends with a flush."""
        event.listen(self.session, "after_flush", self._record)
        try:
            yield
            self.session.flush()
        finally:
            event.remove(self.session, "after_flush", self._record)

    def _record(self, session: Session, _flush: UOWTransaction) -> None:
        for row in session.new:
            if isinstance(row, Journaled):
                self._note(row, None)
        for row in session.dirty:
            if isinstance(row, Journaled) and session.is_modified(row):
                self._note(row, image(row) | _changed_from(row))

    def _note(self, row: Journaled, before: Image | None) -> None:
        key = (row.__tablename__, row.id)
        if key in self.rows:
            before = self.rows[key][0]
        self.rows[key] = (before, image(row))

    def written(self) -> list[tuple[str, int, Image | None, Image]]:
        """Table, number, before and after of each row that is not as it was."""
        return [
            (table, number, before, after)
            for (table, number), (before, after) in sorted(self.rows.items())
            if before != after
        ]


def image(row: Journaled) -> Image:
    """The row as the journal keeps it."""
    return {
        column.name: _plain(column, getattr(row, attribute.key))
        for attribute, column in _columns(type(row))
    }


def attributes(model: type[Journaled], row: Image) -> dict[str, Any]:
    """The values of an image's columns as a row of the model takes them, by attribute."""
    return {
        attribute.key: _value(column, row[column.name])
        for attribute, column in _columns(model)
        if column.name in row
    }


@cache
def _columns(model: type[Journaled]) -> list[tuple[ColumnProperty[Any], Column[Any]]]:
    """The model's attributes with their columns: a few are called otherwise in the file."""
    found = ((attribute, attribute.columns[0]) for attribute in inspect(model).column_attrs)
    return [(attribute, column) for attribute, column in found if isinstance(column, Column)]


def _changed_from(row: Journaled) -> Image:
    """The old values of the columns that are about to be, or were just, written."""
    changed: Image = {"version": row.version - 1}
    for attribute, column in _columns(type(row)):
        old = inspect(row).attrs[attribute.key].history.deleted
        if old:
            changed[column.name] = _plain(column, old[0])
    return changed


def _plain(column: Column[Any], value: Any) -> Any:
    return column.type.plain(value) if isinstance(column.type, Stored) else _dated(value)


def _dated(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _value(column: Column[Any], plain: Any) -> Any:
    if isinstance(column.type, Stored):
        return column.type.value(plain)
    if isinstance(column.type, Date) and plain is not None:
        return date.fromisoformat(plain)
    return plain
