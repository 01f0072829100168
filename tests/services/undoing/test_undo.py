"""Taking back and making again, and when that is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicdesk.models.database import open_database
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.clinic.stretches import Stretch
from clinicdesk.services.errors import NotFound, Refused, RulesBroken
from clinicdesk.services.patients.records import NewPatient, change_patient, get_patient
from clinicdesk.services.setup.availability_changes import change_working_hours, take_time_off
from clinicdesk.services.undoing.next_change import next_undo
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.booking import add_steps, release_hold
from clinicdesk.services.visits.changing import cancel_visit, restore_visit
from clinicdesk.services.visits.moving import Move
from tests.services.desk import MONDAY, Clock, Desk, busy_time, desk, dump, setup_of
from tests.services.sentences import sentence_of

NINE = 9 * 60
CARVER = ("Dr. Carver", "Room 1")


def refused_undo(at: Desk) -> Refused:
    """How undo is refused; that it wrote nothing is asserted."""
    before = dump(at.database)
    with pytest.raises(Refused) as refused:
        undo(at.context, at.database)
    assert dump(at.database) == before
    assert sentence_of(refused.value)
    return refused.value


def test_a_booking_that_is_taken_back_leaves_its_steps_as_errors(east: Desk) -> None:
    visit = east.book_first("Day", east.patient().number)
    undone = undo(east.context, east.database)
    assert (undone.code, undone.params["visit"]) == ("visit.booked", visit)
    assert [step.status for step in east.visit(visit).steps] == ["entered-in-error"] * 3
    assert busy_time(east.database) == set()
    assert check_clinic(east.database).broken == ()


def test_undo_goes_on_after_a_restart(east: Desk, clock: Clock) -> None:
    visit = east.book_first("Day", east.patient().number)
    time = busy_time(east.database)
    reopened = open_database(east.database.path)
    again = desk(reopened, clock, "east")
    undo(again.context, reopened)
    assert busy_time(reopened) == set()
    redo(again.context, reopened)
    assert busy_time(reopened) == time
    assert [step.status for step in again.visit(visit).steps] == ["booked"] * 3
    reopened.close()


def test_undo_of_what_another_desk_changed_since_names_them(east: Desk, west: Desk) -> None:
    visit = east.book_at("Adjustment", east.patient().number, NINE, CARVER).visit
    west.move(Move(west.visit(visit).steps[0].number, start=NINE + 30))
    refused = refused_undo(east)
    params = dict(refused.params)
    assert refused.code == "undo.changed-since"
    assert {key: params[key] for key in ("change", "later", "actor", "workstation")} == {
        "change": "visit.booked",
        "later": "visit.moved",
        "actor": "west-clerk",
        "workstation": "west",
    }


def test_only_the_change_that_is_expected_is_taken_back_or_made_again(east: Desk) -> None:
    east.book_first("Day", east.patient().number)
    named = next_undo(east.context, east.database)
    east.patient("Baker")
    newer = next_undo(east.context, east.database)
    assert named is not None
    assert newer is not None
    assert newer.number == named.number + 1
    before = dump(east.database)
    with pytest.raises(Refused) as refused:
        undo(east.context, east.database, expected=named.number)
    assert (refused.value.code, dump(east.database)) == ("undo.another", before)
    undo(east.context, east.database, expected=newer.number)
    with pytest.raises(Refused) as refused:
        redo(east.context, east.database, expected=named.number)
    assert refused.value.code == "undo.another"
    assert redo(east.context, east.database, expected=newer.number).code == "patient.added"


def test_one_desk_does_not_take_back_anothers_changes(east: Desk, west: Desk) -> None:
    east.book_first("Pair", east.patient().number)
    assert refused_undo(west).code == "undo.nothing"


def test_undo_of_a_patient_who_is_expected_is_refused(east: Desk, west: Desk) -> None:
    patient = east.patient().number
    visit = west.book_first("Pair", patient)
    refused = refused_undo(east)
    assert (refused.code, refused.params["later"], refused.params["workstation"]) == (
        "undo.changed-since",
        "visit.booked",
        "west",
    )
    cancel_visit(west.context, west.database, visit, "asked")
    undo(east.context, east.database)
    with pytest.raises(NotFound):
        get_patient(east.database, patient)


def test_nobody_is_expected_whose_record_was_taken_back(east: Desk, west: Desk) -> None:
    patient = east.patient().number
    visit = west.book_first("Pair", patient)
    other = west.book_first("Call", patient)
    undo(west.context, west.database)
    cancel_visit(west.context, west.database, visit, "asked")
    undo(east.context, east.database)
    before = dump(east.database)
    for refuse in (
        lambda: undo(west.context, west.database),
        lambda: restore_visit(west.context, west.database, visit),
    ):
        with pytest.raises(NotFound) as refused:
            refuse()
        assert refused.value.code == "patient.unknown"
    assert dump(east.database) == before
    assert [step.status for step in east.visit(other).steps] == ["entered-in-error"]


def test_undo_of_a_booking_with_steps_of_another_desk_is_refused(east: Desk, west: Desk) -> None:
    patient = east.patient().number
    visit = east.book_first("Adjustment", patient)
    visit_request = replace(west.visit_request("Call", patient, MONDAY, 1), earliest=NINE)
    add_steps(west.context, west.database, visit, visit_request, west.plan(visit_request)[0])
    refused = refused_undo(east)
    assert (refused.code, refused.params["later"]) == ("undo.changed-since", "visit.extended")
    undo(west.context, west.database)
    undo(east.context, east.database)
    assert busy_time(east.database) == set()
    assert check_clinic(east.database).broken == ()


def test_steps_can_be_added_again_after_that_was_taken_back(east: Desk) -> None:
    patient = east.patient().number
    visit = east.book_first("Adjustment", patient)
    visit_request = replace(east.visit_request("Call", patient, MONDAY, 1), earliest=NINE)
    for _ in range(2):
        add_steps(east.context, east.database, visit, visit_request, east.plan(visit_request)[0])
        undo(east.context, east.database)
        assert check_clinic(east.database).broken == ()
    add_steps(east.context, east.database, visit, visit_request, east.plan(visit_request)[0])
    assert [step.status for step in east.visit(visit).steps] == [
        "booked", "entered-in-error", "entered-in-error", "booked",
    ]  # fmt: skip


def test_what_broke_a_rule_before_may_break_it_again_by_undo(east: Desk) -> None:
    """Otherwise a desk could not get behind the cancellation of a visit inside time off."""
    visit = east.book_at("Adjustment", east.patient().number, NINE, CARVER).visit
    time = busy_time(east.database)
    carver = east.resource("Dr. Carver")
    away = take_time_off(east.context, east.database, carver, MONDAY, MONDAY)
    assert away.appointments == (east.visit(visit).steps[0].number,)
    cancel_visit(east.context, east.database, visit, "away")
    undo(east.context, east.database)
    assert busy_time(east.database) == time
    undo(east.context, east.database)
    redo(east.context, east.database)
    redo(east.context, east.database)
    undo(east.context, east.database)
    assert busy_time(east.database) == time


def test_undo_into_hours_that_another_desk_changed_since_is_refused(east: Desk, west: Desk) -> None:
    visit = east.book_at("Adjustment", east.patient().number, NINE, CARVER).visit
    cancel_visit(east.context, east.database, visit, "asked")
    carver = east.resource("Dr. Carver")
    take_time_off(west.context, west.database, carver, MONDAY, MONDAY)
    refused = refused_undo(east)
    assert isinstance(refused, RulesBroken)
    assert refused.rules == ("outside",)
    undo(west.context, west.database)
    undo(east.context, east.database)
    assert [step.status for step in east.visit(visit).steps] == ["booked"]


def test_working_hours_come_back_whole_and_go_again(east: Desk) -> None:
    patient = east.patient().number
    carver = east.resource("Dr. Carver")

    def plans() -> set[tuple[date, int]]:
        visit_request = east.visit_request("Adjustment", patient, MONDAY, 14)
        return {(plan.day, plan.steps[0].start) for plan in east.plan(visit_request, top=14)}

    take_time_off(east.context, east.database, east.resource("Dr. Dunne"), MONDAY, date(2028, 1, 1))
    before = plans()
    stretch = Stretch("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", MONDAY, None, 600, 660)
    change_working_hours(east.context, east.database, carver, [stretch], MONDAY)
    after = plans()
    assert after == {(MONDAY + timedelta(days=2), 600)}
    undo(east.context, east.database)
    assert plans() == before
    redo(east.context, east.database)
    assert plans() == after


def test_a_patients_particulars_come_back(east: Desk) -> None:
    was = east.patient()
    new = NewPatient("Abel", "Anne", date(1981, 5, 4), "555-0199", flags=("wheelchair",))
    change_patient(east.context, east.database, was.number, new)
    undone = undo(east.context, east.database)
    assert get_patient(east.database, was.number) == was
    assert undone.changed.patients == {was.number}


def test_holds_are_no_changes_that_undo_takes_back(east: Desk) -> None:
    patient = east.patient()
    held = east.hold_first("Pair", patient.number)
    release_hold(east.context, east.database, held)
    undone = undo(east.context, east.database)
    assert (undone.code, undone.params["patient"]) == ("patient.added", patient.number)


def test_undo_of_a_patient_who_is_held_a_visit_is_refused(east: Desk) -> None:
    east.hold_first("Pair", east.patient().number)
    assert refused_undo(east).code == "undo.changed-since"


def test_redo_ends_with_a_new_change(east: Desk) -> None:
    east.book_first("Pair", east.patient().number)
    undo(east.context, east.database)
    east.patient("Baker")
    before = dump(east.database)
    with pytest.raises(Refused) as refused:
        redo(east.context, east.database)
    assert refused.value.code == "redo.nothing"
    assert dump(east.database) == before


def test_a_class_goes_on_for_who_joined_it_when_its_first_booking_is_taken_back(
    east: Desk, west: Desk
) -> None:
    assert setup_of(east.database).visit_types
    one = east.book_first("Back class", east.patient().number)
    two = west.book_first("Back class", west.patient("Baker").number)
    assert east.visit(one).steps[0].group == east.visit(two).steps[0].group
    undo(east.context, east.database)
    assert [step.status for step in east.visit(two).steps] == ["booked"]
    assert [claim.name for claim in east.visit(two).steps[0].claims] == ["Pia Thorn", "Hall"]
    assert check_clinic(east.database).broken == ()


def test_nobody_is_expected_anew_at_a_time_that_has_gone_by(east: Desk, clock: Clock) -> None:
    east.book_at("Adjustment", east.patient().number, NINE, CARVER)
    undo(east.context, east.database)
    clock.advance(hours=6)
    before = dump(east.database)
    with pytest.raises(Refused) as refused:
        redo(east.context, east.database)
    assert (refused.value.code, refused.value.params["start"]) == ("visit.past", NINE)
    assert dump(east.database) == before
