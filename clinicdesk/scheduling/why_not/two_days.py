"""Two days instead of one: the steps divided so that what must come first is on the earlier day.

Params of `two-days`: `earlier` and `later` (step ids), `given_up`: pairs (first, then) of the rules
whose largest gap cannot hold from one day to the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clinicdesk.scheduling.one_request import Stop, fits, with_request
from clinicdesk.scheduling.problem import Plan, Problem, Request, Status
from clinicdesk.scheduling.search import find_plans
from clinicdesk.scheduling.stopping import Stopped
from clinicdesk.scheduling.why_not.relaxation import Relaxation, price

TIED = 30
"""Steps between which no more minutes than these may lie belong on one day, come what may."""

PlansByDay = Mapping[date, Plan]


@dataclass(frozen=True)
class _Division:
    """Which steps are on the earlier day, as bits, and the rules whose largest gap is given up."""

    earlier: int
    later: int
    given_up: tuple[tuple[str, str], ...]


def on_two_days(problem: Problem, stop: Stop) -> Iterator[Relaxation]:
    """The cheapest of all divisions: fewest largest gaps given up, then the least sum of costs.

    Every division that the rules allow is looked at with the best plan of each of its two parts on
    each day, so none is cheaper; among equals the earlier days. Raises Stopped.
    """
    days = _BestPlans(problem, stop)
    best: tuple[int, int, date, date, int] | None = None
    found: tuple[_Division, Plan, Plan] | None = None
    for division in sorted(_divisions(problem.requests[0]), key=lambda one: len(one.given_up)):
        if best is not None and len(division.given_up) > best[0]:
            break
        for earlier, later in _pairs(days.of(division.earlier), days.of(division.later)):
            cost = earlier.cost + later.cost
            key = (len(division.given_up), cost, earlier.day, later.day, division.earlier)
            if best is None or key < best:
                best, found = key, (division, earlier, later)
    if found is not None:
        division, earlier, later = found
        yield Relaxation(
            "two-days",
            {
                "earlier": tuple(placed.step for placed in earlier.steps),
                "later": tuple(placed.step for placed in later.steps),
                "given_up": division.given_up,
            },
            (earlier, later),
            (days.problem(division.earlier), days.problem(division.later)),
            price("two-days", len(division.given_up)),
        )


def _divisions(request: Request) -> Iterator[_Division]:
    number = {step.id: place for place, step in enumerate(request.steps)}
    every = (1 << len(number)) - 1
    for earlier in range(1, every):
        given_up = []
        for rule in request.sequence:
            first, then = earlier >> number[rule.first] & 1, earlier >> number[rule.then] & 1
            if then and not first:
                break
            if first != then and rule.max_gap is not None:
                if rule.max_gap <= TIED:
                    break
                given_up.append((rule.first, rule.then))
        else:
            yield _Division(earlier, every ^ earlier, tuple(given_up))


class _BestPlans:
    """The best plan of each day for some of the steps, each set of them searched once."""

    def __init__(self, problem: Problem, stop: Stop) -> None:
        self._problem = problem
        self._stop = stop
        self._known: dict[int, PlansByDay] = {}

    def problem(self, steps: int) -> Problem:
        """The problem of these steps alone, with the rules among them."""
        return with_request(self._problem, _part(self._problem.requests[0], steps))

    def of(self, steps: int) -> PlansByDay:
        if steps not in self._known:
            self._known[steps] = self._search(self.problem(steps))
        return self._known[steps]

    def _search(self, problem: Problem) -> PlansByDay:
        if not fits(problem, self._stop):
            return {}
        answer = find_plans(problem, top=len(problem.days), stop=self._stop)
        if answer.status is Status.STOPPED:
            raise Stopped
        return {plan.day: plan for plan in answer.plans}


def _part(request: Request, steps: int) -> Request:
    kept = tuple(step for place, step in enumerate(request.steps) if steps >> place & 1)
    names = {step.id for step in kept}
    rules = tuple(rule for rule in request.sequence if {rule.first, rule.then} <= names)
    return replace(request, steps=kept, sequence=rules)


def _pairs(earlier: PlansByDay, later: PlansByDay) -> Sequence[tuple[Plan, Plan]]:
    """For each later day the cheapest plan of an earlier day, and that day's plan."""
    pairs = []
    best: Plan | None = None
    for day in sorted({*earlier, *later}):
        if best is not None and day in later:
            pairs.append((best, later[day]))
        if day in earlier and (best is None or earlier[day].cost < best.cost):
            best = earlier[day]
    return pairs
