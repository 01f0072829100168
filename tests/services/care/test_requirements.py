"""The list of what must be there before visits: what is open, when it is due, what was said."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicdesk.models.database import Database
from clinicdesk.services.care.requirements import due_by, read_due, say_of, write_said
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.patient_info import Standing
from clinicdesk.services.patients.correcting import Correction, correct_patient
from clinicdesk.services.patients.detail_values import (
    HeldRequirement,
    RequirementState,
    read_details,
)
from clinicdesk.services.patients.details import keep_detail, meet
from clinicdesk.services.patients.merging import merge_patients
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.changing import cancel_visit
from tests.services.asking import FRIDAY, THURSDAY, asking_desk, asking_twice_file
from tests.services.desk import MONDAY, Clock, Desk, desk

CARVER = ("Dr. Carver", "Room 1")
NEXT_MONDAY = MONDAY + timedelta(days=7)


@pytest.fixture
def at(make_clinic: Callable[..., Database]) -> Desk:
    return asking_desk(make_clinic)


def listed(at: Desk) -> list[tuple[str, date, date, date]]:
    """Each one's name, and when it is due, asked for at the latest and decided about."""
    return [
        (one.lacks.name, one.lacks.due, one.lacks.ask_by, one.lacks.decide_by)
        for one in read_due(at.context, at.database)
    ]


def booked(at: Desk, day: date = NEXT_MONDAY) -> tuple[int, int]:
    """A patient and their adjustment on that day."""
    patient = at.patient().number
    return patient, at.book_at("Adjustment", patient, 540, CARVER, day=day).visit


def test_what_takes_days_is_due_when_it_must_be_asked_for_the_rest_on_the_day_before(
    at: Desk,
) -> None:
    booked(at)
    assert listed(at) == [
        ("Films", FRIDAY, FRIDAY, FRIDAY),
        ("Referral", FRIDAY, NEXT_MONDAY, FRIDAY),
    ]


def test_the_day_to_decide_is_one_on_which_the_clinic_is_open(
    make_clinic: Callable[..., Database],
) -> None:
    at = asking_desk(make_clinic, ("monday", "tuesday", "wednesday", "thursday"))
    booked(at)
    assert [row[3] for row in listed(at)] == [THURSDAY, THURSDAY]


def test_it_is_asked_for_on_a_day_on_which_somebody_is_there(
    make_clinic: Callable[..., Database],
) -> None:
    at = asking_desk(make_clinic)
    booked(at, NEXT_MONDAY + timedelta(days=1))
    # Three days ahead of Tuesday is Saturday.
    assert listed(at) == [
        ("Films", FRIDAY, FRIDAY, NEXT_MONDAY),
        ("Referral", NEXT_MONDAY, NEXT_MONDAY + timedelta(days=1), NEXT_MONDAY),
    ]


def test_what_two_steps_ask_for_with_other_days_ahead_is_listed_once_as_it_is_due_first(
    make_clinic: Callable[..., Database],
) -> None:
    at = desk(make_clinic(asking_twice_file()), Clock())
    patient = at.patient().number
    at.book_first("Pair", patient, MONDAY + timedelta(days=9), 1)
    wednesday, tuesday = MONDAY + timedelta(days=2), MONDAY + timedelta(days=8)
    assert listed(at) == [
        ("films", wednesday, wednesday, tuesday),
        ("Referral", tuesday, MONDAY + timedelta(days=9), tuesday),
    ]
    films = read_due(at.context, at.database)[0]
    say_of(at.context, at.database, films, RequirementState.MET, MONDAY)
    assert [row[0] for row in listed(at)] == ["Referral"]


def test_what_was_asked_for_is_due_on_the_day_to_decide_or_on_one_that_somebody_chose(
    at: Desk,
) -> None:
    patient, visit = booked(at)
    films = HeldRequirement("Films", RequirementState.REQUESTED, visit, dated=MONDAY)
    keep_detail(at.context, at.database, patient, films)
    assert ("Films", FRIDAY, FRIDAY, FRIDAY) in listed(at)
    chosen = HeldRequirement("Films", RequirementState.REQUESTED, visit, decide_by=THURSDAY)
    keep_detail(at.context, at.database, patient, chosen)
    assert ("Films", THURSDAY, FRIDAY, THURSDAY) in listed(at)


def test_what_is_there_for_the_visit_is_listed_no_more_and_is_back_after_undo(at: Desk) -> None:
    patient, visit = booked(at)
    films, referral = read_due(at.context, at.database)
    say_of(at.context, at.database, films, RequirementState.MET, MONDAY)
    assert read_due(at.context, at.database) == (referral,)
    with at.database.reading() as session:
        assert read_details(session, patient) == (
            HeldRequirement("Films", RequirementState.MET, visit, dated=MONDAY),
        )
    undo(at.context, at.database)
    assert read_due(at.context, at.database) == (films, referral)


def test_what_was_said_before_stays_beside_that_it_is_there(at: Desk) -> None:
    patient, visit = booked(at)
    said = HeldRequirement(
        "Films", RequirementState.REQUESTED, visit, "County Hospital", "4711", MONDAY
    )
    keep_detail(at.context, at.database, patient, said)
    (films,) = (one for one in read_due(at.context, at.database) if one.lacks.name == "Films")
    assert films.lacks.said == said
    say_of(at.context, at.database, films, RequirementState.MET, THURSDAY)
    with at.database.reading() as session:
        assert read_details(session, patient) == (
            HeldRequirement(
                "Films", RequirementState.MET, visit, "County Hospital", "4711", THURSDAY
            ),
        )


@pytest.mark.parametrize("every_visit", [False, True])
@pytest.mark.parametrize("last", [MONDAY - timedelta(days=1), FRIDAY], ids=["past", "too soon"])
def test_who_says_that_a_referral_that_runs_out_is_there_means_another_one(
    at: Desk, last: date, *, every_visit: bool
) -> None:
    patient, visit = booked(at)
    of_visit = None if every_visit else visit
    old = HeldRequirement("Referral", RequirementState.MET, of_visit, "County", valid_until=last)
    keep_detail(at.context, at.database, patient, old)
    (due,) = (one for one in read_due(at.context, at.database) if one.lacks.name == "Referral")
    say_of(at.context, at.database, due, RequirementState.MET, MONDAY, every_visit=every_visit)
    assert [row[0] for row in listed(at)] == ["Films"]
    with at.database.reading() as session:
        assert read_details(session, patient) == (
            HeldRequirement("Referral", RequirementState.MET, of_visit, "County", dated=MONDAY),
        )


@pytest.mark.parametrize(
    ("last", "stays"),
    [(MONDAY, None), (NEXT_MONDAY, NEXT_MONDAY)],
    ids=["over by then", "still good"],
)
def test_while_booking_too_a_last_day_that_is_over_by_then_is_not_that_of_what_is_there(
    at: Desk, last: date, stays: date | None
) -> None:
    patient = at.patient().number
    old = HeldRequirement("Films", RequirementState.MET, source="County", valid_until=last)
    keep_detail(at.context, at.database, patient, old)
    meet(at.context, at.database, patient, ["films"], MONDAY, day=NEXT_MONDAY)
    with at.database.reading() as session:
        (kept,) = read_details(session, patient)
    assert kept == replace(old, dated=MONDAY, valid_until=stays)


def test_what_is_there_for_every_visit_is_asked_for_of_none(at: Desk) -> None:
    patient, _ = booked(at)
    at.book_at("Adjustment", patient, 600, CARVER, day=NEXT_MONDAY + timedelta(days=1))
    films = read_due(at.context, at.database)[0]
    say_of(at.context, at.database, films, RequirementState.MET, MONDAY, every_visit=True)
    assert [row[0] for row in listed(at)] == ["Referral", "Referral"]


def test_a_visit_that_does_not_take_place_or_whose_patient_is_barred_asks_for_nothing(
    at: Desk,
) -> None:
    patient, visit = booked(at)
    barred = Correction(standing=Standing.BARRED, standing_reason="threats")
    correct_patient(at.context, at.database, patient, barred)
    assert listed(at) == []
    undo(at.context, at.database)
    assert len(listed(at)) == 2
    cancel_visit(at.context, at.database, visit, "holiday")
    assert listed(at) == []


def test_what_is_due_by_a_day(at: Desk) -> None:
    booked(at)
    due = read_due(at.context, at.database)
    assert list(due_by(due, THURSDAY)) == []
    assert tuple(due_by(due, FRIDAY)) == due


def test_what_was_said_goes_along_with_whoever_is_merged(at: Desk) -> None:
    patient, _ = booked(at)
    other = at.patient("Able", "Anne").number
    films = HeldRequirement("Films", RequirementState.MET, dated=MONDAY)
    keep_detail(at.context, at.database, other, films)
    merge_patients(at.context, at.database, patient, other)
    assert [row[0] for row in listed(at)] == ["Referral"]


def test_two_desks_that_say_something_of_it_overwrite_nothing(at: Desk) -> None:
    booked(at)
    films = read_due(at.context, at.database)[0]
    say_of(at.context, at.database, films, RequirementState.REQUESTED, MONDAY)
    (seen,) = (one for one in read_due(at.context, at.database) if one.lacks.name == "Films")
    say_of(at.context, at.database, seen, RequirementState.MET, MONDAY)
    assert seen.lacks.said is not None
    with pytest.raises(Refused):
        write_said(at.context, at.database, seen, seen.lacks.said)


def test_what_another_desk_said_first_is_not_overwritten_by_who_saw_nothing_of_it(
    at: Desk,
) -> None:
    patient, visit = booked(at)
    films = read_due(at.context, at.database)[0]
    said = HeldRequirement("Films", RequirementState.REQUESTED, visit, "County", dated=MONDAY)
    keep_detail(at.context, at.database, patient, said)
    with pytest.raises(Refused):
        say_of(at.context, at.database, films, RequirementState.MET, MONDAY)
    with at.database.reading() as session:
        assert read_details(session, patient) == (said,)


@pytest.mark.parametrize(
    "said",
    [
        HeldRequirement("  ", RequirementState.MET),
        HeldRequirement("x" * 121, RequirementState.MET),
        HeldRequirement("Films", RequirementState.MET, dated=FRIDAY, valid_until=MONDAY),
        HeldRequirement("Films", RequirementState.MET, note="a\0b"),
    ],
    ids=["nameless", "too long", "over before it begins", "control character"],
)
def test_what_cannot_be_kept_is_refused(at: Desk, said: HeldRequirement) -> None:
    patient = at.patient().number
    with pytest.raises(Refused):
        keep_detail(at.context, at.database, patient, said)


def test_nothing_is_kept_for_another_patients_visit(at: Desk) -> None:
    _, visit = booked(at)
    other = at.patient("Baker").number
    with pytest.raises(NotFound):
        keep_detail(
            at.context, at.database, other, HeldRequirement("Films", RequirementState.MET, visit)
        )
