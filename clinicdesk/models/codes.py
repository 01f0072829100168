"""Why a clinic's file cannot be used, as codes."""

from enum import StrEnum


class DatabaseCode(StrEnum):
    """Why a database was refused; nothing was changed."""

    ABSENT = "database.absent"
    BUSY = "database.busy"
    BUSY_READING = "database.busy-reading"
    DAMAGED = "database.damaged"
    DISK_FULL = "database.disk-full"
    EMPTY = "database.empty"
    EXISTS = "database.exists"
    FOREIGN = "database.foreign"
    FOREIGN_SCHEMA = "database.foreign-schema"
    NEWER = "database.newer"
    OLDER = "database.older"
    PATH_TOO_LONG = "database.path-too-long"
    READ_FAILED = "database.read-failed"
    READ_ONLY = "database.read-only"
    UNSOUND_UPGRADE = "database.unsound-upgrade"
    UPGRADED = "database.upgraded"
    UNREACHABLE = "database.unreachable"
    WAL_IN_USE = "database.wal-in-use"
    WRITE_FAILED = "database.write-failed"
