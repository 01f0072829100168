"""The ways to mend a day: the best in each aim, whole, beside what trying everything finds."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import pairwise, product
from random import Random
from time import sleep

import pytest

from clinicdesk.scheduling.core.disturbance import Disturbance
from clinicdesk.scheduling.core.problem import (
    Alternative,
    BookedStep,
    Need,
    Problem,
    Request,
    Resource,
    Step,
)
from clinicdesk.scheduling.repairing import Absence
from clinicdesk.services.absence import ways
from clinicdesk.services.absence.aims import Aim
from clinicdesk.services.absence.repaired_day import RepairedDay, RepairQuestion
from clinicdesk.services.absence.ways import Ways, ways_to_mend

DAY = date(2027, 3, 1)
HOME, CALLS, MOVED = Aim.FEWEST_HOME, Aim.FEWEST_CALLS, Aim.LEAST_MOVED
LONG = 600.0


@pytest.fixture(autouse=True)
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search ends by what it has done, whatever the clock says."""
    monkeypatch.setattr(ways, "SECONDS", LONG)
    monkeypatch.setattr(ways, "QUIET_ASKS", 10**9)


def searched(question: RepairQuestion, furthest: int, asks: int = 3000) -> Ways:
    """What is found before the search has asked so often whether it is to stop."""
    left = iter(range(asks))
    return ways_to_mend(question, furthest, stop=lambda: next(left, None) is None)


def exhausted(left: Iterator[int]) -> bool:
    return next(left, None) is None


def therapists(*, told: bool = True) -> RepairQuestion:
    """One of two is away: who comes at 10:50 may go to the other at 11:00, and who comes at 9:15
    only if the other's own patient of then makes room. Whether that one is `told` of it."""
    away, other = Alternative("away"), Alternative("other")
    steps = {"late": (away, other), "early": (away, other), "third": (other,)}
    booked = {"late": (650, "away"), "early": (555, "away"), "third": (555, "other")}
    return RepairQuestion(
        Problem(
            5,
            (DAY,),
            (
                Resource("away", "practitioner", {DAY: ((480, 720),)}),
                Resource("other", "practitioner", {DAY: ((540, 600), (660, 690))}),
            ),
            tuple(Request(name, (Step("0", 30, (Need(who),)),)) for name, who in steps.items()),
            tuple(
                BookedStep(name, "0", DAY, start, (who,), told=told or name != "third")
                for name, (start, who) in booked.items()
            ),
        ),
        (Absence("away", DAY),),
        from_minute=0,
        affected=frozenset({"late", "early"}),
        fixed=frozenset(),
    )


def moves(day: RepairedDay) -> list[tuple[str, int]]:
    return sorted((move.was.request, move.start - move.was.start) for move in day.moved)


def test_each_way_is_the_best_in_what_it_is_named_for() -> None:
    found = searched(therapists(), 60)
    assert found.disturbances == {
        HOME: Disturbance(0, 3, 40),
        CALLS: Disturbance(1, 2, 10),
        MOVED: Disturbance(2, 2, 0),
    }
    assert {aim: day.unplaced for aim, day in found.days.items()} == {
        HOME: (),
        CALLS: ("early",),
        MOVED: ("late", "early"),
    }
    assert moves(found.days[CALLS]) == [("late", 10)]
    assert moves(found.days[MOVED]) == []
    assert found.proven == {HOME, CALLS, MOVED}


def test_nobody_moves_by_more_than_the_limit() -> None:
    found = searched(therapists(), 10)
    assert found.disturbances == {
        HOME: Disturbance(1, 2, 10),
        CALLS: Disturbance(1, 2, 10),
        MOVED: Disturbance(2, 2, 0),
    }
    assert searched(therapists(), 0).disturbances == dict.fromkeys(Aim, Disturbance(2, 2, 0))


def test_who_was_not_told_of_what_is_booked_costs_no_call() -> None:
    found = searched(therapists(told=False), 60)
    assert found.disturbances == {
        HOME: Disturbance(0, 2, 40),
        CALLS: Disturbance(0, 2, 40),
        MOVED: Disturbance(2, 2, 0),
    }


def test_nothing_is_told_twice_and_each_time_something_is_better(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ways, "FIRST_SECONDS", 0.0)
    told: list[Ways] = []
    left = iter(range(3000))
    whole = ways_to_mend(therapists(), 60, told.append, stop=lambda: next(left, None) is None)
    seen = [each.disturbances for each in told]
    assert seen[-1] == whole.disturbances
    for before, after in pairwise(seen):
        assert before != after
        assert all(aim.rank(after[aim]) <= aim.rank(before[aim]) for aim in Aim)


def test_what_is_found_sooner_than_a_moment_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "FIRST_SECONDS", LONG)
    told: list[Ways] = []
    ways_to_mend(therapists(), 60, told.append, stop=lambda: True)
    assert told == []


def test_it_is_over_once_all_is_proven_and_nothing_better_has_come_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ways, "QUIET_ASKS", 0)
    assert searched(therapists(), 60, asks=10**9).proven == {HOME, CALLS, MOVED}


def test_as_long_as_not_all_is_proven_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two want the one half hour that is left: that one of them goes home is not proven."""
    monkeypatch.setattr(ways, "QUIET_ASKS", 0)
    problem = therapists().problem
    away, other = problem.resources
    asked = replace(
        therapists(),
        problem=replace(
            problem,
            resources=(away, replace(other, free={DAY: ((660, 690),)})),
            requests=problem.requests[:2],
            booked=(problem.booked[0], replace(problem.booked[1], start=620)),
        ),
    )
    left = iter(range(3000))
    found = ways_to_mend(asked, 60, stop=lambda: next(left, None) is None)
    assert next(left, None) is None
    assert found.disturbances[HOME] == Disturbance(1, 2, 10)
    assert found.proven == {CALLS, MOVED}


def test_time_in_which_the_computer_does_something_else_does_not_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ways, "SECONDS", 0.25)
    left = iter(range(30))

    def stop() -> bool:
        sleep(0.02)
        return next(left, None) is None

    ways_to_mend(therapists(), 60, stop=stop)
    assert next(left, None) is None


def test_a_later_look_may_take_longer_and_finds_nothing_worse_than_is_proven() -> None:
    for look in range(3):
        stop = partial(exhausted, iter(range(3000)))
        found = ways_to_mend(therapists(), 60, stop=stop, look=look)
        assert found.disturbances == searched(therapists(), 60).disturbances


# ------------------------------------------------------------------ beside trying everything

PEOPLE, ROOMS = ("away", "other"), ("hall", "room")
STARTS = range(540, 660, 15)


def some_day(seed: int) -> RepairQuestion:
    """Three or four visits of one step, each with a room; somebody, or a room, is away."""
    rng = Random(seed)
    taken: set[tuple[str, int]] = set()
    requests, booked = [], []
    for number in range(rng.choice((3, 3, 4))):
        minutes = rng.choice((15, 30))
        places = list(product(STARTS, PEOPLE, ROOMS))
        rng.shuffle(places)
        for start, who, where in places:
            cells = {(name, m) for name in (who, where) for m in range(start, start + minutes)}
            if start + minutes <= 660 and not cells & taken:
                break
        else:
            continue
        taken |= cells
        people = PEOPLE if rng.random() < 0.7 else (who,)
        rooms = ROOMS if rng.random() < 0.7 else (where,)
        needs = tuple(Need(tuple(map(Alternative, each))) for each in (people, rooms))
        name = str(number)
        requests.append(Request(name, (Step("0", minutes, needs),)))
        booked.append(BookedStep(name, "0", DAY, start, (who, where), told=rng.random() < 0.8))
    hours = {DAY: ((540, 660),)}
    resources = [Resource(name, "practitioner", hours) for name in PEOPLE]
    resources += [Resource(name, "room", hours) for name in ROOMS]
    absent = rng.choice(("away", "away", "hall"))
    return RepairQuestion(
        Problem(15, (DAY,), tuple(resources), tuple(requests), tuple(booked)),
        (Absence(absent, DAY),),
        from_minute=0,
        affected=frozenset(item.request for item in booked if absent in item.resources),
        fixed=frozenset(),
    )


def every_disturbance(question: RepairQuestion, furthest: int) -> set[Disturbance]:
    """Of each day that can be written, whether those without a place stay as booked or not."""
    booked = {item.request: item for item in question.problem.booked}
    choices = [list(placed(question, booked[r.id], furthest)) for r in question.problem.requests]
    found = set()
    for chosen in product(*choices):
        blocked = [
            (name, minute)
            for request, (start, names, _) in zip(question.problem.requests, chosen, strict=True)
            for name in names
            for minute in range(start, start + request.steps[0].minutes)
        ]
        if len(blocked) == len(set(blocked)):
            home = called = minutes = 0
            for request, (start, names, stays) in zip(
                question.problem.requests, chosen, strict=True
            ):
                was = booked[request.id]
                home += not stays
                called += was.told and (
                    not stays or (start, names[0]) != (was.start, was.resources[0])
                )
                minutes += abs(start - was.start)
            found.add(Disturbance(home, called, minutes))
    return found


Place = tuple[int, tuple[str, ...], bool]
"""A start, resources, and False for who has no place: their booked time is nobody else's."""


def placed(question: RepairQuestion, was: BookedStep, furthest: int) -> Iterator[Place]:
    request = next(r for r in question.problem.requests if r.id == was.request)
    (step,) = request.steps
    absent = question.absences[0].resource
    for start in STARTS:
        if abs(start - was.start) <= furthest and start + step.minutes <= 660:
            for names in product(*([a.resource for a in need.one_of] for need in step.needs)):
                if absent not in names:
                    yield start, names, True
    if was.request in question.affected:
        yield was.start, was.resources, False


def test_the_best_of_every_day_is_found_and_what_is_proven_is_true(
    scaled: Callable[[int, int], int],
) -> None:
    for seed in range(scaled(12, 400)):
        question = some_day(seed)
        furthest = Random(seed).choice((0, 15, 30, 120))
        every = every_disturbance(question, furthest)
        best = {aim: min(every, key=aim.rank) for aim in Aim}
        for asks in (0, 30_000):
            found = searched(question, furthest, asks)
            assert every.issuperset(found.disturbances.values())
            for aim in found.proven:
                assert aim.rank(found.disturbances[aim])[0] == aim.rank(best[aim])[0], seed
        # The last of the three figures only breaks ties; the engine proves nothing of it.
        for aim in Aim:
            assert aim.rank(found.disturbances[aim])[:2] == aim.rank(best[aim])[:2], seed


def test_a_visit_that_breaks_a_rule_without_the_absence_makes_no_room() -> None:
    """The other's patient of 9:15 has knowingly been booked outside of a window."""
    asked = therapists()
    requests = tuple(
        replace(each, windows={DAY: ((600, 720),)}) if each.id == "third" else each
        for each in asked.problem.requests
    )
    asked = replace(asked, problem=replace(asked.problem, requests=requests))
    assert searched(asked, 60).disturbances[HOME] == Disturbance(1, 2, 10)
