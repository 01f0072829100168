"""What one subject asks of another, by what it wants: whoever can do it listens."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class WantedVisit:
    """What a booking is to begin with: a template or a visit type, a practitioner, by numbers."""

    template: int | None = None
    visit_type: int | None = None
    practitioner: int | None = None
    first: date | None = None
    """The day from which it is looked for; None for today."""


class Requests(QObject):
    """One for each window. A subject emits what it wants, and connects what it can do."""

    show_day = Signal(object)
    """Bring the clinic's day to the front: that `date`, or with None the one that it shows."""
    show_appointment = Signal(object, int)
    """Bring the clinic's day of that `date` to the front, and open that appointment there."""
    focus_appointment = Signal(object, int)
    """Put the keyboard on that appointment, if the clinic's day shows that `date`."""
    focus_visit = Signal(int)
    """Put the keyboard on the first step of that visit, if it stands in the day that is shown."""
    show_option = Signal(object)
    """Show this `Option` in the clinic's day; with None show none any more."""
    open_visit = Signal(int, int)
    """Open that visit at the side, with that appointment of it chosen."""
    follow_to = Signal(int, int)
    """The keyboard has gone to an appointment of that visit: an opened visit goes along."""
    open_patient = Signal(object)
    """Open the page of the patient of that number, or with None ask for one."""
    book_visit = Signal(object)
    """Begin a booking: for the patient of that number, or with None for one still to be named."""
    book_wanted = Signal(object)
    """Begin a booking of that `WantedVisit`, for a patient who is still to be named."""
    move_visit = Signal(object)
    """Find another time for that `VisitInfo`."""
    book_again = Signal(object)
    """Begin a booking of the same as that `VisitInfo`, for its patient."""
    book_follow_up = Signal(object, object)
    """Begin a booking of what follows that `AppointmentInfo` of that `VisitInfo`."""
    confirm_visits = Signal(object)
    """Show whose visits are to be confirmed of that `date`, with None of the next open day."""
    show_lost_visits = Signal()
    """Show whose visits cannot take place as they are booked."""
    write_calendar_file = Signal(int, str, object)
    """Write that visit's calendar file in that form, the last one chosen if none; the callable is
    given what became of it, a sentence."""
    write_coming_visits = Signal(int, object)
    """Write one calendar file of all that is to come of the patient of that number; likewise."""
    message = Signal(int, str)
    """Of the message about that visit: "look" at it, "send" it, "draft" or "email" it (whichever
    the clinic does), or copy its "text"."""
    print_sheets = Signal(str, object)
    """Show these to be printed, a tuple of `Sheet`s; the string is what a file of it is called."""
    show_itinerary = Signal(int)
    """Show the page that the patient of that visit is given, to be printed or kept."""
    set_up_people = Signal()
    """Bring the set-up to the front, at who works in the clinic."""
    open_clinic = Signal(str)
    """Go on with the clinic of that path; of a backup or a clinic file one is made first."""
    new_clinic = Signal()
    """Ask for what a new clinic is made of."""
    open_demo = Signal()
    """Go on with the demo clinic, which is made where there is none."""
    remove_demo = Signal()
    """Leave the demo clinic, and take it away."""
    leave_identity = Signal(object)
    """A panel names the patient of that number, None for nobody: no other place names anybody."""
    uncover_page = Signal()
    """Something moves on the page: what lies over it for some seconds goes."""
    tell = Signal(object)
    """Say for some seconds what this callable gives, and anew once names are hidden or shown."""
    say_quietly = Signal(str, str)
    """Show of a topic this line at the edge as long as it is so; empty: it is so no more."""
