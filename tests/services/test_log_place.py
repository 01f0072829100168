"""Where the log is: a file, or nothing is logged."""

import logging
import os
from pathlib import Path

import pytest

from clinicdesk.services.log_place import set_up_logging


def handlers() -> list[str]:
    """The files to which faults are logged."""
    ours = logging.getLogger("clinicdesk").handlers
    return [each.baseFilename for each in ours if isinstance(each, logging.FileHandler)]


def test_a_pipe_in_the_place_of_the_log_keeps_no_start_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    before = handlers()
    path = tmp_path / "clinicdesk" / "log" / "clinicdesk.log"
    path.parent.mkdir(parents=True)
    os.mkfifo(path)
    assert (set_up_logging(), handlers()) == (path, before)
