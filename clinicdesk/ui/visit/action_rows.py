"""The actions on an opened or selected visit, row by row as they stand in the menus."""

from collections.abc import Mapping

from clinicdesk.models.statuses import Status
from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec

_GIVEN = (
    ("visit.arrive", "A", Status.ARRIVED),
    ("visit.check-in", "C", Status.CHECKED_IN),
    ("visit.complete", "F", Status.FULFILLED),
    ("visit.no-show", "N", Status.NOSHOW),
)

ACTIONS = (
    *(ActionSpec(name, "visit", About.APPOINTMENT, (key,)) for name, key, _ in _GIVEN),
    ActionSpec("visit.room", "visit", About.APPOINTMENT, ("I",)),
    ActionSpec("visit.begin", "visit", About.APPOINTMENT, ("W",)),
    ActionSpec("visit.left-unseen", "visit", About.APPOINTMENT, ("G",)),
    ActionSpec("visit.back-to-booked", "visit", About.APPOINTMENT, ("B",)),
    ActionSpec("visit.move", "visit", About.APPOINTMENT, ("M",)),
    ActionSpec("visit.somebody-else", "visit", About.APPOINTMENT, ("S",)),
    ActionSpec("visit.longer", "visit", About.APPOINTMENT),
    ActionSpec("visit.shorter", "visit", About.APPOINTMENT),
    ActionSpec("visit.book-again", "visit", About.APPOINTMENT, ("R",)),
    ActionSpec("visit.follow-up", "visit", About.APPOINTMENT, ("U",)),
    ActionSpec("visit.cancel", "visit", About.APPOINTMENT, ("Ctrl+Del",)),
    ActionSpec("visit.cancel-step", "visit", About.APPOINTMENT, ("Del",)),
    ActionSpec("visit.restore", "visit", About.APPOINTMENT),
    ActionSpec("visit.interpret", "visit", About.APPOINTMENT, ("Ctrl+I",)),
    ActionSpec("visit.export", "visit", About.APPOINTMENT, ("Ctrl+E",)),
    ActionSpec("visit.export-steps", "visit", About.APPOINTMENT, ("Ctrl+Alt+V",)),
    ActionSpec("visit.itinerary", "visit", About.APPOINTMENT, ("Ctrl+U",)),
    ActionSpec("visit.history", "visit", About.APPOINTMENT, ("H",)),
)

STATUS_BY_ACTION: Mapping[str, Status] = {name: status for name, _, status in _GIVEN}
"""The status that an action gives the appointment."""
