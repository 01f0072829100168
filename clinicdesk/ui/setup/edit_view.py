"""What an edit would do, kept in step with the work on it: looked at, repaired, saved."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.services.setup.absences import AbsenceChange
from clinicdesk.services.setup.broken_visits import BrokenVisit
from clinicdesk.services.setup.entries import Edit
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.setup.absence_text import changed_absence
from clinicdesk.ui.setup.changed_fields import changed_fields
from clinicdesk.ui.setup.edit_work import EditWork
from clinicdesk.ui.setup.preview_view import PreviewView
from clinicdesk.wording import say


class EditView(PreviewView):
    """While something is looked at or saved the keyboard of its page is kept here."""

    visit_wanted = Signal(object, int)
    """The day and the number of an appointment that the edit would disturb."""
    turned = Signal()
    """It is looked at, was looked at, or is saved: other buttons can be pressed."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__()
        self._desk, self._page = desk, page
        self.work = EditWork(desk)
        self.form: QWidget | None = None
        """What is typed in: it keeps the keyboard while that is only looked at."""
        self.save_wanted.connect(lambda: self.work.save(self.mending.mending))
        self.mending.visit_wanted.connect(self._open_visit)
        self.mending.colleague_wanted.connect(self.work.hand_over)
        self.mending.longer_wanted.connect(self.work.look_longer)
        self.work.begun.connect(self._wait)
        self.work.previewed.connect(self._show_looked_at)
        self.work.repaired.connect(self._show_repairs)
        self.work.changed_since.connect(self.notice.say)
        desk.privacy.changed.connect(self.show_again)

    def show_again(self) -> None:
        """What is known of the edit, as it was shown already; names perhaps hidden by now."""
        if self.work.preview is not None:
            edit, private = self.work.edit, self._desk.privacy.on
            fields = changed_fields(edit) if isinstance(edit, Edit) else ""
            if isinstance(edit, AbsenceChange):
                fields = changed_absence(edit)
            self.show_preview(self.work.preview, self._desk.setup, private=private, fields=fields)

    def stand_again(self) -> None:
        """It was not saved: what is known of it stands there as it did."""
        self.clear()
        self.turned.emit()
        self.show_again()
        self._show_repairs()

    def _wait(self) -> None:
        writing = self.work.writing
        self.hold_keyboard(self._page, None if writing else self.form)
        self.clear(say("set-up.saving" if writing else "set-up.looking"), waits=True)
        self.turned.emit()

    def _show_looked_at(self, again: bool) -> None:
        self.mending.offer_colleagues(self.work.colleagues)
        self.show_again()
        self.turned.emit()
        self.lead_on(again=again)

    def _show_repairs(self) -> None:
        self.mending.show_repairs(self.work.repairs)

    def _open_visit(self, broken: BrokenVisit) -> None:
        self.visit_wanted.emit(broken.appointment.day, broken.appointment.number)
