"""Which backups are kept: many of today, fewer of the months before, none lost to a wrong clock."""

import contextlib
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.services.backups.backup_file import Backup, sha256_of
from clinicdesk.services.backups.manifest import BackupReason

NEWEST, DAYS, WEEKS, MONTHS = 48, 14, 8, 12
"""So many of the newest are kept, and of so many days, weeks and months the newest of each."""

BEFORE_CHANGES = 90
"""Days for which a backup is kept that was made before the whole clinic was changed."""

NEWEST_BEFORE_CHANGES = 10
"""So many of those are kept whatever their age."""

_LONGEST_GAP = timedelta(days=31)
"""Longer than between two backups that are kept: then nobody worked, or the clock was changed."""

_AHEAD = timedelta(hours=1)
"""What is made later than this from now was made by a clock that was wrong."""

_NAME = re.compile(r".+-[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z(-[0-9]+)?\.db")

_ROUTINE = (BackupReason.ROUTINE, BackupReason.ASKED)


def outlived(backups: Sequence[Backup], now: datetime) -> tuple[Backup, ...]:
    """Of one clinic's backups, newest first, those that need not be kept any longer.

    A clock that was set makes none of them older than it is: what is old is told by those that
    came after, and those that seem to come from the future are judged among themselves. The
    newest, and the one of the journal's highest number, are always kept.
    """
    kept = {max(backups, key=_number).path} if backups else set()
    for ahead in (False, True):
        those = [each for each in backups if (made_at(each) > now + _AHEAD) == ahead]
        kept |= {each.path for each in those[:NEWEST]}
        kept |= {each.path for period in _PERIODS for each in _newest_of_each(those, *period)}
        kept |= {each.path for each in _before_changes(those)}
    return tuple(each for each in backups if each.path not in kept)


def remove_outlived(backups: Sequence[Backup], now: datetime) -> tuple[Backup, ...]:
    """Remove them; those that were removed. What is not as it was made, or named, is left alone."""
    removed = []
    for backup in outlived(backups, now):
        if _NAME.fullmatch(backup.path.name) and _is_as_made(backup):
            with contextlib.suppress(OSError):
                # In this order: without its file a manifest is a leftover, and goes by itself.
                backup.path.unlink()
                backup.manifest_path.unlink()
                removed.append(backup)
    return tuple(removed)


def made_at(backup: Backup) -> datetime:
    """When it was made, by the clock of then."""
    return datetime.fromisoformat(backup.manifest.made_at)


def _is_as_made(backup: Backup) -> bool:
    with contextlib.suppress(DatabaseRefused):
        return sha256_of(backup.path) == backup.manifest.sha256
    return False


def _number(backup: Backup) -> tuple[int, datetime]:
    return backup.manifest.journal_number, made_at(backup)


Period = Callable[[datetime], object]
"""The day, week or month of an instant."""

_PERIODS: tuple[tuple[Period, int], ...] = (
    (lambda at: at.date(), DAYS),
    (lambda at: at.isocalendar()[:2], WEEKS),
    (lambda at: (at.year, at.month), MONTHS),
)


def _newest_of_each(backups: Iterable[Backup], period: Period, count: int) -> list[Backup]:
    """The newest of each of the newest periods that have a backup, whenever those were."""
    newest: dict[object, Backup] = {}
    for backup in backups:
        newest.setdefault(period(made_at(backup)), backup)
    return list(newest.values())[:count]


def _before_changes(backups: Sequence[Backup]) -> list[Backup]:
    """Those made before a change of the whole clinic that are young, or among the newest."""
    ages = _ages(backups)
    found = [
        (each, age)
        for each, age in zip(backups, ages, strict=True)
        if each.manifest.reason not in _ROUTINE
    ]
    return [
        each
        for position, (each, age) in enumerate(found)
        if position < NEWEST_BEFORE_CHANGES or age <= timedelta(days=BEFORE_CHANGES)
    ]


def _ages(backups: Sequence[Backup]) -> list[timedelta]:
    """How much older each is than the newest, a leap of the clock counted as a month at most."""
    ages = [timedelta()]
    for newer, older in pairwise(map(made_at, backups)):
        ages.append(ages[-1] + min(newer - older, _LONGEST_GAP))
    return ages[: len(backups)]
