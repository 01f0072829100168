"""What `make run` does on a machine without a screen."""

from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk import main_job
from tests.command_line.lines import Ran


def test_make_run_makes_the_demo_anew_and_books_a_visit(
    run: Callable[..., Ran],
    capfdbinary: pytest.CaptureFixture[bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    for screen in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(screen, raising=False)
    folder = tmp_path / "demo"
    folder.mkdir()
    for left in ("clinic.db", "clinic.db-journal"):
        (folder / left).write_text("what the last run left")
    assert main_job.main(Path("demo")) == 0
    out, err = capfdbinary.readouterr()
    text = out.decode("utf-8")
    assert err.decode("utf-8").splitlines() == [
        "Making the demo clinic; this takes part of a minute…",
        "Booking a combined visit…",
        "Drawing the day…",
    ]
    assert text.startswith('Made the demo clinic "Lakeside Spine Center": 4000 patients, ')
    assert text.count("█") >= 4
    assert text.endswith(
        "is in demo/clinic.db, the patient's calendar file in demo/visit.ics.\n"
        "A picture of the day in the window is in demo/picture.png.\n"
    )
    written = sorted(path.name for path in folder.iterdir())
    assert written == ["clinic.db", "picture.png", "visit.ics"]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert (folder / "picture.png").read_bytes().startswith(b"\x89PNG")
    assert (folder / "visit.ics").read_bytes().count(b"BEGIN:VEVENT") == 1
    undone = run("undo", "--json", "--database", "demo/clinic.db").json
    assert undone["undone"].startswith(f"book visit {undone['visit']} of P-")


def test_make_run_says_where_it_may_not_write(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for screen in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(screen, raising=False)
    (tmp_path / "demo").write_text("a file")
    assert main_job.main(tmp_path / "demo") == 1
    assert Ran(1, *capfdbinary.readouterr()).sentence
