"""The main window, and the side panels by themselves, on the harbor clinic."""

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.wording import use_clinic_habits
from tests.services.desk import Clock
from tests.ui.main_rig import garbage_searched_here, main, time_enough
from tests.ui.side_panel import Rig, rig

__all__ = ["garbage_searched_here", "main", "time_enough"]


@pytest.fixture(autouse=True)
def hooks_as_before() -> Iterator[None]:
    """A window takes over what Python does with exceptions that nobody caught; not for others."""
    before = (
        sys.excepthook, threading.excepthook, sys.unraisablehook,
        logging.raiseExceptions, logging.lastResort,
    )  # fmt: skip
    yield
    (
        sys.excepthook, threading.excepthook, sys.unraisablehook,
        logging.raiseExceptions, logging.lastResort,
    ) = before  # fmt: skip


@pytest.fixture
def clock() -> Clock:
    """Stands still on a Monday, before the clinic opens."""
    return Clock()


@pytest.fixture
def panels(
    qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database], clock: Clock
) -> Iterator[Rig]:
    made = rig(qtbot, tmp_path, make_clinic(), clock)
    yield made
    made.desk.stop()
    use_clinic_habits("YMD")
