"""An entry of a clinic's file as it is typed, and back."""

from datetime import date
from typing import Any

import pytest

from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.services.setup.entries import Edit
from clinicdesk.ui.setup.entry_text import (
    DayWords,
    edit_of,
    entry_text,
    hours_entry,
    hours_line,
    raws_of,
)

WORDS = DayWords(date(2027, 3, 1), "MDY")

LINES: dict[str, dict[str, Any]] = {
    "mon-fri 08:00-12:00, 13:00-16:30": {
        "days": ["mon-fri"],
        "time": ["08:00-12:00", "13:00-16:30"],
    },
    "mon, wed 08:00-12:00, every 2 weeks, week of 2026-01-05": {
        "days": ["mon", "wed"],
        "time": ["08:00-12:00"],
        "every_weeks": 2,
        "week_of": date(2026, 1, 5),
    },
    "sun 09:00-11:00, nth 1, -1, from 2026-03-01, until 2026-08-31": {
        "days": ["sun"],
        "time": ["09:00-11:00"],
        "nth": [1, -1],
        "from": date(2026, 3, 1),
        "until": date(2026, 8, 31),
    },
}


@pytest.mark.parametrize("line", LINES)
def test_hours_are_read_as_they_are_shown(line: str) -> None:
    assert (hours_entry(line), hours_line(LINES[line])) == (LINES[line], line)


TYPED: dict[str, dict[str, Any]] = {
    "Mon - Fri  8:00 \N{EN DASH} 12:00": {"days": ["mon-fri"], "time": ["8:00-12:00"]},
    "08:00-12:00 fri every two weeks": {
        "days": ["fri"],
        "time": ["08:00-12:00"],
        "every_weeks": "two",
    },
    "nth 2 09:00-10:00, sat": {"days": ["sat"], "time": ["09:00-10:00"], "nth": [2]},
    "fri from soon": {"days": ["fri"], "from": "soon"},
    "whenever": {"days": ["whenever"]},
    ",": {},
}


@pytest.mark.parametrize("line", TYPED)
def test_whatever_is_typed_is_handed_on_to_the_files_reader(line: str) -> None:
    assert hours_entry(line) == TYPED[line]


LOU: dict[str, Any] = {
    "name": "Lou Reyes",
    "specialties": ["pt", "aide"],
    "hours": [LINES["mon-fri 08:00-12:00, 13:00-16:30"]],
    "sessions": [{"days": ["mon"], "time": ["08:00-09:00"], "new_patients_only": True}],
    "languages": ["en", "es"],
    "new_patients": False,
    "from": date(2027, 3, 8),
}


def test_a_form_in_which_nothing_is_typed_changes_nothing() -> None:
    raws = raws_of(Part.PRACTITIONERS, LOU)
    assert edit_of(Part.PRACTITIONERS, LOU, raws, WORDS) == Edit(Part.PRACTITIONERS, LOU, LOU)


def test_what_is_typed_takes_the_place_of_what_was_and_all_else_stays() -> None:
    typed = {
        **raws_of(Part.PRACTITIONERS, LOU),
        "until": "12/24/2027",
        "languages": "",
        "new_patients": True,
        "hours": (),
    }
    edit = edit_of(Part.PRACTITIONERS, LOU, typed, WORDS)
    assert edit.changed == {
        "languages": None,
        "new_patients": None,
        "hours": [],
        "until": date(2027, 12, 24),
    }


@pytest.mark.parametrize(
    ("part", "typed", "after"),
    [
        (
            Part.ASSISTANTS,
            {"name": "Kim Odell", "specialties": ("aide",)},
            {"name": "Kim Odell", "hours": [], "specialties": ["aide"]},
        ),
        (Part.ROOMS, {"name": "Exam 9", "type": "exam"}, {"name": "Exam 9", "type": "exam"}),
        (
            Part.CLOSED,
            {"date": "next friday", "name": "Floor", "time": "12:00-13:00, 15:00-24:00"},
            {"date": date(2027, 3, 5), "name": "Floor", "time": ["12:00-13:00", "15:00-24:00"]},
        ),
        (Part.CLOSED, {"date": "someday"}, {"date": "someday"}),
    ],
    ids=["an assistant", "a room that is there always", "a closed day", "no date"],
)
def test_a_new_entry_has_what_was_typed(
    part: Part, typed: dict[str, Any], after: dict[str, Any]
) -> None:
    raws = {**raws_of(part, None), **typed}
    assert edit_of(part, None, raws, WORDS) == Edit(part, None, after)


def test_lines_of_the_list_name_people_and_days() -> None:
    floor = {"date": date(2027, 3, 5), "name": "Floor", "time": ["12:00-24:00"]}
    texts = [
        entry_text(part, entry, WORDS.today)
        for part, entry in ((Part.PRACTITIONERS, LOU), (Part.CLOSED, floor), (Part.OPENING, {}))
    ]
    assert texts == ["Lou Reyes", "Fri 5 Mar  Floor  12:00-24:00", "Opening hours"]
