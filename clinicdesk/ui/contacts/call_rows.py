"""The rows of the call list on screen."""

from clinicdesk.ui.contacts.rows import Row
from clinicdesk.ui.kit.lined_rows import KeyedRows
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say


class CallRows(KeyedRows[Row]):
    """One row for each visit. It moves between rows only: what is done with one is the panel's."""

    def __init__(self, keeper: ThemeKeeper) -> None:
        super().__init__(keeper, say("contacts.list"), lambda row: row.visit)

    def go_on(self) -> None:
        """Go to the next row; from the last one to the one before it."""
        place = self.currentRow()
        self.setCurrentRow(place + 1 if place + 1 < self.count() else max(place - 1, 0))
