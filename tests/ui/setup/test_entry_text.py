"""An entry of a clinic's file as it is typed, and back."""

from datetime import date
from typing import Any

import pytest

from clinicdesk.exchange.clinic_file import read_clinic_file
from clinicdesk.exchange.clinic_file.settings.descriptions import SETTINGS
from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.resource_files import resource_file
from clinicdesk.services.setup.editing import entries_of
from clinicdesk.services.setup.entries import Edit
from clinicdesk.ui.setup.entry_text import (
    edit_of,
    entry_text,
    raws_of,
)
from clinicdesk.ui.setup.hours_text import (
    hours_entry,
    hours_line,
    hours_told,
    session_entry,
    session_line,
)
from clinicdesk.ui.setup.quoting import in_file
from clinicdesk.ui.setup.setting_words import hint
from clinicdesk.ui.setup.value_text import Words, meant, usual_option
from clinicdesk.ui.setup.vocabulary import vocabulary
from tests.exchange.clinic_file.every_key import EVERYTHING

WORDS = Words(date(2027, 3, 1), "MDY")

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
    "sun 09:00-11:00, 1st and last in the month, from 2026-03-01, until 2026-08-31": {
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
    "Mon - Fri  8:00 \N{EN DASH} 12:00": {"days": ["mon-fri"], "time": ["08:00-12:00"]},
    "mon 8-12, 1 - 4:30 pm": {"days": ["mon"], "time": ["08:00-12:00", "13:00-16:30"]},
    "mon 9-": {"days": ["mon"], "time": ["9-"]},
    "08:00-12:00 fri every two weeks": {
        "days": ["fri"],
        "time": ["08:00-12:00"],
        "every_weeks": 2,
    },
    "fri every 2 weeks from 2027-03-05 9-12": {
        "days": ["fri"],
        "time": ["09:00-12:00"],
        "every_weeks": 2,
        "week_of": date(2027, 3, 5),
        "from": date(2027, 3, 5),
    },
    "nth 2 09:00-10:00, sat": {"days": ["sat"], "time": ["09:00-10:00"], "nth": [2]},
    "fri from soon": {"days": ["fri"], "from": "soon"},
    "whenever": {"days": ["whenever"]},
    ",": {},
}


@pytest.mark.parametrize("line", TYPED)
def test_whatever_is_typed_is_handed_on_to_the_files_reader(line: str) -> None:
    assert hours_entry(line) == TYPED[line]


SAID = {
    "thu 8:30-12, 13-16 2nd and 4th": "thu nth 2, 4 08:30-12:00, 13:00-16:00",
    "2nd, 4th and last thu 8:30-12": "thu nth 2, 4, -1 08:30-12:00",
    "every second and fourth Thu of the month, 8-12": "thu nth 2, 4, 08:00-12:00",
    "every second thu 8-12": "every second thu 8-12",
    "every 2nd thu in the month 8-12": "thu nth 2 08:00-12:00",
    "the last fri 8-12": "fri nth -1 08:00-12:00",
    "sat 8-12 every other week, week of 4 January 2027": "sat 08:00-12:00 every 2 weeks,"
    " week of 2027-01-04",
    "sat 8-12 alternate weeks": "sat 08:00-12:00 every 2 weeks",
    "sat 8-12 every three weeks": "sat 08:00-12:00 every 3 weeks",
    "mon 8-12 until 31 May 2027": "mon 08:00-12:00 until 2027-05-31",
    "mon 8-12 from June 1st, 2027 until Aug. 31 2027": "mon 08:00-12:00 from 2027-06-01"
    " until 2027-08-31",
    "mon 8-12 may 31": "mon 08:00-12:00 2027-05-31",
    "mon 8 - 12 from 6/1 until 8/31/27": "mon 08:00-12:00 from 2027-06-01 until 2027-08-31",
    "mon 8.30-12.00 from 1.6.2027": "mon 08:30-12:00 from 2027-01-06",
    "mon 8-12 from 1 Feb": "mon 08:00-12:00 from 2028-02-01",
    "mon 8-12 from 1 Feb 2027": "mon 08:00-12:00 from 2027-02-01",
    "mon 8-12 from 31 Feb 2027": "mon 08:00-12:00 from 31 feb 2027",
}


@pytest.mark.parametrize("line", SAID)
def test_hours_are_read_as_people_say_them(line: str) -> None:
    assert hours_entry(line, WORDS.day_ahead) == hours_entry(SAID[line])


TOLD = {
    "thu 8:30-12 2nd and 4th": "thu 08:30-12:00, 2nd and 4th in the month",
    "Mon-Fri 8-noon until 31 May 2027": "mon-fri 08:00-12:00, until 2027-05-31",
    "monday, wed 8-12": "monday, wed 08:00-12:00",
    "mon 08:00-12:00, 2nd in the month": "",
    "mon 8": "",
    "8-12": "",
    "mon": "",
    "whenever 8-12": "",
}


@pytest.mark.parametrize("line", TOLD)
def test_it_is_told_how_hours_are_understood_that_stand_in_other_words(line: str) -> None:
    assert hours_told(line, WORDS.day_ahead) == TOLD[line]


DATED: dict[tuple[Part, str, str], str] = {
    (Part.PRACTITIONERS, "away", "5 Jul 2027 to 16 Jul 2027: Off to the May 5 fair"): (
        "2027-07-05 to 2027-07-16: Off to the May 5 fair"
    ),
    (Part.PRACTITIONERS, "away", "August 2 13:00 to 17:00"): "2027-08-02 13:00 to 17:00",
    (Part.PRACTITIONERS, "extra", "13 Nov 2027 9-13"): "2027-11-13 09:00-13:00",
    (Part.OPENING, "days", "24 December closed: Christmas Eve"): "2027-12-24 closed: Christmas Eve",
    (Part.OPENING, "seasons", "6/1/2027 to 8/31/2027 every year, fri 8-12"): (
        "2027-06-01 to 2027-08-31 every year, fri 08:00-12:00"
    ),
    (Part.VISIT_TYPES, "requirements", "MRI on disk, 14 days"): "MRI on disk, 14 days ahead",
    (Part.VISIT_TYPES, "requirements", "MRI, 2 weeks before"): "MRI, 14 days ahead",
    (Part.VISIT_TYPES, "requirements", "MRI of the last 14 days"): "MRI of the last 14 days",
    (Part.VISIT_TYPES, "requirements", "Fasting, 0 days"): "Fasting, 0 days",
}


@pytest.mark.parametrize(("part", "key", "line"), DATED)
def test_days_in_lines_are_read_as_people_say_them(part: Part, key: str, line: str) -> None:
    setting = SETTINGS[part][key]
    plain = meant(setting, (DATED[part, key, line],), WORDS)
    assert meant(setting, (line,), WORDS) == plain


SESSION_LINES: dict[str, dict[str, Any]] = {
    "tue 07:30-12:00 for injection, pt-session": {
        "days": ["tue"],
        "time": ["07:30-12:00"],
        "visit_types": ["injection", "pt-session"],
    },
    "mon 08:00-10:00, 1st in the month, new patients only": {
        "days": ["mon"],
        "time": ["08:00-10:00"],
        "nth": [1],
        "new_patients_only": True,
    },
    "wed 14:00-16:00 for check; at most 2 exercise, 0 check; only here;"
    " for all from 10:30, 1 day before": {
        "days": ["wed"],
        "time": ["14:00-16:00"],
        "visit_types": ["check"],
        "at_most": {"exercise": 2, "check": 0},
        "only_here": True,
        "release": "10:30",
        "release_days": 1,
    },
    "mon 08:00-10:00, new patients only for injection": {
        "days": ["mon"],
        "time": ["08:00-10:00"],
        "new_patients_only": True,
        "visit_types": ["injection"],
    },
}


@pytest.mark.parametrize("line", SESSION_LINES)
def test_sessions_are_read_as_they_are_shown(line: str) -> None:
    assert session_line(SESSION_LINES[line]) == line
    assert session_entry(line, {}) == SESSION_LINES[line]


def test_a_session_takes_names_of_visit_types_for_their_keys() -> None:
    typed = "Tue 07:30-12:00 for Fluoroscopic injection, new patients only"
    assert session_entry(typed, {"fluoroscopic injection": "injection"}) == {
        "days": ["tue"],
        "time": ["07:30-12:00"],
        "visit_types": ["injection"],
        "new_patients_only": True,
    }


def test_a_session_takes_names_that_hold_what_separates() -> None:
    keys = {"assessment: physician": "physician", "gym; group, first": "gym"}
    typed = "mon 8-12 for Assessment: Physician, gym; group, first; at most 3 assessment: physician"
    assert session_entry(typed, keys) == {
        "days": ["mon"],
        "time": ["08:00-12:00"],
        "visit_types": ["physician", "gym"],
        "at_most": {"physician": 3},
    }


def test_every_value_of_a_clinic_is_typed_as_it_is_shown() -> None:
    """But for what a value may be called in other words: then nothing but the words differs."""
    entries = entries_of(read_clinic_file(EVERYTHING)).entries
    for part in Part:
        for entry in entries[part]:
            raws = raws_of(part, entry, WORDS)
            typed = {
                key: meant(setting, raws[key], WORDS)
                for key, setting in SETTINGS[part].items()
                if meant(setting, raws[key], WORDS) is not None
            }
            assert edit_of(part, entry, raws, WORDS) == Edit(part, entry, entry)
            assert typed == {key: value for key, value in entry.items() if key in typed}
            assert {"key", *typed} >= {key for key in entry if not usual(part, key, entry[key])}


@pytest.mark.parametrize("name", ["small.toml", "lakeside.toml"])
def test_what_a_clinic_offers_is_shown_by_names_and_means_what_it_did(name: str) -> None:
    clinic = entries_of(read_clinic_file(resource_file("clinics", name).read_bytes()))
    said = vocabulary(clinic)
    words = Words(date(2027, 3, 1), "MDY", said.types, said.who)
    for part in (Part.VISIT_TYPES, Part.TEMPLATES, Part.PRACTITIONERS):
        for entry in clinic.entries[part]:
            raws = raws_of(part, entry, words)
            for key in {"needs", "steps", "sequence", "same", "sessions"} & entry.keys():
                setting = SETTINGS[part][key]
                assert meant(setting, raws[key], words) == meant(
                    setting, raws_of(part, entry, WORDS)[key], WORDS
                )


def test_lines_name_visit_types_and_who_is_needed_as_they_are_read() -> None:
    lakeside = read_clinic_file(resource_file("clinics", "lakeside.toml").read_bytes())
    clinic = entries_of(lakeside)
    said = vocabulary(clinic)
    words = Words(date(2027, 3, 1), "MDY", said.types, said.who)
    spine = clinic.entries[Part.TEMPLATES][0]
    shown = raws_of(Part.TEMPLATES, spine, words)
    session = next(one for one in clinic.entries[Part.VISIT_TYPES] if one["key"] == "pt-session")
    assert (shown["steps"], shown["sequence"]) == (
        ("Spine X-ray", "Physiatry, new", "PT evaluation"),
        (
            "Spine X-ray then Physiatry, new: 10-60; The physiatrist reads the films first.",
            (
                "Physiatry, new then PT evaluation: 5-45;"
                " The evaluation follows the physiatrist's findings."
            ),
        ),
    )
    assert raws_of(Part.VISIT_TYPES, session, words)["needs"] == (
        "Physical therapy or Physical therapy assistant: 0-30",
        "Therapy aide: 30-60",
        "pt table: 0-30",
        "gym: 30-60",
    )


def usual(part: Part, key: str, value: object) -> bool:
    """Whether it is what is meant where the key is left out."""
    setting = SETTINGS[part].get(key)
    if setting is None:
        return False
    usually = usual_option(setting)
    return value == (list(usually) if isinstance(usually, tuple) else usually)


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
    raws = raws_of(Part.PRACTITIONERS, LOU, WORDS)
    assert edit_of(Part.PRACTITIONERS, LOU, raws, WORDS) == Edit(Part.PRACTITIONERS, LOU, LOU)


def test_what_is_typed_takes_the_place_of_what_was_and_all_else_stays() -> None:
    typed = {
        **raws_of(Part.PRACTITIONERS, LOU, WORDS),
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
    raws = {**raws_of(part, None, WORDS), **typed}
    assert edit_of(part, None, raws, WORDS) == Edit(part, None, after)


def test_lines_of_the_list_name_people_and_days() -> None:
    floor = {"date": date(2027, 3, 5), "name": "Floor", "time": ["12:00-24:00"]}
    texts = [
        entry_text(part, entry)
        for part, entry in ((Part.PRACTITIONERS, LOU), (Part.CLOSED, floor), (Part.OPENING, {}))
    ]
    assert texts == ["Lou Reyes", "2027-03-05  Floor  12:00-24:00", "Opening hours"]


def test_what_stands_in_an_empty_field_is_what_it_means() -> None:
    opening, closed = SETTINGS[Part.OPENING]["saturday"], SETTINGS[Part.CLOSED]["time"]
    assert [hint(opening), hint(closed)] == ["closed", "all day, or times like 08:00-12:00"]


def test_the_type_of_a_room_is_meant_before_a_room_that_is_called_so() -> None:
    lakeside = read_clinic_file(resource_file("clinics", "lakeside.toml").read_bytes())
    known = vocabulary(entries_of(lakeside)).who.known
    assert [in_file(text, known) for text in ("gym", "Gym", "PT table", "pt-table", "exam 1")] == [
        "gym", "gym", "pt-table", "pt-table", "Exam 1",
    ]  # fmt: skip
