"""Windows open whole on the screen they open on, at every scale, however they stood before."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from PySide6.QtCore import QRect

from clinicdesk.models.database import Database
from clinicdesk.ui.frame.on_screen import within
from tests.ui.frame.screens import Seen, screen_file

LARGE, SMALL = (1920, 1080), (1366, 728)
"""Real pixels of two screens; the small one without its task bar."""


@pytest.mark.parametrize(
    ("area", "inside"),
    [
        (QRect(10, 20, 300, 200), QRect(10, 20, 300, 200)),
        (QRect(-50, -9, 300, 200), QRect(0, 0, 300, 200)),
        (QRect(1900, 990, 300, 200), QRect(700, 400, 300, 200)),
        (QRect(40, 40, 4000, 200), QRect(0, 40, 1000, 200)),
    ],
)
def test_an_area_is_moved_and_shrunk_by_as_little_as_is_needed(area: QRect, inside: QRect) -> None:
    assert within(area, QRect(0, 0, 1000, 600)) == inside


@pytest.mark.parametrize(
    ("screen", "scale"),
    [(LARGE, "1.0"), (LARGE, "2.0"), (SMALL, "1.0"), (SMALL, "1.25"), (SMALL, "1.5")],
    ids=["1920", "1920 at 200 %", "1366", "1366 at 125 %", "1366 at 150 %"],
)
def test_every_window_opens_whole_and_the_date_stays_when_it_is_smallest(
    make_clinic: Callable[..., Database], tmp_path: Path, screen: tuple[int, int], scale: str
) -> None:
    shutil.copyfile(make_clinic().path, tmp_path / "clinic.db")
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": screen_file(tmp_path, *screen),
        "QT_SCALE_FACTOR": scale,
    }
    command = [sys.executable, "-m", "tests.ui.frame.screens", str(tmp_path)]
    subprocess.run(command, check=True, env=environment, timeout=120)
    seen = json.loads((tmp_path / "seen.json").read_text("utf-8"))
    assert seen["title"] in ("Today · Monday 1 Mar 2027", "Today · Mon 1 Mar", "Mon 1 Mar")
    assert seen == asdict(Seen(True, True, True, True, seen["title"]))
