"""Repairs: hand-made days, and random ones judged by the rules and by trying everything."""

import json
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.problem_json import problem_as_json
from clinicdesk.scheduling import find_plans, repair
from clinicdesk.scheduling.core.problem import (
    Alternative,
    AnswerStatus,
    BookedStep,
    Need,
    Plan,
    Problem,
    Request,
    Resource,
    SequenceRule,
    Step,
)
from clinicdesk.scheduling.core.violations import find_booked_violations, find_violations
from clinicdesk.scheduling.repairing import Absence, MovedStep, Repair
from tests.scheduling.engine_values import Scaled, problem_of
from tests.scheduling.oracle import Json, Oracle
from tests.scheduling.packing.brute_force import TooLarge, least_packing_cost
from tests.scheduling.packing.test_packings import packing_problem

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
HOURS = {MONDAY: ((480, 720),), TUESDAY: ((480, 720),)}


def step(name: str, minutes: int, *who: str) -> Step:
    return Step(name, minutes, (Need(tuple(map(Alternative, who))),))


def at(request: str, name: str, start: int, *resources: str, day: date = MONDAY) -> BookedStep:
    return BookedStep(request, name, day, start, resources)


EXAM = step("exam", 30, "lee", "kim")
PT = step("pt", 30, "ann")
TWO_STEPS = Request("v1", (EXAM, PT), "p1", sequence=(SequenceRule("exam", "pt", max_gap=60),))
CLINIC = Problem(
    5,
    (MONDAY, TUESDAY),
    tuple(Resource(name, "practitioner", HOURS) for name in ("lee", "kim", "ann")),
    (TWO_STEPS, Request("v2", (EXAM,), "p2"), Request("v3", (step("exam", 60, "kim"),), "p3")),
    (
        at("v1", "exam", 540, "lee"),
        at("v1", "pt", 580, "ann"),
        at("v2", "exam", 600, "lee"),
        at("v3", "exam", 600, "kim"),
    ),
)
LEE_AWAY = Absence("lee", MONDAY)


def mended(problem: Problem, *absences: Absence, **more: object) -> Repair:
    options: dict[str, object] = {"day": MONDAY, "seconds": 0.05} | more
    return repair(problem, absences, **options)  # type: ignore[arg-type]


def test_only_those_whose_practitioner_is_away_move() -> None:
    found = mended(CLINIC, LEE_AWAY)
    assert found.moved[0] == MovedStep(CLINIC.booked[0], 550, ("kim",), affected=True)
    assert {one.was.request for one in found.moved} == {"v1", "v2"}
    assert all(one.affected and one.resources == ("kim",) for one in found.moved)
    assert found.kept == (CLINIC.booked[1], CLINIC.booked[3])
    assert found.cannot_stay == ()


def test_absent_for_some_minutes_touches_nobody_else() -> None:
    found = mended(CLINIC, Absence("lee", MONDAY, ((540, 570),)))
    assert {one.was for one in found.moved} <= set(CLINIC.booked[:2])
    assert CLINIC.booked[2] in found.kept


def test_nobody_is_touched_when_everybody_can_stay() -> None:
    found = mended(CLINIC, Absence("lee", MONDAY, ((480, 540), (660, 720))))
    assert found.kept == CLINIC.booked
    assert (found.moved, found.cannot_stay) == ((), ())


def test_who_cannot_stay_is_offered_the_next_days() -> None:
    away = (LEE_AWAY, Absence("kim", MONDAY, ((480, 600), (660, 720))))
    found = mended(CLINIC, *away, day=MONDAY)
    assert [one.request for one in found.cannot_stay] == ["v1", "v2"]
    assert {plan.request for plan in found.plans} == {"v3"}
    for one in found.cannot_stay:
        assert [plan.day for plan in one.next_days.plans] == [TUESDAY]
        assert one.steps == tuple(b for b in CLINIC.booked if b.request == one.request)


def test_a_stranger_makes_room_where_that_places_one_more() -> None:
    """Only a visit that could stay blocks the one place of the affected visit."""
    requests = (
        Request("v1", (step("exam", 60, "lee", "kim"),), windows={MONDAY: ((480, 540),)}),
        Request("v2", (step("exam", 60, "kim"),)),
    )
    booked = (at("v1", "exam", 480, "lee"), at("v2", "exam", 480, "kim"))
    found = mended(replace(CLINIC, requests=requests, booked=booked), LEE_AWAY, seconds=2)
    assert [(one.was.request, one.start, one.affected) for one in found.moved] == [
        ("v1", 480, True),
        ("v2", 540, False),
    ]


def test_a_day_partly_gone_keeps_what_has_begun() -> None:
    """At 9:15 the first visit is with Lee, who leaves at 9:20; its second step is still to come."""
    found = mended(CLINIC, Absence("lee", MONDAY, ((560, 720),)), from_minute=555)
    assert found.interrupted == (CLINIC.booked[0],)
    assert CLINIC.booked[0] not in (*found.kept, *(one.was for one in found.moved))
    assert CLINIC.booked[1] in found.kept
    (move,) = found.moved
    assert (move.was, move.resources) == (CLINIC.booked[2], ("kim",))
    plan = next(one for one in found.plans if one.request == "v1")
    assert [(s.step, s.start, s.resources) for s in plan.steps] == [
        ("exam", 540, ("lee",)),
        ("pt", 580, ("ann",)),
    ]


def test_the_rest_of_a_visit_keeps_its_gap_to_what_has_begun() -> None:
    """The gap of 60 minutes ends at 10:30, before Ann is back."""
    until = Absence("ann", MONDAY, ((570, 630),))
    found = mended(CLINIC, until, from_minute=555)
    assert [(one.was.step, one.start) for one in found.moved] == [("pt", 630)]
    longer = replace(until, minutes=((570, 631),))
    (one,) = mended(CLINIC, longer, from_minute=555).cannot_stay
    assert (one.request, one.steps) == ("v1", (CLINIC.booked[1],))
    assert [[step.step for step in plan.steps] for plan in one.next_days.plans] == [["pt"]]


def test_nothing_is_placed_in_the_past() -> None:
    found = mended(CLINIC, LEE_AWAY, from_minute=595)
    (move,) = found.moved
    assert move.was == CLINIC.booked[2]
    assert move.start >= 660
    assert found.interrupted == ()


def test_the_same_patients_other_visits_are_respected() -> None:
    same = tuple(replace(one, patient="p") for one in CLINIC.requests)
    booked = (*CLINIC.booked[:3], at("v3", "exam", 630, "kim"))
    found = mended(replace(CLINIC, requests=same, booked=booked), LEE_AWAY, from_minute=545)
    times = sorted((s.start, s.end) for plan in found.plans for s in plan.steps)
    assert all(one[1] <= two[0] for one, two in pairwise(times))


def test_requests_that_stand_stay_whatever_they_break() -> None:
    odd = replace(CLINIC, booked=(*CLINIC.booked[:3], at("v3", "exam", 700, "kim")))
    assert {one.was.request for one in mended(odd).moved} == {"v3"}
    assert mended(odd, fixed={"v3"}).moved == ()


def test_steps_of_other_days_stay_and_visits_not_booked_are_not_placed() -> None:
    more = (*CLINIC.requests, Request("v4", (PT,)), Request("v5", (PT,)))
    booked = (*CLINIC.booked, at("v5", "pt", 480, "ann", day=TUESDAY))
    found = mended(replace(CLINIC, requests=more, booked=booked), LEE_AWAY)
    assert {plan.request for plan in found.plans} == {"v1", "v2", "v3"}
    assert {*found.kept, *(one.was for one in found.moved)} == {*CLINIC.booked}


def test_the_first_answer_moves_nobody_who_can_stay() -> None:
    answers: list[Repair] = []
    last = mended(CLINIC, LEE_AWAY, progress=answers.append)
    assert answers[-1] == last
    assert all(one.affected for one in answers[0].moved)
    assert last.cost <= answers[0].cost


def test_asked_to_stop_at_once_everybody_who_can_stay_still_has_a_place() -> None:
    found = mended(CLINIC, LEE_AWAY, stop=lambda: True)
    assert found.status is AnswerStatus.STOPPED
    assert CLINIC.booked[3] in found.kept


def test_questions_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="not one of"):
        mended(CLINIC, day=date(2026, 12, 24))
    with pytest.raises(LookupError):
        mended(CLINIC, Absence("nobody", MONDAY))


def booked_problem(seed: int) -> Problem:
    """A random problem over at least two days with everybody booked who finds a plan."""
    problem = problem_of(packing_problem(seed))
    if len(problem.days) == 1:
        problem = replace(problem, days=(*problem.days, problem.days[0] + timedelta(1)))
    # Leaving somebody out is the last resort here.
    weights = replace(problem.weights, unplaced=10_000)
    problem = replace(problem, booked=(), weights=weights)
    for request in problem.requests:
        for plan in find_plans(problem, request.id, top=1).plans:
            problem = replace(problem, booked=(*problem.booked, *bookings(plan)))
    return problem


def bookings(plan: Plan) -> tuple[BookedStep, ...]:
    return tuple(
        BookedStep(plan.request, one.step, plan.day, one.start, one.resources) for one in plan.steps
    )


def without_free_time(problem: Problem, absence: Absence) -> Problem:
    """Minute by minute, so that nothing of the engine is used."""
    away = {minute for begin, end in absence.minutes for minute in range(begin, end)}
    resources = []
    for one in problem.resources:
        if one.id == absence.resource:
            free = {
                minute
                for begin, end in one.free.get(absence.day, ())
                for minute in range(begin, end)
            }
            left = tuple((minute, minute + 1) for minute in sorted(free - away))
            one = replace(one, free={**one.free, absence.day: left})
        resources.append(one)
    return replace(problem, resources=tuple(resources))


def test_repairs_are_lawful_whole_and_tell_all_that_moved(scaled: Scaled) -> None:
    seen: Counter[str] = Counter()

    @settings(
        max_examples=scaled(80, 10_000),
        database=None,
        derandomize=scaled(0, 1) == 0,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 100_000), st.integers(0, 1_000), st.booleans())
    def holds(seed: int, number: int, hurried: bool) -> None:
        problem = booked_problem(seed)
        names = sorted({name for item in problem.booked for name in item.resources})
        if not names:
            return
        who = names[number % len(names)]
        day = Random(number).choice([b.day for b in problem.booked if who in b.resources])
        first = min(b.start for b in problem.booked if b.day == day)
        minutes = ((0, 1440),) if number % 3 else ((first, first + number % 90 + 1),)
        absence = Absence(who, day, minutes)
        away = without_free_time(problem, absence)
        found = repair(problem, [absence], day=day, seconds=0.0 if hurried else 0.03, seed=seed)
        judge(away, day, found)
        assert_no_place_beside(away, day, found)
        if found.status is AnswerStatus.OPTIMAL:
            with suppress(TooLarge):
                assert found.cost == least_packing_cost(json_of(alone(away, day)))
                seen["proven"] += 1
        seen.update(moved=bool(found.moved), out=bool(found.cannot_stay), kept=bool(found.kept))

    holds()
    assert min(seen[name] for name in ("moved", "out", "kept", "proven")) > 5


def judge(away: Problem, day: date, found: Repair) -> None:
    """`away`: the problem with the absence in its free time."""
    of_day = [item for item in away.booked if item.day == day]
    now = [item for plan in found.plans for item in bookings(plan)]
    elsewhere = tuple(item for item in away.booked if item.day != day)
    mended_problem = replace(away, booked=(*elsewhere, *now))
    for plan in found.plans:
        assert plan.day == day
        assert find_violations(mended_problem, plan, check_cost=False) == ()

    # Nobody who could stay is left out, and nothing moves that is not told.
    affected = {
        name
        for name in {item.request for item in of_day}
        if find_booked_violations(away, name, [i for i in of_day if i.request == name])
    }
    out = {one.request for one in found.cannot_stay}
    assert out <= affected
    assert {item.request for item in of_day} == out | {plan.request for plan in found.plans}
    assert {*found.kept} == {*of_day} & {*now}
    places = {(item.request, item.step): (item.start, item.resources) for item in now}
    assert {*found.moved} == {
        MovedStep(item, *places[item.request, item.step], item.request in affected)
        for item in of_day
        if item not in now and item.request not in out
    }
    assert len(found.moved) + len(found.kept) == len(now)

    for one in found.cannot_stay:
        for plan in one.next_days.plans:
            assert plan.day != day
            assert find_violations(mended_problem, plan, check_cost=False) == ()
        others = [other for other in away.days if other != day]
        request = next(item for item in away.requests if item.id == one.request)
        best = find_plans(
            replace(mended_problem, requests=aiming(mended_problem, request, day)),
            one.request,
            top=len(away.days),
        ).plans
        assert [plan.day for plan in one.next_days.plans] == [
            plan.day for plan in best if plan.day in others
        ][:3]


def assert_no_place_beside(away: Problem, day: date, found: Repair) -> None:
    now = tuple(item for plan in found.plans for item in bookings(plan))
    for one in found.cannot_stay:
        beside = replace(alone(away, day), booked=now)
        assert Oracle(json_of(beside), one.request).best(day.isoformat()) is None


def alone(problem: Problem, day: date) -> Problem:
    """What is booked on the day, and nothing else."""
    booked = tuple(item for item in problem.booked if item.day == day)
    names = {item.request for item in booked}
    requests = tuple(replace(one, target=day) for one in problem.requests if one.id in names)
    return replace(problem, days=(day,), requests=requests, booked=booked)


def json_of(problem: Problem) -> Json:
    source: Json = json.loads(problem_as_json(problem))
    return source


def aiming(problem: Problem, request: Request, day: date) -> tuple[Request, ...]:
    return tuple(
        replace(request, target=day) if item.id == request.id else item for item in problem.requests
    )
