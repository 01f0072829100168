"""The exact search for one patient's visit. `plans.py` tells how its parts work together."""

from clinicdesk.scheduling.search.compiled_folder import prefer_compiled

prefer_compiled(__path__)

from clinicdesk.scheduling.search.plans import (  # noqa: E402 - found where that says
    days_that_fit,
    fits_at_all,
    search_plans,
)

__all__ = ["days_that_fit", "fits_at_all", "search_plans"]
