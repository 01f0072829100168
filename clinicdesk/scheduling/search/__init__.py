"""The exact search for one patient's visit: `find_plans`. `plans.py` tells how its parts work."""

from clinicdesk.scheduling.search.plans import days_that_fit, find_plans, fits_at_all

__all__ = ["days_that_fit", "find_plans", "fits_at_all"]
