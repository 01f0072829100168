"""Days in words, as a table: what is said on a Tuesday, and the day that is meant."""

from datetime import date

import pytest

from clinicdesk.ui.kit.entry.dates_in_words import day_in_words

TODAY = date(2026, 11, 24)

SAID = {
    "today": "2026-11-24",
    "tod": "2026-11-24",
    "tomorrow": "2026-11-25",
    "Tom": "2026-11-25",
    "yesterday": "2026-11-23",
    "wed": "2026-11-25",
    "tue": "2026-12-01",
    "tuesday": "2026-12-01",
    "next tue": "2026-12-01",
    "this tue": "2026-11-24",
    "this mon": "2026-11-30",
    "last tue": "2026-11-17",
    "last mon": "2026-11-23",
    "mo": "2026-11-30",
    "+1": "2026-11-25",
    "-1": "2026-11-23",
    "+2w": "2026-12-08",
    "2w": "2026-12-08",
    "in 2 weeks": "2026-12-08",
    "2 weeks ago": "2026-11-10",
    "+ 3 days": "2026-11-27",
    "-1m": "2026-10-24",
    "3 months": "2027-02-24",
    "+1y": "2027-11-24",
    "next week": "2026-12-01",
    "last month": "2026-10-24",
    "24 nov": "2026-11-24",
    "nov 24": "2026-11-24",
    "3 sept": "2026-09-03",
    "5 jan": "2027-01-05",
    "1 aug": "2027-08-01",
    "the 3rd of december": "2026-12-03",
    "24 nov 2027": "2027-11-24",
    "tue 24 nov": "2026-11-24",
    "Wed, Nov 24 2027": "2027-11-24",
    "wed 24 nov": None,
    "thu 7:30": None,
    "24 nov 27": "2027-11-24",
    "2027-02-28": "2027-02-28",
    "20270228": None,
    "02282027": "2027-02-28",
    "12/3": "2026-12-03",
    "12/3/27": "2027-12-03",
    "12.3.2027": "2027-12-03",
    "3": "2026-12-03",
    "24": "2026-11-24",
    "31": "2026-12-31",
    "  +2W ": "2026-12-08",
    "": None,
    "t": None,
    "s": None,
    "32": None,
    "30 feb": None,
    "13/13": None,
    "99999999999": None,
    "+9999y": None,
    "tue tue": None,
    "next": None,
    "nov": None,
    "٣ nov": None,
    "<b>": None,
}


@pytest.mark.parametrize("said", SAID)
def test_day_in_words_counts_from_a_tuesday(said: str) -> None:
    meant = SAID[said]
    assert day_in_words(said, TODAY, "MDY") == (date.fromisoformat(meant) if meant else None)


@pytest.mark.parametrize(
    ("order", "meant"),
    [("MDY", date(2026, 12, 3)), ("DMY", date(2027, 3, 12)), ("YMD", date(2026, 12, 3))],
)
def test_digits_alone_follow_the_clinics_order(order: str, meant: date) -> None:
    assert day_in_words("12/3", TODAY, order) == meant


def test_a_month_from_its_last_day_is_the_next_ones_last() -> None:
    assert day_in_words("+1m", date(2027, 1, 31), "MDY") == date(2027, 2, 28)


def test_the_end_of_time_is_no_day() -> None:
    assert day_in_words("+9999d", date(9999, 1, 1), "MDY") is None
