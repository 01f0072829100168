"""The clinic's database for ui/ and cli/, which open it and hand it on but never look inside."""

from clinicdesk.models.database import (
    Database,
    DatabaseRefused,
    glance_at,
    open_database,
    path_exists,
    wait_until_opens,
)
from clinicdesk.models.file_watch import FileWatch
from clinicdesk.models.stores.kept_backups import is_backup, why_kept
from clinicdesk.models.stores.settling import takes_time
from clinicdesk.services.errors import Refused

__all__ = [
    "REFUSALS",
    "Database",
    "DatabaseRefused",
    "FileWatch",
    "glance_at",
    "is_backup",
    "open_database",
    "path_exists",
    "takes_time",
    "wait_until_opens",
    "why_kept",
]

REFUSALS = (Refused, DatabaseRefused)
"""Everything known that can be refused; each has a `code` and `params` for `wording.say`."""
