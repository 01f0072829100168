"""Where the journal once stood, kept outside the clinic's file: a journal cut or rebuilt shows.

An anchor stands beside the clinic and in the manifest of each backup. What a restore gave up is
kept beside too: the journal has gone another way since, and those anchors say nothing about it. So
is the folder of the backups: a damaged clinic cannot say any more where they are.
"""

import contextlib
import json
import os
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import select

from clinicdesk.exchange.files import read_regular
from clinicdesk.models.clinic import Clinic
from clinicdesk.models.database import Database
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.own_words import own_words
from clinicdesk.models.stores.publishing import settle, settle_folder
from clinicdesk.services.backups.backup_file import list_backups, real_path
from clinicdesk.services.backups.contents import (
    Contents,
    NoClinic,
    has_returned,
    journal_hash_at,
    reading_clinic,
)
from clinicdesk.services.backups.drafts import clear_leftovers, draft_in
from clinicdesk.services.backups.file_names import name_with
from clinicdesk.services.context import Context
from clinicdesk.services.journal.entries import last_entry

BUSY_SECONDS = 1.0
"""How long a look at the clinic waits for others' writes."""

AnchorTrouble = Literal["foreign", "unreadable"]

_LARGEST = 1_000_000
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Anchor:
    """The journal's last entry as it was at one moment (UTC, ISO 8601), by number and hash."""

    clinic_uid: str
    number: int
    hash: str
    at: str


@dataclass(frozen=True)
class SaidBeside:
    """Which clinic it is, and the backup folder that it has chosen; None and empty for unknown."""

    clinic_uid: str | None = None
    backup_folder: str = ""


@dataclass(frozen=True)
class _Beside:
    """What the file beside a clinic says: its anchor, and the hashes that a restore gave up.

    With `announced` a restore may not have come to its end: then `former` is what it said before,
    None if there was nothing.
    """

    anchor: Anchor
    given_up: frozenset[str] = frozenset()
    backup_folder: str = ""
    """The folder that the clinic has chosen; empty for the one beside its file."""
    announced: bool = False
    former: "_Beside | None" = None


def anchor_path(clinic: Path) -> Path:
    """The file beside the clinic that keeps its anchor."""
    place = real_path(clinic)
    return place.with_name(name_with(place.name, ".anchor.json"))


def anchor_of(contents: Contents, now: datetime) -> Anchor:
    """Where the journal of that clinic stands."""
    return Anchor(
        contents.clinic_uid,
        contents.journal_number,
        contents.journal_hash,
        now.replace(microsecond=0).isoformat(),
    )


def anchor_now(context: Context, database: Database) -> None:
    """Keep where an open clinic's journal stands beside it, as a desk does that closes.

    Raises DatabaseRefused if it cannot be read.
    """
    with database.reading() as session:
        uid, folder = session.execute(select(Clinic.uid, Clinic.backup_folder)).one()
        number, digest = last_entry(session)
    anchor = Anchor(uid, number, digest, context.instant().isoformat())
    write_anchor(database.path, anchor, folder)


def has_anchor(clinic: Path, clinic_uid: str) -> bool:
    """Whether an anchor of that clinic stands beside the file."""
    beside = _read_beside(clinic)
    return beside is not None and beside.anchor.clinic_uid == clinic_uid


def write_anchor(clinic: Path, anchor: Anchor, backup_folder: str | None = None) -> None:
    """Keep the anchor beside the clinic. Where that cannot be written, nothing happens.

    One that the journal no longer holds to stays: it shows that the journal was cut or rebuilt.
    With `backup_folder` the folder that the clinic has chosen, empty for none; None: as it was.
    """
    before = _present(clinic)
    if before is None or before.anchor.clinic_uid != anchor.clinic_uid:
        before = _Beside(anchor)
    folder = before.backup_folder if backup_folder is None else backup_folder
    kept = before.anchor if _is_left(clinic, before.anchor) else anchor
    _write_beside(clinic, _Beside(kept, before.given_up, folder))


def _is_left(clinic: Path, anchor: Anchor) -> bool:
    """Whether the clinic's journal has another entry, or none, where the anchor says."""
    with (
        contextlib.suppress(DatabaseRefused, NoClinic),
        reading_clinic(clinic, BUSY_SECONDS) as connection,
    ):
        return journal_hash_at(connection, anchor.number) != anchor.hash
    return False


def said_beside(clinic: Path) -> SaidBeside:
    """What is kept beside the clinic. Its own file, which may be damaged, is not read."""
    beside = _read_beside(clinic)
    if beside is None:
        return SaidBeside()
    return SaidBeside(beside.anchor.clinic_uid, beside.backup_folder)


def left_behind(known: Iterable[Anchor], journal: sqlite3.Connection) -> frozenset[str]:
    """The hashes of those anchors that are not in this journal."""
    return frozenset(
        each.hash for each in known if journal_hash_at(journal, each.number) != each.hash
    )


def announce_restored(clinic: Path, anchor: Anchor, given_up: frozenset[str]) -> None:
    """Say where the journal will stand once the clinic is replaced, and what it leaves behind.

    Until `settle_restored` is called, what was there before holds if the clinic is as before.
    """
    before = _present(clinic)
    former = None if before is None else replace(before, announced=False, former=None)
    same = before is not None and before.anchor.clinic_uid == anchor.clinic_uid
    folder = before.backup_folder if before is not None and same else ""
    _write_beside(clinic, _Beside(anchor, given_up, folder, announced=True, former=former))


def settle_restored(clinic: Path) -> None:
    """The clinic is replaced: what was beside it before counts no more."""
    beside = _read_beside(clinic)
    if beside is not None and beside.announced:
        _write_beside(clinic, replace(beside, announced=False, former=None))


def read_anchors(clinic: Path, folders: Iterable[Path]) -> tuple[Anchor, ...]:
    """Every anchor that the clinic's journal has to keep to, that of the oldest entry first.

    From beside the clinic and from the manifests in `folders`, but for what a restore gave up. The
    clinic's own file says which clinic it is; only where it cannot, what is beside it does.
    """
    beside, uid = _present(clinic), own_words(clinic).uid
    if uid is None and beside is not None:
        uid = beside.anchor.clinic_uid
    found = set() if uid is None else known_anchors(clinic, folders, uid)
    left = frozenset() if beside is None else _left(clinic, found, beside.given_up)
    return tuple(sorted(found - left, key=lambda each: (each.number, each.at, each.hash)))


def _left(clinic: Path, known: Iterable[Anchor], given_up: frozenset[str]) -> frozenset[Anchor]:
    """Those that a restore gave up: what is said beside the clinic its journal has to say too."""
    named = frozenset(each for each in known if each.hash in given_up)
    if not named:
        return named
    with (
        contextlib.suppress(DatabaseRefused, NoClinic),
        reading_clinic(clinic, BUSY_SECONDS) as connection,
    ):
        if has_returned(connection):
            return named
    return frozenset()


def anchor_trouble(clinic: Path) -> AnchorTrouble | None:
    """What is wrong with the file beside the clinic, if there is one."""
    if not os.path.lexists(anchor_path(clinic)):
        return None
    beside, uid = _read_beside(clinic), own_words(clinic).uid
    if beside is None:
        return "unreadable"
    return "foreign" if uid not in (None, beside.anchor.clinic_uid) else None


def known_anchors(clinic: Path, folders: Iterable[Path], clinic_uid: str) -> set[Anchor]:
    """Every anchor of that clinic that is kept anywhere, those that were given up among them."""
    found = {
        Anchor(clinic_uid, each.journal_number, each.journal_hash, each.made_at)
        for folder in folders
        for each in (backup.manifest for backup in list_backups(folder, clinic_uid))
    }
    beside = _present(clinic)
    if beside is not None and beside.anchor.clinic_uid == clinic_uid:
        found.add(beside.anchor)
    return found


def _present(clinic: Path) -> _Beside | None:
    """What holds now: of a restore that was killed, what belongs to the file that is there."""
    beside = _read_beside(clinic)
    if beside is None or not beside.announced:
        return beside
    with (
        contextlib.suppress(DatabaseRefused, NoClinic),
        reading_clinic(clinic, BUSY_SECONDS) as connection,
    ):
        if journal_hash_at(connection, beside.anchor.number) != beside.anchor.hash:
            return beside.former
    return replace(beside, announced=False, former=None)


def _write_beside(clinic: Path, beside: _Beside) -> None:
    # What was done is done: an anchor that cannot be kept must not make it look undone.
    with contextlib.suppress(OSError, ValueError, DatabaseRefused):
        path = anchor_path(clinic)
        clear_leftovers(path.parent)
        with draft_in(path.parent) as draft:
            draft.touch(mode=0o600, exist_ok=False)
            draft.write_text(json.dumps(_values(beside), indent=1) + "\n", "utf-8")
            settle(draft)
            draft.replace(path)
            settle_folder(path.parent)


def _values(beside: _Beside) -> dict[str, Any]:
    values: dict[str, Any] = {**asdict(beside.anchor), "given_up": sorted(beside.given_up)}
    if beside.backup_folder:
        values["backup_folder"] = beside.backup_folder
    if beside.announced:
        values["former"] = None if beside.former is None else _values(beside.former)
    return values


def _read_beside(clinic: Path) -> _Beside | None:
    """None for a file that is absent, unreadable, or nothing that this program wrote."""
    try:
        return _beside(json.loads(read_regular(anchor_path(clinic), _LARGEST)))
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None


def _beside(values: dict[str, Any]) -> _Beside:
    """Raises ValueError, TypeError or LookupError for values that no anchor has."""
    number, uid, at = values["number"], values["clinic_uid"], values["at"]
    hashes = [values["hash"], *values["given_up"]]
    folder = values.get("backup_folder", "")
    if type(number) is not int or not all(isinstance(each, str) for each in (uid, at, folder)):
        raise TypeError
    if b"\0" in os.fsencode(folder) or (folder and not Path(folder).is_absolute()):
        raise ValueError
    if not all(map(_HASH.fullmatch, hashes)):
        raise ValueError
    former = values.get("former")
    return _Beside(
        Anchor(uid, number, hashes[0], at),
        frozenset(hashes[1:]),
        folder,
        "former" in values,
        None if former is None else _beside(former),
    )
