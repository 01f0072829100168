"""An export read back: by the csv module, as a spreadsheet's filter would."""

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

Row = tuple[str, ...]


def exported_rows(file: Path) -> list[Row]:
    """The rows below the heading of a CSV file."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [tuple(row) for row in csv.reader(lines)][1:]


def heading(file: Path) -> Row:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return tuple(next(csv.reader(lines)))


def stored_rows(database: Path) -> dict[str, list[Row]]:
    """Every row of every table as a CSV file shows it, formulas apart."""
    with closing(sqlite3.connect(database)) as connection:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
                " AND name NOT LIKE 'sqlite%' ORDER BY name"
            )
        ]
        return {
            name: [
                tuple("" if value is None else str(value) for value in row)
                for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid')
            ]
            for name in names
        }
