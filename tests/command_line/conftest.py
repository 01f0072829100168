"""A small clinic made by the command line itself, copied for every test; lines run in process."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk.cli import main
from tests.command_line.lines import CHECKOUT, NOW, SMALL, Ran


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line is run at the same time of the clinic's wall clock."""
    monkeypatch.setenv("CLINICDESK_NOW", NOW)


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Ran]:
    """Runs one line in this process."""

    def line(*argv: str) -> Ran:
        capfdbinary.readouterr()
        status = main(argv)
        return Ran(status, *capfdbinary.readouterr())

    return line


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., Ran]:
    """Runs one line as a program of its own, in the test's folder."""

    def line(*argv: str | bytes, **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "clinicdesk", *argv],
            cwd=tmp_path,
            env={"PYTHONPATH": str(CHECKOUT), "CLINICDESK_NOW": NOW, **environment},
            capture_output=True,
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return line


@pytest.fixture(scope="session")
def made_clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small clinic with three patients, a booked visit (V-1001), a cancelled one (V-1002)."""
    path = tmp_path_factory.mktemp("small") / "clinic.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLINICDESK_NOW", NOW)
        assert main(["new-clinic", str(SMALL), str(path)]) == 0
        database = ("--database", str(path))
        for first in ("Anna", "Bo", "Cy"):
            born = ("--born", "1980-02-29")
            name = ("--name", f"Müller, {first}")
            assert main(["add-patient", *name, *born, "--phone", "555-0100", *database]) == 0
        for number in ("P-10001", "P-10002"):
            visit_request = ("--patient", number, "--template", "First day")
            assert main(["book", *visit_request, *database]) == 0
        assert main(["cancel", "--visit", "V-1002", "--reason", "ill", *database]) == 0
    return path


@pytest.fixture
def clinic(made_clinic: Path, tmp_path: Path) -> Path:
    """A copy of that clinic."""
    return Path(shutil.copyfile(made_clinic, tmp_path / "clinic.db"))
