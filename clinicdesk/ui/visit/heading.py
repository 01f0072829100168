"""When an opened visit is and what it consists of, and that something about it is being written."""

from datetime import date

from PySide6.QtWidgets import QWidget

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.visits.reading.visit_reading import VisitInfo
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.labels import column, label
from clinicdesk.ui.visit.summary import what_text, when_text
from clinicdesk.wording import say


class Heading(QWidget):
    """Two lines; what is being written for longer than a glance is said in the second one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._number = 0
        self._said = ""
        self.when = label(bold=True, wraps=True)
        self.what = label(part="muted", wraps=True)
        self.setLayout(column(self.when, self.what, spacing=2))
        desk.marked.connect(lambda _visits: self._show())

    def show_visit(self, setup: ClinicSetup, visit: VisitInfo, today: date) -> None:
        """Show that visit's."""
        self.when.setText(when_text(visit, today))
        self._number, self._said = visit.number, what_text(setup, visit)
        self._show()

    def _show(self) -> None:
        written, said = self._number in self._desk.marked_now, self._said
        self.what.setText(say("visit-panel.being-written", {"what": said}) if written else said)
