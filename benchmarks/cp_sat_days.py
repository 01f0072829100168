"""The ten best days of one patient by CP-SAT: a model for each day, in the order of their bounds.

Both models have a start for each step, an optional interval for each alternative, and a literal for
the order of each pair of steps. `NaturalDay` is the usual model: time that is taken or closed is an
interval too, and no two intervals of a resource overlap. `PrunedDay` is helped by the engine, which
supplies the starts that are free for each alternative, so that only the constraints between steps
are left. The time to build a model counts, since every question needs one. Days that cannot be
among the best are skipped in both.
"""

from collections.abc import Callable, Sequence
from itertools import combinations

from ortools.sat.python import cp_model

from clinicdesk.scheduling.core.intervals import MIDNIGHT, merge_intervals, subtract_intervals
from clinicdesk.scheduling.search.assigning.pools import StartPools
from clinicdesk.scheduling.search.compiled_visit import (
    CompiledAlternative,
    CompiledNeed,
    CompiledStep,
    CompiledVisit,
)
from clinicdesk.scheduling.search.plans import least_cost

TOP = 10


class NaturalDay:
    """One day of a visit, whose alternatives state minutes in a step's first need only."""

    def __init__(self, visit: CompiledVisit, position: int) -> None:
        self.visit, self.position = visit, position
        self.model = cp_model.CpModel()
        self.starts: list[cp_model.IntVar] = []
        self.ends: list[cp_model.IntVar] = []
        self.costs: list[cp_model.LinearExprT] = []
        self.taken: dict[str, list[cp_model.IntervalVar]] = {}
        for number, step in enumerate(visit.steps):
            self._add_step(number, step)
        for intervals in self.taken.values():
            self.model.add_no_overlap(intervals)
        self._add_order()
        first, last = self.minute(), self.minute()
        self.model.add_min_equality(first, self.starts)
        self.model.add_max_equality(last, self.ends)
        self.model.minimize(
            visit.weights.span * (last - first) + cp_model.LinearExpr.sum(self.costs)
        )

    def best(self) -> int | None:
        """What the day's best plan costs without the day's own cost; None if there is none."""
        solver = cp_model.CpSolver()
        # Left to itself the solver takes the interrupt signal over and does not give it back.
        solver.parameters.catch_sigint_signal = False
        solver.parameters.num_workers = 1
        # Quicker here than the defaults.
        solver.parameters.linearization_level = 0
        solver.parameters.cp_model_probing_level = 0
        status = solver.solve(self.model)
        return round(solver.objective_value) if status == cp_model.OPTIMAL else None

    def minute(self) -> cp_model.IntVar:
        return self.model.new_int_var(0, 2 * MIDNIGHT, "")

    def start_of(self, _: int, /) -> cp_model.IntVar:
        """The start of a step: any time on the grid."""
        grid = range(0, MIDNIGHT, self.visit.horizon.grid)
        return self.model.new_int_var_from_domain(cp_model.Domain.from_values(list(grid)), "")

    def add_alternative(
        self,
        number: int,
        need: CompiledNeed,
        alternative: CompiledAlternative,
        literal: cp_model.IntVar,
    ) -> None:
        """If this alternative is chosen, nothing else has its resource at the time."""
        if alternative.resource not in self.taken:
            whole_day = [(-MIDNIGHT, 2 * MIDNIGHT)]
            shut = subtract_intervals(whole_day, alternative.calendar.on(self.position))
            self.taken[alternative.resource] = [
                self.model.new_fixed_size_interval_var(begin, end - begin, "")
                for begin, end in shut
            ]
        self.block(number, need, alternative, literal)

    def add_windows(self, number: int) -> None:
        """The step lies within one of the patient's windows."""
        windows = self.visit.request.windows
        if windows is not None:
            within = []
            for begin, end in merge_intervals(
                windows.get(self.visit.horizon.days[self.position], ())
            ):
                literal = self.model.new_bool_var("")
                self.model.add(self.starts[number] >= begin).only_enforce_if(literal)
                self.model.add(self.ends[number] <= end).only_enforce_if(literal)
                within.append(literal)
            self.model.add_exactly_one(within)

    def block(
        self,
        number: int,
        need: CompiledNeed,
        alternative: CompiledAlternative,
        literal: cp_model.IntVar,
    ) -> None:
        """Take the resource, buffers included."""
        start, end, size = self.starts[number], self.ends[number], self.minute()
        minutes, [(begin, past)] = next(iter(need.blocks.items()))
        before, after = -begin, past - minutes
        self.model.add(size == end - start + before + after)
        interval = self.model.new_optional_interval_var(
            start - before, size, end + after, literal, ""
        )
        self.taken.setdefault(alternative.resource, []).append(interval)

    def _add_step(self, number: int, step: CompiledStep) -> None:
        model = self.model
        self.starts.append(self.start_of(number))
        self.ends.append(self.minute())
        self.add_windows(number)
        for position, need in enumerate(step.needs):
            literals = []
            for alternative in need.alternatives:
                literal = model.new_bool_var("")
                literals.append(literal)
                self.costs.append(alternative.penalty * literal)
                if not position:
                    lasts = self.starts[number] + (alternative.minutes or step.minutes)
                    model.add(self.ends[number] == lasts).only_enforce_if(literal)
                self.add_alternative(number, need, alternative, literal)
            model.add_exactly_one(literals)

    def _add_order(self) -> None:
        precedence, model = self.visit.precedence, self.model
        for step, other in combinations(range(len(self.starts)), 2):
            first = model.new_bool_var("")
            for literal, a, b in ((first, step, other), (~first, other, step)):
                after = self.ends[a] + precedence.smallest[a][b]
                model.add(self.starts[b] >= after).only_enforce_if(literal)
                if precedence.successors[a] >> b & 1:
                    model.add_bool_and(literal)
        for (a, b), limit in precedence.largest.items():
            model.add(self.starts[b] <= self.ends[a] + limit)


class PrunedDay(NaturalDay):
    """The same with the starts of each alternative as the engine's masks have them."""

    def __init__(self, visit: CompiledVisit, position: int, pools: StartPools) -> None:
        self._pools = pools
        super().__init__(visit, position)

    def start_of(self, number: int, /) -> cp_model.IntVar:
        allowed = {s for pool in self._pools.of_step[number] for s in self._on(pool.mask)}
        return self.model.new_int_var_from_domain(cp_model.Domain.from_values(sorted(allowed)), "")

    def add_windows(self, number: int) -> None:
        """The masks hold these already."""

    def add_alternative(
        self,
        number: int,
        need: CompiledNeed,
        alternative: CompiledAlternative,
        literal: cp_model.IntVar,
    ) -> None:
        start, end, model = self.starts[number], self.ends[number], self.model
        step = self.visit.steps[number]
        position = step.needs.index(need)
        durations = step.durations if position else (alternative.minutes or step.minutes,)
        lasts = [model.new_bool_var("") for _ in durations]
        model.add(sum(lasts) == literal)
        for minutes, this_long in zip(durations, lasts, strict=True):
            model.add(end == start + minutes).only_enforce_if(this_long)
            free = self._free(number, position, alternative, minutes)
            domain = cp_model.Domain.from_values(free)
            model.add_linear_expression_in_domain(start, domain).only_enforce_if(this_long)
        if alternative.shared:
            self.block(number, need, alternative, literal)

    def _free(
        self, number: int, position: int, alternative: CompiledAlternative, minutes: int
    ) -> list[int]:
        by_need = self._pools.offers.get((number, minutes))
        offers = by_need[position] if by_need else []
        return [s for _, mask, who in offers if who is alternative for s in self._on(mask)]

    def _on(self, mask: int) -> list[int]:
        horizon, stretch = self.visit.horizon, self._pools.stretch
        cells = mask >> stretch.shift_of(self.position) & (1 << horizon.cells) - 1
        return [cell * horizon.grid for cell in range(cells.bit_length()) if cells >> cell & 1]


def costs_by_cp_sat(visit: CompiledVisit, day: Callable[[int], NaturalDay]) -> list[int]:
    """The costs of the ten best days, each proven; stops where no other day can be among them."""
    least = least_cost(visit) or 0
    found: list[int] = []
    for position in _by_day_cost(visit):
        bound = visit.day_cost(position) + least
        if len(found) >= TOP and bound > sorted(found)[TOP - 1]:
            break
        cost = day(position).best()
        if cost is not None:
            found.append(visit.day_cost(position) + cost)
    return sorted(found)[:TOP]


def _by_day_cost(visit: CompiledVisit) -> Sequence[int]:
    return sorted(range(len(visit.horizon.days)), key=visit.day_cost)
