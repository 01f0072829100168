"""The steps asked for, in a list: color and length, who is the same, a button to remove each."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QWidget

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.ui.booking.form.catalog import place_text
from clinicdesk.ui.booking.request.request_form import RequestForm
from clinicdesk.ui.booking.request.same_steps import (
    KINDS,
    Same,
    same_offered,
    same_wanted,
    say_limits,
)
from clinicdesk.ui.kit.labels import column, fill, icon_button, label, line
from clinicdesk.ui.kit.look.colors import specialty_color
from clinicdesk.ui.kit.look.edges import WIDTH, paint_edge
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.tool_tips import plain_tip
from clinicdesk.wording import say

REMOVE = "\N{MULTIPLICATION SIGN}"

ROWS_AT_FIRST = 3
"""So many are there before a step is asked for: to make them then would take as long as a frame."""


class TintedRow(QFrame):
    """A row on its specialty's tint with a strong left edge."""

    def __init__(self, keeper: ThemeKeeper, color: str | None) -> None:
        super().__init__()
        self._keeper, self._color = keeper, color
        keeper.changed.connect(self.update)

    def tint(self, color: str | None) -> None:
        """Be of another specialty."""
        self._color = color
        self.update()

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


class SameBox(QCheckBox):
    """Whether a step has the same practitioner, or whatever else, as one before it."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(26)
        self.same: Same | None = None

    def show_same(self, same: Same | None, step: str, *, on: bool) -> None:
        """Offer this, or nothing."""
        self.same = same
        self.blockSignals(True)
        self.setChecked(on)
        self.blockSignals(False)
        self.setVisible(same is not None)
        if same is not None:
            self.setText(say(f"steps.same-{same.kind}", {"number": same.first + 1}))
            self.setAccessibleName(say("steps.same-of", {"step": step, "same": self.text()}))


class StepRow(TintedRow):
    """One step, with whom it shares its practitioner, and the button that takes it out."""

    def __init__(
        self,
        keeper: ThemeKeeper,
        position: int,
        remove: Callable[[], object],
        toggle_same: Callable[[Same], object],
    ) -> None:
        super().__init__(keeper, None)
        self._position = position
        self._name, self._length = label(bold=True), label(part="muted")
        self.remove = icon_button(REMOVE, "", remove)
        number = label(str(position + 1), "muted")
        self._toggle_same = toggle_same
        self._same: dict[str, SameBox] = {}
        self._column = column(line(number, self._name, None, self._length, self.remove), spacing=0)
        fill(self, self._column, 14, 2, 4, 2)

    def show_step(self, setup: ClinicSetup, request_form: RequestForm) -> None:
        """Be the step of this position."""
        step = request_form.steps[self._position]
        kind = setup.visit_types[step.visit_type]
        self.tint(specialty_color(setup, kind.specialty))
        self._name.setText(kind.name)
        length = say("steps.minutes", {"count": step.minutes})
        self._length.setText("  ".join(filter(None, (place_text(step.place), length))))
        said = say("steps.remove", {"number": self._position + 1, "step": kind.name})
        self.remove.setAccessibleName(said)
        self.remove.setToolTip(plain_tip(said))
        self.remove.setVisible(request_form.moved is None)
        wanted = {same.kind: same for same in same_wanted(request_form, self._position)}
        # What is booked keeps its steps and rules.
        offered = (
            {}
            if request_form.moved
            else {same.kind: same for same in same_offered(setup, request_form, self._position)}
        )
        for name in KINDS:
            same = wanted.get(name) or offered.get(name)
            if same is not None or name in self._same:
                box = self._same_box(name)
                box.show_same(same, kind.name, on=name in wanted)
                box.setEnabled(request_form.moved is None)

    def _same_box(self, kind: str) -> SameBox:
        """Made when a step first needs one: most rows never do."""
        if kind not in self._same:
            box = self._same[kind] = SameBox()
            box.toggled.connect(lambda: box.same and self._toggle_same(box.same))
            self._column.addWidget(box)
        return self._same[kind]


class StepList(QWidget):
    """What is asked for, in its order. A row that is there already becomes the next one's."""

    removed = Signal(int)
    """The position of a step, counted from 0."""
    order_wanted = Signal(bool)
    """Whether the steps are to be in this order."""
    same_changed = Signal(object)
    """A Same that is wanted from now on, or no longer."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._title = label(bold=True, wraps=True)
        self._size = label(part="muted")
        self._limits = label(part="muted", wraps=True)
        self._column = column(spacing=3)
        self.rows: list[StepRow] = []
        self.in_order = QCheckBox(say("steps.in-order"))
        self.in_order.setMinimumHeight(26)
        self.in_order.toggled.connect(self.order_wanted)
        head = line(self._title, self._size)
        head.setStretch(0, 1)
        self.setLayout(column(head, self._column, self.in_order, self._limits, spacing=6))
        for _ in range(ROWS_AT_FIRST):
            self._add_row()

    def show_request(self, setup: ClinicSetup, request_form: RequestForm) -> None:
        """Show the steps that are asked for."""
        template = setup.templates.get(request_form.template or 0)
        self._title.setText(template.name if template else say("steps.free"))
        minutes = sum(step.minutes for step in request_form.steps)
        self._size.setText(
            say("steps.size", {"count": len(request_form.steps), "minutes": minutes})
        )
        while len(self.rows) < len(request_form.steps):
            self._add_row()
        for position, row in enumerate(self.rows):
            # Else Enter pressed once more takes the next step out.
            row.remove.clearFocus()
            shown = position < len(request_form.steps)
            if shown:
                row.show_step(setup, request_form)
            row.setVisible(shown)
        self.in_order.blockSignals(True)
        self.in_order.setChecked(request_form.in_order)
        self.in_order.blockSignals(False)
        free = request_form.moved is None and not request_form.rules
        self.in_order.setVisible(free and len(request_form.steps) > 1)
        limits = say_limits(request_form)
        self._limits.setText(limits)
        self._limits.setVisible(bool(limits))
        self.setVisible(bool(request_form.steps))

    def _add_row(self) -> None:
        position = len(self.rows)
        row = StepRow(
            self._keeper,
            position,
            lambda: self.removed.emit(position),
            self.same_changed.emit,
        )
        self.rows.append(row)
        self._column.addWidget(row)
        row.hide()
