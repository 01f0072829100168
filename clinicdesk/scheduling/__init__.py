"""The packing engine: Python on the standard library, usable without the rest.

What stands in `__all__` is all that the rest of the program uses of it. A name is loaded when it
is first asked for, so that whoever wants a value does not load every search.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clinicdesk.scheduling.core.disturbance import Disturbance
    from clinicdesk.scheduling.core.holds import Hold, blocked_minutes
    from clinicdesk.scheduling.core.intervals import (
        MIDNIGHT,
        Interval,
        merge_intervals,
        subtract_intervals,
    )
    from clinicdesk.scheduling.core.names import UnknownName
    from clinicdesk.scheduling.core.placement import (
        PlacedVisit,
        Placement,
        booked_placements,
        planned_visit,
    )
    from clinicdesk.scheduling.core.problem import (
        Alternative,
        Answer,
        AnswerStatus,
        BookedStep,
        Need,
        NeedPlace,
        PlacedStep,
        Plan,
        Problem,
        Reason,
        Request,
        Resource,
        SameResource,
        SequenceRule,
        Step,
        Weights,
        Windows,
    )
    from clinicdesk.scheduling.core.rules import Rule, Violation
    from clinicdesk.scheduling.core.stopping import Stopped
    from clinicdesk.scheduling.core.violations import find_booked_violations
    from clinicdesk.scheduling.packing import pack
    from clinicdesk.scheduling.packing.front import Way, pack_front
    from clinicdesk.scheduling.repairing import Absence, CannotStay, MovedStep, Repair, repair
    from clinicdesk.scheduling.repairing.repair_problem import (
        broken_visits,
        repair_problem,
        with_fixed_visits,
    )
    from clinicdesk.scheduling.repairing.running_late import find_knock_on_delays, shift_right
    from clinicdesk.scheduling.search import days_that_fit
    from clinicdesk.scheduling.search.extremes import Extremes, find_extremes
    from clinicdesk.scheduling.search.free_time.calendars import replace_times
    from clinicdesk.scheduling.why_not.plans_or_reasons import find_plans, find_reasons
    from clinicdesk.scheduling.why_not.relaxation import Relaxation
    from clinicdesk.scheduling.why_not.relaxations import find_relaxations

__all__ = [
    "MIDNIGHT",
    "Absence",
    "Alternative",
    "Answer",
    "AnswerStatus",
    "BookedStep",
    "CannotStay",
    "Disturbance",
    "Extremes",
    "Hold",
    "Interval",
    "MovedStep",
    "Need",
    "NeedPlace",
    "PlacedStep",
    "PlacedVisit",
    "Placement",
    "Plan",
    "Problem",
    "Reason",
    "Relaxation",
    "Repair",
    "Request",
    "Resource",
    "Rule",
    "SameResource",
    "SequenceRule",
    "Step",
    "Stopped",
    "UnknownName",
    "Violation",
    "Way",
    "Weights",
    "Windows",
    "blocked_minutes",
    "booked_placements",
    "broken_visits",
    "days_that_fit",
    "find_booked_violations",
    "find_extremes",
    "find_knock_on_delays",
    "find_plans",
    "find_reasons",
    "find_relaxations",
    "merge_intervals",
    "pack",
    "pack_front",
    "planned_visit",
    "repair",
    "repair_problem",
    "replace_times",
    "shift_right",
    "subtract_intervals",
    "with_fixed_visits",
]

_MODULES = {
    "core.disturbance": "Disturbance",
    "core.holds": "Hold blocked_minutes",
    "core.intervals": "MIDNIGHT Interval merge_intervals subtract_intervals",
    "core.names": "UnknownName",
    "core.placement": "PlacedVisit Placement booked_placements planned_visit",
    "core.problem": (
        "Alternative Answer AnswerStatus BookedStep Need NeedPlace PlacedStep Plan Problem "
        "Reason Request Resource SameResource SequenceRule Step Weights Windows"
    ),
    "core.rules": "Rule Violation",
    "core.stopping": "Stopped",
    "core.violations": "find_booked_violations",
    "packing": "pack",
    "packing.front": "Way pack_front",
    "repairing": "Absence CannotStay MovedStep Repair repair",
    "repairing.repair_problem": "broken_visits repair_problem with_fixed_visits",
    "repairing.running_late": "find_knock_on_delays shift_right",
    "search": "days_that_fit",
    "search.extremes": "Extremes find_extremes",
    "search.free_time.calendars": "replace_times",
    "why_not.plans_or_reasons": "find_plans find_reasons",
    "why_not.relaxation": "Relaxation",
    "why_not.relaxations": "find_relaxations",
}
"""The names that each module gives."""

MODULE_OF = {name: module for module, names in _MODULES.items() for name in names.split()}
"""Where each public name stands, below this folder."""


def _load(name: str) -> Any:
    """Load a public name with its module, and keep it for the next who asks."""
    if name not in MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


if not TYPE_CHECKING:
    # A checker of types knows the names above, and no others.
    __getattr__ = _load
