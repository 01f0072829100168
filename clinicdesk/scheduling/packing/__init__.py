"""Whole-day packing: every request placed at once, by ruin and recreate with exact insertion."""

from clinicdesk.scheduling.packing.packing_search import pack

__all__ = ["pack"]
