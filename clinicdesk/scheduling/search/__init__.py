"""The exact search for one patient's visit: `search_plans`. `plans.py` tells how its parts work."""

from clinicdesk.scheduling.search.plans import days_that_fit, fits_at_all, search_plans

__all__ = ["days_that_fit", "fits_at_all", "search_plans"]
