"""A group class moves as a whole: another teacher, room, time or day, and all who are in it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinicdesk.models.contacts import ContactOutcome
from clinicdesk.models.database import Database
from clinicdesk.services.contacts.call_list import CallFilter, read_call_list
from clinicdesk.services.contacts.noting import CameOfIt, note_contact
from clinicdesk.services.errors import Refused, SlotTaken
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.trying import try_move
from tests.services.clinics import second_teacher
from tests.services.desk import MONDAY, Clock, Desk, busy_time, desk, dump, states
from tests.services.faults import damage, rule_breaks
from tests.services.sentences import sentence_of

EIGHT = 8 * 60
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def at(make_clinic: Callable[..., Database]) -> Desk:
    return desk(make_clinic(second_teacher()), Clock())


def class_of_eight(at: Desk) -> list[int]:
    """The visits of eight patients in one class on Monday at eight, with Pia Thorn in the hall."""
    patients = [at.patient(f"Able{n}").number for n in range(8)]
    at.book_at("Back class", patients[0], EIGHT, ("Pia Thorn", "Hall"))
    for patient in patients[1:]:
        at.book_at("Back class", patient, EIGHT, ("Pia Thorn", "Hall"))
    visits = [item.visit for item in at.day(MONDAY)]
    assert len({item.group for item in at.day(MONDAY)}) == 1
    return visits


def whole(at: Desk, visit: int, **where: object) -> Move:
    number = at.visit(visit).steps[0].number
    return Move(number, whole_class=True, **where)  # type: ignore[arg-type]


def places(at: Desk, visits: list[int]) -> set[tuple[object, ...]]:
    """Day, start, end and names of each visit's only step."""
    names = {number: info.name for number, info in at.setup.resources.items()}
    return {
        (step.day, step.start, step.end, tuple(names[number] for number in step.resources))
        for visit in visits
        for step in at.visit(visit).steps
    }


def called(at: Desk) -> list[int]:
    return [row.visit for row in read_call_list(at.context, at.database, CallFilter.CHANGED).rows]


WAYS: dict[str, tuple[dict[str, object], tuple[str, str], tuple[object, ...], bool]] = {
    "another teacher": ({}, ("Quinn Vale", "Hall"), (MONDAY, EIGHT, EIGHT + 60), True),
    "another room": ({}, ("Pia Thorn", "Loft"), (MONDAY, EIGHT, EIGHT + 60), False),
    "another time": ({"start": 600}, ("Pia Thorn", "Hall"), (MONDAY, 600, 660), True),
    "another day": (
        {"day": TUESDAY, "start": 600},
        ("Quinn Vale", "Loft"),
        (TUESDAY, 600, 660),
        True,
    ),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_it_keeps_its_people_in_one_change_that_one_undo_takes_back_and_all_are_called(
    at: Desk, way: tuple[dict[str, object], tuple[str, str], tuple[object, ...], bool]
) -> None:
    visits = class_of_eight(at)
    where, who, when, calls = way
    before, rows, entries = busy_time(at.database), states(at.database), dump(at.database)
    resources = tuple(at.resource(name) for name in who)
    move = whole(at, visits[3], resources=resources, **where)
    assert try_move(at.context, at.database, [move]).broken == ()
    at.move(move)
    assert len(dump(at.database)["journal"]) == len(entries["journal"]) + 1
    assert places(at, visits) == {(*when, who)}
    assert len({item.group for visit in visits for item in at.visit(visit).steps}) == 1
    assert called(at) == (visits if calls else [])
    assert (damage(at.database), rule_breaks(at.database)) == ([], [])
    moved = busy_time(at.database)
    undo(at.context, at.database)
    assert (busy_time(at.database), states(at.database)) == (before, rows)
    assert called(at) == []
    redo(at.context, at.database)
    assert busy_time(at.database) == moved


def test_whoever_was_told_of_the_new_teacher_stands_on_the_list_again_after_undo(at: Desk) -> None:
    visits = class_of_eight(at)
    resources = (at.resource("Quinn Vale"), at.resource("Hall"))
    at.move(whole(at, visits[0], resources=resources))
    west = desk(at.database, Clock(), "west")
    note_contact(west.context, at.database, visits[2], CameOfIt(ContactOutcome.TOLD))
    assert called(at) == [visit for visit in visits if visit != visits[2]]
    undo(at.context, at.database)
    assert called(at) == [visits[2]]


def test_a_class_that_meets_a_members_other_visit_stays(at: Desk) -> None:
    visits = class_of_eight(at)
    patient = at.visit(visits[5]).patient
    assert patient is not None
    at.book_at("Adjustment", patient.number, 615, ("Dr. Carver", "Room 1"))
    before = dump(at.database)
    with pytest.raises(SlotTaken) as refused:
        at.move(whole(at, visits[0], start=600))
    assert sentence_of(refused.value)
    assert dump(at.database) == before


def test_a_place_in_a_class_never_moves_alone(at: Desk) -> None:
    visits = class_of_eight(at)
    with pytest.raises(Refused) as refused:
        at.move(Move(at.visit(visits[0]).steps[0].number, start=600))
    assert refused.value.code == "visit.class-member"


def test_a_class_that_has_lost_its_teacher_is_mended_by_moving_it(at: Desk) -> None:
    visits = class_of_eight(at)
    take_time_off(at.context, at.database, at.resource("Pia Thorn"), MONDAY, MONDAY)
    group = at.visit(visits[0]).steps[0].group
    assert rule_breaks(at.database) == [("check.class-breaks-rule", group, "outside")]
    at.move(whole(at, visits[0], resources=(at.resource("Quinn Vale"), at.resource("Hall"))))
    assert rule_breaks(at.database) == []
