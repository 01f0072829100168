"""The packing engine: pure Python on the standard library, usable without the rest.

What stands in `__all__` is all that the rest of the program uses of it.
"""

from clinicdesk.scheduling.core.holds import Hold, blocked_minutes
from clinicdesk.scheduling.core.intervals import Interval, merge_intervals, subtract_intervals
from clinicdesk.scheduling.core.names import UnknownName
from clinicdesk.scheduling.core.placement import (
    PlacedVisit,
    Placement,
    booked_placements,
    planned_visit,
)
from clinicdesk.scheduling.core.problem import (
    MIDNIGHT,
    Alternative,
    Answer,
    AnswerStatus,
    BookedStep,
    Need,
    PlacedStep,
    Plan,
    Problem,
    Reason,
    Request,
    Resource,
    SequenceRule,
    Step,
    Weights,
    Windows,
)
from clinicdesk.scheduling.core.rules import Rule, Violation
from clinicdesk.scheduling.core.stopping import Stopped
from clinicdesk.scheduling.core.violations import find_booked_violations
from clinicdesk.scheduling.packing import pack
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
    "Extremes",
    "Hold",
    "Interval",
    "MovedStep",
    "Need",
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
    "SequenceRule",
    "Step",
    "Stopped",
    "UnknownName",
    "Violation",
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
    "planned_visit",
    "repair",
    "repair_problem",
    "replace_times",
    "shift_right",
    "subtract_intervals",
    "with_fixed_visits",
]
