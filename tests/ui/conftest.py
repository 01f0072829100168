"""The main window, and the side panels by themselves, on the harbor clinic."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.wording import use_clinic_habits
from tests.services.desk import Clock
from tests.ui.main_rig import main
from tests.ui.side_panel import Rig, rig

__all__ = ["main"]


@pytest.fixture
def clock() -> Clock:
    """Stands still on a Monday, before the clinic opens."""
    return Clock()


@pytest.fixture
def panels(
    qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database], clock: Clock
) -> Iterator[Rig]:
    yield rig(qtbot, tmp_path, make_clinic(), clock)
    use_clinic_habits("YMD")
