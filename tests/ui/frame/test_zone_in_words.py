"""Which time zone is meant by part of a name."""

import pytest

from clinicdesk.ui.frame.first_steps.zone_in_words import (
    told_zone,
    zone_in_words,
    zones_in_words,
)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("chicago", "America/Chicago"),
        ("los ang", "America/Los_Angeles"),
        ("NEW  YORK", "America/New_York"),
        ("europe/ber", "Europe/Berlin"),
        ("indianapolis", "America/Indianapolis"),
        ("America/Indiana/Indianapolis", "America/Indiana/Indianapolis"),
        ("chi", ""),
        ("chile", ""),
        ("nowhere at all", ""),
        ("", ""),
    ],
)
def test_a_zone_is_found_by_any_part_of_its_name_or_none_is_taken(text: str, zone: str) -> None:
    assert zone_in_words(text) == zone


def test_the_best_come_first() -> None:
    assert zones_in_words("chile") == ("Chile/Continental", "Chile/EasterIsland")
    assert zones_in_words("chi")[-1].casefold().find("chi") > 0
    assert zones_in_words("america/chi") == ("America/Chicago", "America/Chihuahua")


def test_what_a_text_is_taken_for_is_told() -> None:
    assert [told_zone(text) for text in ("", "Europe/Berlin", "berlin", "xq", "chile")] == [
        "",
        "",
        "Europe/Berlin",
        "No time zone is called xq; type a large city of the same time.",
        "More than one: Chile/Continental, Chile/EasterIsland. Type more of the name.",
    ]
