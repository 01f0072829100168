"""What can be done about a clinic that cannot be opened, by why it cannot."""

from collections.abc import Mapping
from enum import StrEnum

from clinicdesk.models.codes import DatabaseCode


class WayOut(StrEnum):
    """Something that helps; in each window the first is the one that helps most."""

    AGAIN = "again"
    UPGRADE = "upgrade"
    RESTORE = "restore"
    RESTORE_FILE = "restore-file"
    CHECK = "check"
    EXPORT = "export"
    OTHER = "other"
    ANEW = "anew"


AGAIN, UPGRADE, RESTORE, RESTORE_FILE, CHECK, EXPORT, OTHER, ANEW = WayOut

_USUAL = (AGAIN, OTHER)

_BY_CODE: Mapping[DatabaseCode, tuple[WayOut, ...]] = {
    DatabaseCode.ABSENT: (AGAIN, RESTORE, RESTORE_FILE, OTHER, ANEW),
    DatabaseCode.DAMAGED: (RESTORE, RESTORE_FILE, EXPORT, AGAIN, OTHER),
    DatabaseCode.EMPTY: (RESTORE, RESTORE_FILE, AGAIN, OTHER),
    DatabaseCode.FOREIGN_SCHEMA: (RESTORE, RESTORE_FILE, CHECK, EXPORT, OTHER),
    # A damaged beginning looks like another program's file.
    DatabaseCode.FOREIGN: (OTHER, RESTORE, RESTORE_FILE, EXPORT),
    DatabaseCode.NEWER: (OTHER, EXPORT),
    DatabaseCode.OLDER: (UPGRADE, EXPORT, OTHER),
    DatabaseCode.PATH_TOO_LONG: (OTHER,),
    DatabaseCode.READ_FAILED: (AGAIN, RESTORE, RESTORE_FILE, EXPORT, OTHER),
    DatabaseCode.UNFINISHED: (AGAIN, EXPORT, OTHER),
    DatabaseCode.UNREACHABLE: (AGAIN, RESTORE, RESTORE_FILE, OTHER),
    DatabaseCode.UNSOUND_UPGRADE: (EXPORT, RESTORE, RESTORE_FILE, OTHER),
    DatabaseCode.VANISHED: (AGAIN, RESTORE, RESTORE_FILE, OTHER),
}


def ways_out(code: str, *, backups: bool) -> tuple[WayOut, ...]:
    """What makes sense for the code of a refusal; restoring one of the list only if it has some."""
    ways = next((ways for known, ways in _BY_CODE.items() if known == code), _USUAL)
    return tuple(way for way in ways if backups or way is not RESTORE)
