"""A desk in a process of its own that sends what is due, to be killed meanwhile."""

import sys
from datetime import datetime
from pathlib import Path

from clinicdesk.models.database import open_database
from clinicdesk.services.messages.sending import look_after_outbox
from tests.services.desk import Clock, desk


def main(path: str, name: str, now: str) -> None:
    """Send from the clinic at `path` as the desk of that name, at that instant."""
    database = open_database(Path(path))
    look_after_outbox(desk(database, Clock(datetime.fromisoformat(now)), name).context, database)
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
