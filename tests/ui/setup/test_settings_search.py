"""Anything that can be set up is found by its words."""

from datetime import date

import pytest

from clinicdesk.exchange.clinic_file import read_clinic_file
from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.services.setup.editing import entries_of
from clinicdesk.ui.setup.settings_search import Hit, all_hits, find
from clinicdesk.ui.setup.value_text import Words
from tests.exchange.clinic_file.every_key import EVERYTHING

ENTRIES = entries_of(read_clinic_file(EVERYTHING)).entries
HITS = all_hits(ENTRIES, Words(date(2027, 3, 1), "MDY"))

FOUND: dict[str, Hit] = {
    "gym": Hit(Part.ROOMS, 0, None, "Gym", "Rooms"),
    "Meet": Hit(Part.MEETINGS, None, None, "Meetings", ""),
    "arrive early": Hit(
        Part.VISIT_TYPES, None, "arrive_early", "Minutes to arrive early", "Visit types"
    ),
    "early visit": Hit(
        Part.VISIT_TYPES, None, "arrive_early", "Minutes to arrive early", "Visit types"
    ),
    "lead days": Hit(
        Part.VISIT_TYPES, None, "requirements", "What must be there before", "Visit types"
    ),
    "double booking": Hit(
        Part.PRACTITIONERS, None, "lanes", "Extra places for work-ins", "Practitioners"
    ),
    "films": Hit(
        Part.VISIT_TYPES,
        0,
        "requirements",
        "Films, 3 days ahead",
        "Exercise, What must be there before",
    ),
    "13:00-14:00": Hit(
        Part.PRACTITIONERS, 0, "sessions", "wed 13:00-14:00, new patients only", "Ann, Sessions"
    ),
    "outing": Hit(
        Part.CLOSED, 0, None, "2027-07-02  Staff outing; all  12:00-18:00", "Closed days"
    ),
}


@pytest.mark.parametrize("query", FOUND)
def test_the_first_that_is_found_is_what_is_meant(query: str) -> None:
    assert find(HITS, query)[0] == FOUND[query]


@pytest.mark.parametrize("query", ["", "  ", "gym unicorn"])
def test_nothing_is_found_of_what_nothing_is_called(query: str) -> None:
    assert find(HITS, query) == []
