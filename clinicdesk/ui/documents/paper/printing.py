"""Prints a day for whoever asks: reads it, makes its sheets, and shows them before they go."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from clinicdesk.services.context import Context
from clinicdesk.services.documents.printed_files import prints_on_letter
from clinicdesk.services.storage import Database
from clinicdesk.services.visits.reading.clinic_day import DayInfo, next_open_day, read_whole_day
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.documents.paper.day_sheets import practitioner_sheets, room_sheets
from clinicdesk.ui.documents.paper.print_layer import PrintLayer
from clinicdesk.ui.documents.paper.sheet import Sheet, SheetFoot
from clinicdesk.ui.documents.paper.sheet_painter import Printout
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import short_day

MakeSheets = Callable[[DayInfo], list[Sheet]]


class DayPrinting(QObject):
    """One for each window."""

    def __init__(
        self, desk: Desk, below: QWidget, actions: Actions, tell: Callable[[str], object]
    ) -> None:
        super().__init__(below)
        self._desk, self._tell = desk, tell
        self.layer = PrintLayer(below, desk, actions)

    def print_practitioner(self, day: date, practitioner: int) -> None:
        """One practitioner's sheet of that day."""
        self._print(day, partial(practitioner_sheets, only=practitioner))

    def print_day(self, day: date) -> None:
        """A sheet for each practitioner who is in."""
        self._print(day, practitioner_sheets)

    def print_rooms(self, day: date) -> None:
        """What goes on in each room."""
        self._print(day, room_sheets)

    def print_next_open_day(self) -> None:
        """The next day on which the clinic is open: tomorrow's, before the desk goes home."""
        desk, today = self._desk, self._desk.today()
        desk.read((self, "next"), partial(next_open_day, desk.database, today), self._print_it)

    def _print_it(self, day: date | None) -> None:
        if day is None:
            self._tell(say("paper.no-open-day"))
        else:
            self.print_day(day)

    def _print(self, day: date, sheets: MakeSheets) -> None:
        desk = self._desk
        read = partial(_printout, desk.context, desk.database, desk.now(), day, sheets)
        name = f"{'demo-' if desk.setup.demo else ''}{day}"
        desk.read((self, "day"), read, partial(self._show, name))

    def _show(self, name: str, printout: Printout) -> None:
        self.layer.show_printout(printout, name)


def _printout(
    context: Context, database: Database, now: tuple[date, int], day: date, sheets: MakeSheets
) -> Printout:
    """What is to be printed of that day, as it is now."""
    info = read_whole_day(context, database, day)
    today, minute = now
    code = "paper.foot-demo" if info.setup.demo else "paper.foot"
    foot = SheetFoot(say(code, {"day": short_day(today), "time": minute}), _page_of)
    return Printout(tuple(sheets(info)), foot, letter=prints_on_letter(info.setup))


def _page_of(page: int, pages: int) -> str:
    return say("paper.page-of", {"page": page, "pages": pages})
