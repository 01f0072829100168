"""Reads a table row by row, past whatever of it is damaged, and counts what is lost."""

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import cached_property

Row = tuple[object, ...]

FIRST, LAST = -(2**63), 2**63 - 1
"""The smallest and the largest number that a row can have."""

MOST_TRIED = 100_000
"""Numbers that are tried one by one in a gap of which no index tells what was in it."""

_FAULTS = (sqlite3.DatabaseError, MemoryError, OverflowError)


@dataclass(frozen=True)
class TableNames:
    """The tables that have rows of their own, but for SQLite's; no view, nothing virtual."""

    names: tuple[str, ...]
    whole: bool
    """Whether all that the file says of its tables could be read."""


def table_names(connection: sqlite3.Connection) -> TableNames:
    """What the file has, as far as its list of tables can be read."""
    reader = TableReader(connection, "sqlite_master")
    found = [
        str(name)
        for kind, name, _, root, _ in reader.rows()
        if kind == "table" and isinstance(root, int) and root > 0
    ]
    names = sorted(name for name in found if not name.startswith("sqlite_"))
    return TableNames(tuple(names), reader.exact and not reader.lost)


class TableReader:
    """One pass over one table."""

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        self._connection, self.table = connection, table
        self._name = quoted(table)
        self.lost = 0
        """Rows that could not be read, so far."""
        self.exact = True
        """Whether `lost` was counted; otherwise it is how many there can have been."""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in their order. Raises sqlite3.DatabaseError."""
        found = self._connection.execute(f"PRAGMA table_info({self._name})")
        return tuple(str(name) for _, name, *_ in found)

    def rows(self) -> Generator[Row, None, None]:
        """Every row that can be read, by its number."""
        start: int | None = FIRST
        while start is not None:
            reached = start
            try:
                for number, *values in self._from(start):
                    if number < reached:
                        raise sqlite3.DatabaseError("rows out of order")
                    yield tuple(values)
                    if number == LAST:
                        return
                    reached = number + 1
            except _FAULTS:
                start = yield from self._past_fault(reached)
            else:
                start = None

    def _past_fault(self, reached: int) -> Generator[Row, None, int | None]:
        """What can be read around a fault; the number to go on with, None at the end.

        Python's module looks one row ahead, and drops a good row where the next one is damaged.
        """
        try:
            row = self._from(reached, " LIMIT 1").fetchone()
        except _FAULTS:
            after = self._next_readable(reached)
            yield from self._rows_between(reached, after)
            return after
        if row is None or not reached <= row[0] < LAST:
            return None
        yield tuple(row[1:])
        return int(row[0]) + 1

    def _from(self, start: int, limit: str = "") -> sqlite3.Cursor:
        return self._connection.execute(
            f"SELECT rowid, * FROM {self._name} WHERE rowid >= ? ORDER BY rowid{limit}",  # noqa: S608 - quoted
            (start,),
        )

    def _readable(self, number: int) -> bool:
        """Whether the first row from this number on, or that there is none, can be read."""
        try:
            self._from(number, " LIMIT 1").fetchone()
        except _FAULTS:
            return False
        return True

    def _next_readable(self, bad: int) -> int | None:
        """The number after `bad` at which reading can go on; None if there is none."""
        step, good = 1, bad
        while not self._readable(good):
            if good == LAST:
                return None
            bad = good
            good = min(bad + step, LAST)
            step *= 2
        while good - bad > 1:
            middle = (bad + good) // 2
            if self._readable(middle):
                good = middle
            else:
                bad = middle
        return good

    def _rows_between(self, begin: int, end: int | None) -> Iterator[Row]:
        """The rows of a stretch in which at least one is damaged, each tried by itself."""
        for number in self._numbers_between(begin, end):
            try:
                row = self._connection.execute(
                    f"SELECT * FROM {self._name} WHERE rowid = ?",  # noqa: S608 - quoted
                    (number,),
                ).fetchone()
            except _FAULTS:
                self.lost += 1
                continue
            if row is not None:
                yield row

    def _numbers_between(self, begin: int, end: int | None) -> Iterator[int]:
        """The numbers of rows that were, or can have been, in a stretch."""
        known = self._numbers_in_indexes
        if known:
            last = len(known) if end is None else bisect_left(known, end)
            yield from known[bisect_left(known, begin) : last]
            return
        self.exact = False
        low = max(begin, 1)
        high = end if end is not None else self._largest_given + 1
        yield from range(low, min(high, low + MOST_TRIED))
        self.lost += max(0, high - low - MOST_TRIED)

    @cached_property
    def _numbers_in_indexes(self) -> "array[int]":
        """Every row's number, from an index that is whole; none if no index is."""
        for (index,) in self._rows_of_schema(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND rootpage > 0"
        ):
            try:
                found = self._connection.execute(
                    f"SELECT rowid FROM {self._name} INDEXED BY {quoted(str(index))}"  # noqa: S608
                )
                return array("q", sorted(number for (number,) in found))
            except _FAULTS:
                continue
        return array("q")

    @property
    def _largest_given(self) -> int:
        """The largest number that was ever given to a row of this table; 0 if nobody knows."""
        found = self._rows_of_schema("SELECT seq FROM sqlite_sequence WHERE name = ?")
        return next((seq for (seq,) in found if isinstance(seq, int)), 0)

    def _rows_of_schema(self, query: str) -> list[Row]:
        try:
            return self._connection.execute(query, (self.table,)).fetchall()
        except _FAULTS:
            return []


def quoted(name: str) -> str:
    """A name as SQL takes it, whatever is in it."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'
