"""Repair: the least disturbing new day after an absence, by packing it again.

The first answer leaves everybody where they are who can stay, and places the others beside them.
Packing the whole day then moves somebody who could stay only where the cost says that it pays.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from time import perf_counter

from clinicdesk.scheduling.core.holds import without
from clinicdesk.scheduling.core.names import check_names, check_resource
from clinicdesk.scheduling.core.placement import booked_placements
from clinicdesk.scheduling.core.problem import (
    Answer,
    AnswerStatus,
    BookedStep,
    Plan,
    Problem,
    Request,
)
from clinicdesk.scheduling.repairing.repair_day import (
    WHOLE_DAY,
    affected_visits,
    day_to_repair,
    part_of,
    with_busy,
)
from clinicdesk.scheduling.repairing.repair_search import (
    Found,
    Stop,
    better_found,
    completed,
    first_found,
)
from clinicdesk.scheduling.repairing.repair_values import Absence, CannotStay, Move, Repair
from clinicdesk.scheduling.search.free_time.calendars import updated
from clinicdesk.scheduling.why_not.plans_or_reasons import plans_or_reasons


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
    that minute. Requests in `standing` stay as booked whatever rules they break. No visit
    is returned as having no place before the exact search has found none beside the others, or
    none that costs less than the weight `unplaced`.

    `progress` gets the first answer, which is made whole however few the `seconds`, and the best
    one, which is returned. Once `stop` says True, what is found so far comes back.
    Raises ValueError for a day that is not listed, and UnknownName for an absence, or a name in the
    problem, that is of nothing.
    """
    check_names(problem)
    for index, absence in enumerate(absences):
        check_resource(problem, absence.resource, f"absences[{index}]")
    if day not in problem.days:
        raise ValueError(f"{day} is not one of the problem's days")
    repairing = _Repairing(problem, absences, day, from_minute, standing, top, stop)
    for answer in repairing.answers(seconds, seed):
        if progress is not None:
            progress(answer)
    return answer


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
        self._affected = affected_visits(self._work)
        self._top = top
        self._stop = stop
        self._interrupted = self._hit(absences, from_minute)
        self._next_days: dict[str, Answer] = {}

    def answers(self, seconds: float, seed: int) -> Iterator[Repair]:
        """The first answer, and the best one if there was anything to look for."""
        first = first_found(self._work, self._affected, seed, self._stop)
        yield self._answer(first)
        if self._affected:
            left = seconds - self._seconds()
            best = better_found(self._work, first, left, seed, self._stop)
            yield self._answer(completed(self._work, best))

    def _seconds(self) -> float:
        return perf_counter() - self._begin

    def _answer(self, mended: Found) -> Repair:
        order = {request.id: place for place, request in enumerate(self._work.problem.requests)}
        found = {
            plan.request: plan for plan in sorted(mended.plans, key=lambda one: order[one.request])
        }
        now = {(name, step.step): step for name, plan in found.items() for step in plan.steps}
        kept: list[BookedStep] = []
        moved: list[Move] = []
        for name in found:
            for item in self._work.to_come[name]:
                step = now[name, item.step]
                if (step.start, step.resources) == (item.start, item.resources):
                    kept.append(item)
                else:
                    moved.append(Move(item, step.start, step.resources, name in self._affected))
        out = [name for name in order if name not in found]
        return Repair(
            self._day,
            tuple(self._with_begun(plan) for plan in found.values()),
            tuple(kept),
            tuple(moved),
            tuple(CannotStay(n, self._work.to_come[n], self._days_for(n)) for n in out),
            self._interrupted,
            mended.cost,
            mended.bound,
            mended.status,
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
            self._next_days[name] = (
                plans_or_reasons(self._elsewhere, name, top=self._top, stop=self._stop)
                if len(self._whole.days) > 1
                else Answer(AnswerStatus.INFEASIBLE)
            )
        return self._next_days[name]

    @cached_property
    def _elsewhere(self) -> Problem:
        """The other days as they stand. One problem for all, so that its calendars are kept.

        Bookings of other patients are busy time: whatever is asked looks at them only once.
        """
        booked = tuple(item for item in self._whole.booked if item.day != self._day)
        steps = {name: {item.step for item in self._work.to_come[name]} for name in self._affected}
        # What the same visit has on other days is planned anew with it: a visit has one day.
        for item in booked:
            if item.request in steps:
                steps[item.request].add(item.step)
        requests = (
            self._on_other_days(part_of(one, steps[one.id])) if one.id in steps else one
            for one in self._whole.requests
        )
        patients = {one.patient for one in self._whole.requests if one.id in steps} - {None}
        near = {
            one.id for one in self._whole.requests if one.id in steps or one.patient in patients
        }
        strangers = [item for item in booked if item.request not in near]
        placements = booked_placements(self._whole, strangers)
        return replace(
            self._whole,
            requests=tuple(requests),
            booked=tuple(item for item in booked if item.request in near),
            resources=with_busy(self._whole.resources, placements),
        )

    def _on_other_days(self, request: Request) -> Request:
        windows = request.windows
        others = [day for day in self._whole.days if day != self._day]
        open_times = {
            day: WHOLE_DAY if windows is None else tuple(windows.get(day, ())) for day in others
        }
        return replace(request, target=self._day, windows=open_times)

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
        one = resources[absence.resource]
        left = tuple(without(one.free.get(absence.day, ()), absence.minutes))
        resources[one.id] = updated(one, free={absence.day: left}, busy={})
    return replace(problem, resources=tuple(resources.values()))
