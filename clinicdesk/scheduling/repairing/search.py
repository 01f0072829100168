"""Repair: the least disturbing new day after an absence, by packing it again.

The first answer leaves everybody where they are who can stay, and places the others beside them.
Packing the whole day then moves somebody who could stay only where the cost says that it pays.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from time import perf_counter

from clinicdesk.scheduling.cost import packing_cost, visit_cost
from clinicdesk.scheduling.holds import without
from clinicdesk.scheduling.packing import pack
from clinicdesk.scheduling.placement import (
    Visit,
    booked_placements,
    request_called,
)
from clinicdesk.scheduling.problem import (
    Answer,
    BookedStep,
    Packing,
    PlacedStep,
    Plan,
    Problem,
    Status,
)
from clinicdesk.scheduling.repairing.day import (
    WHOLE_DAY,
    affected_visits,
    day_to_repair,
    part_of,
    without_visits,
)
from clinicdesk.scheduling.repairing.values import Absence, CannotStay, Move, Repair
from clinicdesk.scheduling.search import find_plans
from clinicdesk.scheduling.search.calendars import updated

Stop = Callable[[], bool] | None


def repair(
    problem: Problem,
    absences: Sequence[Absence] = (),
    *,
    day: date,
    from_minute: int = 0,
    standing: Collection[str] = (),
    top: int = 3,
    seconds: float = 1.0,
    seed: int = 0,
    stop: Stop = None,
    progress: Callable[[Repair], None] | None = None,
) -> Repair:
    """The day's booked steps after `absences`, placed anew at the least cost found in the time.

    Only what is booked on `day` moves, and only within it. A visit whose bookings break no rule
    and collide with nothing is never left out; it moves where that costs less, a moved step at
    the price of the weight `moved`. If every visit can stay, all do. A visit that finds no place
    is answered with its `top` best days among the problem's other days.

    What began before `from_minute` (minutes after midnight) stays, and nothing is placed before
    that minute. Requests in `standing` stay as booked whatever rules they break. `progress` gets
    the first answer; the one returned is never worse. It comes soon after `stop` says True, too.
    Raises ValueError for a day that is not listed, LookupError for an unknown resource.
    """
    if day not in problem.days:
        raise ValueError(f"{day} is not one of the problem's days")
    repairing = _Repairing(problem, absences, day, from_minute, standing, top, stop)
    first = repairing.first(seconds, seed)
    if progress is not None:
        progress(first)
    return repairing.better(first, seconds, seed) if repairing.affected else first


class _Repairing:
    """One question on its way to its answers."""

    def __init__(
        self,
        problem: Problem,
        absences: Sequence[Absence],
        day: date,
        from_minute: int,
        standing: Collection[str],
        top: int,
        stop: Stop,
    ) -> None:
        self._begin = perf_counter()
        self._whole = _with_absences(problem, absences)
        self._day = day
        self._work = day_to_repair(self._whole, day, from_minute, standing)
        self.affected = affected_visits(self._work)
        self._top = top
        self._stop = stop
        self._interrupted = self._hit(absences, from_minute)
        self._next_days: dict[str, Answer] = {}

    def first(self, seconds: float, seed: int) -> Repair:
        """Everybody who can stay stays, the others are placed beside them once."""
        day = self._work.problem
        staying = [visit for name, visit in self._work.visits.items() if name not in self.affected]
        plans = [_as_booked(day, visit) for visit in staying]
        if not self.affected:
            return self._answer(plans, packing_cost(day, staying), 0, Status.FEASIBLE)
        told = 0

        def tell(*_: object) -> None:
            nonlocal told
            told += 1

        def placed_once() -> bool:
            return told > 1 or (self._stop is not None and self._stop())

        beside = without_visits(day, staying)
        packing = pack(beside, seconds=seconds, seed=seed, stop=placed_once, progress=tell)
        later = _latest_end([*plans, *packing.plans]) - _latest_end(packing.plans)
        cost = packing.cost + sum(plan.cost for plan in plans) + day.weights.makespan * later
        return self._answer([*plans, *packing.plans], cost, 0, Status.STOPPED)

    def better(self, first: Repair, seconds: float, seed: int) -> Repair:
        """The whole day packed in the time that is left, or the first answer if that is as good."""
        left = seconds - self._seconds()
        if left <= 0 or (self._stop is not None and self._stop()):
            return first
        packing = pack(self._work.problem, seconds=left, seed=seed, stop=self._stop)
        if packing.cost < first.cost:
            return self._answer(packing.plans, packing.cost, packing.bound, packing.status)
        return replace(
            first, bound=packing.bound, status=_status(packing, first), seconds=self._seconds()
        )

    def _seconds(self) -> float:
        return perf_counter() - self._begin

    def _answer(self, plans: Iterable[Plan], cost: int, bound: int, status: Status) -> Repair:
        order = {request.id: place for place, request in enumerate(self._work.problem.requests)}
        found = {plan.request: plan for plan in sorted(plans, key=lambda one: order[one.request])}
        now = {(name, step.step): step for name, plan in found.items() for step in plan.steps}
        kept: list[BookedStep] = []
        moved: list[Move] = []
        for name in found:
            for item in self._work.to_come[name]:
                step = now[name, item.step]
                if (step.start, step.resources) == (item.start, item.resources):
                    kept.append(item)
                else:
                    moved.append(Move(item, step.start, step.resources, name in self.affected))
        out = [name for name in order if name not in found]
        return Repair(
            self._day,
            tuple(self._with_begun(plan) for plan in found.values()),
            tuple(kept),
            tuple(moved),
            tuple(CannotStay(n, self._work.to_come[n], self._days_for(n)) for n in out),
            self._interrupted,
            cost,
            bound,
            status,
            self._seconds(),
        )

    def _with_begun(self, plan: Plan) -> Plan:
        """The plan with the resources of what has begun."""
        begun = {item.step: item.resources for item in self._work.begun.get(plan.request, ())}
        steps = (replace(s, resources=begun[s.step]) if s.step in begun else s for s in plan.steps)
        return replace(plan, steps=tuple(steps)) if begun else plan

    def _days_for(self, name: str) -> Answer:
        """The best other days for what is still to come of a visit."""
        if name not in self._next_days:
            self._next_days[name] = self._ask_for_days(name)
        return self._next_days[name]

    def _ask_for_days(self, name: str) -> Answer:
        whole = self._whole
        others = [day for day in whole.days if day != self._day]
        if not others:
            return Answer(Status.INFEASIBLE)
        request = request_called(whole, name)
        windows = request.windows
        asked = replace(
            part_of(request, {item.step for item in self._work.to_come[name]}),
            target=self._day,
            windows={
                day: WHOLE_DAY if windows is None else tuple(windows.get(day, ())) for day in others
            },
        )
        booked = tuple(b for b in whole.booked if b.day != self._day and b.request != name)
        standing = {item.request for item in booked}
        requests = (asked, *(one for one in whole.requests if one.id in standing))
        alone = replace(whole, requests=requests, booked=booked)
        return find_plans(alone, name, top=self._top, stop=self._stop)

    def _hit(self, absences: Sequence[Absence], from_minute: int) -> tuple[BookedStep, ...]:
        """What has begun, is not over, and loses a resource."""
        begun = [item for of in self._work.begun.values() for item in of]
        return tuple(
            item
            for item, placement in zip(begun, booked_placements(self._whole, begun), strict=True)
            if any(
                absence.resource == block.resource
                and absence.day == self._day
                and max(low, begin, from_minute) < min(high, end)
                for absence in absences
                for low, high in absence.minutes
                for block in placement.blocks
                for begin, end in block.intervals
            )
        )


def _with_absences(problem: Problem, absences: Sequence[Absence]) -> Problem:
    resources = {item.id: item for item in problem.resources}
    for absence in absences:
        one = resources.get(absence.resource)
        if one is None:
            raise LookupError(f"unknown resource {absence.resource!r}")
        left = tuple(without(one.free.get(absence.day, ()), absence.minutes))
        resources[one.id] = updated(one, free={absence.day: left}, busy={})
    return replace(problem, resources=tuple(resources.values()))


def _as_booked(problem: Problem, visit: Visit) -> Plan:
    """The plan of a visit that stays where it is booked."""
    order = {step.id: place for place, step in enumerate(visit.request.steps)}
    cost = visit_cost(problem, visit, (), short_gaps=False)
    steps = (PlacedStep(p.step.id, p.start, p.end, p.resources) for p in visit.placements)
    ordered = sorted(steps, key=lambda step: order[step.step])
    return Plan(visit.request.id, problem.days[0], cost, tuple(ordered))


def _latest_end(plans: Iterable[Plan]) -> int:
    return max((step.end for plan in plans for step in plan.steps), default=0)


def _status(packing: Packing, first: Repair) -> Status:
    return Status.OPTIMAL if first.cost == packing.bound else packing.status
