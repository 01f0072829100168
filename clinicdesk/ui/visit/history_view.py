"""What became of a visit, newest first: what, who, where, and when by the clinic's clock."""

from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QFrame, QWidget

from clinicdesk.services.journal.history import Happening, visit_history
from clinicdesk.ui.booking.labels import clear, column, fill, label
from clinicdesk.ui.desk import Desk
from clinicdesk.wording import say
from clinicdesk.wording.calendar import short_day


class HistoryView(QFrame):
    """Sentences of the journal."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("part", "history")
        self.setAccessibleName(say("history.title"))
        self._entries = column(spacing=8)
        fill(self, column(label(say("history.title"), bold=True), self._entries), 0, 4, 0, 4)
        self.hide()

    def show_visit(self, visit: int) -> None:
        """Read and show it."""
        clear(self._entries)
        zone = self._desk.availability.book().zone
        happenings = visit_history(self._desk.database, visit)
        for happening in happenings:
            what = label(_what(happening), wraps=True)
            who = label(self._who(happening, zone), "muted", size="small", wraps=True)
            self._entries.addLayout(column(what, who, spacing=1))
        if not happenings:
            self._entries.addWidget(label(say("history.none"), "muted", wraps=True))

    def _who(self, happening: Happening, zone: ZoneInfo) -> str:
        at = happening.at.astimezone(zone)
        today, _ = self._desk.context.wall_clock(zone)
        return say(
            "history.entry",
            {
                "day": short_day(at.date(), today),
                "time": at.hour * 60 + at.minute,
                "actor": happening.actor,
                "workstation": happening.workstation,
            },
        )


def _what(happening: Happening) -> str:
    """The change as a sentence; one that was taken back, or made again, says so."""
    text = say(happening.code, happening.params)
    if happening.kind == "undo":
        return say("history.undone", {"change": text})
    if happening.kind == "redo":
        return say("history.redone", {"change": text})
    return text[:1].upper() + text[1:]
