"""What no panel caught: a known refusal is said as a refusal, and only a fault is called one."""

import gc
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.ui.frame.crash_guard import CrashGuard


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (
            DatabaseRefused(DatabaseCode.BUSY_READING, path="clinic.db"),
            (
                "The clinic at clinic.db is held by another program and cannot be read just now."
                " Try again in a moment."
            ),
        ),
        (
            Refused(RefusalCode.PATIENT_UNKNOWN, number=12),
            "There is no patient P-12; nothing was changed. Find the patient by name.",
        ),
    ],
    ids=["of the file", "of a verb"],
)
def test_a_refusal_that_nobody_caught_is_no_mistake(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    refusal: Exception,
    sentence: str,
) -> None:
    hook = sys.excepthook
    guard = CrashGuard(lambda: None, tmp_path / "clinicdesk.log")
    said: list[str] = []
    guard.refused.connect(said.append)
    try:
        sys.excepthook(type(refusal), refusal, None)
    finally:
        sys.excepthook = hook
    QApplication.processEvents()
    assert (said, guard.window) == ([sentence], None)
    assert [record.levelname for record in caplog.records] == ["WARNING"]


class Falls:
    """Fails when nobody needs it any more."""

    def __del__(self) -> None:
        raise ValueError("FEATHERSTONE, Ida")


def test_a_fault_in_a_thread_is_told_and_one_in_a_destructor_noted_without_a_name(
    qtbot: QtBot,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    guard = CrashGuard(lambda: None, tmp_path / "clinicdesk.log")
    told: list[str] = []
    guard.happened.connect(told.append)
    thread = threading.Thread(target=Falls().__del__)
    thread.start()
    thread.join()
    del thread
    gc.collect()
    qtbot.waitUntil(lambda: guard.window is not None, timeout=3000)
    assert guard.window is not None
    guard.window.close()
    lines = [record.getMessage().split(" at ")[0] for record in caplog.records]
    assert lines == [f"{told[0]} ValueError", "ValueError"]
    assert "FEATHERSTONE" not in caplog.text + "".join(capfd.readouterr())
