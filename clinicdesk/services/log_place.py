"""Where the log is on this computer, and what the program only remembers."""

from pathlib import Path

import platformdirs

LOG = "clinicdesk.log"


def log_folder() -> Path:
    """The system's folder for logs, of this computer's user."""
    return platformdirs.user_log_path("clinicdesk", appauthor=False)


def state_folder() -> Path:
    """Where what the program only remembers of this computer's user is kept."""
    return platformdirs.user_state_path("clinicdesk", appauthor=False)


def log_files() -> tuple[Path, ...]:
    """The log and what was put aside of it, the newest first; none where nothing was logged."""
    return tuple(sorted(log_folder().glob(f"{LOG}*")))
