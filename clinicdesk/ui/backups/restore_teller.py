"""Says once that another desk has put a backup in the clinic's place."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject

from clinicdesk.services.backups.restored_elsewhere import RestoredElsewhere, restored_elsewhere
from clinicdesk.services.backups.taking_turns import journal_number
from clinicdesk.services.journal.changes import Changed
from clinicdesk.ui.backups.texts import moment_text, zone
from clinicdesk.ui.desk import Desk
from clinicdesk.wording import say


class RestoreTeller(QObject):
    """Knows how far the journal went before: the restored clinic does not say what it lost."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._seen = 0
        desk.read((self, "seen"), partial(journal_number, desk.database), self._note, _say_nothing)
        desk.changed.connect(self._look)

    def _note(self, number: int) -> None:
        self._seen = max(self._seen, number)

    def _look(self, change: Changed) -> None:
        seen, self._seen = self._seen, change.number
        if not change.everything:
            return
        desk = self._desk
        read = partial(restored_elsewhere, desk.context, desk.database, change.number, seen)
        # Of each restore by itself: none takes another's place.
        desk.read((self, change.number), read, self._tell, _say_nothing)

    def _tell(self, told: RestoredElsewhere | None) -> None:
        if told is None:
            return
        if told.made_at is None:
            said = say("backups.elsewhere-file", {"count": told.lost})
        else:
            moment = datetime.fromtimestamp(told.made_at, zone(self._desk))
            when = moment_text(self._desk, moment)
            said = say("backups.elsewhere", {"when": when, "count": told.lost})
        self._desk.refused.emit(said)


def _say_nothing(_refusal: object) -> None:
    """The window says by itself what is wrong with the clinic's file."""
