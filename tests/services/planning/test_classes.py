"""Group classes: joined while there is a place, opened anew after, given back with the last."""

from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.booking import book_visit, hold_visit, release_hold
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.services.visits.reading.visit_reading import read_day
from tests.services.desk import MONDAY, Desk, busy_time


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


def test_the_place_that_opened_a_class_on_hold_is_booked_though_another_desk_joined(
    east: Desk, west: Desk
) -> None:
    visit_request = east.visit_request("Back class", east.patient("Able").number)
    (plan,) = east.plan(visit_request)
    held = hold_visit(east.context, east.database, visit_request, plan).visit
    joined = book_class(west, "Baker")
    booked = book_visit(
        east.context, east.database, visit_request, plan, instead_of_hold=held
    ).visit
    groups = {east.visit(number).steps[0].group for number in (joined, booked)}
    assert len(groups) == 1
    assert [(item.group in groups, item.status) for item in east.day(MONDAY)] == [
        (True, "proposed"), (True, "booked"), (True, "booked"),
    ]  # fmt: skip
    assert check_clinic(east.database).broken == ()


def test_a_plan_that_would_open_the_class_joins_it_once_another_desk_has_opened_it(
    east: Desk, west: Desk
) -> None:
    visit_request = east.visit_request("Back class", east.patient("Able").number)
    (plan,) = east.plan(visit_request)
    opened = book_class(west, "Baker")
    group = west.visit(opened).steps[0].group
    booked = book_visit(east.context, east.database, visit_request, plan).visit
    assert [step.group for step in east.visit(booked).steps] == [group]
    assert check_clinic(east.database).broken == ()


def test_a_class_is_on_hold_only_while_all_its_places_are(east: Desk, west: Desk) -> None:
    held = east.hold_first("Back class", east.patient("Able").number)
    group = east.visit(held).steps[0].group

    def status() -> str:
        with east.database.reading() as session:
            row = session.connection().exec_driver_sql(
                "SELECT status FROM appointment WHERE id = ?", (group,)
            )
            return str(row.scalar_one())

    seen = [status()]
    book_class(west, "Baker")
    seen.append(status())
    undo(west.context, west.database)
    seen.append(status())
    release_hold(east.context, east.database, held)
    seen.append(status())
    assert seen == ["pending", "booked", "pending", "cancelled"]
    assert busy_time(east.database) == set()
    assert check_clinic(east.database).broken == ()
