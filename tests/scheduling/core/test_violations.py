"""Each rule broken once gives exactly that rule; a sound plan breaks none."""

import json
from datetime import date

import pytest

from clinicdesk.scheduling.core.problem import BookedStep
from clinicdesk.scheduling.core.rules import Rule, Violation
from clinicdesk.scheduling.core.violations import find_booked_violations, find_violations
from clinicdesk.scheduling.program.answer_checking import check_answer
from clinicdesk.scheduling.program.answers import read_answer
from clinicdesk.scheduling.program.reason_sentences import violation_sentence
from tests.scheduling.broken_rules import BROKEN_ONCE, Change, visit
from tests.scheduling.engine_values import plan_of, problem_of
from tests.scheduling.examples import MONDAY, TUESDAY, Json, sound_plan, sound_problem


def rules_and_places(violations: tuple[Violation, ...]) -> list[tuple[str, str]]:
    return [(item.rule, item.where) for item in violations]


def test_a_sound_plan_breaks_no_rule() -> None:
    assert find_violations(problem_of(sound_problem()), plan_of(sound_plan())) == ()


@pytest.mark.parametrize("name", BROKEN_ONCE)
def test_each_rule_broken_once_is_found_alone(name: str) -> None:
    change, expected = BROKEN_ONCE[name]
    problem, plan = sound_problem(), sound_plan()
    change(problem, plan)
    about_cost = expected == [("cost", "cost")]
    found = find_violations(problem_of(problem), plan_of(plan), check_cost=about_cost)
    assert rules_and_places(found) == expected
    assert all(violation_sentence(item).endswith(".") for item in found)


def test_every_rule_is_broken_by_some_test() -> None:
    broken = {rule for _, expected in BROKEN_ONCE.values() for rule, _ in expected}
    assert broken >= {rule for rule in Rule if rule.check} - {Rule.ONE_DAY}
    assert all(rule.check for rule in Rule if rule.soft)


def test_an_unlisted_day_has_no_time_at_all() -> None:
    plan = sound_plan() | {"day": "2026-11-30"}
    found = find_violations(problem_of(sound_problem()), plan_of(plan), check_cost=False)
    assert {item.rule for item in found} == {
        "window",
        "step-window",
        "alternative-window",
        "outside",
    }


def test_a_step_past_midnight_breaks_the_window_even_without_needs() -> None:
    problem, plan = sound_problem(), sound_plan()
    visit(problem).update(windows=None, sequence=[])
    plan["steps"][2].update(start=1435, end=1445)
    found = find_violations(problem_of(problem), plan_of(plan), check_cost=False)
    assert rules_and_places(found) == [("window", "steps[2]")]


def test_booked_steps_on_two_days_break_one_day() -> None:
    problem = problem_of(sound_problem())
    monday, tuesday = date.fromisoformat(MONDAY), date.fromisoformat(TUESDAY)
    steps = [
        BookedStep("visit-1", "evaluation", monday, 500, ("dr-lee", "exam-1")),
        BookedStep("visit-1", "pt", monday, 550, ("pt-ann",)),
        BookedStep("visit-1", "talk", tuesday, 585),
    ]
    found = find_booked_violations(problem, "visit-1", steps)
    assert rules_and_places(found) == [("one-day", "")]
    assert 'step "talk" of "visit-1" is on 2026-11-24' in violation_sentence(found[0]).lower()


def test_own_booked_steps_are_in_nobodys_way() -> None:
    problem = sound_problem()
    problem["booked"] += [
        {"request": "visit-1", "step": "talk", "day": MONDAY, "start": 500, "resources": []}
    ]
    assert find_violations(problem_of(problem), plan_of(sound_plan())) == ()


def test_an_unknown_request_is_no_plan_of_this_problem() -> None:
    plan = plan_of(sound_plan() | {"request": "visit-9"})
    with pytest.raises(LookupError):
        find_violations(problem_of(sound_problem()), plan)


def checked(problem: Json, answer: Json) -> tuple[list[tuple[str, str]], int | None]:
    read = problem_of(problem)
    found, cost = check_answer(read, read_answer(json.dumps(answer).encode(), read))
    assert all(violation_sentence(item).endswith(".") for item in found)
    return rules_and_places(found), cost


BOOKED_PLAN: Json = {
    "request": "visit-0",
    "day": MONDAY,
    "cost": 20,
    "steps": [{"step": "pt", "start": 610, "end": 630, "resources": ["pt-ann"]}],
}


def test_plans_of_a_plan_answer_are_checked_each_alone() -> None:
    untrue = sound_plan() | {"cost": 1}
    answer = {"plans": [sound_plan(), untrue], "status": "optimal"}
    assert checked(sound_problem(), answer) == ([("cost", "plans[1].cost")], 97)
    assert checked(sound_problem(), {"plans": []}) == ([], None)


def test_a_packing_of_both_visits_is_sound() -> None:
    answer = {"plans": [sound_plan(), BOOKED_PLAN], "unplaced": [], "cost": 117}
    assert checked(sound_problem(), answer) == ([], 117)


def test_a_packing_counts_no_short_gaps() -> None:
    problem = sound_problem()
    problem["resources"][1]["free"][MONDAY] = [[545, 1020]]
    answer: Json = {"plans": [sound_plan()], "status": "optimal"}
    assert checked(problem, answer) == ([("cost", "plans[0].cost")], 102)
    answer = {"plans": [sound_plan(), BOOKED_PLAN], "unplaced": [], "cost": 117}
    assert checked(problem, answer) == ([], 117)


def test_plans_of_a_packing_collide_with_each_other_once() -> None:
    moved = BOOKED_PLAN | {
        "steps": [{"step": "pt", "start": 560, "end": 580, "resources": ["pt-ann"]}]
    }
    answer = {"plans": [sound_plan(), moved], "unplaced": [], "cost": 147}
    found = [("patient-overlap", "plans[1].steps[0]"), ("taken", "plans[1].steps[0].resources[0]")]
    assert checked(sound_problem(), answer) == (found, 147)


def test_a_packing_prices_the_unplaced_the_moved_and_the_latest_end() -> None:
    problem = sound_problem()
    problem["weights"].update(makespan=2, unplaced=1000, moved=7)
    moved = BOOKED_PLAN | {
        "steps": [{"step": "pt", "start": 615, "end": 635, "resources": ["pt-ann"]}]
    }
    answer: Json = {"plans": [moved], "unplaced": ["visit-1"], "cost": 1000 + 20 + 2 * 635 + 7}
    assert checked(problem, answer) == ([], 2297)
    assert checked(problem, answer | {"cost": 1}) == ([("cost", "cost")], 2297)
    nothing: Json = {"plans": [], "unplaced": ["visit-0", "visit-1"]}
    assert checked(problem, nothing) == ([("left-out", "unplaced[0]")], 2007)


def test_makespan_counts_calendar_days_from_the_first() -> None:
    problem = sound_problem()
    problem["weights"].update(makespan=1)
    problem["resources"][1]["free"][TUESDAY] = [[480, 1020]]
    tuesday = BOOKED_PLAN | {"day": TUESDAY, "cost": 40}
    answer: Json = {"plans": [tuesday], "unplaced": ["visit-1"]}
    assert checked(problem, answer) == ([], 10000 + 40 + 1440 + 630 + 30)


LEFT_OUT: dict[str, tuple[Change, list[tuple[str, str]]]] = {
    "nowhere": (
        lambda _, answer: answer.update(unplaced=["visit-0"]),
        [("left-out", "unplaced[0]"), ("left-out", "unplaced")],
    ),
    "placed and unplaced": (
        lambda _, answer: answer.update(plans=[sound_plan()]),
        [("left-out", "unplaced[0]"), ("left-out", "unplaced[1]")],
    ),
    "its booked steps could stay": (lambda _, __: None, [("left-out", "unplaced[1]")]),
    "its practitioner is away": (
        lambda problem, _: problem["resources"][1].update(free={}),
        [],
    ),
    "it runs past midnight": (
        lambda problem, _: (
            problem["resources"][1]["free"].update({MONDAY: [[480, 1440]]}),
            problem["booked"][0].update(start=1425),
        ),
        [],
    ),
    "it collides with another that is booked": (
        lambda problem, _: problem["booked"].append(
            {"request": "visit-1", "step": "talk", "day": MONDAY, "start": 625, "resources": []}
        ),
        [],
    ),
    "only a part of it is booked": (
        lambda problem, _: problem["requests"][1]["steps"].append({"id": "rest", "minutes": 5}),
        [],
    ),
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_left_out_requests_of_a_packing(name: str) -> None:
    change, expected = LEFT_OUT[name]
    problem = sound_problem()
    answer: Json = {"plans": [], "unplaced": ["visit-1", "visit-0"]}
    change(problem, answer)
    assert checked(problem, answer)[0] == expected


def test_two_plans_of_one_request_on_two_days_break_one_day() -> None:
    one, two = sound_plan(), sound_plan()
    one["steps"], two["steps"] = one["steps"][:2], two["steps"][2:]
    two["day"] = TUESDAY
    answer: Json = {"plans": [one, two, BOOKED_PLAN], "unplaced": []}
    assert checked(sound_problem(), answer) == ([("one-day", "plans[1].steps[0]")], None)


def test_a_step_that_states_a_day_of_its_own_breaks_one_day() -> None:
    plan = sound_plan()
    plan["steps"][2]["day"] = TUESDAY
    assert checked(sound_problem(), {"plans": [plan]}) == (
        [("one-day", "plans[0].steps[2]")],
        None,
    )
