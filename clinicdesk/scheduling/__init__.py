"""The packing engine: pure Python on the standard library, usable without the rest."""

from clinicdesk.scheduling.search import find_plans

__all__ = ["find_plans"]
