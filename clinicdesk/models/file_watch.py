"""Watches an open clinic's file from outside: what is wrong with it, and when it is well again."""

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.database import Database
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.file_state import free_bytes

ROOM = 65_536
"""Bytes that a full disk must have gained before it is worth trying again."""

_LASTING = frozenset(
    {
        DatabaseCode.BUSY,
        DatabaseCode.DAMAGED,
        DatabaseCode.DISK_FULL,
        DatabaseCode.WRITE_FAILED,
    }
)
"""Faults of a write that the next one is likely to meet too."""

_NOT_WHOLE = frozenset(
    {
        DatabaseCode.ABSENT,
        DatabaseCode.DAMAGED,
        DatabaseCode.EMPTY,
        DatabaseCode.FOREIGN,
        DatabaseCode.READ_FAILED,
        DatabaseCode.UNREACHABLE,
    }
)
"""What a file is taken for while it is being copied: that says nothing about the clinic's own."""


class FileWatch:
    """Asked every half second; cheap, as it looks at names and rights only while all is well."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._of_file: DatabaseRefused | None = None
        self._of_write: DatabaseRefused | None = None
        self._free = 0
        """Bytes that were free when the disk was full."""
        self._unreadable = False
        """The damage is at the beginning of the file: no read could even begin."""

    @property
    def trouble(self) -> DatabaseRefused | None:
        """Why nothing can be written, as of the last look; None while all is well."""
        return self._of_file or self._of_write

    def look(self) -> bool:
        """Look at the file; whether another file of the same clinic was opened in its place."""
        self._of_file = self._database.trouble()
        if self._of_write is not None and self._is_over(self._of_write.code):
            self._of_write = None
        if self._of_file is None or not self._may_be_another():
            return False
        try:
            self._database.reopen()
        except DatabaseRefused as refused:
            if self._of_file.code is DatabaseCode.REPLACED and refused.code not in _NOT_WHOLE:
                self._of_file = refused
            return False
        self._of_file, self._of_write = self._database.trouble(), None
        return True

    def write_failed(self, refused: DatabaseRefused) -> None:
        """A write met this."""
        if refused.code in _LASTING:
            self._of_write, self._free = refused, free_bytes(self._database.path)
            damaged = refused.code is DatabaseCode.DAMAGED
            self._unreadable = damaged and not _is_readable(self._database)

    def written(self) -> None:
        """A write went well: it met no damaged page, but that heals none."""
        if self._of_write is not None and self._of_write.code is not DatabaseCode.DAMAGED:
            self._of_write = None

    def found_damaged(self) -> None:
        """A page that nobody reads just now is damaged: known from a look at the whole file."""
        path = str(self._database.path)
        self._of_write = DatabaseRefused(DatabaseCode.DAMAGED, path=path)
        self._unreadable = False

    def _may_be_another(self) -> bool:
        """Whether opening the file again may help: another one is there, or it has new rights."""
        assert self._of_file is not None
        if self._of_file.code is DatabaseCode.READ_ONLY:
            return self._database.could_be_written()
        return self._of_file.code is DatabaseCode.REPLACED

    def _is_over(self, code: DatabaseCode) -> bool:
        """Whether that fault of a write is gone, as far as this can be told without writing."""
        if code is DatabaseCode.BUSY:
            return self._database.is_free()
        if code is DatabaseCode.DISK_FULL:
            return free_bytes(self._database.path) >= self._free + ROOM
        if code is DatabaseCode.DAMAGED and self._unreadable:
            return _is_readable(self._database)
        return False


def _is_readable(database: Database) -> bool:
    """Whether a read can begin now: not in a file that is blank, or cut at its beginning."""
    try:
        with database.reading():
            return True
    except DatabaseRefused:
        return False
