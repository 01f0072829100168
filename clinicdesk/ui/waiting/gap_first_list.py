"""The waitlist's rows: whom the time given back serves above a line, the others below it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from clinicdesk.ui.kit.lined_rows import KeyedRows
from clinicdesk.ui.kit.look.theme import ThemeKeeper, grown
from clinicdesk.ui.waiting.rows import Heading, Row
from clinicdesk.wording import say

LEAST_HEIGHT = 170
"""How low the list may be made, in pixels at the usual font size."""


class GapFirstList(KeyedRows[Row | Heading]):
    """Of a gap the keyboard is at nobody before it is known whom it serves.

    Else the next key would mean whoever stands there by chance. Whoever somebody here has gone to
    stays the current one.
    """

    pointed = Signal()
    """The keyboard is at another row, has come into the list, or left it."""

    def __init__(self, keeper: ThemeKeeper) -> None:
        super().__init__(keeper, say("waiting.list"), _number_of, _is_heading)
        self.setMinimumHeight(grown(LEAST_HEIGHT))
        self._chosen = False
        """Whether somebody here, or the first whom the gap serves, has made a row the current."""
        self._showing = False
        self.currentItemChanged.connect(lambda _now, _before: self._go())
        self.focus_moved.connect(self.pointed)

    @property
    def pointed_row(self) -> Row | None:
        """The row that the keyboard is at."""
        current = self.current
        return current if isinstance(current, Row) else None

    def begin(self, *, chosen: bool = False) -> None:
        """Another gap, or another time in it: unless one is `chosen` the first is to be found."""
        self._chosen = chosen

    def show_served(self, rows: Sequence[Row | Heading], *, searching: bool) -> None:
        """Show these; `searching`: whom it serves is still being looked for."""
        self._showing = True
        self.show_rows(rows)
        if any(isinstance(row, Heading) for row in rows) and not self._chosen:
            self._lead(searching=searching)
        self._showing = False

    def _lead(self, *, searching: bool) -> None:
        rows = [row for row in self.rows if isinstance(row, Row)]
        served = next((row for row in rows if row.in_gap), None)
        first = served or next(iter(rows), None)
        self._chosen = served is not None or not searching
        if self._chosen and first is not None:
            self.point_at(_number_of(first))
        else:
            self.setCurrentRow(-1)

    def _go(self) -> None:
        if not self._showing:
            self._chosen = True
            self.pointed.emit()


def _number_of(row: Row | Heading) -> int | str:
    """The entry's number; what a heading says."""
    return row.entry.number if isinstance(row, Row) else row.spoken


def _is_heading(row: Row | Heading) -> bool:
    return isinstance(row, Heading)
