"""The support bundle: what doctor says and the log in one ZIP file, whole or not at all."""

import stat
from pathlib import Path
from zipfile import ZipFile

import pytest

from clinicdesk.services.doctor.support_bundle import write_support_bundle


def test_it_holds_what_doctor_says_and_the_log(tmp_path: Path) -> None:
    logs = [tmp_path / name for name in ("clinicdesk.log", "clinicdesk.log.1")]
    for log in logs:
        log.write_text(f"in {log.name}")
    path = tmp_path / "support.zip"
    for _ in range(2):  # the second one replaces the first
        write_support_bundle(path, b'{"program": "1"}', logs)
    with ZipFile(path) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {
        "doctor.json": b'{"program": "1"}',
        "clinicdesk.log": b"in clinicdesk.log",
        "clinicdesk.log.1": b"in clinicdesk.log.1",
    }
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_another_file_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "letter.zip"
    path.write_text("Dear patient")
    with pytest.raises(FileExistsError):
        write_support_bundle(path, b"{}", [])
    assert path.read_text() == "Dear patient"


def test_a_log_that_is_gone_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_support_bundle(tmp_path / "support.zip", b"{}", [tmp_path / "gone.log"])
    assert list(tmp_path.iterdir()) == []
