"""The journal's entries: written in the change's own transaction, chained, verified."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from clinicdesk.models.database import REVISION
from clinicdesk.models.journal import JournalEntry
from clinicdesk.models.stored_values import json_text
from clinicdesk.services.codes import BASELINE_CHANGES, ChangeCode
from clinicdesk.services.journal.changes import Change, Changed
from clinicdesk.services.journal.entry_texts import Row, read_affected, read_params, read_rows

GENESIS = "0" * 64
"""The hash before the first entry."""

_CHAINED_FIRST = (
    "number", "at", "actor", "workstation", "role", "kind", "of_number", "undoable", "code",
    "params", "affects", "everything", "revision", "digest", "previous",
)  # fmt: skip
_CHAINED_LATER = ("write_key", "baseline")
_CHAINED = (*_CHAINED_FIRST, *_CHAINED_LATER)
"""The columns that an entry's hash covers, in their order; of the first schema's the first."""

_STORED = (*_CHAINED, "payload", "hash")
_FLAGS = ("undoable", "everything")


def append_entry(
    change: Change,
    code: ChangeCode,
    write_key: str | None,
    *,
    undoable: bool = True,
    kind: str = "change",
    of_number: int | None = None,
    baseline: bool = False,
) -> Changed | None:
    """Write the change as the journal's next entry; None, and no entry, if it wrote nothing."""
    assert not baseline or code in BASELINE_CHANGES, "a check believes no other baselines"
    rows = change.written()
    if not rows and not change.everything:
        return None
    session, context = change.session, change.context
    last, previous = last_entry(session)
    payload = json_text(rows)
    entry: dict[str, Any] = {
        "number": last + 1,
        "at": context.instant().isoformat(),
        "actor": context.actor,
        "workstation": context.workstation,
        "role": context.role.value,
        "kind": kind,
        "of_number": of_number,
        "undoable": undoable,
        "code": code,
        "params": json_text(change.params),
        "affects": json_text(_affects(change)),
        "everything": change.everything,
        "revision": REVISION,
        "write_key": write_key,
        "baseline": _baseline(session) if baseline else None,
        "digest": _digest(payload),
        "previous": previous,
    }
    session.execute(insert(JournalEntry).values(**entry, payload=payload, hash=_hash(entry)))
    return changed(
        entry["number"], code, entry["params"], entry["affects"], everything=change.everything
    )


def _baseline(session: Session) -> str:
    # Few changes have one: reading the journal does without it.
    from clinicdesk.services.journal.baseline import baseline_text

    return baseline_text(session)


def changed(number: int, code: str, params: str, affects: str, *, everything: bool) -> Changed:
    """What an entry changed, from its stored texts, for whoever shows it.

    Raises DamagedValue if these are none of an entry.
    """
    touched = read_affected(affects)
    return Changed(
        number=number,
        code=code,
        params=read_params(params),
        days=touched.days,
        resources=touched.resources,
        patients=touched.patients,
        everything=everything,
    )


def entries_after(session: Session, number: int) -> list[Changed]:
    """What has changed since entry `number`, oldest first."""
    return [
        changed(number, code, params, affects, everything=everything)
        for number, code, params, affects, everything in session.execute(_AFTER, {"seen": number})
    ]


_AFTER = (
    select(
        JournalEntry.number,
        JournalEntry.code,
        JournalEntry.params,
        JournalEntry.affects,
        JournalEntry.everything,
    )
    .where(JournalEntry.number > bindparam("seen"))
    .order_by(JournalEntry.number)
)
_NEWEST = select(JournalEntry.number).order_by(JournalEntry.number.desc()).limit(1)
_HASH = select(JournalEntry.hash).where(JournalEntry.number == bindparam("seen"))


def last_number(session: Session) -> int:
    """The newest entry's number, 0 before the first: what a reader has seen so far."""
    return session.scalar(_NEWEST) or 0


def last_entry(session: Session) -> tuple[int, str]:
    """Number and hash of the newest entry; 0 and `GENESIS` before the first."""
    entries = select(JournalEntry.number, JournalEntry.hash).order_by(JournalEntry.number.desc())
    found = session.execute(entries.limit(1)).first()
    return (0, GENESIS) if found is None else (found.number, found.hash)


def hash_of(session: Session, number: int) -> str | None:
    """The hash of that entry; None if there is no such entry."""
    return session.scalar(_HASH, {"seen": number})


def as_everything(session: Session, number: int) -> Changed:
    """That entry as a change of everything, for whoever has seen none of the journal before it."""
    return replace(entries_after(session, number - 1)[0], everything=True)


def written_by(session: Session, write_key: str) -> list[int]:
    """The numbers of the entries of that write; none if it was not written."""
    found = select(JournalEntry.number).where(JournalEntry.write_key == write_key)
    return list(session.scalars(found.order_by(JournalEntry.number)))


def rows_of(entry: JournalEntry) -> list[Row]:
    """The rows that an entry wrote. Its payload must not have been redacted.

    Raises DamagedValue if it has none that were written.
    """
    assert entry.payload is not None
    return read_rows(entry.payload, entry.revision)


def broken_entries(session: Session) -> Iterator[tuple[int, str]]:
    """Number and fault of each entry that is broken: "chain", "hash" or "payload"."""
    previous, expected = GENESIS, 1
    query = f"SELECT {', '.join(_STORED)} FROM journal ORDER BY number"  # noqa: S608
    connection = session.connection().execution_options(yield_per=200)
    for row in connection.exec_driver_sql(query):
        entry = dict(zip(_STORED, row, strict=True))
        number = entry["number"]
        if number != expected or entry["previous"] != previous:
            yield number, "chain"
        if entry["hash"] != _hash(_with_flags(entry)) or _holds_what_it_cannot(entry):
            yield number, "hash"
        if entry["payload"] is not None and entry["digest"] != _digest(entry["payload"]):
            yield number, "payload"
        previous, expected = entry["hash"], number + 1


def _holds_what_it_cannot(entry: dict[str, Any]) -> bool:
    """Whether an entry of the first schema has something in columns that came later.

    Its hash says nothing of them.
    """
    return entry["revision"] == 1 and any(entry[name] is not None for name in _CHAINED_LATER)


def _with_flags(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry as it was hashed: a flag that is neither 0 nor 1 was never written."""
    flags = {name: {0: False, 1: True}.get(entry[name], entry[name]) for name in _FLAGS}
    return {**entry, **flags}


def _affects(change: Change) -> dict[str, Any]:
    return {
        "days": sorted(day.isoformat() for day in change.days),
        "resources": sorted(change.resources),
        "patients": sorted(change.patients),
    }


def _hash(entry: dict[str, Any]) -> str:
    chained = _CHAINED_FIRST if entry["revision"] == 1 else _CHAINED
    return _digest(json_text([entry[name] for name in chained]))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
