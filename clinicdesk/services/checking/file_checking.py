"""Whether the invariant holds: nothing in two places, no visit in pieces, the journal whole.

Looked at in a copy, so that nobody who writes waits longer than the copying takes.
"""

import contextlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import sqlalchemy.exc
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.database import BUSY_SECONDS, REVISION, Database
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.paths import temporary_folder
from clinicdesk.models.stores.snapshots import private_snapshot
from clinicdesk.models.stores.sqlite import read_header, refuse_without_room
from clinicdesk.models.tables import Appointment, Claim, JournalEntry, Patient, Visit
from clinicdesk.models.upgrading import former_schema
from clinicdesk.services.backups.anchor import anchor_trouble, read_anchors
from clinicdesk.services.backups.folders import backup_folders
from clinicdesk.services.checking.booked_time import claims, classes, holds, overlaps, visits
from clinicdesk.services.checking.entry_claims import entry_claims
from clinicdesk.services.checking.journal_chain import anchors, chain, emptied
from clinicdesk.services.checking.report import Examination, Fault, Part, Report
from clinicdesk.services.checking.rolling_back import rows_as_journaled
from clinicdesk.services.checking.rule_keeping import rules
from clinicdesk.services.checking.stored_values import values
from clinicdesk.services.checking.structure import (
    former_schema_faults,
    is_unreadable,
    numbers,
    pages,
    schema_faults,
)
from clinicdesk.services.checking.unjournaled_rows import sealed_rows
from clinicdesk.services.codes import CheckCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.progress import Tell, nobody

__all__ = ["Fault", "Report", "check_clinic", "check_file"]

MOST_FAULTS = 1000
"""Faults that one part of the check names; of a file in shreds there would be millions."""

_PARTS: tuple[Part, ...] = (
    pages, numbers, chain, entry_claims, emptied, anchors, rows_as_journaled, sealed_rows,
    values,
    overlaps, claims, visits, classes, holds, rules,
)  # fmt: skip

_COUNTED = {
    "claims": Claim,
    "appointments": Appointment,
    "visits": Visit,
    "patients": Patient,
    "journal entries": JournalEntry,
}


def check_clinic(database: Database) -> Report:
    """The same as `check_file`, of a clinic that is open."""
    return check_file(database.path)


def check_file(
    path: Path,
    progress: Tell = nobody,
    *,
    busy_seconds: float = BUSY_SECONDS,
) -> Report:
    """Look at everything, in a copy of the clinic's file.

    Its journal is compared with the anchors beside it and in its backups. Raises DatabaseRefused
    for a file that is absent, foreign, of another schema or out of reach, or so damaged that
    nothing can be copied. Of an older clinic only what no upgrade can take is named.
    """
    header = read_header(path)
    if header.revision > REVISION:
        raise DatabaseRefused(DatabaseCode.NEWER, path=str(path))
    if header.revision < REVISION:
        return _older(path, write_ahead=header.write_ahead)
    # Before the copy, which has what is written meanwhile. A file in write-ahead mode comes from
    # elsewhere, and to look into it where it is would be to write beside it.
    known = () if header.write_ahead else read_anchors(path, backup_folders(path))
    trouble = None if header.write_ahead else anchor_trouble(path)
    with (
        private_snapshot(path, busy_seconds) as copy,
        contextlib.closing(Database(copy.path)) as database,
        _named(path, copy.path),
        database.reading() as session,
    ):
        return _examine(Examination(session, copy.scratch, known, trouble), progress)


def _older(path: Path, *, write_ahead: bool) -> Report:
    """What keeps an older clinic from being upgraded; DatabaseRefused if only its age does."""
    # To look into a file in write-ahead mode where it is would be to write beside it.
    broken = () if write_ahead else tuple(former_schema_faults(*former_schema(path)))
    if not broken:
        raise DatabaseRefused(DatabaseCode.OLDER, path=str(path))
    return Report({}, broken)


@contextlib.contextmanager
def _named(path: Path, copy: Path) -> Iterator[None]:
    """A refusal names the clinic, not the copy."""
    try:
        yield
    except DatabaseRefused as refused:
        if refused.params["path"] != str(copy):
            raise
        raise DatabaseRefused(refused.code, path=str(path)) from None


def _examine(examined: Examination, progress: Tell) -> Report:
    total = len(_PARTS) + 1
    progress(0, total)
    broken = schema_faults(examined.session)
    if any(map(is_unreadable, broken)):
        # What else stands there is not read: reading it may never end.
        return Report({}, tuple(broken))
    for done, part in enumerate(_PARTS, 1):
        progress(done, total)
        broken += found_by(part, examined)
    progress(total, total)
    return Report(_counts(examined.session), tuple(broken))


def found_by(part: Part, examined: Examination) -> list[Fault]:
    """What a part of the check finds; a value that can never have been written stops only it."""
    broken: list[Fault] = []
    try:
        # What was found before something raises stays in the list.
        broken.extend(islice(part(examined), MOST_FAULTS))
    except (
        ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, Refused,
        TypeError, ValueError, sqlalchemy.exc.SQLAlchemyError,
    ) as error:  # fmt: skip
        if isinstance(error, sqlalchemy.exc.DatabaseError):
            # Of the disk with the temporary files, on which long answers are sorted.
            refuse_without_room(error.orig, temporary_folder())
        broken.append(Fault(CheckCode.UNREADABLE, {"part": part.__name__.replace("_", " ")}))
    return broken


def _counts(session: Session) -> dict[str, int]:
    with contextlib.suppress(sqlalchemy.exc.DatabaseError):
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in _COUNTED.items()
        }
    return {}
