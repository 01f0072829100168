"""The model of a packing for CP-SAT, as one would naturally write it.

Every step has a start on one axis of minutes from the first day's midnight, and an optional
interval for each block of each alternative; a resource's intervals do not overlap. The starts that
an alternative's free time, windows and buffers allow are its domain. Nothing but the cost decides
who is left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from ortools.sat.python import cp_model

from clinicdesk.scheduling.core.holds import blocked_minutes
from clinicdesk.scheduling.core.intervals import (
    MIDNIGHT,
    Interval,
    merge_intervals,
    subtract_intervals,
)
from clinicdesk.scheduling.core.problem import (
    Alternative,
    Need,
    PlacedStep,
    Plan,
    Problem,
    Request,
    Resource,
    Step,
    Windows,
)
from clinicdesk.scheduling.core.violations import never_left_out
from clinicdesk.scheduling.packing.compiled.units import unit_of

Literal = cp_model.LiteralT


@dataclass(frozen=True, eq=False)
class _Chosen:
    """One alternative of a need, and whether it is taken."""

    need: Need
    item: Alternative
    taken: cp_model.IntVar


class PackingModel:
    """All requests, and what they do to each other."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self.blocks: dict[str, list[cp_model.IntervalVar]] = {}
        self.patients: dict[str, list[cp_model.IntervalVar]] = {}
        self.costs: list[cp_model.LinearExprT] = []
        self.midnights = [(day - problem.days[0]).days * MIDNIGHT for day in problem.days]
        self.horizon = self.midnights[-1] + MIDNIGHT
        self.free = {item.id: _free(item) for item in problem.resources}
        self.makespan = self.minute() if problem.weights.makespan else None
        staying = never_left_out(problem)
        self.visits = [VisitModel(self, item, item.id in staying) for item in problem.requests]
        for intervals in (*self.blocks.values(), *self.patients.values()):
            if len(intervals) > 1:
                self.model.add_no_overlap(intervals)
        for booked in problem.booked:
            visit = next(item for item in self.visits if item.request.id == booked.request)
            start = (booked.day - problem.days[0]).days * MIDNIGHT + booked.start
            visit.stay(booked.step, start, booked.resources)
        if self.makespan is not None:
            self.costs.append(problem.weights.makespan * self.makespan)
        self.model.minimize(cp_model.LinearExpr.sum(self.costs))

    def minute(self) -> cp_model.IntVar:
        return self.model.new_int_var(0, self.horizon, "")

    def literal(self) -> cp_model.IntVar:
        return self.model.new_bool_var("")


def _free(resource: Resource) -> Windows:
    """Hours less what is taken already."""
    free: dict[date, tuple[Interval, ...]] = {}
    for day, hours in resource.free.items():
        free[day] = tuple(subtract_intervals(hours, resource.busy.get(day, ())))
    return free


class VisitModel:
    """One request: placed or not, its day, and its steps."""

    def __init__(self, whole: PackingModel, request: Request, staying: bool) -> None:
        self.whole, self.model, self.request = whole, whole.model, request
        weights = whole.problem.weights
        self.placed = whole.literal()
        if staying:
            self.model.add(self.placed == 1)
        self.days = [whole.literal() for _ in whole.problem.days]
        self.model.add(sum(self.days) == self.placed)
        whole.costs.append(weights.unplaced * (1 - self.placed))
        target = request.target or whole.problem.days[0]
        for day, literal in zip(whole.problem.days, self.days, strict=True):
            late = (day - target).days
            price = weights.day_later * late if late > 0 else weights.day_earlier * -late
            whole.costs.append(price * literal)
        self.steps = [StepModel(self, step) for step in request.steps]
        self._add_order()
        self._add_same()
        self.first, self.last = whole.minute(), whole.minute()
        """Around all steps."""
        self._add_span(weights.span)
        self._add_stay()

    def _add_order(self) -> None:
        """The pairs that a rule orders, and either order for those that need time between."""
        for one, two in combinations(self.steps, 2):
            ids = {one.step.id, two.step.id}
            rules = [rule for rule in self.request.sequence if {rule.first, rule.then} == ids]
            stated = [rule.min_gap for rule in rules if rule.min_gap is not None]
            least = max(stated, default=self.request.transfer_minutes)
            for rule in rules:
                first, then = (one, two) if rule.first == one.step.id else (two, one)
                self._follow(first, then, least, rule.max_gap)
            if not rules and least:
                before = self.whole.literal()
                self._follow(one, two, least, None, before)
                self._follow(two, one, least, None, ~before)

    def _add_same(self) -> None:
        """The needs of each group take one resource, or none where the visit is not placed."""
        steps = {step.step.id: step for step in self.steps}
        for group in self.request.same:
            takes = [
                {one.item.resource: one.taken for one in steps[place.step].chosen[place.need]}
                for place in group
            ]
            for name in {name for each in takes for name in each}:
                literals = [each.get(name, 0) for each in takes]
                for one, two in pairwise(literals):
                    self.model.add(one == two)

    def _add_stay(self) -> None:
        if self.request.longest_stay is not None:
            stay = self.model.add(self.last - self.first <= self.request.longest_stay)
            stay.only_enforce_if(self.placed)
        if not self.request.one_window or self.request.windows is None:
            return
        within = []
        for day, midnight in zip(self.whole.problem.days, self.whole.midnights, strict=True):
            for begin, end in merge_intervals(self.request.windows.get(day, ())):
                within.append(self.whole.literal())
                self.model.add(self.first >= midnight + begin).only_enforce_if(within[-1])
                self.model.add(self.last <= midnight + end).only_enforce_if(within[-1])
        self.model.add(sum(within) == self.placed)

    def _follow(
        self, first: "StepModel", then: "StepModel", least: int, most: int | None, *only: Literal
    ) -> None:
        gap = then.start - first.end
        self.model.add(gap >= least).only_enforce_if(self.placed, *only)
        if most is not None:
            self.model.add(gap <= most).only_enforce_if(self.placed)

    def _add_span(self, weight: int) -> None:
        """The span as the steps' least minutes, told at once by `placed`, and what is above.

        That is a multiple of the grid and of all durations, so the cost falls in whole units.
        """
        first, last = self.first, self.last
        unit = unit_of(self.whole.problem)
        above = unit * self.model.new_int_var(0, MIDNIGHT // unit, "")
        for step in self.steps:
            self.model.add(first <= step.start).only_enforce_if(self.placed)
            self.model.add(last >= step.end).only_enforce_if(self.placed)
            if self.whole.makespan is not None:
                self.model.add(self.whole.makespan >= step.end).only_enforce_if(self.placed)
        least = sum(step.minutes for step in self.steps)
        self.model.add(above >= last - first - least).only_enforce_if(self.placed)
        self.whole.costs += [weight * least * self.placed, weight * above]

    def stay(self, step_id: str, start: int, resources: tuple[str, ...]) -> None:
        """The price of a booked step that does not stay."""
        stays = self.whole.literal()
        step = next(item for item in self.steps if item.step.id == step_id)
        self.model.add_implication(stays, self.placed)
        self.model.add(step.start == start).only_enforce_if(stays)
        for need, name in zip(step.chosen, resources, strict=True):
            taken = next(one.taken for one in need if one.item.resource == name)
            self.model.add_implication(stays, taken)
        self.whole.costs.append(self.whole.problem.weights.moved * (1 - stays))

    def plan(self, solver: cp_model.CpSolver) -> Plan | None:
        if not solver.boolean_value(self.placed):
            return None
        problem = self.whole.problem
        number = [solver.boolean_value(day) for day in self.days].index(True)
        day, midnight = problem.days[number], self.whole.midnights[number]
        steps = tuple(step.placed(solver, midnight) for step in self.steps)
        late = (day - (self.request.target or problem.days[0])).days
        weights = problem.weights
        cost = weights.day_later * late if late > 0 else weights.day_earlier * -late
        cost += weights.span * (max(s.end for s in steps) - min(s.start for s in steps))
        for step in self.steps:
            for need in step.chosen:
                cost += sum(o.item.penalty for o in need if solver.boolean_value(o.taken))
        return Plan(self.request.id, day, cost, steps)


class StepModel:
    """One step: when, how long, and who for each need."""

    def __init__(self, visit: VisitModel, step: Step) -> None:
        self.visit, self.whole, self.model, self.step = visit, visit.whole, visit.model, step
        stated = {item.minutes for need in step.needs for item in need.one_of}
        durations = sorted({step.minutes} | {each for each in stated if each is not None})
        self.minutes = durations[0]
        self.start = self.whole.minute()
        self.end: cp_model.LinearExpr = self.start + self.minutes
        if len(durations) > 1:
            self.end = self.model.new_int_var(0, self.whole.horizon + durations[-1], "")
        for midnight, day in zip(self.whole.midnights, visit.days, strict=True):
            of_day = self.model.add_linear_constraint(self.start, midnight, midnight + MIDNIGHT - 1)
            of_day.only_enforce_if(day)
        lasting = {minutes: self._literal_or_placed(len(durations)) for minutes in durations}
        self.model.add(sum(lasting.values()) == visit.placed)
        allowed = {}
        for minutes, literal in lasting.items():
            allowed[minutes] = self._allowed(minutes)
            self._restrict(allowed[minutes], literal)
            if len(durations) > 1:
                self.model.add(self.end == self.start + minutes).only_enforce_if(literal)
            patient = visit.request.patient or f"of {visit.request.id}"
            whole = self.model.new_optional_fixed_size_interval_var
            self.whole.patients.setdefault(patient, []).append(
                whole(self.start, minutes, literal, "")
            )
        self.chosen = [self._chosen(need) for need in step.needs]
        for need in self.chosen:
            for one in need:
                for minutes, literal in lasting.items():
                    self._take(one, minutes, literal, allowed[minutes], len(durations))
        self._add_duration(lasting)
        for name in {one.item.resource for need in self.chosen for one in need}:
            own = [one.taken for need in self.chosen for one in need if one.item.resource == name]
            self.model.add_at_most_one(own)

    def _literal_or_placed(self, durations: int) -> cp_model.IntVar:
        return self.whole.literal() if durations > 1 else self.visit.placed

    def _allowed(self, minutes: int) -> set[int]:
        """The starts that the windows of the request and of the step allow."""
        windows = (self.visit.request.windows, self.step.windows)
        return self._starts(minutes, windows, [(0, minutes)])

    def _starts(
        self, minutes: int, sets: Sequence[Windows | None], blocks: Iterable[Interval]
    ) -> set[int]:
        """The starts whose blocks each lie in one interval of every set, all days together."""
        problem, found = self.whole.problem, set()
        given = [each for each in sets if each is not None]
        for day, midnight in zip(problem.days, self.whole.midnights, strict=True):
            here = set(range(0, MIDNIGHT - minutes + 1, problem.grid_minutes))
            for windows in given:
                spaces = merge_intervals(windows.get(day, ()))
                for begin, end in blocks:
                    here &= {
                        start
                        for low, high in spaces
                        for start in range(max(0, low - begin), high - end + 1)
                    }
            found |= {midnight + start for start in here}
        return found

    def _restrict(self, starts: Iterable[int], *literals: Literal) -> None:
        domain = cp_model.Domain.from_values(list(starts))
        if domain.is_empty():
            self.model.add_bool_or([~literal for literal in literals])
            return
        held = self.model.add_linear_expression_in_domain(self.start, domain)
        held.only_enforce_if(list(literals))

    def _chosen(self, need: Need) -> list[_Chosen]:
        found = [_Chosen(need, item, self.whole.literal()) for item in need.one_of]
        self.model.add(sum(one.taken for one in found) == self.visit.placed)
        self.whole.costs += [one.item.penalty * one.taken for one in found]
        return found

    def _take(
        self, one: _Chosen, minutes: int, lasting: Literal, allowed: set[int], durations: int
    ) -> None:
        """Where the step may start with this alternative, and what it then blocks."""
        need, name = one.need, one.item.resource
        blocks = blocked_minutes(need.holds, need.before, need.after, 0, minutes)
        starts = allowed & self._starts(minutes, [self.whole.free[name]], blocks)
        if one.item.windows is not None:
            starts &= self._starts(minutes, [one.item.windows], [(0, minutes)])
        self._restrict(starts, one.taken, lasting)
        here = one.taken
        if durations > 1:
            here = self.whole.literal()
            self.model.add_bool_or([here, ~one.taken, ~lasting])
            self.model.add_implication(here, one.taken)
            self.model.add_implication(here, lasting)
        for begin, end in blocks if starts else ():
            interval = self.model.new_optional_fixed_size_interval_var(
                self.start + begin, end - begin, here, ""
            )
            self.whole.blocks.setdefault(name, []).append(interval)

    def _add_duration(self, lasting: Mapping[int, Literal]) -> None:
        """The longest stated minutes of the chosen alternatives; the step's own if none states."""
        every = [one for need in self.chosen for one in need]
        for minutes, literal in lasting.items() if len(lasting) > 1 else ():
            same = [one.taken for one in every if one.item.minutes == minutes]
            for one in every:
                stated = one.item.minutes
                if stated is not None and stated > minutes:
                    self.model.add_bool_or([~one.taken, ~literal])
                elif stated is not None and stated < minutes:
                    self.model.add_bool_or([~one.taken, ~literal, *same])
            if minutes != self.step.minutes:
                self.model.add_bool_or([~literal, *same])

    def placed(self, solver: cp_model.CpSolver, midnight: int) -> PlacedStep:
        resources = tuple(
            next(one.item.resource for one in need if solver.boolean_value(one.taken))
            for need in self.chosen
        )
        start, end = solver.value(self.start) - midnight, solver.value(self.end) - midnight
        return PlacedStep(self.step.id, start, end, resources)
