"""What was unsure as the window was closed is looked up at the next start, and said."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QSettings, Signal

from clinicdesk.services.journal.description import DescribedChange
from clinicdesk.services.journal.write_keys import changes_written_by
from clinicdesk.ui.desk import Desk, Write
from clinicdesk.ui.kit.change_text import change_text
from clinicdesk.wording import say

_SETTING = "closing/unsure"


class LastWrites(QObject):
    """Remembers the keys of writes of which nobody heard, with the clinic that they were for."""

    found = Signal(str)
    """The sentence of what became of one of them."""

    def __init__(self, desk: Desk, settings: QSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._settings = desk, settings
        self._kept = False

    def keep(self, writes: Sequence[Write[Any]]) -> None:
        """Of these it is not known whether they were written."""
        self._kept = True
        keys = [write.key for write in writes]
        self._settings.setValue(_SETTING, [str(self._desk.database.path), *keys])

    def forget(self) -> None:
        """Of all that was kept here it is known by now."""
        if self._kept:
            self._settings.remove(_SETTING)

    def look(self) -> None:
        """Look up what became of those that were kept the last time, and say it."""
        kept = self._settings.value(_SETTING)
        if not isinstance(kept, list) or kept[:1] != [str(self._desk.database.path)]:
            return
        database, keys = self._desk.database, [str(key) for key in kept[1:]]
        self._desk.read(self, lambda: changes_written_by(database, keys), self._say)

    def _say(self, written: Sequence[Sequence[DescribedChange]]) -> None:
        if not self._kept:
            self._settings.remove(_SETTING)
        today, private = self._desk.today(), self._desk.privacy.on
        for changes in written:
            if changes:
                # Before what was asked for, the same write ended the holds whose time was over.
                text = change_text(changes[-1], today, private=private)
                self.found.emit(say("closing.was-written", {"change": text}))
            else:
                self.found.emit(say("closing.was-not-written"))
