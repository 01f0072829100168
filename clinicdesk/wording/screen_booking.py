"""Booking in the window: patient, wishes, options, and one visit opened."""

from collections.abc import Mapping

from clinicdesk.wording.marking import Sentence

SENTENCES: Mapping[str, Sentence] = {}
"""By code."""
