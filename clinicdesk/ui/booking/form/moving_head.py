"""Above the form of a visit that is moved: from where, to which day, whether its patient knows."""

from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QWidget

from clinicdesk.services.planning.options import Option, OptionStep
from clinicdesk.services.visits.reading.visit_reading import VisitInfo
from clinicdesk.ui.booking.request.coming_day import coming_when, typed_text
from clinicdesk.ui.booking.request.moved_form import TypedMove
from clinicdesk.ui.booking.request.typed_when import TypedWhen
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.entry.fields import ParsedField
from clinicdesk.ui.kit.labels import column, fill, label
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import short_day


class MovingHead(QFrame):
    """The field for the day comes first; Enter there goes to the options."""

    day_typed = Signal()
    entered = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("part", "notice")
        self.setAccessibleName(say("moving.title"))
        self.number: int | None = None
        """Of the visit that is moved; None while nothing is."""
        self.visit: VisitInfo | None = None
        """The same as it was read last; None until it was."""
        self.was_entered = False
        """Whether Enter was pressed before it was known what can be moved."""
        self.before: TypedWhen | None = None
        """What was typed until the last key."""
        self._typed: TypedWhen | None = None
        self._from = label(bold=True, wraps=True)
        self.day = ParsedField(
            say("moving.day"), say("moving.day-hint"), partial(coming_when, desk)
        )
        self.stays = label(say("moving.stays"), wraps=True)
        """Said in place of the field where no other day is possible."""
        self.knows = QCheckBox(say("moving.knows"))
        self.knows.setMinimumHeight(26)
        self.knows.setToolTip(say("moving.knows-hint"))
        self.offered = QCheckBox(say("moving.as-offered"))
        self.offered.setMinimumHeight(26)
        self.offered.setToolTip(say("moving.as-offered-hint"))
        self.day.changed.connect(self._note_typed)
        self.day.edit.returnPressed.connect(self._enter)
        boxes = column(self.knows, self.offered, spacing=8)
        fill(self, column(self._from, self.day, self.stays, boxes, spacing=8), 12, 10, 12, 12)
        self.hide()

    @property
    def wanted(self) -> TypedWhen | None:
        """The day or time that is typed, if it is one."""
        value = self.day.value
        return value if isinstance(value, TypedWhen) else None

    @property
    def wanted_day(self) -> date | None:
        """The day that is typed, if it is one."""
        return None if self.wanted is None else self.wanted.day

    def begin(self, visit: VisitInfo) -> None:
        """Ask where this visit is to go: whoever asks has the patient on the telephone."""
        self.begin_typed(TypedMove(visit.number))
        self.show_visit(visit)

    def begin_typed(self, typed: TypedMove) -> None:
        """Go on with what was typed; the visit is being read."""
        self.was_entered = False
        self.number, self.visit = typed.visit, None
        self._from.setText(say("moving.from-where", {"visit": typed.visit}))
        self.day.show_text(self._still(typed))
        self.before, self._typed = None, self.wanted
        self.day.show()
        self.stays.hide()
        self.knows.setChecked(typed.patient_knows)
        self.offered.setChecked(typed.as_offered)
        self.offered.hide()
        self.show()

    @property
    def typed(self) -> TypedMove | None:
        """What is moved, and what stands here; None while nothing is."""
        if self.number is None:
            return None
        return TypedMove(
            self.number,
            self.day.text,
            self.wanted,
            self.knows.isChecked(),
            self.offered.isChecked(),
        )

    def _still(self, typed: TypedMove) -> str:
        """What was typed, where it means the same today: of "thu" a week later the day."""
        when = coming_when(self._desk, typed.text)[0] if typed.text else None
        return typed.text if when == typed.when or typed.when is None else typed_text(typed.when)

    def show_visit(self, visit: VisitInfo) -> None:
        """Say where it stands."""
        self.number, self.visit = visit.number, visit
        steps = [step for step in visit.steps if step.status.movable] or list(visit.steps)
        start, end = min(step.start for step in steps), max(step.end for step in steps)
        params = {
            "visit": visit.number,
            "day": short_day(steps[0].day, self._desk.today()),
            "span": say("option.span", {"start": start, "end": end}),
        }
        self._from.setText(say("moving.from", params))

    def stands_at(self, option: Option) -> bool:
        """Whether the visit is there already: at these times, with these practitioners."""
        steps = [] if self.visit is None else [s for s in self.visit.steps if s.status.movable]
        now = {(s.visit_type_id, s.day, s.start, s.end): set(s.resources) for s in steps}
        there = {(s.visit_type_id, option.day, s.start, s.end): _by_whom(s) for s in option.steps}
        return there.keys() == now.keys() and all(who <= now[at] for at, who in there.items())

    def keep_day(self) -> None:
        """It stays on its day: some of it took place there, or has begun."""
        self.day.hide()
        self.stays.show()

    def show_when(self, when: TypedWhen) -> None:
        """A day or time was chosen elsewhere; hours that are typed stay."""
        hours = None if self.wanted is None or when.begin is not None else self.wanted.hours
        self.day.show_text(typed_text(replace(when, hours=hours)))
        self._typed = self.wanted

    def _note_typed(self) -> None:
        self.before, self._typed = self._typed, self.wanted
        self.day_typed.emit()

    def end(self) -> None:
        """Nothing is moved."""
        self.number = self.visit = None
        self.hide()

    def _enter(self) -> None:
        if not self.day.fault():
            self.entered.emit()


def _by_whom(step: OptionStep) -> set[int]:
    """Another assistant, or another of the rooms that fit, is no other place to the patient."""
    return {info.id for info in step.resources if info.kind == "practitioner"}
