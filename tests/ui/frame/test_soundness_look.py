"""The whole file is looked at once the window stands, in another process."""

import multiprocessing
from pathlib import Path
from random import Random

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.ui.frame import soundness_look
from clinicdesk.ui.frame.soundness_look import SoundnessLook
from tests.ui.main_rig import Rig

PAGE = 4096


def with_a_noisy_end(path: Path) -> None:
    """Of the pages that were written last, which nobody reads just now."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size - PAGE)
        file.write(Random(1).randbytes(PAGE))


@pytest.mark.parametrize("damaged", [False, True])
def test_a_page_that_nobody_reads_is_found_and_told_for_good(
    qtbot: QtBot, main: Rig, monkeypatch: pytest.MonkeyPatch, damaged: bool
) -> None:
    monkeypatch.setattr(soundness_look, "BEGIN_AFTER", 0)
    if damaged:
        with_a_noisy_end(main.desk.database.path)
    look = SoundnessLook(main.desk.database.path, main.window.work)
    look.damaged.connect(main.desk.found_damaged)
    with qtbot.waitSignal(look.ended, timeout=60_000):
        pass
    look.stop()
    main.desk.catch_up()
    assert ("is damaged" in main.window.banner.text) is damaged
    assert main.window.banner.isVisible() is damaged


def test_a_window_that_is_closed_at_once_leaves_no_process(
    qtbot: QtBot, main: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soundness_look, "BEGIN_AFTER", 0)
    look = SoundnessLook(main.desk.database.path, main.window.work)
    qtbot.waitUntil(lambda: look.work.running, timeout=20_000)
    look.stop()
    assert not look.work.running
    qtbot.waitUntil(lambda: multiprocessing.active_children() == [], timeout=20_000)


def test_one_long_work_at_a_time_and_the_look_gives_way(
    qtbot: QtBot, main: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soundness_look, "BEGIN_AFTER", 0)
    look = SoundnessLook(main.desk.database.path, main.window.work)
    ends: list[bool] = []
    look.ended.connect(lambda: ends.append(main.window.work.busy))
    qtbot.waitUntil(lambda: look.work.running, timeout=20_000)
    main.window.support.copy()
    assert (main.window.work.busy, look.work.running) == (True, False)
    qtbot.waitUntil(lambda: look.work.running, timeout=60_000)
    assert not main.window.work.busy, "it begins again when the other is done"
    qtbot.waitUntil(lambda: ends == [False], timeout=60_000)
    main.window.support.copy()
    main.window.support._work.cancel()
    assert not look.work.running, "and looks once"
