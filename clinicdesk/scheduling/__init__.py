"""The packing engine: pure Python on the standard library, usable without the rest."""

from clinicdesk.scheduling.packing import pack
from clinicdesk.scheduling.search import days_that_fit, find_plans

__all__ = ["days_that_fit", "find_plans", "pack"]
