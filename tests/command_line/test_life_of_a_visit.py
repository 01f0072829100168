"""A visit from the first call to its cancellation: each command once as a program of its own."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line.lines import CHECKOUT, NOW, SMALL, Ran

DAY = ("day", "--date", "2026-11-23", "--json")
APPOINTMENTS = [
    {
        "number": 1,
        "visit": "V-1001",
        "patient": {"number": "P-10001", "name": "Nguyễn, Thị Ánh"},
        "visit_type": "Physiatry, new",
        "start": "08:05",
        "end": "08:50",
        "status": "booked",
        "group": None,
        "claims": [
            {"name": "Paulina Grieg", "kind": "assistant", "start": "08:05", "end": "08:15"},
            {"name": "Exam 1", "kind": "room", "start": "08:05", "end": "08:55"},
            {
                "name": "Dr. Imogen Sattler",
                "kind": "practitioner",
                "start": "08:15",
                "end": "08:55",
            },
        ],
    },
    {
        "number": 2,
        "visit": "V-1001",
        "patient": {"number": "P-10001", "name": "Nguyễn, Thị Ánh"},
        "visit_type": "PT evaluation",
        "start": "08:55",
        "end": "09:55",
        "status": "booked",
        "group": None,
        "claims": [
            {"name": "Tobias Wexler", "kind": "practitioner", "start": "08:55", "end": "09:55"},
            {"name": "Therapy room", "kind": "room", "start": "08:55", "end": "10:00"},
        ],
    },
]


def calendar(content: bytes) -> list[str]:
    """The lines of a calendar file but for the moment at which it was written."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.decode("utf-8").split("\r\n")
    return [line for line in lines if not line.startswith("DTSTAMP")]


def test_life_of_a_visit(
    command: Callable[..., Ran],
    run: Callable[..., Ran],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    here = ("--database", "clinic.db")
    assert command("new-clinic", str(SMALL), "clinic.db", "--json").json == {
        "database": "clinic.db",
        "practitioners": 2,
        "rooms": 3,
        "templates": 1,
    }
    person = ("--name", "Nguyễn, Thị Ánh", "--born", "1968-02-29", "--phone", "555-0100")
    assert command("add-patient", *person, *here, "--json").json == {"patient": "P-10001"}
    visit_request = (
        "--patient",
        "P-10001",
        "--template",
        "First day",
        "--top",
        "2",
        *here,
        "--json",
    )
    planned = command("plan", *visit_request).json
    assert [plan["day"] for plan in planned["plans"]] == ["2026-11-23", "2026-11-24"]
    assert planned["reasons"] == []
    booked = command("book", *visit_request).json
    assert booked == {"visit": "V-1001", "replanned": 0, "plan": planned["plans"][0]}
    assert command(*DAY, *here).json == {"date": "2026-11-23", "appointments": APPOINTMENTS}

    visit = ("--visit", "V-1001", *here)
    assert command("export", *visit, "-o", "visit.ics") == Ran(0, b"", b"")
    first = (tmp_path / "visit.ics").read_bytes()
    assert "METHOD:PUBLISH" in calendar(first)
    again = run("export", *visit)
    assert (again.status, calendar(again.out)) == (0, calendar(first))

    cancelled = command("cancel", *visit, "--reason", "has a cold", "--json").json
    assert cancelled == {"visit": "V-1001", "status": "cancelled"}
    assert run("export", *visit, "-o", "visit.ics").status == 0
    assert "METHOD:CANCEL" in calendar((tmp_path / "visit.ics").read_bytes())
    listed = run(*DAY, *here).json["appointments"]
    assert listed == [{**item, "status": "cancelled", "claims": []} for item in APPOINTMENTS]

    assert command("undo", *here, "--json").json == {
        "undone": "cancel visit V-1001",
        "visit": "V-1001",
    }
    assert run(*DAY, *here).json["appointments"] == APPOINTMENTS
    assert run("undo", *here, "--json").json["undone"] == "book visit V-1001 of P-10001"
    listed = run(*DAY, *here).json["appointments"]
    assert {item["status"] for item in listed} == {"entered-in-error"}
    assert "METHOD:CANCEL" in calendar(run("export", *visit).out)
    steps = ("--form", "steps", "-o", ".", "--json")
    names = ["visit-V-1001-step-1.ics", "visit-V-1001-step-2.ics"]
    assert command("export", *visit, *steps).json == {"visit": "V-1001", "files": names}
    for name in names:
        assert "METHOD:CANCEL" in calendar((tmp_path / name).read_bytes())
        (tmp_path / name).unlink()
    assert command("check", *here, "--json").json == {
        "ok": True,
        "checked": {
            "claims": 7,
            "appointments": 2,
            "visits": 1,
            "patients": 1,
            "journal entries": 6,
        },
        "broken": [],
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clinic.db", "visit.ics"]


def test_desks_that_book_at_once_never_get_the_same_place(
    run: Callable[..., Ran], clinic: Path
) -> None:
    line = [sys.executable, "-m", "clinicdesk", "book", "--json", "--database", str(clinic)]
    visit_request = ["--template", "First day", "--days", "7", "--patient"]
    environment = {"PYTHONPATH": str(CHECKOUT), "CLINICDESK_NOW": NOW}
    desks = [
        subprocess.Popen(
            [*line, *visit_request, f"P-1000{number % 3 + 1}"],
            env=environment,
            stdout=subprocess.PIPE,
        )
        for number in range(5)
    ]
    answers = [json.loads(desk.communicate(timeout=120)[0]) for desk in desks]
    assert [desk.returncode for desk in desks] == [0] * 5
    places = {(answer["plan"]["day"], answer["plan"]["start"]) for answer in answers}
    assert len(places) == 5
    assert {answer["visit"] for answer in answers} == {f"V-{1003 + n}" for n in range(5)}
    assert run("check", "--json", "--database", str(clinic)).json["ok"]
