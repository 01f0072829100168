"""What the clinic offers tried as it stands in a form, before it is saved."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from clinicdesk.exchange.clinic_file.settings.parts import Entry, Part
from clinicdesk.models.database import Database
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.setup.trying import Tried, try_edit
from clinicdesk.services.setup.updating import clinic_now
from clinicdesk.wording import say
from tests.services.desk import MONDAY, Clock, Desk, desk

SHOCK: dict[str, Any] = {
    "name": "Shock wave",
    "specialty": "pt",
    "minutes": 30,
    "needs": [{"one_of": ["pt"], "holds": ["0-20"]}],
}


@pytest.fixture
def at(make_clinic: Callable[..., Database]) -> Desk:
    return desk(make_clinic(), Clock())


def tried(at: Desk, part: Part, after: Entry, before: Entry | None = None) -> Tried:
    thinking = Thinking(at.context, at.availability, lambda _part: None, lambda: False)
    return try_edit(thinking, Edit(part, before, after))


def times(found: Tried) -> list[tuple[int, int, int]]:
    """Of each option: how many days after Monday, start and end."""
    return [((one.day - MONDAY).days, one.start, one.end) for one in found.options]


def test_a_new_visit_type_fits_on_the_first_days_and_nothing_is_written(at: Desk) -> None:
    before = clinic_now(at.context, at.database)
    found = tried(at, Part.VISIT_TYPES, SHOCK)
    assert times(found) == [(0, 480, 510), (1, 480, 510), (2, 480, 510)]
    assert [[one.name for one in step.resources] for step in found.options[0].steps] == [
        ["Pia Thorn"]
    ]
    assert clinic_now(at.context, at.database) == before


def test_what_is_booked_counts(at: Desk) -> None:
    patient = at.patient().number
    at.book_at("Exercise", patient, 480, ("Pia Thorn", "Ada Hale", "Room 1"))
    long = {**SHOCK, "minutes": 530, "needs": [{"one_of": ["pt"]}]}
    assert [day for day, _, _ in times(tried(at, Part.VISIT_TYPES, long))] == [1, 2, 3]


PAIR: dict[str, Any] = {
    "name": "Long pair",
    "steps": ["adjustment", {"visit_type": "exercise", "minutes": 40}],
    "sequence": [{"first": "exercise", "then": "adjustment", "min_gap": 60}],
}


def test_a_new_template_fits_with_its_own_minutes_and_rules(at: Desk) -> None:
    found = tried(at, Part.TEMPLATES, PAIR)
    assert times(found) == [(day, 480, 595) for day in range(3)]
    steps = [(step.visit_type, step.start, step.end) for step in found.options[0].steps]
    assert steps == [("Exercise", 480, 520), ("Adjustment", 580, 595)]


def test_an_edit_is_tried_as_it_stands_not_as_it_is_saved(at: Desk) -> None:
    saved = {"key": "pair", "name": "Pair", "steps": ["adjustment", "exercise"]}
    apart = {**saved, "sequence": [{"first": "adjustment", "then": "exercise", "min_gap": 480}]}
    assert times(tried(at, Part.TEMPLATES, saved, saved))[0][1:] == (480, 530)
    assert times(tried(at, Part.TEMPLATES, apart, saved))[0][1:] == (480, 1005)


def test_what_makes_no_clinic_says_where(at: Desk) -> None:
    found = tried(at, Part.TEMPLATES, {**PAIR, "steps": ["adjustment", "massage"]})
    assert (found.options, found.reasons) == ((), ())
    assert [(fault.code, fault.key, fault.place) for fault in found.faults] == [
        ("unknown-reference", "steps", 1)
    ]


def test_without_time_it_is_not_said_that_nothing_fits(at: Desk) -> None:
    thinking = Thinking(at.context, at.availability, lambda _part: None, lambda: True)
    found = try_edit(thinking, Edit(Part.VISIT_TYPES, None, SHOCK))
    assert (found.options, found.whole) == ((), False)


def test_what_fits_on_no_day_says_why(at: Desk) -> None:
    """Who does it is away for longer than anybody looks."""
    last = MONDAY + timedelta(days=120)
    take_time_off(at.context, at.database, at.resource("Pia Thorn"), MONDAY, last)
    found = tried(at, Part.VISIT_TYPES, SHOCK)
    assert found.options == ()
    said = "\n".join(say(reason.code, reason.params) for reason in found.reasons)
    assert said == (
        "Shock wave needs one of these for 30 minutes, and none is free for so long on any of"
        " these days: Pia Thorn."
    )
