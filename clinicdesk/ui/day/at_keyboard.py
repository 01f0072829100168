"""The appointment at the keyboard: the strip says whose it is, and keys act on just that one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Signal

from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo
from clinicdesk.ui.day.grid.day_grid import DayGrid
from clinicdesk.ui.day.identity_strip import IdentityStrip
from clinicdesk.ui.day.layout.arrangement import Place
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.selection import NoSelection, SelectedAppointment, Selection
from clinicdesk.wording import say


class AtKeyboard(QObject):
    """Knows whether somebody has gone to the appointment, or it came there by itself."""

    reached = Signal(int)
    """Somebody went to an appointment, by its number."""

    def __init__(
        self,
        desk: Desk,
        grid: DayGrid,
        actions: Actions,
        appointments: Callable[[], tuple[AppointmentInfo, ...]],
    ) -> None:
        super().__init__(grid)
        self._desk, self._grid, self._actions = desk, grid, actions
        self._appointments = appointments
        self.strip = IdentityStrip()
        self._came_by_itself = self._laying_out = self._dragging = False
        self._elsewhere: int | None = None
        """The patient whom a panel names at the side."""
        grid.place_changed.connect(self._on_place)

    @property
    def appointment(self) -> AppointmentInfo | None:
        """The appointment, whoever brought it here."""
        place = self._grid.place
        return None if place is None else place.appointment

    def selection(self) -> Selection:
        """The appointment with its visit, if somebody has gone to it."""
        item = self.appointment
        if item is None:
            return NoSelection(say("strip.nobody"))
        if self._came_by_itself:
            return NoSelection(say("strip.changed"))
        steps = tuple(other for other in self._appointments() if other.visit == item.visit)
        visit = VisitInfo(item.visit, item.patient, None, steps, version=item.visit_version)
        return SelectedAppointment(visit, item)

    def nothing_there(self) -> str | None:
        """Why nothing can be opened; None if there is an appointment."""
        return None if self.appointment else say("strip.nobody")

    def leave_identity_to(self, patient: int | None) -> None:
        """A panel names this patient: there is one identity on screen."""
        if patient != self._elsewhere:
            self._elsewhere = patient
            self.show()

    def show_dragged(self, dragging: bool) -> None:
        """What is dragged is named on the strip whatever panel stands at the side."""
        self._dragging = dragging
        self.show()

    def gone_to(self) -> None:
        """Somebody went to another day, and so to the appointment under the keyboard there."""
        self._on_place(self._grid.place)

    @contextmanager
    def laid_out_anew(self) -> Iterator[None]:
        """Inside, the day is laid out: the keyboard's place changes, but nobody goes anywhere."""
        self._laying_out = True
        yield
        self._laying_out = False

    @contextmanager
    def changed_by_news(self) -> Iterator[None]:
        """Inside, others' changes are shown: what comes under the keyboard came by itself."""
        before = self.appointment
        yield
        now = self.appointment
        if now is not None and (before is None or now.number != before.number):
            self._came_by_itself = True
            self.show()

    def show(self) -> None:
        """Say whose appointment it is, and turn on what can be done to it."""
        place, item = self._grid.place, self.appointment
        if place is None or item is None:
            self.strip.show_nobody(say("strip.nobody"))
        elif self._elsewhere is not None and not self._dragging:
            same = item.patient is not None and item.patient.number == self._elsewhere
            self.strip.show_nobody(say("strip.elsewhere" if same else "strip.somebody-else"))
        else:
            today = self._desk.today()
            self.strip.show_place(
                place, today, private=self._desk.privacy.on, changed_under=self._came_by_itself
            )
        self._actions.refresh()

    def _on_place(self, _place: Place | None) -> None:
        if self._laying_out:
            return
        self._came_by_itself = False
        self.show()
        if self.appointment is not None:
            self.reached.emit(self.appointment.number)
