"""What may happen to a visit after it was booked, and what is refused with nothing written."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from clinicdesk.models.statuses import Status
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.errors import NotFound, Refused, SlotTaken
from clinicdesk.services.visits.booking import add_steps, book_visit, hold_visit
from clinicdesk.services.visits.changing import (
    arrive,
    cancel_step,
    cancel_visit,
    change_status,
    note_whereabouts,
    restore_visit,
)
from clinicdesk.services.visits.moving import Move
from tests.services.desk import MONDAY, Clock, Desk, busy_time, dump
from tests.services.sentences import sentence_of

NINE = 9 * 60
CARVER = ("Dr. Carver", "Room 1")


def statuses(east: Desk, visit: int) -> list[str]:
    return [step.status for step in east.visit(visit).steps]


def test_a_held_step_gets_no_status_by_hand(east: Desk, west: Desk) -> None:
    held = east.hold_first("Pair", east.patient().number)
    number = east.visit(held).steps[0].number
    before = dump(east.database)
    with pytest.raises(Refused) as refused:
        change_status(west.context, west.database, [number], Status.PROPOSED)
    assert refused.value.code == "visit.illegal-status"
    assert dump(east.database) == before


def test_a_status_for_an_appointment_named_twice_is_given_once(east: Desk, clock: Clock) -> None:
    visit = east.book_first("Pair", east.patient().number)
    clock.advance(hours=6)
    number = east.visit(visit).steps[0].number
    change_status(east.context, east.database, [number, number], Status.NOSHOW)
    assert statuses(east, visit) == ["noshow", "booked"]
    assert check_clinic(east.database).broken == ()


def test_no_status_cancels_without_a_reason(east: Desk) -> None:
    visit = east.book_first("Pair", east.patient().number)
    number = east.visit(visit).steps[0].number
    before = dump(east.database)
    refusals: tuple[Callable[[], object], ...] = (
        lambda: change_status(east.context, east.database, [number], Status.CANCELLED),
        lambda: cancel_visit(east.context, east.database, visit, "  "),
        lambda: cancel_step(east.context, east.database, number, ""),
    )
    for refuse in refusals:
        with pytest.raises(Refused) as refused:
            refuse()
        assert refused.value.code == "visit.reason-missing"
    assert dump(east.database) == before


def test_a_cancelled_step_is_not_booked_again_after_its_time(east: Desk, clock: Clock) -> None:
    visit = east.book_first("Adjustment", east.patient().number)
    number = east.visit(visit).steps[0].number
    cancel_visit(east.context, east.database, visit, "asked")
    clock.advance(days=7)
    before = dump(east.database)
    refusals: tuple[Callable[[], object], ...] = (
        lambda: restore_visit(east.context, east.database, visit),
        lambda: change_status(east.context, east.database, [number], Status.BOOKED),
    )
    for refuse in refusals:
        with pytest.raises(Refused) as refused:
            refuse()
        assert refused.value.code == "visit.past"
    assert dump(east.database) == before


def test_a_patient_who_comes_late_is_no_longer_a_noshow(east: Desk, clock: Clock) -> None:
    visit = east.book_first("Adjustment", east.patient().number)
    number = east.visit(visit).steps[0].number
    clock.advance(hours=6)
    change_status(east.context, east.database, [number], Status.NOSHOW)
    change_status(east.context, east.database, [number], Status.ARRIVED)
    assert statuses(east, visit) == ["arrived"]


def test_a_visit_is_restored_where_it_was_and_without_its_reason(east: Desk) -> None:
    visit = east.book_first("Day", east.patient().number)
    before, time = east.visit(visit), busy_time(east.database)
    cancel_visit(east.context, east.database, visit, "asked")
    assert (statuses(east, visit), busy_time(east.database)) == (["cancelled"] * 3, set())
    assert {step.reason for step in east.visit(visit).steps} == {"asked"}
    restore_visit(east.context, east.database, visit)
    assert busy_time(east.database) == time
    assert east.visit(visit) == replace(before, edition=2)


def test_a_visit_is_not_restored_onto_somebody_elses_time(east: Desk, west: Desk) -> None:
    visit = east.book_at("Adjustment", east.patient().number, NINE, CARVER).visit
    cancel_visit(east.context, east.database, visit, "asked")
    west.book_at("Adjustment", west.patient("Baker").number, NINE + 5, CARVER)
    before = dump(east.database)
    with pytest.raises(SlotTaken):
        restore_visit(east.context, east.database, visit)
    assert dump(east.database) == before


def test_the_rest_of_a_visit_may_move_to_another_day_than_its_cancelled_step(east: Desk) -> None:
    visit = east.book_first("Pair", east.patient().number)
    one, two = east.visit(visit).steps
    cancel_step(east.context, east.database, one.number, "asked")
    east.move(Move(two.number, day=two.day + timedelta(days=1)))
    assert check_clinic(east.database).broken == ()
    with pytest.raises(Refused) as refused:
        restore_visit(east.context, east.database, visit)
    assert refused.value.code == "rule.one-day"


def test_a_patient_arrives_once_for_all_steps(east: Desk) -> None:
    visit = east.book_first("Day", east.patient().number)
    arrive(east.context, east.database, visit)
    assert statuses(east, visit) == ["arrived"] * 3
    with pytest.raises(Refused) as refused:
        arrive(east.context, east.database, visit)
    assert refused.value.code == "visit.nothing-booked"


def test_the_session_behind_a_group_class_is_nobodys_to_change(east: Desk) -> None:
    visit = east.book_first("Back class", east.patient().number)
    session = east.visit(visit).steps[0].group
    assert session is not None
    with east.database.reading() as rows:
        behind = rows.connection().exec_driver_sql(
            "SELECT visit_id FROM appointment WHERE id = ?", (session,)
        ).scalar_one()  # fmt: skip
    before = dump(east.database)
    at = (east.context, east.database)
    for refuse in (
        lambda: cancel_visit(*at, behind, "asked"),
        lambda: cancel_step(*at, session, "asked"),
        lambda: change_status(*at, [session], Status.NOSHOW),
        lambda: note_whereabouts(*at, session, "Hall"),
        lambda: east.move(Move(session, start=NINE + 120)),
    ):
        with pytest.raises(NotFound):
            refuse()
    assert dump(east.database) == before


def test_a_plan_without_one_of_the_steps_is_refused(east: Desk) -> None:
    visit_request = east.visit_request("Pair", east.patient().number)
    plan = east.plan(visit_request)[0]
    before = dump(east.database)
    for steps in (plan.steps[:1], (*plan.steps, plan.steps[0]), ()):
        for verb in (book_visit, hold_visit):
            with pytest.raises(Refused) as refused:
                verb(east.context, east.database, visit_request, replace(plan, steps=steps))
            assert refused.value.code == "visit.plan-stale"
    assert dump(east.database) == before


def test_nothing_is_added_to_a_visit_that_is_only_held(east: Desk) -> None:
    patient = east.patient().number
    held = east.hold_first("Adjustment", patient)
    visit_request = east.visit_request("Call", patient, MONDAY, 1)
    plan = east.plan(visit_request)[0]
    before = dump(east.database)
    with pytest.raises(Refused) as refused:
        add_steps(east.context, east.database, held, visit_request, plan)
    assert refused.value.code == "visit.cannot-join"
    assert sentence_of(refused.value)
    assert dump(east.database) == before
