"""Whose turn a backup is, when one is due, and which are kept."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from clinicdesk.models.database import open_database
from clinicdesk.services.backups.backup_file import Backup, list_backups, make_backup
from clinicdesk.services.backups.folders import backup_folder
from clinicdesk.services.backups.manifest import BackupReason, Manifest, read_manifest
from clinicdesk.services.backups.retention import (
    DAYS,
    MONTHS,
    NEWEST,
    NEWEST_BEFORE_CHANGES,
    WEEKS,
    made_at,
    outlived,
    remove_outlived,
)
from clinicdesk.services.backups.routine import back_up, back_up_in_turn
from clinicdesk.services.backups.taking_turns import (
    LastBackup,
    changes_since,
    is_due,
    is_overdue,
    last_backup,
    take_turn,
)
from clinicdesk.services.errors import Refused
from tests.services.desk import Clock, Desk

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
HOUR, DAY = 3600, 24 * 3600


def last(
    good: int | None = None,
    *,
    changes: int = 1,
    taken: int | None = None,
    failure: str = "",
    changed: int | None = None,
    missing: bool = False,
    unconnected: bool = False,
) -> LastBackup:
    """A last backup, made and taken so many seconds ago, after which something was changed."""
    return LastBackup(
        good_at=None if good is None else SECONDS - good,
        name="" if good is None else "clinic.db",
        number=7,
        failure=failure,
        actor="east-clerk",
        workstation="east",
        taken_at=0 if taken is None else SECONDS - taken,
        changes=changes,
        changed_at=None if changed is None else SECONDS - changed,
        missing=missing,
        unconnected=unconnected,
    )


DUE: dict[str, tuple[LastBackup, bool]] = {
    "never one": (last(), True),
    "never one, nothing there": (last(changes=0), False),
    "an hour ago": (last(HOUR, taken=HOUR), True),
    "a minute less": (last(HOUR - 60, taken=HOUR - 60), False),
    "an hour ago, nothing changed": (last(HOUR, changes=0, taken=HOUR), False),
    "a week ago, nothing changed": (last(7 * DAY, changes=0, taken=7 * DAY), True),
    "another desk is making it": (last(2 * HOUR, taken=60), False),
    "another desk was killed while it made it": (last(2 * HOUR, taken=901), True),
    "the first one is being made": (last(taken=60), False),
    "it failed a moment ago": (last(2 * HOUR, taken=60, failure="backup.unsound"), False),
    "it failed a while ago": (last(2 * HOUR, taken=301, failure="backup.unsound"), True),
    "made by a clock that was ahead": (last(-30 * DAY, taken=-30 * DAY), True),
    "its file is gone": (last(60, changes=0, taken=60, missing=True), True),
    "its disk is not connected": (
        last(60, changes=0, taken=60, missing=True, unconnected=True),
        False,
    ),
    "its file is gone, another is made": (last(HOUR, taken=60, missing=True), False),
    "taken by a clock that was ahead": (last(2 * HOUR, taken=-30 * DAY), True),
}


@pytest.mark.parametrize("kind", DUE)
def test_a_backup_is_due(kind: str) -> None:
    state, due = DUE[kind]
    assert is_due(state, NOW) == due


OVERDUE: dict[str, tuple[LastBackup, bool]] = {
    "changed an hour ago": (last(2 * HOUR, changed=HOUR), False),
    "changed three hours ago": (last(4 * HOUR, changed=3 * HOUR), True),
    "the first change of a day": (last(14 * HOUR, changed=60), False),
    "nothing changed": (last(3 * HOUR, changes=0), False),
    "made by a clock that was ahead": (last(-30 * DAY, changed=DAY), True),
    "made and changed by a clock that was ahead": (last(-30 * DAY, changed=-30 * DAY), True),
    "never one of a clinic of three hours": (last(changes=5000, changed=3 * HOUR), True),
    "never one of a young clinic": (last(changed=3 * HOUR - 60), False),
    "never one, founded by a clock that was ahead": (last(changed=-30 * DAY), False),
    "never one, nothing there": (last(changes=0), False),
}


@pytest.mark.parametrize("kind", OVERDUE)
def test_a_backup_is_overdue(kind: str) -> None:
    state, overdue = OVERDUE[kind]
    assert is_overdue(state, NOW) == overdue


def test_of_many_desks_at_once_one_makes_the_backup(east: Desk) -> None:
    east.patient()
    made: list[Backup | None] = []

    def try_it(name: str) -> None:
        database = open_database(east.database.path)
        context = replace(east.context, actor=name, workstation=name)
        made.append(back_up_in_turn(context, database))
        database.close()

    desks = [threading.Thread(target=try_it, args=(f"desk-{n}",)) for n in range(6)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    (backup,) = (each for each in made if each is not None)
    folder = backup_folder(east.database.path)
    assert list_backups(folder, backup.manifest.clinic_uid) == (backup,)
    assert len(made) == 6


def test_every_desk_knows_how_the_last_one_went(east: Desk, west: Desk, clock: Clock) -> None:
    east.patient()
    backup = back_up_in_turn(east.context, east.database)
    assert backup is not None
    known = last_backup(west.database)
    assert known == LastBackup(
        good_at=int(clock.now.timestamp()),
        name=backup.path.name,
        number=backup.manifest.journal_number,
        failure="",
        actor="east-clerk",
        workstation="east",
        taken_at=int(clock.now.timestamp()),
        changes=0,
    )
    clock.advance(hours=2)
    west.patient("Baker")
    folder = backup_folder(west.database.path)
    folder.rename(folder.with_name("moved"))
    folder.write_text("in its place")
    with pytest.raises(Refused):
        back_up_in_turn(west.context, west.database)
    now = last_backup(east.database)
    assert (now.failure, now.good_at, now.changes) == (
        "backup.folder-unwritable",
        known.good_at,
        1,
    )


def test_a_backup_that_somebody_deleted_is_missed_and_made_again(east: Desk) -> None:
    east.patient()
    first = back_up_in_turn(east.context, east.database)
    assert first is not None and not last_backup(east.database).missing
    first.path.unlink()
    assert last_backup(east.database).missing
    assert back_up_in_turn(east.context, east.database) is not None
    assert not last_backup(east.database).missing


def test_what_a_backup_lacks_is_counted_in_the_journal(east: Desk) -> None:
    east.patient()
    backup = back_up(east.context, east.database)
    assert changes_since(east.database, backup.manifest) == 0
    east.patient("Baker")
    assert changes_since(east.database, backup.manifest) == 1
    other_way = replace(backup.manifest, journal_hash="0" * 64)
    assert changes_since(east.database, other_way) is None


def test_the_turn_of_a_desk_that_was_killed_is_free_again(
    east: Desk, west: Desk, clock: Clock
) -> None:
    east.patient()
    assert take_turn(east.context, east.database)
    assert not take_turn(west.context, west.database)
    clock.advance(minutes=16)
    assert back_up_in_turn(west.context, west.database) is not None


def made(at: datetime, reason: BackupReason = BackupReason.ROUTINE, number: int = 1) -> Backup:
    name = f"clinic-{at:%Y-%m-%dT%H%M%SZ}-{reason}"
    manifest = Manifest("uid", at.isoformat(), 2, "0" * 64, {}, number, "0" * 64, reason)
    return Backup(Path(f"{name}.db"), Path(f"{name}.json"), manifest)


def kept(backups: list[Backup], now: datetime) -> list[Backup]:
    newest_first = sorted(backups, key=made_at, reverse=True)
    gone = outlived(newest_first, now)
    return [each for each in newest_first if each not in gone]


def live(hours: int, random: Random) -> tuple[list[Backup], datetime]:
    """What is left after so many hours with a backup in most of them, older ones let go."""
    backups: list[Backup] = []
    now = NOW
    for number in range(hours):
        now = NOW + timedelta(hours=number)
        if 7 <= now.hour <= 18 and random.random() < 0.9:
            backups = kept([*backups, made(now, number=number)], now)
    return backups, now


def test_a_year_of_backups_becomes_a_few_of_each_age(scaled: Callable[[int, int], int]) -> None:
    backups, now = live(scaled(120, 400) * 24, Random(1))
    ages = [(now - made_at(each)).days for each in backups]
    assert NEWEST < len(backups) <= NEWEST + DAYS + WEEKS + MONTHS
    assert sum(age < 4 for age in ages) >= NEWEST - 12
    assert sum(age < 14 for age in ages) >= 12
    assert sum(age >= 60 for age in ages) >= 1


def test_backups_before_a_change_are_kept_for_ninety_days() -> None:
    old = [made(NOW - timedelta(days=100 + n), BackupReason.UPGRADE) for n in range(12)]
    young = [made(NOW - timedelta(days=80 + n), BackupReason.RESTORE) for n in range(3)]
    recent = [made(NOW - timedelta(days=n)) for n in range(80)]
    left = kept([*old, *young, *recent], NOW)
    assert [each for each in young if each not in left] == []
    # Of older ones some of each month, and the newest in any case.
    assert len([each for each in left if each in (*old, *young)]) >= NEWEST_BEFORE_CHANGES


@pytest.mark.parametrize("leap", [timedelta(days=400), timedelta(days=40_000), timedelta(days=-90)])
def test_a_clock_that_leaps_lets_nothing_go_that_was_kept(leap: timedelta) -> None:
    backups, now = live(20 * 24, Random(2))
    backups += [made(now - timedelta(days=60 + n), BackupReason.UPGRADE) for n in range(15)]
    before = kept(backups, now)
    after = kept([*before, made(now + leap, number=10_000)], now + leap)
    # Only what shares its hour, day, week and month with a newer one may go, and that by one.
    assert len(before) - len(after) <= 4
    assert made_at(max(after, key=lambda each: each.manifest.journal_number)) == now + leap


def test_older_ones_go_but_never_what_is_not_ours(east: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    path = east.database.path
    for minutes in range(NEWEST + 4):
        make_backup(path, folder, NOW - timedelta(minutes=minutes), BackupReason.ROUTINE)
    (uid,) = {each.clinic_uid for each in map(read_manifest, folder.glob("*.json"))}
    *kept_ones, changed, renamed, going, oldest = list_backups(folder, uid)
    changed.path.write_bytes(b"something else")
    mine = folder / "mine.db"
    renamed.path.rename(mine)
    renamed.manifest_path.rename(mine.with_suffix(".json"))
    removed = remove_outlived(list_backups(folder, uid), NOW)
    assert removed == (going, oldest)
    assert mine.exists()
    assert changed.path.read_bytes() == b"something else"
    assert all(each.path.exists() for each in kept_ones)
    assert not going.path.exists() and not going.manifest_path.exists()
