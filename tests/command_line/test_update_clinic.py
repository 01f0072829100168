"""`update-clinic`: the same clinic comes of a file as of the window, with whom that breaks."""

from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from clinicdesk.models.database import open_database
from tests.command_line.lines import SMALL, Ran
from tests.services.desk import Clock, desk

THURSDAY = "2026-12-03"
OPEN, SHORT = 'thursday = ["08:00-19:00"]', 'thursday = ["08:00-10:00"]'

STAYS = (
    "What breaks a rule stays as it is booked; whoever cannot come then stands on the call list"
    " until moved."
)


@pytest.fixture
def file(clinic: Path) -> Callable[..., str]:
    """The small clinic's own file, with other words in it."""

    def changed(*words: tuple[str, str]) -> str:
        text = SMALL.read_text("utf-8")
        for old, new in words:
            assert old in text
            text = text.replace(old, new)
        path = clinic.with_name("changed.toml")
        path.write_text(text, "utf-8")
        return str(path)

    return changed


def book(run: Callable[..., Ran], here: tuple[str, str], day: str) -> None:
    line = ("book", "--patient", "P-10003", "--template", "First day", "--from", day, "--days", "1")
    assert run(*line, "--json", *here).json["plan"]["day"] == day


def test_a_day_that_closes_earlier_cuts_the_hours_of_those_who_keep_theirs(
    run: Callable[..., Ran], clinic: Path, file: Callable[..., str]
) -> None:
    here = ("--database", str(clinic))
    short = file((OPEN, SHORT))
    told = run("update-clinic", short, "--json", *here).json
    assert told == {
        "added": [],
        "changed": [
            "opening hours",
            "practitioner Dr. Imogen Sattler",
            "practitioner Tobias Wexler",
            "assistant Paulina Grieg",
        ],
        "retired": [],
        "breaks": [],
        "applied": False,
    }
    assert run("update-clinic", short, "--apply", "--json", *here).json["applied"]
    assert "08:00-10:00" in run("show-clinic", *here).out.decode()
    assert run("check", *here).status == 0
    again = run("update-clinic", short, *here).out.decode()
    assert again == "The clinic is as the file says; there is nothing to change.\n"


def test_hours_that_the_file_itself_sets_outside_its_opening_hours_are_refused(
    run: Callable[..., Ran], clinic: Path, file: Callable[..., str]
) -> None:
    late = ('{ days = ["thu"], time = ["10:30-14:30", "15:00-19:00"] }',
            '{ days = ["thu"], time = ["10:30-14:30", "15:00-18:00"] }')  # fmt: skip
    ran = run("update-clinic", file((OPEN, SHORT), late), "--database", str(clinic))
    assert ran.status == 1
    assert b"practitioners[1].hours[1].time[0]" in ran.err
    new = run("new-clinic", file((OPEN, SHORT)), str(clinic.with_name("new.db")))
    assert new.status == 1


def test_each_visit_that_breaks_is_named_with_the_place_to_which_it_could_go(
    run: Callable[..., Ran], clinic: Path, file: Callable[..., str]
) -> None:
    here = ("--database", str(clinic))
    book(run, here, THURSDAY)
    closed = file((OPEN + "\n", ""))
    stays = [
        "appointment 5 on 2026-12-03 at 09:40: working hours",
        "appointment 5 on 2026-12-03 at 09:40: the patient's hours",
        "appointment 6 on 2026-12-03 at 10:30: working hours",
        "appointment 6 on 2026-12-03 at 10:30: the patient's hours",
    ]
    goes = [
        stays[0],
        f"{stays[1]} (could go to 2026-12-02 at 08:05)",
        stays[2],
        f"{stays[3]} (could go to 2026-12-02 at 08:55)",
    ]
    changes = [
        "Changed, 4:",
        "  opening hours",
        "  practitioner Dr. Imogen Sattler",
        "  practitioner Tobias Wexler",
        "  assistant Paulina Grieg",
        "Break a rule then, 2 appointments to come:",
    ]
    before = clinic.read_bytes()
    assert run("update-clinic", closed, "--json", *here).json["breaks"] == goes
    assert run("update-clinic", closed, *here).out.decode().splitlines() == [
        *changes,
        *(f"  {line}" for line in goes),
        "Nothing was changed: --apply does it.",
    ]
    assert clinic.read_bytes() == before
    assert run("update-clinic", closed, "--apply", *here).out.decode().splitlines() == [
        *changes,
        *(f"  {line}" for line in stays),
        "The clinic was changed; undo takes it back.",
        STAYS,
    ]


def test_undo_names_whom_it_leaves_with_a_time_that_breaks_a_rule(
    run: Callable[..., Ran], clinic: Path, file: Callable[..., str]
) -> None:
    here = ("--database", str(clinic))
    hours = '{ days = ["thu"], time = ["10:30-14:30", "15:00-19:00"] }'
    run("update-clinic", file((f"  {hours},\n", "")), "--apply", *here)
    run("update-clinic", file(), "--apply", *here)
    clock = Clock()
    clock.set_wall("America/New_York", date(2026, 11, 23), 7)
    with closing(open_database(clinic)) as database:
        west = desk(database, clock, "west")
        west.book_first("First day", west.patient().number, date.fromisoformat(THURSDAY), 1)
    assert run("undo", *here).out.decode().splitlines() == [
        'Undone: "change how the clinic is set up".',
        "Breaks a rule now, 1 appointment to come:",
        "  appointment 6 on 2026-12-03 at 10:30: working hours",
    ]
