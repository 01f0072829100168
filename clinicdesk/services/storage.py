"""The clinic's database for the rooms above: opened, handed to verbs, never looked into."""

from clinicdesk.models.database import Database, DatabaseRefused, is_there, open_database
from clinicdesk.services.errors import Refused

__all__ = ["REFUSALS", "Database", "DatabaseRefused", "is_there", "open_database"]

REFUSALS = (Refused, DatabaseRefused)
"""Everything known that can be refused; each has a `code` and `params` for `wording.say`."""
