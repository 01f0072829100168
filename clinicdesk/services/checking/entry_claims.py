"""Whether each entry of the journal says what such an entry can say: any text can be chained."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, text

from clinicdesk.models.database import REVISION
from clinicdesk.models.stored_values import DamagedValue
from clinicdesk.services.checking.journal_chain import NOT_KEPT
from clinicdesk.services.checking.report import Examination, Fault
from clinicdesk.services.codes import BASELINE_CHANGES, FIRST_CHANGES, ChangeCode, CheckCode
from clinicdesk.services.journal.baseline import read_baseline
from clinicdesk.services.journal.entry_texts import (
    read_affected,
    read_numbers,
    read_params,
    read_rows,
)

_KEYLESS = 1
"""The revision whose entries have neither a key nor a baseline: their hashes cover none."""


@dataclass
class _Before:
    """What the entries before one were, as far as the next depends on it."""

    number: int = 0
    revision: int = 1
    write: tuple[object, ...] = ()
    undone: dict[int, str] = field(default_factory=dict)
    """By number of a change: "undo" or "redo", whichever came last."""


def entry_claims(examined: Examination) -> Iterator[Fault]:
    """The column of each entry that no entry in its place can have."""
    before = _Before()
    rows = examined.session.execute(
        text(
            "SELECT e.*, c.kind AS of_kind, c.code AS of_code, c.undoable AS of_undoable"
            " FROM journal e LEFT JOIN journal c ON c.number = e.of_number ORDER BY e.number"
        ).execution_options(yield_per=200)
    )
    for entry in rows.mappings():
        for column in (*_texts(entry), *_place(entry, before), *_of_change(entry, before)):
            params = {"table": "journal", "row": entry["number"], "column": column}
            yield Fault(CheckCode.VALUE, params)
        before.number, before.revision = entry["number"], entry["revision"]
        before.write = _write(entry)
    yield from _scattered_writes(examined)


def _texts(entry: RowMapping) -> Iterator[str]:
    """Texts that cannot be read as what they are."""
    for column, read in (
        ("at", _instant),
        ("params", lambda kept: _fitting_params(entry, kept)),
        ("affects", read_affected),
        ("payload", lambda kept: read_rows(kept, entry["revision"])),
        ("baseline", read_baseline),
    ):
        try:
            if entry[column] is not None:
                read(entry[column])
        except NOT_KEPT:
            yield column


def _instant(kept: str) -> None:
    """Clocks do step back, but each is written as UTC."""
    if datetime.fromisoformat(kept).utcoffset() != timedelta():
        raise DamagedValue


def _fitting_params(entry: RowMapping, kept: str) -> None:
    params = read_params(kept)
    if entry["code"] == ChangeCode.JOURNAL_REDACTED:
        named = read_numbers(params, "entries")
        if not named or not all(0 < number < entry["number"] for number in named):
            raise DamagedValue


def _place(entry: RowMapping, before: _Before) -> Iterator[str]:
    """What depends on where in the journal it stands."""
    revision, code = entry["revision"], entry["code"]
    if not before.revision <= revision <= REVISION:
        yield "revision"
    write = _write(entry)
    is_other = write[0] is not None and write[:1] == before.write[:1] and write != before.write
    if is_other or (write[0] is None) != (revision == _KEYLESS):
        yield "write_key"
    may_keep = code in BASELINE_CHANGES and entry["kind"] == "change" and revision != _KEYLESS
    if entry["baseline"] is not None and not may_keep:
        yield "baseline"
    if code in FIRST_CHANGES and entry["number"] != 1:
        yield "code"
    if code == ChangeCode.CLINIC_UPGRADED and before.number and revision <= before.revision:
        yield "code"


def _write(entry: RowMapping) -> tuple[Any, ...]:
    """What all entries of one write have in common."""
    return tuple(entry[name] for name in ("write_key", "actor", "workstation", "role", "revision"))


def _of_change(entry: RowMapping, before: _Before) -> Iterator[str]:
    """Of an undo or redo: it is of an earlier change, which was done or taken back before."""
    kind, number = entry["kind"], entry["of_number"]
    if number is None:
        return
    fits = number < entry["number"] and entry["of_kind"] == "change" and entry["of_undoable"]
    if not fits or (before.undone.get(number, "redo") == kind):
        yield "of_number"
    if entry["code"] != entry["of_code"]:
        yield "code"
    before.undone[number] = kind


def _scattered_writes(examined: Examination) -> Iterator[Fault]:
    """Entries of one write stand one after the other."""
    rows = examined.session.execute(
        text(
            "SELECT max(number) FROM journal WHERE write_key NOTNULL GROUP BY write_key"
            " HAVING max(number) - min(number) + 1 <> count(*)"
        )
    )
    for number in rows.scalars():
        params: dict[str, object] = {"table": "journal", "row": number, "column": "write_key"}
        yield Fault(CheckCode.VALUE, params)
