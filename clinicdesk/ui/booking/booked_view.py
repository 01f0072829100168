"""What was booked, to be read out: when to come, each step's time, who and where."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QWidget

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.numbers import visit_number
from clinicdesk.services.visits.arrival import arrive_by
from clinicdesk.services.visits.visit_reading import AppointmentInfo, VisitInfo
from clinicdesk.ui.booking.form.steps import TintedRow
from clinicdesk.ui.kit.labels import button, clear, column, fill, label, line
from clinicdesk.ui.kit.look.colors import step_color
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.people.naming import place_name, who_with
from clinicdesk.wording import say

Handler = Callable[[], object]


class BookedView(QWidget):
    """The visit as it was written, and what can be done next."""

    def __init__(
        self, keeper: ThemeKeeper, export: Handler, another: Handler, close: Handler
    ) -> None:
        super().__init__()
        self._keeper = keeper
        self._title = label(size="large", bold=True, wraps=True)
        self._when = label(bold=True, wraps=True)
        self._arrive = label(part="accent", bold=True, wraps=True)
        self._steps = column(spacing=4)
        self._bring = label(part="muted", wraps=True)
        self.notice = label(part="muted", wraps=True)
        self.export = button(say("booked.export"), export)
        self.another = button(say("booked.another"), another)
        self.close_panel = button(say("booked.close"), close, part="primary")
        tick = QFrame()
        tick.setProperty("part", "done")
        fill(tick, column(self._title, self._when, self._arrive, spacing=4), 14, 12, 14, 12)
        buttons = column(self.close_panel, line(self.another, self.export), spacing=6)
        self.setLayout(column(tick, self._steps, self._bring, buttons, self.notice, spacing=12))
        self.setFocusProxy(self.close_panel)

    def show_visit(self, setup: ClinicSetup, visit: VisitInfo, day: str, *, joined: bool) -> None:
        """Show it."""
        steps = sorted((step for step in visit.steps if step.busy), key=lambda step: step.start)
        number = visit_number(visit.number)
        title = "booked.joined" if joined else "booked.title"
        self._title.setText(f"\N{CHECK MARK} {say(title, {'number': number})}")
        span = say("option.span", {"start": steps[0].start, "end": max(s.end for s in steps)})
        self._when.setText(f"{day}   {span}")
        self._arrive.setText(say("booked.arrive", {"time": arrive_by(setup, steps[0])}))
        self.notice.setText("")
        for optional in (self._when, self._arrive, self.export):
            optional.show()
        clear(self._steps)
        for step in steps:
            self._steps.addWidget(self._row(setup, step))
        kinds = {kind.name: kind for kind in setup.visit_types.values()}
        said = [kinds[s.visit_type].instructions for s in steps if s.visit_type in kinds]
        self._bring.setText("\n".join(dict.fromkeys(text for text in said if text)))
        self._bring.setVisible(bool(self._bring.text()))

    def show_number(self, number: int) -> None:
        """It is booked, and that is all that is known of it yet."""
        title = say("booked.title", {"number": visit_number(number)})
        self._title.setText(f"\N{CHECK MARK} {title}")
        self.notice.setText("")
        clear(self._steps)
        for unknown in (self._when, self._arrive, self._bring):
            unknown.hide()
        self.export.show()

    def show_gone(self, number: int) -> None:
        """It was taken back, or cancelled."""
        title = say("booked.gone", {"number": visit_number(number)})
        self._title.setText(f"\N{WARNING SIGN} {title}")
        clear(self._steps)
        for missing in (self._when, self._arrive, self._bring, self.export):
            missing.hide()

    def _row(self, setup: ClinicSetup, step: AppointmentInfo) -> QWidget:
        row = TintedRow(self._keeper, step_color(setup, step.visit_type))
        when = label(say("option.span", {"start": step.start, "end": step.end}), "muted")
        where = ", ".join(text for text in (who_with(setup, step), place_name(setup, step)) if text)
        head = line(label(step.visit_type, bold=True), None, when)
        fill(row, column(head, label(where, wraps=True), spacing=1), 14, 5, 10, 5)
        return row
