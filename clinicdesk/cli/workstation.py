"""Who sits at this computer, where their clinics are, and how one is opened for a command."""

import getpass
import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import platformdirs

from clinicdesk.cli.codes import CommandCode
from clinicdesk.cli.values import native_path
from clinicdesk.clock import clock_for
from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.database import Database, DatabaseRefused, open_database, path_exists
from clinicdesk.services.backups.drafts import clear_beside
from clinicdesk.services.clinic.clinic_now import clinic_setup
from clinicdesk.services.context import WITHOUT_ACCOUNTS, Context
from clinicdesk.services.errors import Refused

_SERVER = re.compile(r"postgres(ql)?(\+[a-z0-9_]+)?:", re.IGNORECASE)


@dataclass(frozen=True)
class Workstation:
    """This computer and its user; `now` replaces the clock (the clinic's wall clock, no zone)."""

    now: datetime | None = None

    def context(self, zone: ZoneInfo) -> Context:
        """The context of a command in a clinic of that time zone."""
        return Context(
            actor=computer_user(),
            workstation=workstation_name(),
            role=WITHOUT_ACCOUNTS,
            clock=clock_for(zone, self.now),
        )

    @contextmanager
    def clinic(self, given: str | None) -> Iterator[tuple[Context, Database]]:
        """The clinic at that path, or this user's own, until the block ends.

        Raises DatabaseRefused, or Refused for a server's address.
        """
        with self.clinic_file(given) as database:
            yield self.context(clinic_setup(database).zone), database

    @contextmanager
    def clinic_file(self, given: str | None) -> Iterator[Database]:
        """The same, whatever may be in it."""
        path = self.clinic_place(given)
        clear_beside(path)
        database = open_database(path)
        try:
            yield database
        finally:
            database.close()

    def clinic_place(self, given: str | None) -> Path:
        """Where that clinic's file is to be. Raises what `clinic_path` does."""
        return own_clinic() if given is None else clinic_path(given)


def clinic_path(given: str) -> Path:
    """The path of a clinic's file.

    Raises Refused for a server's address or a folder's, and DatabaseRefused for a path that no
    clinic can have, before any work is done for it.
    """
    path = named_path(given)
    if given.endswith(("/", os.sep)):
        raise DatabaseRefused(DatabaseCode.UNREACHABLE, path=given)
    path_exists(path)
    return path


def named_path(given: str) -> Path:
    """The path of that text, whatever may be there. Raises Refused for a server's address."""
    if _SERVER.match(given):
        # Not printed back: it may hold a password.
        raise Refused(CommandCode.DATABASE_SERVER)
    return native_path(given)


def own_clinic() -> Path:
    """The clinic of this computer's user."""
    return platformdirs.user_data_path("clinicdesk", appauthor=False) / "clinic.db"


def computer_user() -> str:
    """The user whom this computer knows, for the journal.

    Taken from the operating system, as anybody can change the environment; only the
    administrator, who may act for everybody, is named as the environment says.
    """
    if sys.platform != "win32":
        import pwd

        number = os.getuid()
        if number:
            try:
                return pwd.getpwuid(number).pw_name
            except KeyError:
                return f"user {number}"
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "?"


def workstation_name() -> str:
    """This computer's name, for the journal."""
    return socket.gethostname() or "?"
