"""The schema's history, one file a revision, run by Alembic."""

from pathlib import Path

NEWEST = max(int(file.stem[:4]) for file in (Path(__file__).parent / "versions").glob("[0-9]*.py"))
"""The number of the newest revision: its file's name begins with it."""
