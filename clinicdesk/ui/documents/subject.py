"""Documents that leave the clinic, as the window is composed of it."""

from typing import TYPE_CHECKING

from clinicdesk.ui.subject import Subject, WindowParts

if TYPE_CHECKING:
    from clinicdesk.ui.documents.calendar_saving import CalendarFile


def make_documents(window: WindowParts) -> None:
    """Write calendar files for whoever asks."""
    calendar_file = window.later.part(lambda: _made_calendar_file(window))
    window.requests.write_calendar_file.connect(
        lambda visit, tell: calendar_file().ask(visit, tell)
    )


def _made_calendar_file(window: WindowParts) -> "CalendarFile":
    # The library that writes calendar files takes long to load.
    from clinicdesk.ui.documents.calendar_saving import CalendarFile

    return CalendarFile(window.desk, window.workspace, window.settings)


SUBJECT = Subject(make_documents)
