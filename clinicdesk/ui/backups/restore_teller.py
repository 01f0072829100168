"""Says once that another desk has put a backup in the clinic's place."""

import contextlib
from datetime import datetime

from PySide6.QtCore import QObject

from clinicdesk.services.backups.restored_elsewhere import restored_elsewhere
from clinicdesk.services.backups.taking_turns import journal_number
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.storage import REFUSALS
from clinicdesk.ui.backups.texts import moment_text, zone
from clinicdesk.ui.desk import Desk
from clinicdesk.wording import say


class RestoreTeller(QObject):
    """Knows how far the journal went before: the restored clinic does not say what it lost."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._seen = 0
        with contextlib.suppress(*REFUSALS):
            self._seen = journal_number(desk.database)
        desk.changed.connect(self._look)

    def _look(self, change: Changed) -> None:
        seen, self._seen = self._seen, change.number
        if not change.everything:
            return
        desk = self._desk
        with contextlib.suppress(*REFUSALS):
            told = restored_elsewhere(desk.context, desk.database, change.number, seen)
            if told is None:
                return
            if told.made_at is None:
                said = say("backups.elsewhere-file", {"count": told.lost})
            else:
                when = moment_text(desk, datetime.fromtimestamp(told.made_at, zone(desk)))
                said = say("backups.elsewhere", {"when": when, "count": told.lost})
            desk.refused.emit(said)
