"""The rows of the call list on screen."""

from collections.abc import Sequence

from clinicdesk.ui.contacts.rows import Row
from clinicdesk.ui.kit.lined_rows import KeyedRows
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say


class CallRows(KeyedRows[Row]):
    """One row for each visit. It moves between rows only: what is done with one is the panel's."""

    def __init__(self, keeper: ThemeKeeper) -> None:
        super().__init__(keeper, say("contacts.list"))

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these; the keyboard stays at the same visit, else it goes to what stands there."""
        if list(rows) == self.rows:
            return
        before, place = self.current, max(self.currentRow(), 0)
        self.replace_rows(rows)
        if before is None or not self.point_at(before.visit):
            self.setCurrentRow(min(place, len(rows) - 1))

    def point_at(self, visit: int) -> bool:
        """Go to the row of that visit; whether there is one."""
        place = next((n for n, row in enumerate(self.rows) if row.visit == visit), None)
        if place is not None:
            self.setCurrentRow(place)
        return place is not None

    def go_on(self) -> None:
        """Go to the next row; from the last one to the one before it."""
        place = self.currentRow()
        self.setCurrentRow(place + 1 if place + 1 < self.count() else max(place - 1, 0))
