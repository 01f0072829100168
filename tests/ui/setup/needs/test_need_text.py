"""A need as it is typed, and back."""

from typing import Any

import pytest

from clinicdesk.exchange.clinic_file.clinic_reading import parsed
from clinicdesk.resource_files import resource_file
from clinicdesk.ui.setup.needs.need_text import need_entry, need_line

LINES: dict[str, dict[str, Any]] = {
    "medical-assistant: 0-10": {"one_of": ["medical-assistant"], "holds": ["0-10"]},
    "exam: after 5": {"one_of": ["exam"], "after": 5},
    "exam": {"one_of": ["exam"]},
    "physiatry or Dr. Amara Osei (60 min) or pa (penalty 15): 10-20, 30-end, before 5, after 10": {
        "one_of": [
            "physiatry",
            {"who": "Dr. Amara Osei", "minutes": 60},
            {"who": "pa", "penalty": 15},
        ],
        "holds": ["10-20", "30-end"],
        "before": 5,
        "after": 10,
    },
    "exam: 0-10, after 5, only on site, only phone": {
        "one_of": ["exam"],
        "holds": ["0-10"],
        "after": 5,
        "places": ["on site", "phone"],
    },
    "nurse (20 min, penalty 5): 0-5": {
        "one_of": [{"who": "nurse", "minutes": 20, "penalty": 5}],
        "holds": ["0-5"],
    },
    '"Lee, Ann" or "Room: north" or "Then and ""now"""': {
        "one_of": ["Lee, Ann", "Room: north", 'Then and "now"']
    },
    '"Gym (north)" (30 min)': {"one_of": [{"who": "Gym (north)", "minutes": 30}]},
}


@pytest.mark.parametrize("line", LINES)
def test_a_need_is_read_as_it_is_shown(line: str) -> None:
    assert (need_entry(line), need_line(LINES[line])) == (LINES[line], line)


TYPED: dict[str, dict[str, Any]] = {
    "PT, pta :  0 \N{EN DASH} 40 ; 45 - END": {
        "one_of": ["PT", "pta"],
        "holds": ["0-40", "45-end"],
    },
    "Gym (north): 0-5": {"one_of": ["Gym (north)"], "holds": ["0-5"]},
    "pt (soon, 30 min)": {"one_of": ["pt (soon, 30 min)"]},
    "pt: first half": {"one_of": ["pt"], "holds": ["first half"]},
    "pt: after 0": {"one_of": ["pt"]},
    ": 0-10": {"one_of": [], "holds": ["0-10"]},
    '"pt: 0-10': {"one_of": ['"pt'], "holds": ["0-10"]},
}


@pytest.mark.parametrize("line", TYPED)
def test_whatever_is_typed_is_handed_on_to_the_files_reader(line: str) -> None:
    assert need_entry(line) == TYPED[line]


def test_who_qualifies_is_known_by_name_too() -> None:
    known = {"physical therapy": "pt", "pia thorn": "Pia Thorn"}
    assert need_entry("Physical Therapy or pia thorn (30 min) or pt or nobody: 0-5", known) == {
        "one_of": ["pt", {"who": "Pia Thorn", "minutes": 30}, "pt", "nobody"],
        "holds": ["0-5"],
    }


def test_names_that_hold_what_separates_are_read_without_quotation_marks() -> None:
    known = {"table, small": "Table, small", "gym or hall": "hall", "gym": "gym"}
    assert need_entry("gym or hall or Table, small (10 min) or gym: 0-5, after 5", known) == {
        "one_of": ["hall", {"who": "Table, small", "minutes": 10}, "gym"],
        "holds": ["0-5"],
        "after": 5,
    }


@pytest.mark.parametrize("name", ["small.toml", "lakeside.toml"])
def test_every_need_of_a_whole_clinic_stays_what_it_is(name: str) -> None:
    tables: Any = parsed(resource_file("clinics", name).read_bytes())
    needs = [need for kind in tables["visit_types"].values() for need in kind.get("needs", ())]
    assert [need_entry(need_line(need)) for need in needs] == needs
    assert len(needs) > 8
