"""Documents that leave the clinic, as the window is composed of it."""

from datetime import date
from typing import TYPE_CHECKING

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.subject import Subject, WindowParts
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.ui.documents.calendar_saving import CalendarFile
    from clinicdesk.ui.documents.paper.printing import DayPrinting

MODULES = (
    "clinicdesk.ui.documents.paper.sheet_painter",
    "clinicdesk.ui.documents.paper.day_sheets",
    "clinicdesk.ui.documents.paper.printing",
)
"""What printing loads, the lowest first, so that no step of it is long."""


ACTIONS = (
    ActionSpec("clinic.print-own", "clinic", About.WINDOW, ("Ctrl+P",)),
    ActionSpec("clinic.print-day", "clinic", About.WINDOW, ("Ctrl+Shift+Q",)),
    ActionSpec("clinic.print-rooms", "clinic", About.WINDOW, ("Ctrl+Alt+R",)),
    ActionSpec("clinic.print-tomorrow", "clinic", About.WINDOW, ("Ctrl+Alt+P",)),
)


def make_documents(window: WindowParts) -> None:
    """Write calendar files, and print, for whoever asks."""
    _add_calendar_files(window)
    _add_printing(window)


def _add_printing(window: WindowParts) -> None:
    """The day that stands on screen, else today; of a practitioner whose page or column it is."""
    printing = window.later.part(lambda: _made_printing(window))
    workspace, actions = window.workspace, window.actions

    def shown_day() -> date:
        return workspace.shown_day() or window.desk.today()

    def print_own() -> None:
        own = workspace.own_day()
        assert own is not None
        printing().print_practitioner(*own)

    def no_practitioner() -> str | None:
        return None if workspace.own_day() is not None else say("paper.no-column")

    actions.connect("clinic.print-own", print_own, unless=no_practitioner)
    actions.connect("clinic.print-day", lambda: printing().print_day(shown_day()))
    actions.connect("clinic.print-rooms", lambda: printing().print_rooms(shown_day()))
    actions.connect("clinic.print-tomorrow", lambda: printing().print_next_open_day())
    window.later.load(MODULES)


def _made_printing(window: WindowParts) -> "DayPrinting":
    from clinicdesk.ui.documents.paper.printing import DayPrinting

    def tell(sentence: str) -> None:
        window.requests.tell.emit(lambda: sentence)

    return DayPrinting(window.desk, window.workspace.pages, window.actions, tell)


def _add_calendar_files(window: WindowParts) -> None:
    calendar_file = window.later.part(lambda: _made_calendar_file(window))
    window.requests.write_calendar_file.connect(
        lambda visit, tell: calendar_file().ask(visit, tell)
    )


def _made_calendar_file(window: WindowParts) -> "CalendarFile":
    # The library that writes calendar files takes long to load.
    from clinicdesk.ui.documents.calendar_saving import CalendarFile

    return CalendarFile(window.desk, window.workspace, window.settings)


SUBJECT = Subject(make_documents, ACTIONS)
