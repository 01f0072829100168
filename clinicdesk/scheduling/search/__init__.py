"""The exact search for one patient's visit: `find_plans`. `plans.py` tells how its parts work."""

from clinicdesk.scheduling.search.plans import find_plans

__all__ = ["find_plans"]
