"""What is left of an export that was stopped. Apart from the export: a window starts without it."""

from pathlib import Path

from clinicdesk.exchange.folders import clear_leftovers


def clear_unfinished(parent: Path) -> None:
    """Remove what exports into a new folder in `parent` left when they were stopped."""
    clear_leftovers(parent)
