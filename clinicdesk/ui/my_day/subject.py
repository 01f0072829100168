"""A practitioner's own day, as the window is composed of it: its page."""

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.workspace import Page
from clinicdesk.ui.my_day.my_day_page import MyDayPage
from clinicdesk.ui.subject import Subject, WindowParts

PAGE = ActionSpec("go.my-day", "go", About.WINDOW, ("Ctrl+2",), checkable=True, icon="my-day")


def make_my_day(window: WindowParts) -> None:
    """Add the page of one practitioner's day."""
    page = MyDayPage(window.desk, window.keeper, window.settings)
    window.workspace.add_page(Page(page, PAGE.id))
    page.appointment_opened.connect(
        lambda number: window.requests.show_appointment.emit(page.shown_day, number)
    )


SUBJECT = Subject(make_my_day, page=PAGE)
