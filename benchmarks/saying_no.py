"""How long a no takes: knowing that nothing fits, the reasons, and what would open a plan.

Requests of two to eight steps to clinics that are nearly full are made harder, bit by bit, until
nothing fits: shorter windows, tighter gaps, longer steps, one practitioner alone, the same one
twice, a short stay. The calendars are drawn already, as they are between two questions.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random
from time import perf_counter

from benchmarks.clinics import CLOSES, OPENS, Size, clinic, request
from benchmarks.figures import FigureTable, Row, Wanted, at_share, column, shown
from clinicdesk.scheduling import find_plans, find_relaxations
from clinicdesk.scheduling.core.problem import (
    BookedStep,
    Need,
    NeedPlace,
    Problem,
    Request,
    SequenceRule,
    Step,
)
from clinicdesk.scheduling.search import fits_at_all
from clinicdesk.scheduling.search.compiled_visit import draw_calendars

CLINICS = ((10, 0.6), (20, 0.75), (40, 0.9))
"""Practitioners, and the share of their time that is taken."""

STEPS = range(2, 9)


def rows(wanted: Wanted) -> Iterator[Row]:
    for practitioners, load in CLINICS:
        size = Size(practitioners=practitioners, rooms=max(8, practitioners * 5 // 8), load=load)
        for place, problem in enumerate(infeasible(wanted, size)):
            row = measured(problem)
            if place:  # the first one warms everything up
                yield {"practitioners": practitioners, **row}


def infeasible(wanted: Wanted, size: Size) -> Iterator[Problem]:
    """Problems of one request each that nothing fits, equally many of each number of steps."""
    days, resources, _ = clinic(wanted.seed, size)
    for number in range(14 if wanted.quick else 5 * wanted.requests):
        rng = Random(f"{wanted.seed} {size.practitioners} {number}")
        count = STEPS[number % len(STEPS)]
        visit = request(rng.randrange(10**6), days, replace(size, steps=(count, count)))
        problem = Problem(size.grid, days, resources, (visit,))
        if rng.random() < 0.3:
            problem = _with_own_booking(problem, rng)
        yield _hardened(problem, rng)


def _with_own_booking(problem: Problem, rng: Random) -> Problem:
    """The patient has another visit, on some day that is asked for."""
    (visit,) = problem.requests
    other = Request("other", (Step("talk", 60),), patient="patient")
    booked = BookedStep("other", "talk", rng.choice(problem.days), rng.choice((540, 600, 840)))
    return replace(problem, requests=(replace(visit, patient="patient"), other), booked=(booked,))


def _hardened(problem: Problem, rng: Random) -> Problem:
    while fits_at_all(problem):
        visit = rng.choice(HARDER)(problem, problem.requests[0], rng)
        problem = replace(problem, requests=(visit, *problem.requests[1:]))
    draw_calendars(problem, problem.requests[0])
    return problem


def _shorter_windows(problem: Problem, visit: Request, rng: Random) -> Request:
    days = rng.sample(problem.days, rng.choice((5, 15, len(problem.days))))
    minutes = int(sum(step.minutes for step in visit.steps) * rng.choice((1.0, 1.3, 1.6)))
    begin = rng.randrange(OPENS, max(CLOSES - minutes, OPENS + 1), 5)
    return replace(visit, windows={day: ((begin, min(begin + minutes, CLOSES)),) for day in days})


def _two_windows(problem: Problem, visit: Request, rng: Random) -> Request:
    minutes = int(sum(step.minutes for step in visit.steps) * rng.choice((0.8, 1.1)))
    early = (OPENS, min(OPENS + minutes, 760))
    late = (max(CLOSES - minutes, 800), CLOSES)
    return replace(visit, windows=dict.fromkeys(problem.days, (early, late)), one_window=True)


def _tighter_gap(_: Problem, visit: Request, rng: Random) -> Request:
    first, then = rng.sample(visit.steps, 2)
    rule = SequenceRule(first.id, then.id, rng.choice((None, 0, 20)), rng.choice((20, 30, 60)))
    return replace(visit, sequence=(*visit.sequence, rule))


def _longer_step(_: Problem, visit: Request, rng: Random) -> Request:
    longer = rng.choice(visit.steps)
    needs = tuple(
        replace(need, one_of=tuple(replace(item, minutes=None) for item in need.one_of))
        for need in longer.needs
    )
    return _instead(visit, replace(longer, minutes=longer.minutes + 30, needs=needs))


def _one_person_alone(_: Problem, visit: Request, rng: Random) -> Request:
    step = rng.choice(visit.steps)
    first, *others = step.needs
    alone = replace(first, one_of=(rng.choice(first.one_of),))
    return _instead(visit, replace(step, needs=(alone, *others)))


def _the_same_twice(_: Problem, visit: Request, rng: Random) -> Request:
    one, two = rng.sample(visit.steps, 2)
    shared: Need = one.needs[0]
    both = _instead(visit, replace(two, needs=(shared, *two.needs[1:])))
    return replace(both, same=((NeedPlace(one.id, 0), NeedPlace(two.id, 0)),))


def _shorter_stay(_: Problem, visit: Request, rng: Random) -> Request:
    minutes = sum(step.minutes for step in visit.steps)
    return replace(visit, longest_stay=int(minutes * rng.choice((0.9, 1.0, 1.1, 1.3))))


def _hours_of_a_step(problem: Problem, visit: Request, rng: Random) -> Request:
    step = rng.choice(visit.steps)
    begin = rng.randrange(OPENS, CLOSES - 90, 30)
    days = rng.sample(problem.days, 20)
    return _instead(visit, replace(step, windows=dict.fromkeys(days, ((begin, begin + 90),))))


def _instead(visit: Request, changed: Step) -> Request:
    steps = tuple(changed if step.id == changed.id else step for step in visit.steps)
    return replace(visit, steps=steps)


HARDER: tuple[Callable[[Problem, Request, Random], Request], ...] = (
    _shorter_windows,
    _two_windows,
    _tighter_gap,
    _longer_step,
    _one_person_alone,
    _the_same_twice,
    _shorter_stay,
    _hours_of_a_step,
)


def measured(problem: Problem) -> Row:
    """Milliseconds of the three parts of the answer, and how many ways out it has."""
    begin = perf_counter()
    known = fits_at_all(problem)
    between = perf_counter()
    reasons = find_plans(problem).reasons
    then = perf_counter()
    found = find_relaxations(problem)
    end = perf_counter()
    assert not known
    return {
        "steps": len(problem.requests[0].steps),
        "known": 1000 * (between - begin),
        "reasons": 1000 * (then - between),
        "relaxations": 1000 * (end - then),
        "said": 1000 * (end - between),
        "reason": reasons[0].code,
        "ways_out": len(found),
        "kinds": [relaxation.kind for relaxation in found],
    }


def tables(found: Sequence[Row]) -> list[FigureTable]:
    lines = []
    for what in ("known", "reasons", "relaxations", "said"):
        times = column(found, what)
        lines.append((what, *(shown(at_share(times, share)) for share in (0.5, 0.95, 0.99, 1))))
    without = Counter(str(row["reason"]) for row in found if not row["ways_out"])
    return [
        FigureTable(
            "A no, in milliseconds",
            ("", "median", "95 %", "99 %", "most"),
            tuple(lines),
            f"{len(found)} requests of 2 to 8 steps that nothing fits;"
            f" {sum(without.values())} of them have no way out.",
        )
    ]
