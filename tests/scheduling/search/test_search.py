"""The one-patient search on cases small enough to see the answer, and its way of being asked."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicdesk.scheduling import find_plans
from clinicdesk.scheduling.core.intervals import Interval
from clinicdesk.scheduling.core.problem import (
    Alternative,
    AnswerStatus,
    BookedStep,
    Need,
    PlacedStep,
    Plan,
    Problem,
    Reason,
    Request,
    Resource,
    SequenceRule,
    Step,
    Weights,
)

MONDAY = date(2026, 11, 23)
DAYS = tuple(MONDAY + timedelta(offset) for offset in range(40))
NO_GAPS = Weights(short_gap=0)


def resource(name: str, *free: Interval, kind: str = "practitioner") -> Resource:
    return Resource(name, kind, {MONDAY: free})


def step(name: str, minutes: int, *needs: str | Need) -> Step:
    return Step(
        name,
        minutes,
        tuple(Need((Alternative(n),)) if isinstance(n, str) else n for n in needs),
    )


def problem(request: Request, *resources: Resource, weights: Weights = NO_GAPS) -> Problem:
    return Problem(5, (MONDAY,), resources, (request,), (), weights)


def only_plan(asked: Problem) -> Plan:
    answer = find_plans(asked)
    assert answer.status is AnswerStatus.OPTIMAL
    (plan,) = answer.plans
    return plan


def test_find_plans_takes_the_later_x_ray_when_the_earlier_one_is_too_long_before() -> None:
    request = Request(
        "visit",
        (step("x-ray", 20, "x-ray"), step("surgeon", 30, "surgeon")),
        sequence=(SequenceRule("x-ray", "surgeon", max_gap=120),),
    )
    asked = problem(
        request,
        resource("x-ray", (480, 500), (820, 840)),
        resource("surgeon", (900, 930)),
    )
    assert only_plan(asked) == Plan(
        "visit",
        MONDAY,
        110,
        (PlacedStep("x-ray", 820, 840, ("x-ray",)), PlacedStep("surgeon", 900, 930, ("surgeon",))),
    )


def test_find_plans_turns_steps_round_when_only_the_other_order_fits() -> None:
    request = Request("visit", (step("pt", 30, "pt"), step("chiro", 20, "chiro")))
    asked = problem(request, resource("pt", (560, 600)), resource("chiro", (540, 560)))
    assert [(s.step, s.start) for s in only_plan(asked).steps] == [("pt", 560), ("chiro", 540)]


def test_find_plans_keeps_the_only_room_clean_between_two_steps_of_the_visit() -> None:
    room = Need((Alternative("room"),), after=10)
    request = Request("visit", (step("first", 30, room), step("second", 30, room)))
    asked = problem(request, resource("room", (480, 600), kind="room"))
    plan = only_plan(asked)
    assert (plan.cost, sorted((s.start, s.end) for s in plan.steps)) == (
        70,
        [(480, 510), (520, 550)],
    )


def test_find_plans_gives_two_needs_of_one_step_two_practitioners() -> None:
    both = Need((Alternative("dr-lee"), Alternative("dr-kim", penalty=5)))
    request = Request("visit", (step("joint", 30, both, both),))
    asked = problem(request, resource("dr-lee", (480, 600)), resource("dr-kim", (540, 600)))
    plan = only_plan(asked)
    assert (plan.cost, plan.steps[0].start, sorted(plan.steps[0].resources)) == (
        35,
        540,
        ["dr-kim", "dr-lee"],
    )


@pytest.mark.parametrize(
    ("free", "cost"),
    [
        (((480, 520),), 40),
        (((480, 530),), 45),
        (((480, 540),), 40),
        (((480, 535),), 45),
    ],
)
def test_find_plans_counts_free_pieces_too_short_for_anybody(
    free: tuple[Interval, ...], cost: int
) -> None:
    request = Request("visit", (step("exam", 40, "dr-lee"),))
    asked = problem(request, resource("dr-lee", *free), weights=Weights(short_gap_minutes=16))
    assert only_plan(asked).cost == cost


def test_find_plans_is_exact_to_the_minute_off_the_grid() -> None:
    request = Request(
        "visit", (Step("exam", 13, (Need((Alternative("dr"),), before=4, after=3),)),)
    )
    fits = problem(request, resource("dr", (481, 501)))
    assert only_plan(fits).steps == (PlacedStep("exam", 485, 498, ("dr",)),)
    assert find_plans(problem(request, resource("dr", (482, 502)))).plans == ()
    assert find_plans(problem(request, resource("dr", (481, 500)))).plans == ()


def test_find_plans_orders_days_by_cost_and_equal_costs_by_day() -> None:
    doctor = Resource("dr", "practitioner", dict.fromkeys(DAYS, ((480, 540),)))
    request = Request("visit", (step("exam", 60, "dr"),), target=DAYS[20])
    asked = Problem(5, DAYS, (doctor,), (request,), (), NO_GAPS)
    assert [(plan.day, plan.cost) for plan in find_plans(asked, top=5).plans] == [
        (DAYS[20], 60),
        (DAYS[19], 80),
        (DAYS[21], 80),
        (DAYS[18], 100),
        (DAYS[22], 100),
    ]


def test_find_plans_leaves_booked_steps_of_others_alone_and_forgets_its_own() -> None:
    request = Request("visit", (step("exam", 30, "dr"),), patient="p-1")
    other = Request("other", (step("pt", 30, "pt"),), patient="p-1")
    booked = (
        BookedStep("other", "pt", MONDAY, 480, ("pt",)),
        BookedStep("visit", "exam", MONDAY, 510, ("dr",)),
    )
    free = (resource("dr", (480, 540)), resource("pt", (480, 540)))
    asked = Problem(5, (MONDAY,), free, (request, other), booked, NO_GAPS)
    assert [s.start for s in find_plans(asked).plans[0].steps] == [510]
    assert [s.start for s in find_plans(asked, "other").plans[0].steps] == [480]


def test_find_plans_stops_when_asked_and_says_so() -> None:
    pool = Need(tuple(Alternative(f"dr-{number}") for number in range(8)))
    free = dict.fromkeys(DAYS, ((480, 1020),))
    doctors = [Resource(f"dr-{number}", "practitioner", free) for number in range(8)]
    request = Request("visit", tuple(step(f"s{number}", 30, pool) for number in range(6)))
    asked = Problem(5, DAYS, tuple(doctors), (request,))
    answer = find_plans(asked, stop=lambda: True)
    assert replace(answer, seconds=0.0) == replace(
        answer, status=AnswerStatus.STOPPED, plans=(), reasons=(), seconds=0.0
    )
    assert find_plans(asked, stop=lambda: False).status is AnswerStatus.OPTIMAL


def test_find_plans_refuses_an_unknown_request_and_no_plans_at_all() -> None:
    asked = problem(Request("visit", (step("exam", 30),)))
    with pytest.raises(KeyError, match="nobody"):
        find_plans(asked, "nobody")
    with pytest.raises(ValueError, match="top"):
        find_plans(asked, top=0)


def reasons(request: Request, *resources: Resource) -> tuple[Reason, ...]:
    answer = find_plans(problem(request, *resources))
    assert answer.status is AnswerStatus.INFEASIBLE
    return answer.reasons


def test_reasons_name_the_need_that_is_never_free() -> None:
    request = Request("visit", (step("exam", 90, "dr", "room"),))
    found = reasons(request, resource("dr", (480, 540)), resource("room", (480, 600), kind="room"))
    assert found == (
        Reason(
            "need-never-free",
            {"request": "visit", "step": "exam", "need": 0, "one_of": ["dr"], "minutes": 90},
        ),
    )


def test_reasons_name_a_need_that_nobody_qualifies_for_and_rules_that_contradict() -> None:
    request = Request(
        "visit",
        (step("a", 30, Need(())), step("b", 30), step("c", 30)),
        transfer_minutes=10,
        sequence=(
            SequenceRule("a", "b"),
            SequenceRule("b", "a"),
            SequenceRule("b", "c", max_gap=5),
        ),
    )
    assert reasons(request) == (
        Reason("nobody-qualifies", {"request": "visit", "step": "a", "need": 0}),
        Reason("rules-in-circle", {"request": "visit", "steps": ["a", "b"]}),
        Reason(
            "gaps-contradict",
            {
                "request": "visit",
                "first": "b",
                "then": "c",
                "least": 10,
                "max_gap": 5,
                "by": "transfer",
            },
        ),
    )


def test_reasons_name_the_rule_without_which_the_visit_fits() -> None:
    request = Request(
        "visit",
        (step("x-ray", 20, "x-ray"), step("surgeon", 30, "surgeon")),
        sequence=(SequenceRule("x-ray", "surgeon", max_gap=60),),
    )
    found = reasons(request, resource("x-ray", (480, 500)), resource("surgeon", (900, 930)))
    about = {"first": "x-ray", "then": "surgeon", "min_gap": None, "max_gap": 60}
    assert found == (
        Reason("rule-leaves-none", {"request": "visit", **about, "limit": "max_gap"}),
        Reason("step-leaves-none", {"request": "visit", "step": "x-ray"}),
        Reason("step-leaves-none", {"request": "visit", "step": "surgeon"}),
    )


def test_reasons_count_the_days_of_each_step_when_no_day_suits_all() -> None:
    doctors = (
        Resource("a", "practitioner", {DAYS[0]: ((480, 540),), DAYS[1]: ((480, 540),)}),
        Resource("b", "practitioner", {DAYS[2]: ((480, 540),)}),
    )
    request = Request("visit", (step("first", 30, "a"), step("second", 30, "b")))
    answer = find_plans(Problem(5, DAYS, doctors, (request,)))
    assert answer.reasons == (
        Reason("no-common-day", {"request": "visit", "days": {"first": 2, "second": 1}}),
    )


def test_reasons_name_the_patients_windows() -> None:
    request = Request("visit", (step("exam", 30, "dr"),), windows={MONDAY: ((600, 660),)})
    assert reasons(request, resource("dr", (480, 540))) == (
        Reason("window-leaves-none", {"request": "visit", "step": "exam"}),
    )
