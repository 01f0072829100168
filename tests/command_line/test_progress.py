"""Long commands on a terminal: how far they are, and how they end when somebody stops them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line.lines import Ran
from tests.terminal import Terminal

STOPPED = (
    "clinicdesk: This was stopped; what it had begun is taken back, or is written whole. Look"
    " before you ask for it again."
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Stopped at two of its stretches in `make test`, in each of them in `make soak`."""
    if "share" in metafunc.fixturenames:
        full = metafunc.config.getoption("--scale") == "full"
        metafunc.parametrize("share", [0, 12, 30, 60] if full else [0, 30])


def percents(shown: str) -> list[int]:
    return [int(piece.split(" ")[-2]) for piece in shown.split("\r") if piece.rstrip()[-1:] == "%"]


LONG = {
    "check": ("check",),
    "backup": ("backup",),
    "doctor": ("doctor",),
    "export-all": ("export-all", "files"),
}


@pytest.mark.parametrize("name", LONG)
def test_a_terminal_shows_what_is_done_and_how_far_it_is(
    clinic: Path, tmp_path: Path, name: str
) -> None:
    ran = Terminal("clinicdesk", *LONG[name], "--database", str(clinic), cwd=tmp_path)
    assert ran.end() == 0
    told = percents(ran.shown)
    assert told == sorted(told)
    assert len(set(told)) > 2
    assert "\x1b" not in ran.shown
    assert ran.shown.split("\r")[-1] == "", "the line is gone"
    assert ran.shown.split("\r")[-2].strip() == ""


def test_what_is_restored_and_what_was_there_before_are_told_in_one_line(
    clinic: Path, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    backup = run("backup", "--json", "--database", str(clinic)).json["backup"]
    ran = Terminal("clinicdesk", "restore", str(backup), "--database", str(clinic), cwd=tmp_path)
    assert ran.end() == 0
    told = percents(ran.shown)
    assert (told, told[0], len(told) > 4) == (sorted(told), 0, True)
    assert ran.shown.startswith("\rReading the backup, and putting it in the clinic's place…")


@pytest.mark.parametrize("name", LONG)
def test_nothing_is_shown_where_nobody_looks(
    clinic: Path, command: Callable[..., Ran], name: str
) -> None:
    assert command(*LONG[name], "--database", str(clinic)).err == b""


def test_a_demo_clinic_that_is_stopped_leaves_nothing(tmp_path: Path, share: int) -> None:
    ran = Terminal("clinicdesk", "make-demo", "demo.db", cwd=tmp_path)
    while not any(told >= share for told in percents(ran.shown)):
        assert ran.read(), ran.shown
    ran.stop()
    ran.stop()
    assert (ran.end(), ran.last) == (130, STOPPED)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", LONG)
def test_what_is_stopped_leaves_the_clinic_alone_and_nothing_beside_it(
    clinic: Path, tmp_path: Path, name: str
) -> None:
    before = clinic.read_bytes()
    ran = Terminal("clinicdesk", *LONG[name], "--database", str(clinic), cwd=tmp_path)
    ran.read_until("…")
    ran.stop()
    status = ran.end()
    # On a quick machine it may have been done before it heard.
    assert status in (0, 130)
    if status:
        assert ran.last == STOPPED
        assert clinic.read_bytes() == before
        left = {path.name for path in tmp_path.rglob("*")} - {"clinic.db", "clinic-backups"}
        assert left == set()


def test_make_run_is_stopped_and_the_clinic_of_the_last_run_stays(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / "clinic.db").write_text("what the last run left")
    ran = Terminal("clinicdesk.main_job", cwd=tmp_path)
    ran.read_until("Making the demo clinic… 20 %")
    ran.stop()
    assert (ran.end(), ran.last) == (130, STOPPED)
    assert [path.name for path in folder.iterdir()] == ["clinic.db"]
    assert (folder / "clinic.db").read_text() == "what the last run left"
