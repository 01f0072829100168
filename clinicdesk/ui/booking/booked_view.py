"""What was booked, to be read out: when to come, each step's time, who and where."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.numbers import visit_number
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.services.visits.reading.arrival import read_with_arrival
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo
from clinicdesk.ui.booking.form.step_list import TintedRow
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.labels import button, clear, column, fill, label, line
from clinicdesk.ui.kit.look.colors import step_color
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.people.naming import place_name, who_with
from clinicdesk.ui.kit.selection import SelectedAppointment
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import short_day


class BookedView(QWidget):
    """The visit as it was written, and what can be done next."""

    known = Signal()
    """What stands here as `shown` has become otherwise."""
    itinerary_wanted = Signal(int)
    """The number of the visit whose page somebody asks for."""
    export_wanted = Signal()
    message_wanted = Signal(int, str)
    """The visit, and that its message is to be looked at: see `Requests.message`."""
    another_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._desk, self._keeper = desk, keeper
        self.visit: int | None = None
        """The number of the visit that was booked last."""
        self.shown: SelectedAppointment | None = None
        """It as it stands here, by its first step; None while that is not known, or none is."""
        self._code = "booked.title"
        self._title = label(size="large", bold=True, wraps=True)
        self._when = label(bold=True, wraps=True)
        self._arrive = label(part="accent", bold=True, wraps=True)
        self._steps = column(spacing=4)
        self._bring = label(part="muted", wraps=True)
        self.notice = label(part="muted", wraps=True)
        self.itinerary = button(say("booked.itinerary"), self._want_itinerary)
        self.export = button(say("booked.export"), self.export_wanted.emit)
        self.message = button(say("booked.message"), self._look_at_message)
        self.another = button(say("booked.another"), self.another_wanted.emit)
        self.close_panel = button(say("booked.close"), self.close_wanted.emit, part="primary")
        tick = QFrame()
        tick.setProperty("part", "done")
        fill(tick, column(self._title, self._when, self._arrive, spacing=4), 14, 12, 14, 12)
        given = line(self.itinerary, self.export)
        buttons = column(self.close_panel, self.message, given, self.another, spacing=6)
        self.setLayout(column(tick, self._steps, self._bring, buttons, self.notice, spacing=12))
        self.setFocusProxy(self.close_panel)

    def begin(self, visit: int, title: str = "booked.title") -> None:
        """It is booked, added to a visit, or moved, as the code of its `title` says.

        That is all that is known of it yet.
        """
        self.visit, self._code, self.shown = visit, title, None
        self._show_title("\N{CHECK MARK}", title)
        self.notice.setText("")
        clear(self._steps)
        for unknown in (self._when, self._arrive, self._bring):
            unknown.hide()
        self.itinerary.show()
        self.export.show()
        self.message.show()

    def _look_at_message(self) -> None:
        if self.visit is not None:
            self.message_wanted.emit(self.visit, "look")

    def _want_itinerary(self) -> None:
        if self.visit is not None:
            self.itinerary_wanted.emit(self.visit)

    def reread(self) -> None:
        """Show the visit as it is: it may be undone, or moved, while it is read out."""
        visit, database = self.visit, self._desk.database
        assert visit is not None
        self._desk.read(
            (self, "visit"),
            lambda: read_with_arrival(database, visit),
            self._show,
            lambda refusal: self._show_missing(visit, refusal),
        )

    def _show_missing(self, visit: int, refusal: Refused | DatabaseRefused) -> None:
        if not isinstance(refusal, NotFound):
            self._desk.could_not_read(say(refusal.code, refusal.params))
        elif visit == self.visit:
            # A backup was put in the clinic's place, which does not have it.
            self._show_gone()

    def _show(self, found: tuple[VisitInfo, int | None]) -> None:
        info, arrive = found
        if info.number != self.visit:
            return
        steps = sorted((step for step in info.steps if step.busy), key=lambda step: step.start)
        if steps:
            self.shown = SelectedAppointment(info, steps[0])
            self._show_steps(steps, arrive)
            self.known.emit()
        else:
            self._show_gone()

    def _show_steps(self, steps: Sequence[AppointmentInfo], arrive: int | None) -> None:
        setup = self._desk.setup
        self._show_title("\N{CHECK MARK}", self._code)
        span = say("option.span", {"start": steps[0].start, "end": max(s.end for s in steps)})
        self._when.setText(f"{short_day(steps[0].day, self._desk.today())}   {span}")
        at_home = arrive is None
        code = "booked.from-home" if at_home else "booked.arrive"
        self._arrive.setText(say(code, {} if at_home else {"time": arrive}))
        self.notice.setText("")
        for optional in (self._when, self._arrive, self.itinerary, self.export, self.message):
            optional.show()
        clear(self._steps)
        for step in steps:
            self._steps.addWidget(self._row(setup, step))
        kinds = [setup.visit_types.get(step.visit_type_id or 0) for step in steps]
        said = [kind.instructions for kind in kinds if kind is not None]
        self._bring.setText("\n".join(dict.fromkeys(text for text in said if text)))
        self._bring.setVisible(bool(self._bring.text()))

    def _show_gone(self) -> None:
        """It was taken back, or cancelled."""
        self.shown = None
        self.known.emit()
        self._show_title("\N{WARNING SIGN}", "booked.gone")
        clear(self._steps)
        given = (self.itinerary, self.export, self.message)
        for missing in (self._when, self._arrive, self._bring, *given):
            missing.hide()

    def _show_title(self, glyph: str, code: str) -> None:
        number = visit_number(self.visit or 0)
        self._title.setText(f"{glyph} {say(code, {'number': number})}")

    def _row(self, setup: ClinicSetup, step: AppointmentInfo) -> QWidget:
        row = TintedRow(self._keeper, step_color(setup, step.visit_type_id))
        when = label(say("option.span", {"start": step.start, "end": step.end}), "muted")
        where = ", ".join(text for text in (who_with(setup, step), place_name(setup, step)) if text)
        head = line(label(step.visit_type, bold=True), None, when)
        fill(row, column(head, label(where, wraps=True), spacing=1), 14, 5, 10, 5)
        return row
