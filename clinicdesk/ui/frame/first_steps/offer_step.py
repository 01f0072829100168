"""The third step to a new clinic: which visits it offers, and how many rooms it has."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSpinBox, QWidget

from clinicdesk.services.setup.first_clinic import (
    FirstPerson,
    Offers,
    rooms_needed,
    usual_offers,
    usual_rooms,
    with_steps,
)
from clinicdesk.ui.kit.labels import LEAST_TARGET, button, column, label, line
from clinicdesk.ui.kit.list_with_form.form_fields import TicksField
from clinicdesk.wording import say

MOST_ROOMS = 99

TICK_ALL, TICK_NONE = QKeySequence("Ctrl+A"), QKeySequence("Ctrl+Shift+A")

_COLUMNS = 3


class OfferStep(QWidget):
    """What the people who were named can do is ticked until somebody ticks otherwise.

    What comes along with a tick is said below, and what nobody of them does.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.templates = self.visit_types = TicksField("", {})
        self.rooms: dict[str, QSpinBox] = {}
        self._people: frozenset[str] | None = None
        """The specialties by which it is ticked."""
        self._own_rooms: set[str] = set()
        """The types of rooms of which somebody has said how many there are."""

    def show_offers(self, offers: Offers) -> None:
        """What can be ticked: only then there is anything here."""
        self.templates = TicksField(say("first.templates"), offers.templates, _COLUMNS)
        self.visit_types = TicksField(say("first.visit-types"), offers.visit_types, _COLUMNS)
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        for place, (key, name) in enumerate(offers.rooms.items()):
            grid.addLayout(self._room(key, name), *divmod(place, _COLUMNS))
        caption = label(say("first.rooms"), "caption")
        ticking = line(self._ticking("all", TICK_ALL), self._ticking("none", TICK_NONE), None)
        self.setLayout(column(ticking, self.templates, self.visit_types, caption, grid))
        for field in (self.templates, self.visit_types):
            field.changed.connect(self._ticked)

    def tick(self, which: str) -> None:
        """Tick "all" combined visits and visit types, or "none"."""
        for field in (self.templates, self.visit_types):
            field.show_raw(tuple(field.boxes) if which == "all" else ())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """All or none by one key, from any box."""
        pressed = QKeySequence(event.keyCombination())
        if pressed == TICK_ALL:
            self.tick("all")
        elif pressed == TICK_NONE:
            self.tick("none")
        else:
            super().keyPressEvent(event)

    def _ticking(self, which: str, keys: QKeySequence) -> QPushButton:
        shown = {"keys": keys.toString(QKeySequence.SequenceFormat.NativeText)}
        return button(say(f"first.tick-{which}", shown), lambda: self.tick(which))

    def tick_for(self, people: tuple[FirstPerson, ...]) -> None:
        """Tick what these people can do; as it was if they are of the same specialties."""
        known = frozenset(person.specialty for person in people)
        if known != self._people:
            self._people = known
            visit_types, templates = usual_offers(known)
            self.templates.show_raw(tuple(templates))
            self.visit_types.show_raw(tuple(visit_types))
            self._ticked()

    @property
    def chosen_templates(self) -> frozenset[str]:
        """The keys of the combined visits that are ticked."""
        return _keys(self.templates)

    @property
    def chosen_visit_types(self) -> frozenset[str]:
        """The keys of the visit types that are ticked."""
        return _keys(self.visit_types)

    @property
    def room_counts(self) -> Mapping[str, int]:
        """How many rooms there are of each type."""
        return {key: box.value() for key, box in self.rooms.items()}

    @property
    def coming_along(self) -> tuple[str, ...]:
        """The names of the visit types that are not ticked, but part of a combined visit."""
        along = with_steps(frozenset(), self.chosen_templates) - self.chosen_visit_types
        return tuple(box.text() for key, box in self.visit_types.boxes.items() if key in along)

    def _room(self, key: str, name: str) -> QHBoxLayout:
        box = QSpinBox()
        box.setRange(0, MOST_ROOMS)
        box.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box.setMinimumHeight(LEAST_TARGET)
        box.setAccessibleName(say("first.room", {"name": name}))
        box.valueChanged.connect(lambda _count: self._own_rooms.add(key))
        box.valueChanged.connect(lambda _count: self.changed.emit())
        self.rooms[key] = box
        caption = label(name)
        caption.setBuddy(box)
        return line(box, caption, None)

    def _ticked(self) -> None:
        """Rooms for what is ticked, unless somebody has said how many there are."""
        kinds = with_steps(self.chosen_visit_types, self.chosen_templates)
        needed, usual = rooms_needed(kinds), usual_rooms()
        for key, box in self.rooms.items():
            box.blockSignals(True)
            box.setMinimum(1 if key in needed else 0)
            if key not in self._own_rooms:
                box.setValue(usual[key] if key in needed else 0)
            box.blockSignals(False)
        self.changed.emit()


def _keys(field: TicksField) -> frozenset[str]:
    raw = field.raw
    assert isinstance(raw, tuple)
    return frozenset(raw)
