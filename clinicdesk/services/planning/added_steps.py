"""The best plans of steps that are added to a booked visit: best for the whole of it.

The booked steps become steps of the request too, without needs, each with no other time than its
own. So the cost counts the visit from its first begin to its last end, and the search proves it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import combinations

from clinicdesk.scheduling import (
    MIDNIGHT,
    Answer,
    AnswerStatus,
    Extremes,
    Interval,
    Plan,
    Problem,
    Request,
    SequenceRule,
    Step,
    find_extremes,
    find_plans,
    subtract_intervals,
)
from clinicdesk.services.clinic.stretches import WHOLE_DAY
from clinicdesk.services.planning.problem.inputs import ProblemInputs
from clinicdesk.services.planning.problem.patient_days import PatientDays

Stop = Callable[[], bool] | None

BOOKED = "booked-"
"""What the names of the booked steps begin with; those of the added ones are numbers."""


def find_visit_plans(
    inputs: ProblemInputs, joining: int | None, problem: Problem, *, top: int, stop: Stop = None
) -> Answer:
    """The best plans of one problem of a request, as `find_plans`, where it joins a visit or not.

    The plans are of the added steps alone; their cost counts the time on site of the whole visit.
    Where that cannot be planned as one, as it lies beside the grid, the added ones are alone.
    """
    search = partial(find_plans, top=top, stop=stop)
    if not inputs.patient.steps_of(joining):
        return search(problem)
    whole = WholeVisit(inputs.patient, joining, problem)
    found = _best(whole, map(search, whole.problems()))
    if found.plans and whole.stays_too_long(found.plans[0]):
        found = _best(whole, map(search, whole.problems_by_begin()))
    if found.plans or found.status is AnswerStatus.STOPPED:
        return found
    alone = search(problem)
    return replace(alone, plans=tuple(map(whole.at_whole_cost, alone.plans)))


def find_visit_extremes(
    inputs: ProblemInputs, joining: int | None, problem: Problem, *, stop: Stop = None
) -> list[Extremes]:
    """The same for `find_extremes`: the least of each is among them, be it of the whole visit."""
    if not inputs.patient.steps_of(joining):
        return [find_extremes(problem, stop=stop)]
    whole = WholeVisit(inputs.patient, joining, problem)
    search = partial(find_extremes, stop=stop)
    found = [whole.extremes_of_added(search(each)) for each in whole.problems()]
    if any(map(whole.stays_too_long, _plans_of(found))):
        found = [whole.extremes_of_added(search(each)) for each in whole.problems_by_begin()]
    return found if any(_plans_of(found)) else [search(problem)]


def _plans_of(found: Iterable[Extremes]) -> Iterator[Plan]:
    for each in found:
        yield from filter(None, (each.soonest, each.shortest, each.preferred))


@dataclass(frozen=True)
class WholeVisit:
    """One problem of steps that are added to the patient's booked visit `joining`."""

    patient: PatientDays
    joining: int | None
    problem: Problem

    @property
    def request(self) -> Request:
        """The added steps by themselves."""
        return self.problem.requests[0]

    def problems(self) -> Iterator[Problem]:
        """The problem with the booked steps: one for each window where all are to lie in one.

        How long the added steps may last among themselves is not in it.
        """
        windows = self._windows
        for some in [(window,) for window in windows] if self.request.one_window else [windows]:
            yield self._within(some)

    def problems_by_begin(self) -> Iterator[Problem]:
        """One for each minute from which on the added steps may last as long as they may stay.

        Whatever keeps to that is a plan of the one for its own begin.
        """
        stay, grid = self.request.longest_stay or MIDNIGHT, self.problem.grid_minutes
        windows = self._windows
        for begin in range(min(start for start, _ in windows) // grid * grid, MIDNIGHT, grid):
            cut = [(0, begin), (begin + stay, MIDNIGHT)]
            some = subtract_intervals(windows, [each for each in cut if each[0] < each[1]])
            for one in [(each,) for each in some] if self.request.one_window else [tuple(some)]:
                if one:
                    yield self._within(one)

    def stays_too_long(self, plan: Plan) -> bool:
        """Whether the added steps of a plan are further apart than they may be."""
        stay = self.request.longest_stay
        return stay is not None and _end(plan) - _begin(plan) > stay

    def only_added(self, plan: Plan) -> Plan:
        """A plan of the whole without the steps that are booked already."""
        added = tuple(step for step in plan.steps if not step.step.startswith(BOOKED))
        return replace(plan, steps=added)

    def extremes_of_added(self, found: Extremes) -> Extremes:
        """The extremes of the whole, of the added steps alone."""
        plans = (found.soonest, found.shortest, found.preferred)
        return Extremes(*(None if plan is None else self.only_added(plan) for plan in plans))

    def at_whole_cost(self, plan: Plan) -> Plan:
        """A plan of the added steps alone, at the cost of the whole visit's time on site."""
        begin = min(_begin(plan), *(start for start, _ in self._booked))
        end = max(_end(plan), *(end for _, end in self._booked))
        more = end - begin - (_end(plan) - _begin(plan))
        return replace(plan, cost=plan.cost + more * self.problem.weights.span)

    @property
    def _windows(self) -> tuple[Interval, ...]:
        return tuple((self.request.windows or {}).get(self._day, ()))

    @property
    def _day(self) -> date:
        return self.patient.steps_of(self.joining)[0].day

    @property
    def _booked(self) -> list[Interval]:
        """When the booked steps are, from the grid on; as one where nothing can lie between."""
        grid = self.problem.grid_minutes
        found: list[Interval] = []
        for start, end in self.patient.stretches_of(self.joining):
            if found and start - found[-1][1] <= 2 * self.request.transfer_minutes:
                found[-1] = found[-1][0], max(end, found[-1][1])
            else:
                found.append((start // grid * grid, end))
        return found

    def _within(self, windows: Sequence[Interval]) -> Problem:
        """The whole, the added steps within these windows of the day."""
        day = self._day
        booked = [
            Step(f"{BOOKED}{number}", end - start, windows={day: ((start, end),)})
            for number, (start, end) in enumerate(self._booked)
        ]
        closed = subtract_intervals(WHOLE_DAY, windows)
        added = [_without(step, day, closed) for step in self.request.steps]
        request = replace(
            self.request,
            steps=(*added, *booked),
            windows={day: WHOLE_DAY},
            sequence=(*self.request.sequence, *_in_their_order(booked)),
            one_window=False,
            longest_stay=None,
        )
        others, beside = self.patient.without_visit(self.joining).as_requests(
            self.request.patient or ""
        )
        return replace(self.problem, requests=(request, *others), booked=beside)


def _without(step: Step, day: date, closed: Sequence[Interval]) -> Step:
    open_then = WHOLE_DAY if step.windows is None else step.windows.get(day, ())
    return replace(step, windows={day: tuple(subtract_intervals(open_then, closed))})


def _in_their_order(booked: Sequence[Step]) -> Iterator[SequenceRule]:
    """Booked as near to each other as they are, whatever the added ones need between them."""
    for first, then in combinations(booked, 2):
        yield SequenceRule(first.id, then.id, min_gap=0)


def _best(whole: WholeVisit, answers: Iterable[Answer]) -> Answer:
    """The cheapest plan among several searches of one day, with the added steps alone."""
    found = list(answers)
    plans = sorted((plan for one in found for plan in one.plans), key=lambda plan: plan.cost)
    stopped = any(one.status is AnswerStatus.STOPPED for one in found)
    proven = AnswerStatus.OPTIMAL if plans else AnswerStatus.INFEASIBLE
    return Answer(
        AnswerStatus.STOPPED if stopped else proven,
        tuple(map(whole.only_added, plans[:1])),
        seconds=sum(one.seconds for one in found),
    )


def _begin(plan: Plan) -> int:
    return min(step.start for step in plan.steps)


def _end(plan: Plan) -> int:
    return max(step.end for step in plan.steps)
