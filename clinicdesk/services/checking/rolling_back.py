"""Today's rows against the journal: rolled back through it they must be what its baseline says."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import Session

from clinicdesk.models.tables import BASELINED, JOURNALED
from clinicdesk.services.checking.journal_chain import trusted_baseline
from clinicdesk.services.checking.report import Examination, Fault
from clinicdesk.services.codes import CheckCode
from clinicdesk.services.journal.baseline import (
    THOUSAND,
    Thousand,
    digests,
    row_digest,
    thousands,
    values_of,
)

Write = tuple[bytes | None, bytes | None]
"""Digests of a row before and after one entry; None where there was no row, or none to read."""

_BATCH = 2000


@dataclass(frozen=True)
class _Touched:
    """A row that entries since the baseline wrote, oldest write first."""

    number: int
    writes: list[Write]

    def fits(self, stored: bytes | None) -> bool:
        """Whether each write begins where the one before it ended, and the last ends as stored."""
        ends = [after for _, after in self.writes]
        begins = [before for before, _ in self.writes[1:]]
        return stored is not None and [*begins, stored] == ends


def rows_as_journaled(examined: Examination) -> Iterator[Fault]:
    """Each row that the journal wrote since its baseline, and all the others by the thousand."""
    session = examined.session
    found = trusted_baseline(session)
    if found is None:
        yield Fault(CheckCode.BASELINE_MISSING, {})
        return
    number, baseline = found
    _spill(examined, number)
    for table in BASELINED:
        rolled: list[Fault] = []
        rows = _rolled_back(examined, table, rolled)
        yield from _compared(table.name, baseline.tables.get(table.name, ()), thousands(rows))
        yield from rolled


def _spill(examined: Examination, baseline: int) -> None:
    """Write digests of all that the entries since the baseline wrote into the scratch database."""
    scratch = examined.scratch
    scratch.execute("CREATE TABLE touched (place, number, entry, before, after)")
    batch: list[tuple[object, ...]] = []
    for row in _written(examined.session, baseline):
        batch.append(row)
        if len(batch) == _BATCH:
            scratch.executemany("INSERT INTO touched VALUES (?, ?, ?, ?, ?)", batch)
            batch.clear()
    scratch.executemany("INSERT INTO touched VALUES (?, ?, ?, ?, ?)", batch)
    scratch.execute("CREATE INDEX touched_row ON touched (place, number, entry)")


def _written(session: Session, baseline: int) -> Iterator[tuple[object, ...]]:
    connection = session.connection().execution_options(yield_per=100)
    entries = connection.exec_driver_sql(
        "SELECT number, payload FROM journal WHERE number > ? AND payload NOTNULL ORDER BY number",
        (baseline,),
    )
    for entry, payload in entries:
        for name, number, before, after in json.loads(payload):
            table = JOURNALED[name].__table__
            assert isinstance(table, Table)
            yield name, number, entry, _digest(table, before), _digest(table, after)


def _digest(table: Table, image: dict[str, Any] | None) -> bytes | None:
    return None if image is None else row_digest(values_of(table, image))


def _rolled_back(
    examined: Examination, table: Table, faults: list[Fault]
) -> Iterator[tuple[int, bytes]]:
    """The rows that there were when the baseline was taken, by number.

    A row that is not as the journal last wrote it becomes a fault; it is rolled back all the same.
    """
    touched = _touched(examined, table.name)
    ahead = next(touched, None)
    for number, stored in digests(examined.session, table):
        while ahead is not None and ahead.number < number:
            yield from _before(table, ahead, None, faults)
            ahead = next(touched, None)
        if ahead is not None and ahead.number == number:
            yield from _before(table, ahead, stored, faults)
            ahead = next(touched, None)
        else:
            yield number, stored
    while ahead is not None:
        yield from _before(table, ahead, None, faults)
        ahead = next(touched, None)


def _before(
    table: Table, row: _Touched, stored: bytes | None, faults: list[Fault]
) -> Iterator[tuple[int, bytes]]:
    if not row.fits(stored):
        faults.append(Fault(CheckCode.ROW_DIFFERS, {"table": table.name, "row": row.number}))
    first, _ = row.writes[0]
    if first is not None:
        yield row.number, first


def _touched(examined: Examination, name: str) -> Iterator[_Touched]:
    rows = examined.scratch.execute(
        "SELECT number, before, after FROM touched WHERE place = ? ORDER BY number, entry", (name,)
    )
    for number, writes in groupby(rows, key=itemgetter(0)):
        yield _Touched(number, [(before, after) for _, before, after in writes])


def _compared(name: str, kept: Iterable[Thousand], found: Iterable[Thousand]) -> Iterator[Fault]:
    """A fault for each thousand of numbers that is not as the baseline has it."""
    known = {thousand: (count, digest) for thousand, count, digest in kept}
    differ = [
        thousand
        for thousand, count, digest in found
        if known.pop(thousand, None) != (count, digest)
    ]
    for thousand in sorted([*differ, *known]):
        first = thousand * THOUSAND
        params = {"table": name, "first": first, "last": first + THOUSAND - 1}
        yield Fault(CheckCode.BASELINE_DIFFERS, params)
