"""The main window on the harbor clinic."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from tests.services.desk import Clock
from tests.ui.main_rig import Rig, main_window


@pytest.fixture
def main(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Rig]:
    """A main window on a clinic without patients, on a Monday before it opens."""
    with main_window(qtbot, tmp_path, make_clinic(), Clock()) as rig:
        yield rig
