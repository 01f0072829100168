"""Documents that leave the clinic, as the window is composed of it."""

from clinicdesk.ui.documents.calendar_saving import CalendarFile
from clinicdesk.ui.subject import Subject, WindowParts


def make_documents(window: WindowParts) -> None:
    """Write calendar files for whoever asks."""
    calendar_file = CalendarFile(window.desk, window.workspace, window.settings)
    window.requests.write_calendar_file.connect(calendar_file.ask)


SUBJECT = Subject(make_documents)
