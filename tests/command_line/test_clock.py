"""The clock that CLINICDESK_NOW sets: what is one, how it ticks, and where the day begins."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from clinicdesk.clock import VARIABLE, ClockMalformed, asked_time, clock_for
from tests.command_line.lines import Ran

CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    "text",
    ["", "now", "2026-11-23T25:00", "2026-02-30", "2026-11-23T09:00Z", "2026-11-23T09:00-06:00",
     "23.11.2026 09:00", "20261123T0900", "2026-W48-1", "1899-12-31T23:59", "2200-01-01",
     " 2026-11-23", "2026-11-23T09:00\n", "٢٠٢٦-١١-٢٣", "2026-11-23T9:00", "1795420800", "\udcff"],
)  # fmt: skip
def test_a_malformed_time_is_a_wrong_line(
    run: Callable[..., Ran], clinic: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv(VARIABLE, text)
    ran = run("templates", "--database", str(clinic))
    assert ran.sentence.startswith("CLINICDESK_NOW must be a time ")
    assert ran.status == 2


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-23", datetime(2026, 11, 23, 6, 0, tzinfo=UTC)),
        ("2026-07-23T09:00", datetime(2026, 7, 23, 14, 0, tzinfo=UTC)),
        ("2026-11-23 09:00:30.5", datetime(2026, 11, 23, 15, 0, 30, 500_000, tzinfo=UTC)),
        ("2027-03-14T02:30", datetime(2027, 3, 14, 8, 30, tzinfo=UTC)),
        ("2026-11-01T01:30", datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
    ],
)
def test_a_time_is_the_clinics_wall_clock_and_ticks_on(
    monkeypatch: pytest.MonkeyPatch, text: str, instant: datetime
) -> None:
    monkeypatch.setenv(VARIABLE, text)
    seconds = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: seconds[0])
    clock = clock_for(CHICAGO, asked_time())
    assert clock() == instant
    seconds[0] += 2.5
    assert clock() == instant + timedelta(seconds=2.5)


def test_without_it_the_clock_is_this_computers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    assert asked_time() is None
    before = datetime.now(UTC)  # noqa: TID251 - what is tried
    shown = clock_for(CHICAGO, None)()
    assert before <= shown <= datetime.now(UTC)  # noqa: TID251


def test_the_sentence_prints_no_control_character(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "2026\x1b[2J")
    with pytest.raises(ClockMalformed):
        asked_time()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_today_is_the_clinics_wherever_the_computer_is(
    command: Callable[..., Ran], clinic: Path, zone: str
) -> None:
    visit_request = ("--patient", "P-10003", "--template", "First day", "--json", "--top", "1")
    late = {"CLINICDESK_NOW": "2026-11-24T08:30", "TZ": zone}
    planned = command("plan", *visit_request, "--database", clinic.name, **late).json["plans"][0]
    assert (planned["day"], planned["start"] >= "08:30") == ("2026-11-24", True)


def test_nothing_is_planned_into_hours_that_are_past(
    run: Callable[..., Ran], clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "2026-11-23T16:30")
    here = ("--days", "1", "--database", str(clinic))
    visit_request = ("--patient", "P-10003", "--template", "First day", *here)
    assert run("plan", *visit_request, "--json").json["plans"] == []
    assert run("book", *visit_request).status == 1
