"""Where the log is on this computer, and what the program only remembers."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs

LOG = "clinicdesk.log"

LOG_BYTES = 1_000_000


def log_folder() -> Path:
    """The system's folder for logs, of this computer's user."""
    return platformdirs.user_log_path("clinicdesk", appauthor=False)


def state_folder() -> Path:
    """Where what the program only remembers of this computer's user is kept."""
    return platformdirs.user_state_path("clinicdesk", appauthor=False)


def log_files() -> tuple[Path, ...]:
    """The log and what was put aside of it, the newest first; none where nothing was logged."""
    return tuple(sorted(log_folder().glob(f"{LOG}*")))


def set_up_logging() -> Path:
    """Log faults to a small file of this user's, and return its path. Patients are never named.

    Where nothing can be written there, nothing is logged: a window opens all the same.
    """
    path = log_folder() / LOG
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
        if not path.is_file():
            # A pipe would be waited for for ever.
            return path
        handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8")
    except OSError:
        return path
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger("clinicdesk").addHandler(handler)
    return path
