"""Which stretches of time are meant by what people type."""

import pytest

from clinicdesk.ui.kit.entry.stretches_in_words import (
    stretch_in_words,
    stretches_in_words,
    told_stretches,
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("8-16", "08:00-16:00"),
        ("9-13", "09:00-13:00"),
        ("8:00-4:00pm", "08:00-16:00"),
        ("9:00-13:00", "09:00-13:00"),
        ("9-5", "09:00-17:00"),
        ("8-12", "08:00-12:00"),
        ("1-5", "13:00-17:00"),
        ("1-5pm", "13:00-17:00"),
        ("12-1", "12:00-13:00"),
        ("8 am \N{EN DASH} 4 p.m.", "08:00-16:00"),
        ("8 to 4", "08:00-16:00"),
        ("0800-1630", "08:00-16:30"),
        ("730-noon", "07:30-12:00"),
        ("8.30-12.15", "08:30-12:15"),
        ("10am-2", "10:00-14:00"),
        ("5-13", "05:00-13:00"),
        ("20-24", "20:00-24:00"),
        ("05:00-09:00", "05:00-09:00"),
        ("22:00-02:00", "22:00-02:00"),
    ],
)
def test_a_stretch_is_read_as_people_mean_it(text: str, meant: str) -> None:
    assert stretch_in_words(text) == meant


@pytest.mark.parametrize(
    "text", ["8", "8-", "-8", "9-10pm", "22-2", "8-4-5", "25-26", "8:61-9", "13am-4pm", "mon", ""]
)
def test_what_is_no_stretch_or_could_be_two_is_none(text: str) -> None:
    assert stretch_in_words(text) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", []),
        ("Closed", []),
        ("8-12, 1-5", ["08:00-12:00", "13:00-17:00"]),
        ("8-12 13-16:30", ["08:00-12:00", "13:00-16:30"]),
        ("8 am - noon and 1 - 4 pm", ["08:00-12:00", "13:00-16:00"]),
        ("08:00-12:00,13:00-17:00", ["08:00-12:00", "13:00-17:00"]),
        ("8-12, by appointment", ["08:00-12:00", "by appointment"]),
    ],
)
def test_a_day_has_several(text: str, meant: list[str]) -> None:
    assert stretches_in_words(text) == meant


@pytest.mark.parametrize(
    ("text", "told"),
    [("9-5", "09:00-17:00"), ("08:00-12:00", ""), ("closed", ""), ("", ""), ("8-", "")],
)
def test_how_it_is_understood_is_told_where_it_stands_otherwise(text: str, told: str) -> None:
    assert told_stretches(text) == told
