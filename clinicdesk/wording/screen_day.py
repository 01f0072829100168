"""The day: its columns, dates and appointments, and what is said while one is in the hand."""

from collections.abc import Mapping

from clinicdesk.wording.marking import Sentence

SENTENCES: Mapping[str, Sentence] = {}
"""By code."""
