"""The steps asked for, in a list: each with its color and length, and a button to remove it."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QWidget

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.ui.booking.request.request_form import RequestForm
from clinicdesk.ui.kit.labels import clear, column, fill, icon_button, label, line
from clinicdesk.ui.kit.look.colors import specialty_color
from clinicdesk.ui.kit.look.edges import WIDTH, paint_edge
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say

REMOVE = "\N{MULTIPLICATION SIGN}"


class TintedRow(QFrame):
    """A row on its specialty's tint with a strong left edge."""

    def __init__(self, keeper: ThemeKeeper, color: str | None) -> None:
        super().__init__()
        self._keeper, self._color = keeper, color
        keeper.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        block = self._keeper.theme.block(self._color)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(block.fill))
        painter.drawRoundedRect(self.rect(), 5, 5)
        edge = QRect(0, 1, WIDTH, self.height() - 2)
        paint_edge(painter, edge, block.pattern, block.edge, block.fill)
        painter.end()


class StepList(QWidget):
    """What is asked for, in its order."""

    removed = Signal(int)
    """The position of a step, counted from 0."""
    order_wanted = Signal(bool)
    """Whether the steps are to be in this order."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._title = label(bold=True, wraps=True)
        self._size = label(part="muted")
        self._rows = column(spacing=3)
        self.in_order = QCheckBox(say("steps.in-order"))
        self.in_order.setMinimumHeight(26)
        self.in_order.toggled.connect(self.order_wanted)
        head = line(self._title, self._size)
        head.setStretch(0, 1)
        self.setLayout(column(head, self._rows, self.in_order, spacing=6))

    def show_request(self, setup: ClinicSetup, request_form: RequestForm) -> None:
        """Show the steps that are asked for."""
        clear(self._rows)
        template = setup.templates.get(request_form.template or 0)
        self._title.setText(template.name if template else say("steps.free"))
        minutes = sum(step.minutes for step in request_form.steps)
        self._size.setText(
            say("steps.size", {"count": len(request_form.steps), "minutes": minutes})
        )
        for position, step in enumerate(request_form.steps):
            self._rows.addWidget(self._row(setup, position, step.visit_type, step.minutes))
        self.in_order.blockSignals(True)
        self.in_order.setChecked(request_form.in_order)
        self.in_order.blockSignals(False)
        self.in_order.setVisible(len(request_form.steps) > 1 and not request_form.rules)
        self.setVisible(bool(request_form.steps))

    def _row(self, setup: ClinicSetup, position: int, number: int, minutes: int) -> QWidget:
        kind = setup.visit_types[number]
        row = TintedRow(self._keeper, specialty_color(setup, kind.specialty))
        said = {"number": position + 1, "step": kind.name}
        name = label(kind.name, bold=True)
        length = label(say("steps.minutes", {"count": minutes}), "muted")
        remove = icon_button(REMOVE, say("steps.remove", said), lambda: self.removed.emit(position))
        fill(row, line(label(str(position + 1), "muted"), name, None, length, remove), 14, 2, 4, 2)
        return row
