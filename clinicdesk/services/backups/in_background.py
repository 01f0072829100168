"""What a window has done in a process of its own: plain values go there, plain values come back.

Each is given what to tell how far it is as its last argument.
"""

import contextlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from clinicdesk.models.database import open_database
from clinicdesk.services.backups.backup_file import Backup
from clinicdesk.services.backups.folders import backup_folder
from clinicdesk.services.backups.looking_inside import Inside, Lost, look_inside, what_is_lost
from clinicdesk.services.backups.restoring import Restored, restore
from clinicdesk.services.backups.routine import back_up, back_up_in_turn
from clinicdesk.services.backups.upgrading import Upgraded, upgrade_clinic
from clinicdesk.services.context import Context, Role
from clinicdesk.services.progress import Tell, nobody


@dataclass(frozen=True)
class Asker:
    """A context that can be sent to another process: who asks, and what time it is."""

    actor: str
    workstation: str
    role: Role
    now: datetime

    def context(self) -> Context:
        """The context there. Its clock goes on from `now`."""
        began = monotonic()
        return Context(
            self.actor,
            self.workstation,
            self.role,
            lambda: self.now + timedelta(seconds=monotonic() - began),
        )


def asker_of(context: Context) -> Asker:
    """What of a context can be sent."""
    return Asker(context.actor, context.workstation, context.role, context.clock())


def make_backup_in_turn(asker: Asker, clinic: Path, tell: Tell = nobody) -> Backup | None:
    """The backup that is due, None if there is none. Raises Refused or DatabaseRefused."""
    with contextlib.closing(open_database(clinic)) as database:
        return back_up_in_turn(asker.context(), database, tell=tell)


def make_backup_now(asker: Asker, clinic: Path, tell: Tell = nobody) -> Backup:
    """A backup, due or not. Raises Refused or DatabaseRefused."""
    with contextlib.closing(open_database(clinic)) as database:
        return back_up(asker.context(), database, tell=tell)


@dataclass(frozen=True)
class Looked:
    """What is in a backup, and what restoring it would take from the clinic."""

    path: Path
    inside: Inside
    lost: Lost


def look_into(backup: Path, clinic: Path, tell: Tell = nobody) -> Looked:
    """Read a backup whole, and compare it with the clinic as it is. Raises Refused."""
    inside = look_inside(backup, tell=tell)
    return Looked(backup, inside, what_is_lost(inside, backup, clinic))


def restore_backup(asker: Asker, backup: Path, clinic: Path, tell: Tell = nobody) -> Restored:
    """Put a backup in the clinic's place. Raises Refused or DatabaseRefused."""
    return restore(asker.context(), backup, clinic, tell=tell)


def upgrade(asker: Asker, clinic: Path, tell: Tell = nobody) -> Upgraded:
    """Bring an older clinic up to date, after a backup. Raises Refused or DatabaseRefused."""
    return upgrade_clinic(asker.context(), clinic, backup_folder(clinic), tell=tell)
