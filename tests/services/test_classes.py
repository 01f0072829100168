"""Group classes: joined while there is a place, opened anew after, given back with the last."""

from clinicdesk.services.journal.checking import check_clinic
from clinicdesk.services.journal.undo import undo
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.services.visits.reading import read_day
from tests.services.desk import MONDAY, Desk


def classes_of(desk: Desk) -> list[tuple[int | None, str, list[str]]]:
    """Group, status and claimed names of each appointment of the Monday."""
    return [
        (item.group, item.status, [claim.name for claim in item.claims])
        for item in read_day(desk.database, MONDAY)
    ]


def book_class(desk: Desk, family: str) -> int:
    return desk.book_first("Back class", desk.patient(family).number)


def test_a_second_patient_joins_the_class_and_a_third_opens_another(east: Desk) -> None:
    for family in ("Able", "Baker", "Cole"):
        book_class(east, family)
    first, second = sorted({group for group, *_ in classes_of(east) if group is not None})
    assert classes_of(east) == [
        (first, "booked", ["Pia Thorn", "Hall"]),
        (first, "booked", []),
        (second, "booked", ["Pia Thorn", "Hall"]),
    ]
    assert check_clinic(east.database).broken == ()


def test_a_class_lists_its_claims_with_the_first_that_is_still_busy(east: Desk) -> None:
    first = book_class(east, "Able")
    book_class(east, "Baker")
    cancel_visit(east.context, east.database, first, "ill")
    assert [(status, names) for _, status, names in classes_of(east)] == [
        ("cancelled", []),
        ("booked", ["Pia Thorn", "Hall"]),
    ]


def test_a_class_gives_its_time_back_with_its_last_patient_and_takes_it_again(east: Desk) -> None:
    visit = book_class(east, "Able")
    cancel_visit(east.context, east.database, visit, "ill")
    assert [names for *_, names in classes_of(east)] == [[]]
    undo(east.context, east.database)
    assert [names for *_, names in classes_of(east)] == [["Pia Thorn", "Hall"]]
    assert check_clinic(east.database).broken == ()


def test_undo_of_the_booking_that_opened_a_class_keeps_it_for_those_who_joined(
    east: Desk, west: Desk
) -> None:
    book_class(east, "Able")
    west.book_first("Back class", west.patient("Baker").number)
    undo(east.context, east.database)
    assert [(status, names) for _, status, names in classes_of(east)] == [
        ("entered-in-error", []),
        ("booked", ["Pia Thorn", "Hall"]),
    ]
    assert check_clinic(east.database).broken == ()
