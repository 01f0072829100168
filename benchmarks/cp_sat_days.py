"""The ten best days of one patient by CP-SAT, a model for each day, in the order of their bounds.

Both models have a start for each step, an optional interval for each alternative, and an order for
each pair of steps. `NaturalDay` is written as one would: what is taken or closed are intervals too,
and no two of a resource overlap. `PrunedDay` is helped by the engine, which tells the starts that
are free for each alternative, so that only what steps do to each other is left. Building a model
counts, as every question has to. Days that cannot be among the best are left out in both.
"""

from collections.abc import Callable, Sequence
from itertools import combinations

from ortools.sat.python import cp_model

from clinicdesk.scheduling.core.intervals import merge_intervals, subtract_intervals
from clinicdesk.scheduling.core.problem import MIDNIGHT
from clinicdesk.scheduling.search.assigning.pools import Classes
from clinicdesk.scheduling.search.compiled_visit import Choice, Demand, Part, Visit
from clinicdesk.scheduling.search.plans import least_cost

TOP = 10


class NaturalDay:
    """One day of a visit to a clinic of `clinics`: only a step's first need has own minutes."""

    def __init__(self, visit: Visit, position: int) -> None:
        self.visit, self.position = visit, position
        self.model = cp_model.CpModel()
        self.starts: list[cp_model.IntVar] = []
        self.ends: list[cp_model.IntVar] = []
        self.costs: list[cp_model.LinearExprT] = []
        self.taken: dict[str, list[cp_model.IntervalVar]] = {}
        for number, part in enumerate(visit.parts):
            self._add_step(number, part)
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

    def add_choice(
        self, number: int, demand: Demand, choice: Choice, literal: cp_model.IntVar
    ) -> None:
        """What it means that this resource is chosen: nothing else has it meanwhile."""
        if choice.resource not in self.taken:
            whole_day = [(-MIDNIGHT, 2 * MIDNIGHT)]
            shut = subtract_intervals(whole_day, choice.calendar.on(self.position))
            self.taken[choice.resource] = [
                self.model.new_fixed_size_interval_var(begin, end - begin, "")
                for begin, end in shut
            ]
        self.block(number, demand, choice, literal)

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

    def block(self, number: int, demand: Demand, choice: Choice, literal: cp_model.IntVar) -> None:
        """Take the resource, buffers included."""
        start, end, size = self.starts[number], self.ends[number], self.minute()
        minutes, [(begin, past)] = next(iter(demand.blocks.items()))
        before, after = -begin, past - minutes
        self.model.add(size == end - start + before + after)
        interval = self.model.new_optional_interval_var(
            start - before, size, end + after, literal, ""
        )
        self.taken.setdefault(choice.resource, []).append(interval)

    def _add_step(self, number: int, part: Part) -> None:
        model = self.model
        self.starts.append(self.start_of(number))
        self.ends.append(self.minute())
        self.add_windows(number)
        for place, demand in enumerate(part.demands):
            literals = []
            for choice in demand.choices:
                literal = model.new_bool_var("")
                literals.append(literal)
                self.costs.append(choice.penalty * literal)
                if not place:
                    lasts = self.starts[number] + (choice.minutes or part.minutes)
                    model.add(self.ends[number] == lasts).only_enforce_if(literal)
                self.add_choice(number, demand, choice, literal)
            model.add_exactly_one(literals)

    def _add_order(self) -> None:
        order, model = self.visit.order, self.model
        for one, other in combinations(range(len(self.starts)), 2):
            first = model.new_bool_var("")
            for literal, a, b in ((first, one, other), (~first, other, one)):
                after = self.ends[a] + order.smallest[a][b]
                model.add(self.starts[b] >= after).only_enforce_if(literal)
                if order.later[a] >> b & 1:
                    model.add_bool_and(literal)
        for (a, b), limit in order.largest.items():
            model.add(self.starts[b] <= self.ends[a] + limit)


class PrunedDay(NaturalDay):
    """The same with the starts of each alternative as the engine's masks have them."""

    def __init__(self, visit: Visit, position: int, pool: Classes) -> None:
        self._pool = pool
        super().__init__(visit, position)

    def start_of(self, number: int, /) -> cp_model.IntVar:
        allowed = {start for one in self._pool.of_step[number] for start in self._on(one.mask)}
        return self.model.new_int_var_from_domain(cp_model.Domain.from_values(sorted(allowed)), "")

    def add_windows(self, number: int) -> None:
        """The masks have them."""

    def add_choice(
        self, number: int, demand: Demand, choice: Choice, literal: cp_model.IntVar
    ) -> None:
        start, end, model = self.starts[number], self.ends[number], self.model
        part = self.visit.parts[number]
        place = part.demands.index(demand)
        durations = part.durations if place else (choice.minutes or part.minutes,)
        lasts = [model.new_bool_var("") for _ in durations]
        model.add(sum(lasts) == literal)
        for minutes, this_long in zip(durations, lasts, strict=True):
            model.add(end == start + minutes).only_enforce_if(this_long)
            free = self._free(number, place, choice, minutes)
            domain = cp_model.Domain.from_values(free)
            model.add_linear_expression_in_domain(start, domain).only_enforce_if(this_long)
        if choice.shared:
            self.block(number, demand, choice, literal)

    def _free(self, number: int, place: int, choice: Choice, minutes: int) -> list[int]:
        needs = self._pool.needs.get((number, minutes))
        offers = needs[place] if needs else []
        return [s for _, mask, who in offers if who is choice for s in self._on(mask)]

    def _on(self, mask: int) -> list[int]:
        horizon, stretch = self.visit.horizon, self._pool.stretch
        cells = mask >> stretch.shift_of(self.position) & (1 << horizon.cells) - 1
        return [cell * horizon.grid for cell in range(cells.bit_length()) if cells >> cell & 1]


def costs_by_cp_sat(visit: Visit, day: Callable[[int], NaturalDay]) -> list[int]:
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


def _by_day_cost(visit: Visit) -> Sequence[int]:
    return sorted(range(len(visit.horizon.days)), key=visit.day_cost)
