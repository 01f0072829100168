"""The actions on an opened or selected visit, row by row as they stand in the menus."""

from collections.abc import Mapping

from clinicdesk.ui.kit.action_spec import About, ActionSpec

ACTIONS = (
    ActionSpec("visit.arrive", "visit", About.APPOINTMENT, ("A",)),
    ActionSpec("visit.check-in", "visit", About.APPOINTMENT, ("C",)),
    ActionSpec("visit.complete", "visit", About.APPOINTMENT, ("F",)),
    ActionSpec("visit.no-show", "visit", About.APPOINTMENT, ("N",)),
    ActionSpec("visit.back-to-booked", "visit", About.APPOINTMENT, ("B",)),
    ActionSpec("visit.cancel", "visit", About.APPOINTMENT, ("Ctrl+Del",)),
    ActionSpec("visit.cancel-step", "visit", About.APPOINTMENT, ("Del",)),
    ActionSpec("visit.restore", "visit", About.APPOINTMENT),
    ActionSpec("visit.export", "visit", About.APPOINTMENT, ("Ctrl+E",)),
    ActionSpec("visit.history", "visit", About.APPOINTMENT, ("H",)),
)

STATUS_BY_ACTION: Mapping[str, str] = {
    "visit.arrive": "arrived",
    "visit.check-in": "checked-in",
    "visit.complete": "fulfilled",
    "visit.no-show": "noshow",
}
"""The status that an action gives the appointment."""
