"""Prints a day for whoever asks: reads it, makes its sheets, and shows them before they go."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.context import Context
from clinicdesk.services.documents.printed_files import prints_on_letter
from clinicdesk.services.storage import Database
from clinicdesk.services.visits.reading.clinic_day import DayInfo, next_open_day, read_whole_day
from clinicdesk.services.visits.reading.own_days import read_own_days
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.documents.paper.day_sheets import (
    practitioner_sheets,
    room_sheets,
    whole_day_sheet,
)
from clinicdesk.ui.documents.paper.print_layer import PrintLayer
from clinicdesk.ui.documents.paper.sheet_painter import Printout
from clinicdesk.ui.documents.paper.week_sheet import week_sheet
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.sheet import Sheet, SheetFoot
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

    def print_week(self, day: date, practitioner: int) -> None:
        """One practitioner's week that this day lies in, on one page."""
        desk = self._desk
        first = day - timedelta(days=(day.weekday() - desk.setup.week_start) % 7)
        read = partial(_printed_week, desk.context, desk.database, desk.now(), first, practitioner)
        desk.read((self, "day"), read, partial(self._show, self._marked(str(first))))

    def print_day(self, day: date) -> None:
        """A sheet for each practitioner who is in."""
        self._print(day, practitioner_sheets)

    def print_rooms(self, day: date) -> None:
        """What goes on in each room."""
        self._print(day, room_sheets)

    def print_whole_day(self, day: date) -> None:
        """Everybody who is expected, by time."""
        self._print(day, whole_day_sheet)

    def print_sheets(self, name: str, sheets: tuple[Sheet, ...]) -> None:
        """What another subject has made, called so as a file."""
        printout = _with_foot(self._desk.setup, self._desk.now(), sheets)
        self._show(self._marked(name), printout)

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
        desk.read((self, "day"), read, partial(self._show, self._marked(str(day))))

    def _marked(self, name: str) -> str:
        return f"demo-{name}" if self._desk.setup.demo else name

    def _show(self, name: str, printout: Printout) -> None:
        self.layer.show_printout(printout, name)


def _printout(
    context: Context, database: Database, now: tuple[date, int], day: date, sheets: MakeSheets
) -> Printout:
    """What is to be printed of that day, as it is now."""
    info = read_whole_day(context, database, day)
    return _with_foot(info.setup, now, sheets(info))


def _printed_week(
    context: Context, database: Database, now: tuple[date, int], first: date, practitioner: int
) -> Printout:
    """The same of a practitioner's week."""
    days = read_own_days(context, database, practitioner, first, 7)
    with database.reading() as session:
        setup, _ = read_clinic(session)
    return _with_foot(setup, now, [week_sheet(setup, setup.resources[practitioner], days)])


def _with_foot(setup: ClinicSetup, now: tuple[date, int], sheets: Sequence[Sheet]) -> Printout:
    """With what stands at the foot: that names stand there, and when it was printed."""
    today, minute = now
    code = "paper.foot-demo" if setup.demo else "paper.foot"
    foot = SheetFoot(say(code, {"day": short_day(today), "time": minute}), _page_of)
    return Printout(tuple(sheets), foot, letter=prints_on_letter(setup))


def _page_of(page: int, pages: int) -> str:
    return say("paper.page-of", {"page": page, "pages": pages})
