"""The history of a visit, newest first: what, who, where, and when by the clinic's clock."""

from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QFrame, QWidget

from clinicdesk.services.journal.history import HistoryEntry, visit_history
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.change_text import entry_text
from clinicdesk.ui.kit.labels import clear, column, fill, label
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import short_day


class HistoryView(QFrame):
    """The journal's entries about the visit, as sentences."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._visit: int | None = None
        self.setProperty("part", "history")
        self.setAccessibleName(say("history.title"))
        self._entries = column(spacing=8)
        fill(self, column(label(say("history.title"), bold=True), self._entries), 0, 4, 0, 4)
        self.hide()
        desk.privacy.changed.connect(self._update_names)

    def _update_names(self) -> None:
        if self._visit is not None:
            self.show_visit(self._visit)

    def show_visit(self, visit: int) -> None:
        """Read and show it."""
        self._visit = visit
        clear(self._entries)
        zone = self._desk.availability.setup().zone
        happenings = visit_history(self._desk.database, visit)
        for happening in happenings:
            said = entry_text(happening, self._desk.today(), private=self._desk.privacy.on)
            what = label(said, wraps=True)
            who = label(self._who(happening, zone), "muted", size="small", wraps=True)
            self._entries.addLayout(column(what, who, spacing=1))
        if not happenings:
            self._entries.addWidget(label(say("history.none"), "muted", wraps=True))

    def _who(self, happening: HistoryEntry, zone: ZoneInfo) -> str:
        at = happening.at.astimezone(zone)
        today = self._desk.today()
        return say(
            "history.entry",
            {
                "day": short_day(at.date(), today),
                "time": at.hour * 60 + at.minute,
                "actor": happening.actor,
                "workstation": happening.workstation,
            },
        )
