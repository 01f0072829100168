"""A computer without memory is never taken for a damaged clinic."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk.models.database import Database, DatabaseRefused
from clinicdesk.services.uncaught_errors import is_out_of_memory
from tests.command_line.lines import CHECKOUT

LIMITED = """
import resource, sys
from pathlib import Path
import clinicdesk.cli.commands.checking, clinicdesk.cli.commands.visits, psutil
from clinicdesk.cli import main
pages = int(Path("/proc/self/statm").read_text().split()[0])
room = pages * resource.getpagesize() + int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_AS, (room, -1))
sys.exit(main(sys.argv[2:]))
"""
"""Runs a line in a process that may grow by no more than so many bytes."""

LINES = {"day": ["--date", "2026-11-24"], "check": [], "patients": ["a"]}


@pytest.mark.parametrize("command", LINES)
def test_a_command_without_memory_says_so(
    demo_clinic: Path, command: str, scaled: Callable[[int, int], int]
) -> None:
    before = demo_clinic.read_bytes()
    said: set[str] = set()
    for number in range(scaled(3, 60)):
        done = subprocess.run(
            [sys.executable, "-c", LIMITED, str(number * scaled(1_200_000, 150_000)), command,
             *LINES[command], "--json", "--database", str(demo_clinic)],
            cwd=CHECKOUT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "damaged" not in done.stderr
        said |= {line[:40] for line in done.stderr.splitlines() if line.startswith("clinicdesk: ")}
    assert any("memory" in line or "This computer" in line for line in said)
    assert demo_clinic.read_bytes() == before


def test_what_a_reading_has_no_memory_for_is_no_damage(
    make_clinic: Callable[..., Database],
) -> None:
    database = make_clinic()
    for block in (database.reading, database.writing):
        with pytest.raises(DatabaseRefused) as refused, block():
            raise MemoryError
        assert refused.value.code == "database.no-memory"


@pytest.mark.parametrize(
    ("error", "is_one"),
    [
        (MemoryError(), True),
        (OSError(12, "Cannot allocate memory"), True),
        (OSError(28, "No space left on device"), False),
        (ImportError("libx.so: failed to map segment from shared object"), True),
        (ImportError("libx.so: cannot allocate memory in static TLS block"), True),
        (ImportError("No module named x"), False),
        (ValueError("memory"), False),
        (None, False),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_an_error_for_want_of_memory_is_known(error: BaseException | None, is_one: bool) -> None:
    assert is_out_of_memory(error) is is_one
