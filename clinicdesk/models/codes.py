"""Why a clinic's file cannot be used, as codes."""

from enum import StrEnum


class DatabaseCode(StrEnum):
    """Why a database was refused; nothing was changed."""

    ABSENT = "database.absent"
    ANOTHER_CLINIC = "database.another-clinic"
    BUSY = "database.busy"
    BUSY_READING = "database.busy-reading"
    DAMAGED = "database.damaged"
    DISK_FULL = "database.disk-full"
    EMPTY = "database.empty"
    EXISTS = "database.exists"
    FOREIGN = "database.foreign"
    FOREIGN_SCHEMA = "database.foreign-schema"
    NETWORK_SHARE = "database.network-share"
    NEWER = "database.newer"
    NO_MEMORY = "database.no-memory"
    OLDER = "database.older"
    PATH_TOO_LONG = "database.path-too-long"
    READ_FAILED = "database.read-failed"
    READ_ONLY = "database.read-only"
    REPLACED = "database.replaced"
    SYNCED_FOLDER = "database.synced-folder"
    UNFINISHED = "database.unfinished"
    UNSOUND_UPGRADE = "database.unsound-upgrade"
    UPGRADED = "database.upgraded"
    UNREACHABLE = "database.unreachable"
    VANISHED = "database.vanished"
    WAL_IN_USE = "database.wal-in-use"
    WRITE_FAILED = "database.write-failed"
