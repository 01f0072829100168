"""The packing engine: pure Python on the standard library, usable without the rest."""

from clinicdesk.scheduling.extremes import find_extremes
from clinicdesk.scheduling.late import heal, knock_on
from clinicdesk.scheduling.packing import pack
from clinicdesk.scheduling.repairing import repair
from clinicdesk.scheduling.search import days_that_fit, find_plans
from clinicdesk.scheduling.why_not.relaxations import find_reasons, find_relaxations

__all__ = [
    "days_that_fit",
    "find_extremes",
    "find_plans",
    "find_reasons",
    "find_relaxations",
    "heal",
    "knock_on",
    "pack",
    "repair",
]
