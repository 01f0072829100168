"""One small case for each kind of relaxation, where the answer can be seen."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicdesk.scheduling.core.intervals import Interval
from clinicdesk.scheduling.core.problem import (
    Alternative,
    BookedStep,
    Need,
    Problem,
    Request,
    Resource,
    SequenceRule,
    Step,
    Weights,
)
from clinicdesk.scheduling.why_not.limits import Spare
from clinicdesk.scheduling.why_not.plans_or_reasons import find_reasons
from clinicdesk.scheduling.why_not.relaxation import Relaxation
from clinicdesk.scheduling.why_not.relaxations import find_relaxations

MONDAY = date(2026, 11, 23)
DAYS = tuple(MONDAY + timedelta(offset) for offset in range(4))
TUESDAY, WEDNESDAY = DAYS[1], DAYS[2]


def resource(
    name: str, *free: Interval, kind: str = "practitioner", day: date = MONDAY
) -> Resource:
    return Resource(name, kind, {day: free})


def step(name: str, minutes: int, *names: str) -> Step:
    return Step(name, minutes, tuple(Need((Alternative(n),)) for n in names))


def problem(request: Request, *resources: Resource, days: int = 1) -> Problem:
    return Problem(5, DAYS[:days], resources, (request,), (), Weights(short_gap=0))


XRAY_THEN_SURGEON = Request(
    "visit",
    (step("x-ray", 20, "x-ray"), step("surgeon", 30, "surgeon")),
    sequence=(SequenceRule("x-ray", "surgeon", 10, 60),),
)


def opened(
    asked: Problem, kind: str, *, spare: Spare | None = None, before: date | None = None
) -> Relaxation:
    """The only relaxation of that kind."""
    found = find_relaxations(asked, spare=spare, before=before)
    (relaxation,) = (one for one in found if one.kind == kind)
    return relaxation


def times(relaxation: Relaxation) -> list[tuple[date, str, int]]:
    return [(plan.day, s.step, s.start) for plan in relaxation.plans for s in plan.steps]


def test_a_longer_largest_gap_by_no_more_than_it_takes() -> None:
    asked = problem(
        XRAY_THEN_SURGEON, resource("x-ray", (480, 500)), resource("surgeon", (575, 700))
    )
    found = opened(asked, "max-gap")
    assert found.params == {"first": "x-ray", "then": "surgeon", "rule": 0, "old": 60, "new": 75}
    assert times(found) == [(MONDAY, "x-ray", 480), (MONDAY, "surgeon", 575)]


def test_a_shorter_smallest_gap_by_no_more_than_it_takes() -> None:
    asked = problem(
        XRAY_THEN_SURGEON, resource("x-ray", (480, 500)), resource("surgeon", (505, 535))
    )
    found = opened(asked, "min-gap")
    assert found.params == {"first": "x-ray", "then": "surgeon", "rule": 0, "old": 10, "new": 5}


def test_a_shorter_transfer() -> None:
    request = replace(XRAY_THEN_SURGEON, sequence=(), transfer_minutes=20)
    asked = problem(request, resource("x-ray", (480, 500)), resource("surgeon", (508, 540)))
    assert opened(asked, "transfer").params == {"old": 20, "new": 10}


def test_a_rule_given_up_where_no_gap_helps() -> None:
    asked = problem(
        XRAY_THEN_SURGEON, resource("x-ray", (600, 620)), resource("surgeon", (480, 510))
    )
    found = opened(asked, "rule")
    assert found.params == {"first": "x-ray", "then": "surgeon", "rule": 0}
    assert times(found) == [(MONDAY, "x-ray", 600), (MONDAY, "surgeon", 480)]


def test_a_rule_is_not_given_up_where_some_minutes_are_enough() -> None:
    asked = problem(
        XRAY_THEN_SURGEON, resource("x-ray", (480, 500)), resource("surgeon", (575, 700))
    )
    assert "rule" not in {one.kind for one in find_relaxations(asked)}


def test_other_people_the_cheapest_first_and_none_who_cannot() -> None:
    request = Request("visit", (step("evaluation", 30, "lee"),))
    asked = problem(
        request,
        resource("lee", (480, 500)),
        resource("kim", (480, 700)),
        resource("park", (480, 700)),
        resource("chen", (480, 500)),
    )
    spare = {
        ("evaluation", 0): (
            Alternative("lee"),
            Alternative("park", penalty=5),
            Alternative("kim"),
            Alternative("chen"),
        )
    }
    found = [one for one in find_relaxations(asked, spare=spare) if one.kind == "person"]
    assert [one.params["resource"] for one in found] == ["kim", "park"]
    assert [one.plans[0].cost for one in found] == [30, 35]


@pytest.mark.parametrize(
    ("kind", "window", "at"),
    [("window-earlier", (555, 700), 535), ("window-later", (400, 545), 565)],
)
def test_wider_windows_of_the_patient(kind: str, window: Interval, at: int) -> None:
    request = Request("visit", (step("pt", 30, "ann"),), windows={MONDAY: (window,)})
    asked = problem(request, resource("ann", (535, 565)))
    assert opened(asked, kind).params == {"minutes": 20, "at": at}


def test_other_days_of_the_patient_at_the_usual_times() -> None:
    request = Request("visit", (step("pt", 30, "ann"),), windows={MONDAY: ((600, 700),)})
    asked = problem(request, resource("ann", (480, 1000), day=WEDNESDAY), days=3)
    found = opened(asked, "window-days")
    assert (found.params, times(found)) == ({"day": WEDNESDAY}, [(WEDNESDAY, "pt", 600)])


def test_other_days_are_only_those_that_were_asked_for() -> None:
    request = Request("visit", (step("pt", 30, "ann"),), windows={WEDNESDAY: ((600, 700),)})
    ann = Resource("ann", "practitioner", dict.fromkeys(DAYS, ((480, 1000),)))
    found = opened(problem(request, ann, days=4), "window-days", before=TUESDAY)
    assert (found.params, times(found)) == ({"day": MONDAY}, [(MONDAY, "pt", 600)])


def test_windows_are_not_widened_beyond_what_is_allowed() -> None:
    request = Request("visit", (step("pt", 30, "ann"),), windows={MONDAY: ((555, 700),)})
    ann = Resource("ann", "practitioner", {MONDAY: ((535, 565),), TUESDAY: ((480, 1000),)})
    asked = problem(request, ann, days=2)
    assert {one.kind for one in find_relaxations(asked)} >= {"window-earlier", "window-days"}
    within = {MONDAY: ((540, 900),), TUESDAY: ((600, 620), (630, 900))}
    (found,) = find_relaxations(asked, within=within, kinds=("window-earlier", "window-days"))
    assert times(found) == [(TUESDAY, "pt", 630)]
    within = {MONDAY: ((535, 900),)}
    (found,) = find_relaxations(asked, within=within, kinds=("window-earlier", "window-days"))
    assert found.params == {"minutes": 20, "at": 535}


def test_only_the_kinds_that_may_give_way_do() -> None:
    asked = three_steps(45)
    for kinds in (["left-out"], ["two-days"], ["two-days", "left-out"], []):
        assert {one.kind for one in find_relaxations(asked, kinds=kinds)} == set(kinds)


def test_a_wider_window_of_a_step_and_of_an_alternative() -> None:
    bound = replace(step("pt", 30, "ann"), windows={MONDAY: ((500, 520),)})
    asked = problem(Request("visit", (bound,)), resource("ann", (480, 700)))
    assert opened(asked, "step-window").params == {"step": "pt", "minutes": 5}
    choice = Alternative("ann", windows={MONDAY: ((500, 520),)})
    asked = problem(
        Request("visit", (Step("pt", 30, (Need((choice,)),)),)), resource("ann", (480, 700))
    )
    params = {"step": "pt", "need": 0, "resource": "ann", "minutes": 5}
    assert opened(asked, "alternative-window").params == params


def test_overtime_by_the_least_minutes_and_never_into_busy_time() -> None:
    request = Request("visit", (Step("pt", 30, (Need((Alternative("ann"),), after=5),)),))
    ann = Resource("ann", "practitioner", {MONDAY: ((480, 500),)}, {MONDAY: ((360, 475),)})
    params = {"resource": "ann", "minutes": 15, "outside": ((500, 515),)}
    assert opened(problem(request, ann), "overtime-after").params == params
    assert [one.kind for one in find_relaxations(problem(request, ann))] == ["overtime-after"]


def test_a_step_left_out_keeps_the_order_of_the_others() -> None:
    request = Request(
        "visit",
        (step("a", 20, "a"), step("b", 20, "b"), step("c", 20, "c")),
        sequence=(SequenceRule("a", "b"), SequenceRule("b", "c")),
    )
    late = resource("a", (500, 520), (600, 620))
    asked = problem(request, late, resource("b"), resource("c", (480, 500), (650, 670)))
    found = opened(asked, "left-out")
    assert found.params == {"step": "b"}
    assert times(found) == [(MONDAY, "a", 600), (MONDAY, "c", 650)]


def three_steps(max_gap: int | None) -> Problem:
    request = Request(
        "visit",
        (step("evaluation", 30, "lee"), step("pt", 30, "ann"), step("talk", 20, "ann")),
        sequence=(SequenceRule("evaluation", "pt", None, max_gap),),
    )
    lee = resource("lee", (480, 540), day=TUESDAY)
    return problem(request, lee, resource("ann", (480, 600), day=WEDNESDAY), days=4)


def test_two_days_what_must_come_first_on_the_earlier_one() -> None:
    found = opened(three_steps(None), "two-days")
    expected = {"earlier": ("evaluation",), "later": ("pt", "talk"), "given_up": ()}
    assert found.params == expected
    assert [plan.day for plan in found.plans] == [TUESDAY, WEDNESDAY]


def test_two_days_tell_which_largest_gap_they_give_up_and_part_nothing_that_is_tied() -> None:
    found = opened(three_steps(45), "two-days")
    assert found.params["given_up"] == (("evaluation", "pt"),)
    kinds = {one.kind for one in find_relaxations(three_steps(30))}
    assert "two-days" not in kinds


def test_a_later_day_and_what_would_open_an_earlier_one() -> None:
    ann = Resource("ann", "practitioner", {MONDAY: ((480, 500),), WEDNESDAY: ((480, 600),)})
    asked = problem(Request("visit", (step("pt", 30, "ann"),)), ann, days=4)
    assert find_relaxations(asked) == ()
    found = find_relaxations(asked, before=TUESDAY)
    assert {one.kind: one.plans[0].day for one in found} == {
        "later-day": WEDNESDAY,
        "overtime-before": MONDAY,
        "overtime-after": MONDAY,
    }
    assert [reason.code for reason in find_reasons(asked, before=TUESDAY)] == ["need-never-free"]
    assert find_reasons(asked) == ()


def test_two_things_only_where_none_alone_is_enough() -> None:
    apart = problem(
        Request("visit", (step("x-ray", 30, "room", "ray"),)),
        resource("room", (480, 500), kind="room"),
        resource("ray", (480, 505), kind="device"),
    )
    relaxations = find_relaxations(apart)
    assert {one.kind for one in relaxations} == {"both"}
    room, ray = relaxations[0].params["parts"]  # type: ignore[misc]
    assert (room[1]["minutes"], ray[1]["minutes"]) == (10, 5)  # type: ignore[has-type]


def test_what_others_have_booked_is_busy_and_the_patient_is_at_one_place() -> None:
    request = Request("visit", (step("pt", 30, "ann"),), patient="p")
    other = Request("other", (step("x", 20, "ann"),), patient="q")
    mine = Request("mine", (step("y", 130, "bob"),), patient="p")
    asked = Problem(
        5,
        DAYS[:1],
        (resource("ann", (480, 520)), resource("bob", (480, 700))),
        (request, other, mine),
        (
            BookedStep("other", "x", MONDAY, 500, ("ann",)),
            BookedStep("mine", "y", MONDAY, 350, ("bob",)),
            BookedStep("visit", "pt", MONDAY, 300, ("ann",)),
        ),
        Weights(short_gap=0),
    )
    found = find_relaxations(asked)
    assert [one.kind for one in found] == ["overtime-after"]
    assert times(found[0]) == [(MONDAY, "pt", 520)]


def test_asked_to_stop_what_is_found_is_what_there_is() -> None:
    asked = three_steps(45)
    everything = find_relaxations(asked)
    assert find_relaxations(asked, stop=lambda: True) == ()
    counts = set()
    for patience in range(200):
        left = iter(range(patience))
        some = find_relaxations(asked, stop=lambda left=left: next(left, None) is None)  # type: ignore[misc]
        assert all(one in everything for one in some)
        counts.add(len(some))
    assert len(counts) > 2
    assert max(counts) == len(everything)
