"""The best cost of a day by CP-SAT, exact for the whole format: no code shared with the engine.

Every step has a start, a literal for each duration that it may have, and one for each alternative
of each need. The start's domain under an alternative and a duration comes from the oracle's sets of
minutes; what steps do to each other (order, a shared resource, short gaps) is left to the solver.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise, permutations

from ortools.sat.python import cp_model

from tests.scheduling.oracle import Json, Minutes, Oracle, option, runs

Literal = cp_model.BoolVarT
MIDNIGHT = 1440


def best_cost(problem: Json, day: str, request: str | None = None) -> int | None:
    """The proven best cost of a request (the first) on that day, None when nothing fits."""
    oracle = Oracle(problem, request)
    model = _Model(oracle, day)
    solver = cp_model.CpSolver()
    # Left to itself the solver takes the interrupt signal over and does not give it back.
    solver.parameters.catch_sigint_signal = False
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 0
    status = solver.solve(model.model)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE), solver.status_name(status)
    if status == cp_model.INFEASIBLE:
        return None
    return oracle.day_part(day) + round(solver.objective_value)


def best_days(problem: Json, top: int) -> list[tuple[int, str]]:
    """Cost and day of the best days, equal costs with the earlier day first, at most `top`."""
    oracle = Oracle(problem)
    least = oracle.weights["span"] * sum(
        min(step_durations(step)) for step in oracle.request["steps"]
    )
    found: list[tuple[int, str]] = []
    for day in sorted(problem["days"], key=oracle.day_part):
        if len(found) >= top and oracle.day_part(day) + least > sorted(found)[top - 1][0]:
            break
        cost = best_cost(problem, day)
        if cost is not None:
            found.append((cost, day))
    return sorted(found, key=lambda item: (item[0], date.fromisoformat(item[1])))[:top]


def step_durations(step: Json) -> list[int]:
    """All that the step may last, possible or not."""
    stated = {
        item["minutes"]
        for need in step.get("needs", [])
        for item in need["one_of"]
        if item.get("minutes") is not None
    }
    return sorted(stated | {step["minutes"]})


class _Runs:
    """For each minute of a set, where its unbroken run begins and ends."""

    def __init__(self, minutes: Minutes) -> None:
        self.begin = list(range(MIDNIGHT + 1))
        self.end = list(range(MIDNIGHT + 1))
        for minute in sorted(minutes):
            if minute - 1 in minutes:
                self.begin[minute] = self.begin[minute - 1]
        for minute in sorted(minutes, reverse=True):
            self.end[minute] = self.end[minute + 1] if minute + 1 in minutes else minute + 1

    def hold(self, begin: int, end: int) -> bool:
        return begin >= 0 and end <= MIDNIGHT and self.end[begin] >= end


@dataclass(frozen=True, eq=False)
class _Block:
    """One block of a resource in minutes after the step's start, if `here` is true."""

    step: int
    here: Literal
    begin: int
    end: int
    starts: tuple[int, ...]


class _Model:
    """One day of one request."""

    def __init__(self, oracle: Oracle, day: str) -> None:
        self.model = cp_model.CpModel()
        self.oracle, self.day = oracle, day
        self.free = {name: _Runs(minutes) for name, minutes in oracle.free(day).items()}
        elsewhere = oracle.patient_elsewhere(day)
        self.patient = oracle.open(oracle.request.get("windows"), day) - elsewhere
        self.blocks: dict[str, list[_Block]] = {}
        self.starts: list[cp_model.IntVar] = []
        self.ends: list[cp_model.IntVar] = []
        self.costs: list[cp_model.LinearExprT] = []
        self.takes: dict[tuple[str, int], dict[str, Literal]] = {}
        """By step and need: for each resource whether it is the one taken."""
        for number, step in enumerate(oracle.request["steps"]):
            self.add_step(number, step)
        for blocks in self.blocks.values():
            self.add_no_overlap(blocks)
        self.add_order()
        self.add_short_gaps()
        self.add_same()
        first, last = self.add_ends()
        span = last - first
        self.add_stay(first, last)
        self.model.minimize(oracle.weights["span"] * span + cp_model.LinearExpr.sum(self.costs))

    def minute(self) -> cp_model.IntVar:
        return self.model.new_int_var(0, MIDNIGHT, "")

    def literal(self) -> cp_model.IntVar:
        return self.model.new_bool_var("")

    def restrict(self, number: int, starts: Iterable[int], *literals: Literal) -> None:
        """The step starts at one of these minutes where all the literals are true."""
        domain = cp_model.Domain.from_values(list(starts))
        if domain.is_empty():
            self.model.add_bool_or([~literal for literal in literals])
        else:
            held = self.model.add_linear_expression_in_domain(self.starts[number], domain)
            held.only_enforce_if(list(literals))

    def add_step(self, number: int, step: Json) -> None:
        durations = step_durations(step)
        windows = _Runs(self.patient & self.oracle.open(step.get("windows"), self.day))
        lasts = {minutes: self.literal() for minutes in durations}
        self.starts.append(self.minute())
        self.ends.append(self.minute())
        self.model.add_exactly_one(lasts.values())
        allowed = {}
        for minutes, literal in lasts.items():
            allowed[minutes] = [
                start
                for start in range(0, MIDNIGHT, self.oracle.problem["grid_minutes"])
                if windows.hold(start, start + minutes)
            ]
            self.restrict(number, allowed[minutes], literal)
            self.model.add(self.ends[-1] == self.starts[-1] + minutes).only_enforce_if(literal)
        chosen: list[tuple[Json, Literal]] = []
        for position, need in enumerate(step.get("needs", [])):
            literals = [self.literal() for _ in need["one_of"]]
            names = [item["resource"] for item in need["one_of"]]
            self.takes[step["id"], position] = dict(zip(names, literals, strict=True))
            self.model.add_exactly_one(literals)
            for item, literal in zip(need["one_of"], literals, strict=True):
                chosen.append((item, literal))
                self.costs.append(item.get("penalty", 0) * literal)
                self.add_choice(number, need, item, literal, lasts, allowed)
        self.add_duration(step, chosen, lasts)
        for name in {item["resource"] for item, _ in chosen}:
            self.model.add_at_most_one(lit for item, lit in chosen if item["resource"] == name)

    def add_duration(
        self, step: Json, chosen: list[tuple[Json, Literal]], lasts: Mapping[int, Literal]
    ) -> None:
        """The longest stated minutes of the chosen alternatives; the step's own if none states."""
        for minutes, literal in lasts.items():
            same = [lit for item, lit in chosen if item.get("minutes") == minutes]
            for item, lit in chosen:
                stated = item.get("minutes")
                if stated is not None and stated > minutes:
                    self.model.add_bool_or([~lit, ~literal])
                elif stated is not None and stated < minutes:
                    self.model.add_bool_or([~lit, ~literal, *same])
            if minutes != step["minutes"]:
                self.model.add_bool_or([~literal, *same])

    def add_choice(
        self,
        number: int,
        need: Json,
        item: Json,
        literal: Literal,
        lasts: Mapping[int, Literal],
        allowed: dict[int, list[int]],
    ) -> None:
        """Where the step may start with this alternative, and what it then blocks."""
        free = self.free[item["resource"]]
        own = item.get("windows")
        windows = None if own is None else _Runs(self.oracle.open(own, self.day))
        for minutes, lasting in lasts.items():
            blocks = blocked(need, minutes)
            starts = tuple(
                start
                for start in allowed[minutes]
                if (windows is None or windows.hold(start, start + minutes))
                and all(free.hold(start + begin, start + end) for begin, end in blocks)
            )
            self.restrict(number, starts, literal, lasting)
            if not starts:
                continue
            here = self.literal()
            self.model.add_bool_or([here, ~literal, ~lasting])
            self.model.add_implication(here, literal)
            self.model.add_implication(here, lasting)
            for begin, end in blocks:
                block = _Block(number, here, begin, end, starts)
                self.blocks.setdefault(item["resource"], []).append(block)

    def add_no_overlap(self, blocks: list[_Block]) -> None:
        if len({block.step for block in blocks}) > 1:
            self.model.add_no_overlap(
                self.model.new_optional_fixed_size_interval_var(
                    self.starts[b.step] + b.begin, b.end - b.begin, b.here, ""
                )
                for b in blocks
            )

    def add_order(self) -> None:
        request = self.oracle.request
        transfer = request.get("transfer_minutes", 0)
        names = [step["id"] for step in request["steps"]]
        rules = request.get("sequence", [])
        for one, two in combinations(range(len(names)), 2):
            pair = {names[one], names[two]}
            of_pair = [rule for rule in rules if {rule["first"], rule["then"]} == pair]
            stated = [rule["min_gap"] for rule in of_pair if rule.get("min_gap") is not None]
            least = max(stated, default=transfer)
            before = self.literal()
            self.model.add(self.gap(one, two) >= least).only_enforce_if(before)
            self.model.add(self.gap(two, one) >= least).only_enforce_if(~before)
            for rule in of_pair:
                ends = names.index(rule["first"]), names.index(rule["then"])
                self.model.add_bool_and(before if ends == (one, two) else ~before)
                if rule.get("max_gap") is not None:
                    self.model.add(self.gap(*ends) <= rule["max_gap"])

    def gap(self, one: int, two: int) -> cp_model.LinearExprT:
        return self.starts[two] - self.ends[one]

    def add_same(self) -> None:
        for group in self.oracle.request.get("same", []):
            takes = [self.takes[place["step"], place["need"]] for place in group["needs"]]
            for name in {name for each in takes for name in each}:
                literals = [each[name] for each in takes if name in each]
                if len(literals) < len(takes):
                    self.model.add_bool_and(~literal for literal in literals)
                for one, two in pairwise(literals):
                    self.model.add(one == two)

    def add_stay(self, first: cp_model.IntVar, last: cp_model.IntVar) -> None:
        longest = self.oracle.request.get("longest_stay")
        if longest is not None:
            self.model.add(last - first <= longest)
        windows = self.oracle.request.get("windows")
        if self.oracle.request.get("one_window") and windows is not None:
            within = []
            for begin, end in runs(self.oracle.open(windows, self.day)):
                within.append(self.literal())
                self.model.add(first >= begin).only_enforce_if(within[-1])
                self.model.add(last <= end).only_enforce_if(within[-1])
            self.model.add_exactly_one(within)

    def add_ends(self) -> tuple[cp_model.IntVar, cp_model.IntVar]:
        """The first start and the last end."""
        first, last = self.minute(), self.minute()
        self.model.add_min_equality(first, self.starts)
        self.model.add_max_equality(last, self.ends)
        sizes = [end - start for start, end in zip(self.starts, self.ends, strict=True)]
        self.model.add(last - first >= cp_model.LinearExpr.sum(sizes))
        return first, last

    def add_short_gaps(self) -> None:
        weight, least = (self.oracle.weights[key] for key in ("short_gap", "short_gap_minutes"))
        if not weight or least < 2:
            return
        for resource in self.oracle.problem["resources"]:
            blocks = self.blocks.get(resource["id"], [])
            if resource["kind"] == "practitioner":
                gaps = _ShortGaps(self, blocks, self.free[resource["id"]], least)
                self.costs.extend(weight * literal for literal in gaps.literals())


class _ShortGaps:
    """Literals of one practitioner that are true at least where a short piece must be counted.

    A piece counts as what comes after a block; the first piece of a run of free time, with no block
    at its beginning, as what comes before one. Literals that nothing forces stay false, as they
    cost, so each rule is needed in one direction only.
    """

    def __init__(self, day: _Model, blocks: list[_Block], free: _Runs, least: int) -> None:
        self.day, self.blocks, self.free, self.least = day, blocks, free, least

    def literals(self) -> Iterator[Literal]:
        touches: dict[_Block, list[Literal]] = {block: [] for block in self.blocks}
        within: dict[_Block, list[Literal]] = {block: [] for block in self.blocks}
        for one, two in permutations(self.blocks, 2):
            if one.step != two.step or one.here is two.here:
                touch, near = self.cases(one, two)
                touches[one].append(touch)
                within[one].append(near)
        for block in self.blocks:
            yield self.after(block, touches[block], within[block])
            yield self.before(block)

    def cases(self, one: _Block, two: _Block) -> tuple[Literal, Literal]:
        """`two` begins where `one` ends; it begins so little later that a piece is short."""
        model = self.day.model
        earlier, touch, near, far = (self.day.literal() for _ in range(4))
        gap = self.gap(one, two)
        model.add_bool_or([earlier, touch, near, far]).only_enforce_if([one.here, two.here])
        model.add(gap < 0).only_enforce_if(earlier)
        model.add(gap == 0).only_enforce_if(touch)
        model.add(gap >= 1).only_enforce_if(near)
        model.add(gap < self.least).only_enforce_if(near)
        model.add(gap >= self.least).only_enforce_if(far)
        for literal in (touch, near):
            model.add_implication(literal, two.here)
        return touch, near

    def gap(self, one: _Block, two: _Block) -> cp_model.LinearExprT:
        """From the end of one block to the beginning of the other."""
        return self.day.starts[two.step] - self.day.starts[one.step] + (two.begin - one.end)

    def after(self, block: _Block, touches: list[Literal], within: list[Literal]) -> Literal:
        counted, at_the_end = self.day.literal(), self.day.literal()
        left = {s: self.free.end[s + block.begin] - s - block.end for s in block.starts}
        long = [start for start, minutes in left.items() if not 0 < minutes < self.least]
        others = [~literal for literal in touches]
        self.day.restrict(block.step, long, block.here, ~counted, *others)
        self.day.model.add_implication(at_the_end, block.here)
        self.day.restrict(block.step, [s for s in block.starts if not left[s]], at_the_end)
        for near in within:
            self.day.model.add_bool_or([~near, counted, at_the_end, *touches])
        return counted

    def before(self, block: _Block) -> Literal:
        counted = self.day.literal()
        begins = {s: self.free.begin[s + block.begin] for s in block.starts}
        short = [s for s in block.starts if 0 < s + block.begin - begins[s] < self.least]
        others = []
        for run in {begins[start] for start in short}:
            of_run = [start for start in block.starts if begins[start] == run]
            for other in self.blocks:
                if other.step != block.step or (other.here is block.here and other is not block):
                    others.append(self.between(run, other, block, of_run))
        long = [start for start in block.starts if start not in set(short)]
        self.day.restrict(block.step, long, block.here, ~counted, *(~lit for lit in others))
        return counted

    def between(self, run: int, other: _Block, block: _Block, of_run: list[int]) -> Literal:
        """The other block lies between the beginning of the run and this one."""
        literal = self.day.literal()
        self.day.model.add_implication(literal, other.here)
        self.day.restrict(block.step, of_run, literal)
        end = self.day.starts[other.step] + other.end
        self.day.model.add(end > run).only_enforce_if(literal)
        self.day.model.add(self.gap(other, block) >= 0).only_enforce_if(literal)
        return literal


def blocked(need: Json, minutes: int) -> list[tuple[int, int]]:
    """What a need blocks, in minutes after the step's start, ascending and apart."""
    alone = {"id": "", "minutes": minutes, "needs": [need]}
    taken = option(alone, 0, ({"resource": ""},)).blocked[""]
    return list(runs(taken))
