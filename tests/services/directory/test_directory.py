"""Who is listed, whom a few words find, and when they are free first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from clinicdesk.models.database import Database
from clinicdesk.services.directory.free_time import FirstFree, FreeTime, Wanted, first_free
from clinicdesk.services.directory.listing import Listed, read_directory
from clinicdesk.services.directory.matching import asked_type, fits, shown_type
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.setup.availability_changes import take_time_off
from tests.services.desk import MONDAY, Clock, Desk, desk
from tests.services.directory.directory_clinic import directory_file

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def at(make_clinic: Callable[..., Database]) -> Desk:
    return desk(make_clinic(directory_file()), Clock())


def thinking(at: Desk, told: list[FirstFree] | None = None) -> Thinking:
    tell = (lambda _part: None) if told is None else told.append
    return Thinking(at.context, at.availability, tell, lambda: False)


def listed(at: Desk) -> dict[str, Listed]:
    return {one.name: one for one in read_directory(thinking(at))}


def kind(at: Desk, name: str) -> int:
    return next(one.id for one in at.setup.visit_types.values() if one.name == name)


def free(at: Desk, who: str, what: str) -> FreeTime | None:
    wanted = Wanted(at.resource(who), kind(at, what))
    return first_free(thinking(at), [wanted])[wanted]


def test_whoever_is_there_is_listed_with_all_that_is_said_of_them(at: Desk) -> None:
    found = listed(at)
    assert list(found) == ["Dr. Carver", "Dr. Dunne", "Pia Thorn"]
    assert replace(found["Dr. Carver"], color=None) == Listed(
        number=at.resource("Dr. Carver"),
        name="Dr. Carver",
        credentials="DC",
        specialties=("Chiropractic",),
        languages=("English", "Spanish"),
        conditions=("Sciatica", "Neck pain"),
        procedures=("Spinal manipulation",),
        takes_new_patients=True,
        visit_types=((kind(at, "Adjustment"), "Adjustment"),),
        keys=("chiropractic", "en", "es"),
    )
    assert not found["Dr. Dunne"].takes_new_patients


def test_a_class_is_nothing_that_is_booked_with_somebody(at: Desk) -> None:
    assert [name for _, name in listed(at)["Pia Thorn"].visit_types] == ["Exercise"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["Dr. Carver", "Dr. Dunne", "Pia Thorn"]),
        ("sciatica", ["Dr. Carver", "Dr. Dunne"]),
        ("sciatica spanish", ["Dr. Carver"]),
        ("SPAN", ["Dr. Carver", "Pia Thorn"]),
        ("injections", ["Pia Thorn"]),
        ("pt", ["Pia Thorn"]),
        ("dpt es", ["Pia Thorn"]),
        ("exercise", ["Pia Thorn"]),
        ("français", []),
        ("fisk", []),
        ("carver injection", []),
    ],
)
def test_each_word_begins_a_word_that_is_said_of_them(
    at: Desk, text: str, names: list[str]
) -> None:
    assert [name for name, one in listed(at).items() if fits(one, text)] == names


def test_a_visit_type_that_is_named_is_meant_else_the_shortest(at: Desk) -> None:
    pia = listed(at)["Pia Thorn"]
    exercise = kind(at, "Exercise")
    assert [asked_type(pia, text) for text in ("spanish exercise", "exe", "")] == [
        exercise,
        None,
        None,
    ]
    assert shown_type(pia, "spanish") == exercise
    assert shown_type(replace(pia, visit_types=()), "spanish") is None


def test_the_first_time_is_told_of_one_after_the_other(at: Desk) -> None:
    told: list[FirstFree] = []
    wanted = [
        Wanted(at.resource("Dr. Carver"), kind(at, "Adjustment")),
        Wanted(at.resource("Pia Thorn"), kind(at, "Exercise")),
    ]
    found = first_free(thinking(at, told), wanted)
    assert found == {
        wanted[0]: FreeTime(MONDAY, 480, 495),
        wanted[1]: FreeTime(MONDAY, 480, 510),
    }
    assert told == [{wanted[0]: FreeTime(MONDAY, 480, 495)}, found]


def test_without_time_it_is_not_said_that_nobody_is_free(at: Desk) -> None:
    stopped = Thinking(at.context, at.availability, lambda _part: None, lambda: True)
    assert first_free(stopped, [Wanted(at.resource("Pia Thorn"), kind(at, "Exercise"))]) == {}


def test_it_is_the_first_time_not_the_best(at: Desk) -> None:
    """Ten minutes are left between two visits: no plan takes them that has a better place."""
    patient = at.patient().number
    for start in (480, 510):
        at.book_at("Adjustment", patient, start, ("Dr. Carver", "Room 1"))
    assert free(at, "Dr. Carver", "Adjustment") == FreeTime(MONDAY, 490, 505)


def test_who_takes_no_new_patients_is_free_for_the_others(at: Desk) -> None:
    assert free(at, "Dr. Dunne", "Adjustment") == FreeTime(MONDAY, 480, 495)


def test_who_is_away_for_a_while_is_free_afterwards_or_not_at_all(at: Desk) -> None:
    carver = at.resource("Dr. Carver")
    take_time_off(at.context, at.database, carver, MONDAY, MONDAY)
    assert free(at, "Dr. Carver", "Adjustment") == FreeTime(TUESDAY, 480, 495)
    take_time_off(at.context, at.database, carver, TUESDAY, MONDAY + timedelta(days=9))
    assert free(at, "Dr. Carver", "Adjustment") is None
