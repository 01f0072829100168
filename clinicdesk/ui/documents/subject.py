"""Documents that leave the clinic, as the window is composed of it."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.subject import Subject, WindowParts
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.ui.documents.calendar_saving import CalendarFile
    from clinicdesk.ui.documents.itinerary.itinerary_printing import ItineraryPrinting
    from clinicdesk.ui.documents.own_calendar.kept_calendars import KeptCalendars
    from clinicdesk.ui.documents.own_calendar.saved_calendars import SavedCalendars
    from clinicdesk.ui.documents.paper.printing import DayPrinting

MODULES = (
    "clinicdesk.ui.documents.paper.sheet_painter",
    "clinicdesk.ui.documents.paper.day_sheets",
    "clinicdesk.ui.documents.paper.printing",
    "clinicdesk.services.documents.itinerary_export",
    "clinicdesk.ui.documents.itinerary.itinerary_printing",
)
"""What printing loads, the lowest first, so that no step of it is long."""


ACTIONS = (
    ActionSpec("clinic.print-own", "clinic", About.WINDOW, ("Ctrl+P",)),
    ActionSpec("clinic.print-week", "clinic", About.WINDOW, ("Ctrl+Alt+W",)),
    ActionSpec("clinic.print-day", "clinic", About.WINDOW, ("Ctrl+Shift+Q",)),
    ActionSpec("clinic.print-whole-day", "clinic", About.WINDOW, ("Ctrl+Alt+Q",)),
    ActionSpec("clinic.print-rooms", "clinic", About.WINDOW, ("Ctrl+Alt+R",)),
    ActionSpec("clinic.print-calls", "clinic", About.WINDOW, ("Ctrl+Alt+N",)),
    ActionSpec("clinic.print-tomorrow", "clinic", About.WINDOW, ("Ctrl+Alt+P",)),
    ActionSpec("clinic.own-calendar", "clinic", About.WINDOW, ("Ctrl+Alt+I",)),
    ActionSpec("clinic.keep-calendar", "clinic", About.WINDOW, ("Ctrl+Alt+K",)),
    ActionSpec("clinic.stop-calendar", "clinic", About.WINDOW),
    ActionSpec("clinic.day-calendar", "clinic", About.WINDOW, ("Ctrl+Alt+J",)),
)


def make_documents(window: WindowParts) -> None:
    """Write calendar files, show itineraries, and print, for whoever asks."""
    _add_calendar_files(window)
    _add_own_calendars(window)
    itineraries = window.later.part(lambda: _made_itineraries(window))
    window.requests.show_itinerary.connect(lambda visit: itineraries().show_visit(visit))
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

    def print_week() -> None:
        own = workspace.own_day()
        assert own is not None
        printing().print_week(*own)

    def no_practitioner() -> str | None:
        return None if workspace.own_day() is not None else say("paper.no-column")

    actions.connect("clinic.print-own", print_own, unless=no_practitioner)
    actions.connect("clinic.print-week", print_week, unless=no_practitioner)
    actions.connect("clinic.print-day", lambda: printing().print_day(shown_day()))
    actions.connect("clinic.print-whole-day", lambda: printing().print_whole_day(shown_day()))
    window.requests.print_sheets.connect(lambda name, sheets: printing().print_sheets(name, sheets))
    actions.connect("clinic.print-rooms", lambda: printing().print_rooms(shown_day()))
    actions.connect("clinic.print-tomorrow", lambda: printing().print_next_open_day())
    window.later.load(MODULES)


def _made_printing(window: WindowParts) -> "DayPrinting":
    from clinicdesk.ui.documents.paper.printing import DayPrinting

    def tell(sentence: str) -> None:
        window.requests.tell.emit(lambda: sentence)

    return DayPrinting(window.desk, window.workspace.pages, window.actions, tell)


def _made_itineraries(window: WindowParts) -> "ItineraryPrinting":
    from clinicdesk.ui.documents.itinerary.itinerary_printing import ItineraryPrinting

    return ItineraryPrinting(window.desk, window.workspace.pages, window.actions)


def _add_calendar_files(window: WindowParts) -> None:
    calendar_file = window.later.part(lambda: _made_calendar_file(window))
    window.requests.write_calendar_file.connect(
        lambda visit, form, tell: calendar_file().ask(visit, tell, form)
    )
    window.requests.write_coming_visits.connect(
        lambda patient, tell: calendar_file().ask_coming(patient, tell)
    )


def _made_calendar_file(window: WindowParts) -> "CalendarFile":
    # The library that writes calendar files takes long to load.
    from clinicdesk.ui.documents.calendar_saving import CalendarFile

    return CalendarFile(window.desk, window.workspace, window.settings)


def _add_own_calendars(window: WindowParts) -> None:
    """Of the practitioner whose page or column it is; those that are kept are so from the start."""
    saved = window.later.part(lambda: _made_saved_calendars(window))
    kept = window.later.part(lambda: _made_kept_calendars(window))
    workspace, actions = window.workspace, window.actions

    def practitioner() -> int:
        own = workspace.own_day()
        assert own is not None
        return own[1]

    def nobody() -> str | None:
        return None if workspace.own_day() is not None else say("paper.no-column")

    def not_kept() -> str | None:
        if (why := nobody()) is not None:
            return why
        made = kept.made
        there = made is not None and made.folder(practitioner())
        return None if there else say("own-calendar.not-kept")

    def save() -> None:
        own = workspace.own_day()
        assert own is not None
        saved().save_practitioner(*own)

    def save_day() -> None:
        saved().save_day(workspace.shown_day() or window.desk.today())

    actions.connect("clinic.own-calendar", save, unless=nobody)
    actions.connect("clinic.day-calendar", save_day)
    actions.connect(
        "clinic.keep-calendar", lambda: kept().ask_folder(practitioner()), unless=nobody
    )
    actions.connect("clinic.stop-calendar", lambda: kept().stop(practitioner()), unless=not_kept)
    window.later.add(kept)


def _made_saved_calendars(window: WindowParts) -> "SavedCalendars":
    from clinicdesk.ui.documents.own_calendar.saved_calendars import SavedCalendars

    def tell(sentence: str) -> None:
        window.requests.tell.emit(lambda: sentence)

    return SavedCalendars(window.desk, window.workspace, window.settings, tell)


def _made_kept_calendars(window: WindowParts) -> "KeptCalendars":
    from clinicdesk.ui.documents.own_calendar.kept_calendars import KeptCalendars

    kept = KeptCalendars(window.desk, window.workspace, window.settings)
    kept.says.connect(partial(window.requests.say_quietly.emit, "kept-calendar"))

    def tell(sentence: str) -> None:
        window.requests.tell.emit(lambda: sentence)
        window.actions.refresh()

    kept.told.connect(tell)
    return kept


SUBJECT = Subject(make_documents, ACTIONS)
