"""Packings of days that are booked: who can stay stays, who cannot is moved at the least price."""

from clinicdesk.scheduling import pack
from clinicdesk.scheduling.core.problem import AnswerStatus
from tests.scheduling.engine_values import problem_of
from tests.scheduling.examples import MONDAY, Json
from tests.scheduling.packing.test_packings import assert_lawful

DOCTORS = ("dr-a", "dr-b")


def booked_day(*, away: str | None = None, steps: int = 1) -> Json:
    """Six visits of two doctors, from 8:00 on, half an hour a step; one doctor may be away."""
    resources = [
        {"id": name, "kind": "practitioner", "free": {} if name == away else {MONDAY: [[480, 780]]}}
        for name in DOCTORS
    ]
    requests, booked = [], []
    for number in range(6):
        name = f"v{number}"
        needs = [{"one_of": [{"resource": doctor} for doctor in DOCTORS]}]
        parts = [{"id": f"s{step}", "minutes": 30, "needs": needs} for step in range(steps)]
        requests.append({"id": name, "steps": parts})
        for step in range(steps):
            start = 480 + 30 * (steps * (number // 2) + step)
            booked.append(
                {
                    "request": name,
                    "step": f"s{step}",
                    "day": MONDAY,
                    "start": start,
                    "resources": [DOCTORS[number % 2]],
                }
            )
    return {
        "format": "clinicdesk-problem/1",
        "grid_minutes": 5,
        "days": [MONDAY],
        "resources": resources,
        "requests": requests,
        "booked": booked,
    }


def test_a_day_that_is_in_order_stays_as_it_is() -> None:
    problem = problem_of(booked_day())
    for seconds in (0, 5):
        packing = pack(problem, seconds=seconds)
        assert_lawful(problem, packing)
        assert packing.cost == 6 * 30
        assert [plan.steps[0].start for plan in packing.plans] == [480, 480, 510, 510, 540, 540]


def test_only_who_was_with_the_absent_doctor_is_moved() -> None:
    problem = problem_of(booked_day(away="dr-b"))
    packing = pack(problem, seconds=5)
    assert_lawful(problem, packing)
    assert packing.status is AnswerStatus.OPTIMAL
    assert (packing.unplaced, packing.cost) == ((), 6 * 30 + 3 * 30)
    kept = {plan.request: plan.steps[0].start for plan in packing.plans}
    assert (kept["v0"], kept["v2"], kept["v4"]) == (480, 510, 540)


def test_nobody_who_can_stay_is_left_out_however_little_that_would_cost() -> None:
    source = booked_day(away="dr-b", steps=2)
    source["resources"][0]["free"][MONDAY] = [[480, 660]]
    source["weights"] = {"unplaced": 0, "moved": 0}
    for seconds in (0, 0.2):
        packing = pack(problem_of(source), seconds=seconds)
        assert_lawful(problem_of(source), packing)
        assert {"v0", "v2", "v4"} <= {plan.request for plan in packing.plans}


def test_of_two_that_collide_one_is_moved() -> None:
    source = booked_day()
    source["booked"][1]["resources"] = ["dr-a"]
    problem = problem_of(source)
    packing = pack(problem, seconds=5)
    assert_lawful(problem, packing)
    assert packing.cost == 6 * 30 + 30


def test_who_finds_no_room_is_left_out_and_the_others_are_not() -> None:
    source = booked_day(away="dr-b", steps=2)
    source["resources"][0]["free"][MONDAY] = [[480, 730]]
    problem = problem_of(source)
    packing = pack(problem, seconds=2)
    assert_lawful(problem, packing)
    assert len(packing.unplaced) == 2
    assert {"v0", "v2", "v4"} <= {plan.request for plan in packing.plans}


def test_visits_of_more_steps_than_a_table_can_take_are_placed() -> None:
    source = booked_day(steps=12)
    source["booked"] = []
    source["requests"] = source["requests"][:2]
    for request in source["requests"]:
        for step in request["steps"]:
            step["minutes"] = 10
    problem = problem_of(source)
    packing = pack(problem, seconds=1)
    assert_lawful(problem, packing)
    assert (packing.unplaced, packing.cost) == ((), 2 * 120)
