"""`repair`: the least disturbing new day after an absence, by packing the day again.

The first answer keeps every visit that can stay where it is booked, and places the others beside
them. Packing the whole day after that moves a visit that could stay only where this costs less.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from time import perf_counter

from clinicdesk.scheduling.core.intervals import subtract_intervals
from clinicdesk.scheduling.core.names import check_names, check_resource
from clinicdesk.scheduling.core.placement import booked_placements
from clinicdesk.scheduling.core.problem import (
    WHOLE_DAY,
    Answer,
    AnswerStatus,
    BookedStep,
    Plan,
    Problem,
    Request,
)
from clinicdesk.scheduling.core.stopping import Stop
from clinicdesk.scheduling.repairing.repair_problem import (
    broken_visits,
    part_of,
    repair_problem,
    with_busy,
)
from clinicdesk.scheduling.repairing.repair_search import (
    RepairedDay,
    first_repair,
    pack_again,
    place_those_left,
)
from clinicdesk.scheduling.repairing.repair_values import Absence, CannotStay, MovedStep, Repair
from clinicdesk.scheduling.search.free_time.calendars import replace_times
from clinicdesk.scheduling.why_not.plans_or_reasons import plans_or_reasons


def repair(
    problem: Problem,
    absences: Sequence[Absence] = (),
    *,
    day: date,
    from_minute: int = 0,
    fixed: Collection[str] = (),
    top: int = 3,
    seconds: float = 1.0,
    seed: int = 0,
    stop: Stop = None,
    progress: Callable[[Repair], None] | None = None,
) -> Repair:
    """The day's booked steps after `absences`, placed anew at the least cost found in the time.

    Only steps booked on `day` move, and only within that day. A visit whose bookings break no rule
    and collide with nothing never loses its place on the day; it moves where that costs less, each
    moved step costing the weight `moved`. If every visit can stay, all do. A visit without a place
    gets its `top` best days among the problem's other days.

    Steps that began before `from_minute` (minutes after midnight) stay, and nothing is placed
    before that minute. Requests in `fixed` stay as booked whatever rules they break. A visit is
    reported as having no place only after the exact search has found none beside the others, or
    none that costs less than the weight `unplaced`.

    `progress` gets the first answer, which is complete however few the `seconds`, and the best
    one, which is returned. Once `stop` says True, what is found so far comes back.
    Raises ValueError for a day that is not listed, and UnknownName for an absence, or a name in the
    problem, that is of nothing.
    """
    check_names(problem)
    for index, absence in enumerate(absences):
        check_resource(problem, absence.resource, f"absences[{index}]")
    if day not in problem.days:
        raise ValueError(f"{day} is not one of the problem's days")
    repairing = _Repairing(problem, absences, day, from_minute, fixed, top, stop)
    for answer in repairing.answers(seconds, seed):
        if progress is not None:
            progress(answer)
    return answer


class _Repairing:
    """One call of `repair`: the question made ready, and its answers."""

    def __init__(
        self,
        problem: Problem,
        absences: Sequence[Absence],
        day: date,
        from_minute: int,
        fixed: Collection[str],
        top: int,
        stop: Stop,
    ) -> None:
        self._begin = perf_counter()
        self._whole = _with_absences(problem, absences)
        self._day = day
        self._work = repair_problem(self._whole, day, from_minute, fixed)
        self._affected = broken_visits(self._work)
        self._top = top
        self._stop = stop
        self._interrupted = self._steps_hit(absences, from_minute)
        self._next_days: dict[str, Answer] = {}

    def answers(self, seconds: float, seed: int) -> Iterator[Repair]:
        """The first answer and, unless nothing had to move, the best one."""
        first = first_repair(self._work, self._affected, seed, self._stop)
        yield self._answer(first)
        if self._affected:
            left = seconds - self._seconds()
            best = pack_again(self._work, first, left, seed, self._stop)
            yield self._answer(place_those_left(self._work, best))

    def _seconds(self) -> float:
        return perf_counter() - self._begin

    def _answer(self, found: RepairedDay) -> Repair:
        order = {request.id: index for index, request in enumerate(self._work.problem.requests)}
        plans = {
            plan.request: plan for plan in sorted(found.plans, key=lambda plan: order[plan.request])
        }
        now = {(name, step.step): step for name, plan in plans.items() for step in plan.steps}
        kept: list[BookedStep] = []
        moved: list[MovedStep] = []
        for name in plans:
            for item in self._work.to_come[name]:
                step = now[name, item.step]
                if (step.start, step.resources) == (item.start, item.resources):
                    kept.append(item)
                else:
                    moved.append(
                        MovedStep(item, step.start, step.resources, name in self._affected)
                    )
        without_place = [name for name in order if name not in plans]
        return Repair(
            self._day,
            tuple(self._with_begun(plan) for plan in plans.values()),
            tuple(kept),
            tuple(moved),
            tuple(
                CannotStay(name, self._work.to_come[name], self._days_for(name))
                for name in without_place
            ),
            self._interrupted,
            found.cost,
            found.bound,
            found.status,
            self._seconds(),
        )

    def _with_begun(self, plan: Plan) -> Plan:
        """The plan with the resources that its begun steps have: they are placed without any."""
        begun = {item.step: item.resources for item in self._work.begun.get(plan.request, ())}
        steps = (replace(s, resources=begun[s.step]) if s.step in begun else s for s in plan.steps)
        return replace(plan, steps=tuple(steps)) if begun else plan

    def _days_for(self, name: str) -> Answer:
        """The best other days for the steps of a visit that are still to come."""
        if name not in self._next_days:
            self._next_days[name] = (
                plans_or_reasons(self._elsewhere, name, top=self._top, stop=self._stop)
                if len(self._whole.days) > 1
                else Answer(AnswerStatus.INFEASIBLE)
            )
        return self._next_days[name]

    @cached_property
    def _elsewhere(self) -> Problem:
        """The other days as they are booked: one problem for all visits, so its calendars are kept.

        Bookings of patients who keep their place are busy time, worked out once for all questions.
        """
        booked = tuple(item for item in self._whole.booked if item.day != self._day)
        steps = {name: {item.step for item in self._work.to_come[name]} for name in self._affected}
        # Steps of the same visit on other days are planned again with it: a visit is on one day.
        for item in booked:
            if item.request in steps:
                steps[item.request].add(item.step)
        requests = (
            self._on_other_days(part_of(request, steps[request.id]))
            if request.id in steps
            else request
            for request in self._whole.requests
        )
        patients = {r.patient for r in self._whole.requests if r.id in steps} - {None}
        same_patients = {
            r.id for r in self._whole.requests if r.id in steps or r.patient in patients
        }
        of_others = [item for item in booked if item.request not in same_patients]
        placements = booked_placements(self._whole, of_others)
        return replace(
            self._whole,
            requests=tuple(requests),
            booked=tuple(item for item in booked if item.request in same_patients),
            resources=with_busy(self._whole.resources, placements),
        )

    def _on_other_days(self, request: Request) -> Request:
        windows = request.windows
        others = [day for day in self._whole.days if day != self._day]
        open_times = {
            day: WHOLE_DAY if windows is None else tuple(windows.get(day, ())) for day in others
        }
        return replace(request, target=self._day, windows=open_times)

    def _steps_hit(self, absences: Sequence[Absence], from_minute: int) -> tuple[BookedStep, ...]:
        """The steps that have begun, are not over, and lose a resource."""
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
        resource = resources[absence.resource]
        left = tuple(subtract_intervals(resource.free.get(absence.day, ()), absence.minutes))
        resources[resource.id] = replace_times(resource, free={absence.day: left}, busy={})
    return replace(problem, resources=tuple(resources.values()))
