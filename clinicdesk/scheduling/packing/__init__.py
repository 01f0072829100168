"""Packing: all requests of one day or a few placed at once, by ruin and recreate."""

from clinicdesk.scheduling.packing.packing_search import pack

__all__ = ["pack"]
