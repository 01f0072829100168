"""Writes the clinic's row again and again while the clinic's file is replaced.

`python -m tests.models.replacing CLINIC` prints each number that it was told is written.
"""

import sys
from pathlib import Path

from sqlalchemy import text

from clinicdesk.models.database import DatabaseRefused, open_database
from clinicdesk.models.file_watch import FileWatch


def main(path: Path) -> None:
    database = open_database(path)
    watch = FileWatch(database)
    for number in range(1_000_000):
        try:
            with database.writing() as session:
                session.execute(text(f"UPDATE clinic SET transfer_minutes = {number}"))
        except DatabaseRefused:
            watch.look()
        else:
            print(number, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
