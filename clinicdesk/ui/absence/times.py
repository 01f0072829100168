"""From when until when somebody is away, and how far others may be moved because of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.services.visits.reading.clinic_day import Column, DayInfo
from clinicdesk.ui.kit.entry.fields import Choice, ParsedField, no_time, time_in_words
from clinicdesk.ui.kit.labels import column, label, line
from clinicdesk.wording import say, time_text

LIMITS = (30, 60, 120, 240, MIDNIGHT)
"""By so many minutes, at most, somebody may be moved; the last is as far as there is room."""

USUAL_LIMIT = 120
"""What every start of the program begins with."""


def usual_absence(day: DayInfo, column: Column, now: int | None) -> tuple[int, int]:
    """The minutes after midnight that an absence is first taken to last: all the rest of the day.

    From now, or from the resource's first hours, until its last hours or appointment end. `now`
    is the present minute where the day is today.
    """
    hours = [*column.free, *column.away] or list(day.opening) or [(0, MIDNIGHT)]
    taken = [
        (item.start, item.end)
        for item in day.appointments
        if item.busy and column.resource.id in item.resources
    ]
    start = min(begin for begin, _ in [*hours, *taken])
    end = max(end for _, end in [*hours, *taken])
    start = start if now is None else max(start, now)
    return start, end if start < end else MIDNIGHT


class AbsenceTimes(QWidget):
    """Two times, read as people type them, and the limit of how far anybody is moved."""

    asked = Signal()
    """Enter, and both are understood."""
    list_wanted = Signal()
    """Down: on to the list below."""
    limited = Signal()
    """Somebody has chosen another limit."""

    def __init__(self) -> None:
        super().__init__()
        hint = say("absence.time-hint")
        self.start = ParsedField(say("absence.from"), hint, _read)
        self.end = ParsedField(say("absence.until"), hint, _read)
        for each in (self.start, self.end):
            each.edit.returnPressed.connect(self._confirm)
        self.limit = _Limit()
        self.limit.setAccessibleName(say("absence.limit"))
        self.limit.setMinimumHeight(30)
        for minutes in LIMITS:
            any_ = minutes == MIDNIGHT
            text = say("absence.any-limit") if any_ else say("absence.minutes", {"count": minutes})
            self.limit.addItem(text, minutes)
        self.limit.setToolTip(say("absence.limit-kept"))
        self.limit.setCurrentIndex(LIMITS.index(USUAL_LIMIT))
        # Not `activated`: a key that leads to the choice that stands there is none.
        self.limit.currentIndexChanged.connect(lambda _index: self.limited.emit())
        caption = label(say("absence.limit"), "muted", wraps=True)
        caption.setBuddy(self.limit)
        limit = line(caption, self.limit)
        limit.setStretch(0, 1)
        self.setFocusProxy(self.start)
        self.setLayout(column(line(self.start, self.end), limit))

    def show_span(self, start: int, end: int) -> None:
        """Begin with these minutes after midnight."""
        self.start.edit.setText(time_text(start))
        self.end.edit.setText(time_text(end))

    @property
    def furthest(self) -> int:
        """By how many minutes anybody may be moved."""
        return LIMITS[self.limit.currentIndex()]

    @property
    def span(self) -> tuple[int, int] | None:
        """The minutes after midnight; None while a time is not understood."""
        start, end = self.start.value, self.end.value
        if not isinstance(start, int) or not isinstance(end, int):
            return None
        # Until midnight is the day's end.
        return start, end or MIDNIGHT

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The fields have no use for Down."""
        if event.key() == Qt.Key.Key_Down:
            self.list_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _confirm(self) -> None:
        for each in (self.start, self.end):
            if each.complain() or not each.text:
                each.edit.setFocus()
                return
        self.asked.emit()


class _Limit(Choice):
    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the panel, also where this lies under the mouse."""
        event.ignore()


def _read(text: str) -> tuple[object, str]:
    minute = time_in_words(text)
    return (None, no_time(text)) if minute is None else (minute, "")
