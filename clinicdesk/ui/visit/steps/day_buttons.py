"""Buttons for what happens to the chosen step on its day, and for its length: those of the keys."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo
from clinicdesk.services.visits.rules.statuses import Moment
from clinicdesk.ui.kit.labels import button, button_grid, clear
from clinicdesk.ui.visit.steps.reasons import REASONS
from clinicdesk.wording import say

_SHOWN = ("visit.room", "visit.begin", "visit.left-unseen", "visit.longer", "visit.shorter")
_LATE = "clinic.late"


class DayButtons(QWidget):
    """Only those that can be used now; each is an action that has a key and a menu, too."""

    wanted = Signal(str)
    """An action's id."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: object = None
        self._grid = button_grid()
        self.setLayout(self._grid)

    def show_step(
        self, setup: ClinicSetup, visit: VisitInfo, step: AppointmentInfo, now: Moment
    ) -> None:
        """Offer what this step allows; the keyboard stays where it is if that is no other."""
        texts = dict(_texts(setup, visit, step, now))
        if (step.number, texts) == self._shown:
            return
        self._shown = step.number, texts
        clear(self._grid)
        for index, (action_id, text) in enumerate(texts.items()):
            made = button(text, partial(self.wanted.emit, action_id))
            self._grid.addWidget(made, index // 2, index % 2)


def _texts(
    setup: ClinicSetup, visit: VisitInfo, step: AppointmentInfo, now: Moment
) -> Iterator[tuple[str, str]]:
    for action_id in _SHOWN:
        if REASONS[action_id](visit, step, now) is None:
            yield action_id, _text(setup, step, action_id)
    if step.day == now[0] and step.status.movable:
        yield _LATE, say("day-buttons.late")


def _text(setup: ClinicSetup, step: AppointmentInfo, action_id: str) -> str:
    if action_id != "visit.room":
        return say(f"day-buttons.{action_id.removeprefix('visit.')}")
    room = setup.resources.get(step.booked_room or 0)
    if step.roomed_at is not None or room is None:
        return say("day-buttons.wait")
    return say("day-buttons.room", {"room": room.name})
