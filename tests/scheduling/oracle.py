"""A slow and obvious judge of plans, written from the problem format alone.

It works on the JSON of a problem, minute by minute with plain sets, tries every start with every
choice of resources, and shares no code with the engine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

Json = dict[str, Any]
Minutes = frozenset[int]

WEIGHTS = {
    "day_later": 20,
    "day_earlier": 20,
    "span": 1,
    "short_gap": 5,
    "short_gap_minutes": 15,
}


@dataclass(frozen=True, eq=False)
class Option:
    """One step at one start with one resource for each need."""

    step: str
    start: int
    end: int
    resources: tuple[str, ...]
    penalty: int
    blocked: dict[str, Minutes]


def minutes_of(intervals: list[list[int]]) -> Minutes:
    return frozenset(minute for start, end in intervals for minute in range(start, end))


def day_minutes(by_day: Json | None, day: str) -> Minutes:
    """Left out: the whole day."""
    return minutes_of([[0, 1440]] if by_day is None else by_day.get(day, []))


def option(step: Json, start: int, choice: tuple[Json, ...]) -> Option:
    stated = [item["minutes"] for item in choice if item.get("minutes") is not None]
    minutes = max(stated) if stated else step["minutes"]
    blocked: dict[str, Minutes] = {}
    for need, item in zip(step.get("needs", []), choice, strict=True):
        held = set()
        for begin, end in need.get("holds", [[0, None]]):
            if begin >= minutes:
                continue
            until = minutes if end is None else min(end, minutes)
            held |= set(
                range(start + begin - need.get("before", 0), start + until + need.get("after", 0))
            )
        name = item["resource"]
        blocked[name] = blocked.get(name, frozenset()) | held
    names = tuple(item["resource"] for item in choice)
    penalty = sum(item.get("penalty", 0) for item in choice)
    return Option(step["id"], start, start + minutes, names, penalty, blocked)


class Oracle:
    """Judges the plans of one request on one day at a time."""

    def __init__(self, problem: Json, request: str | None = None) -> None:
        self.problem = problem
        self.request = next(
            item for item in problem["requests"] if request is None or item["id"] == request
        )
        self.weights = WEIGHTS | problem.get("weights", {})
        self._free: dict[str, Minutes] = {}
        self._open: dict[tuple[int, str], Minutes] = {}

    def others(self, day: str) -> Iterator[tuple[Json, Option]]:
        requests = {item["id"]: item for item in self.problem["requests"]}
        for item in self.problem.get("booked", []):
            if item["request"] == self.request["id"] or item["day"] != day:
                continue
            request = requests[item["request"]]
            step = next(step for step in request["steps"] if step["id"] == item["step"])
            choice = tuple(
                next(a for a in need["one_of"] if a["resource"] == name)
                for need, name in zip(step.get("needs", []), item["resources"], strict=True)
            )
            yield request, option(step, item["start"], choice)

    def free(self, day: str) -> dict[str, Minutes]:
        """Free time without busy time and without what other requests have booked."""
        free = {}
        for item in self.problem["resources"]:
            mine = day_minutes(item["free"], day) - day_minutes(item.get("busy", {}), day)
            for _, booked in self.others(day):
                mine -= booked.blocked.get(item["id"], frozenset())
            free[item["id"]] = mine
        return free

    def patient_elsewhere(self, day: str) -> Minutes:
        """When the patient is in booked steps of other requests."""
        patient = self.request.get("patient")
        busy: set[int] = set()
        for request, booked in self.others(day):
            if patient is not None and request.get("patient") == patient:
                busy |= set(range(booked.start, booked.end))
        return frozenset(busy)

    def open(self, by_day: Json | None, day: str) -> Minutes:
        """Window minutes, remembered: the problem stays the same all along."""
        key = (id(by_day), day)
        if key not in self._open:
            self._open[key] = day_minutes(by_day, day)
        return self._open[key]

    def fits(self, day: str, step: Json, choice: tuple[Json, ...], found: Option) -> bool:
        """Whether the step may stand there, looked at alone."""
        minutes = set(range(found.start, found.end))
        windows = [self.request.get("windows"), step.get("windows")]
        windows += [item.get("windows") for item in choice]
        return (
            found.start % self.problem["grid_minutes"] == 0
            and found.start >= 0
            and len(set(found.resources)) == len(found.resources)
            and all(minutes <= self.open(item, day) for item in windows)
            and not minutes & self.patient_elsewhere(day)
            and all(taken <= self._free[name] for name, taken in found.blocked.items())
        )

    def agree(self, one: Option, two: Option) -> bool:
        """Whether two steps of the visit may stand beside each other."""
        if set(range(one.start, one.end)) & set(range(two.start, two.end)):
            return False
        if any(
            one.blocked[name] & two.blocked[name] for name in one.blocked if name in two.blocked
        ):
            return False
        pair = {one.step, two.step}
        rules = [
            rule
            for rule in self.request.get("sequence", [])
            if {rule["first"], rule["then"]} == pair
        ]
        stated = [rule["min_gap"] for rule in rules if rule.get("min_gap") is not None]
        transfer = self.request.get("transfer_minutes", 0)
        least = max(stated) if stated else transfer
        if not stated:
            earlier, later = sorted((one, two), key=lambda item: item.start)
            if later.start - earlier.end < transfer:
                return False
        for rule in rules:
            first, then = (one, two) if rule["first"] == one.step else (two, one)
            gap = then.start - first.end
            if gap < least or (rule.get("max_gap") is not None and gap > rule["max_gap"]):
                return False
        return True

    def together(self, day: str, visit: list[Option]) -> bool:
        """Whether the rules that look at the whole visit are kept."""
        names = {(item.step, n): name for item in visit for n, name in enumerate(item.resources)}
        for group in self.request.get("same", []):
            if len({names[place["step"], place["need"]] for place in group["needs"]}) > 1:
                return False
        first, last = min(item.start for item in visit), max(item.end for item in visit)
        longest = self.request.get("longest_stay")
        if longest is not None and last - first > longest:
            return False
        windows = self.request.get("windows")
        if not self.request.get("one_window") or windows is None:
            return True
        return set(range(first, last)) <= self.open_from(windows, day, first)

    def open_from(self, windows: Json, day: str, first: int) -> Minutes:
        """The minutes of the window that a minute lies in."""
        return next(
            frozenset(range(begin, end))
            for begin, end in runs(self.open(windows, day))
            if begin <= first < end
        )

    def cost(self, day: str, visit: list[Option]) -> int:
        gaps = self.weights["short_gap"] * self.short_gaps(visit)
        return int(self.day_part(day) + self.partial_cost(visit) + gaps)

    def partial_cost(self, visit: list[Option]) -> int:
        span = max(item.end for item in visit) - min(item.start for item in visit)
        return int(self.weights["span"] * span + sum(item.penalty for item in visit))

    def short_gaps(self, visit: list[Option]) -> int:
        count = 0
        for resource in self.problem["resources"]:
            if resource["kind"] != "practitioner":
                continue
            name = resource["id"]
            blocked = frozenset[int]().union(
                *(item.blocked.get(name, frozenset()) for item in visit)
            )
            if not blocked:
                continue
            for begin, end in runs(self._free[name] - blocked):
                touches = begin - 1 in blocked or end in blocked
                count += touches and end - begin < self.weights["short_gap_minutes"]
        return count

    def options_of_day(self, day: str) -> list[list[Option]]:
        """All that each step may do on its own, step by step."""
        self._free = self.free(day)
        return [self.options(day, step) for step in self.request["steps"]]

    def options(self, day: str, step: Json) -> list[Option]:
        found = []
        starts = self.open(self.request.get("windows"), day) & self.open(step.get("windows"), day)
        for choice in product(*(need["one_of"] for need in step.get("needs", []))):
            for start in sorted(starts & set(range(0, 1440, self.problem["grid_minutes"]))):
                here = option(step, start, choice)
                if self.fits(day, step, choice, here):
                    found.append(here)
        return found

    def best(self, day: str) -> Json | None:
        """One best plan of the day, None when it has none."""
        options = self.options_of_day(day)
        best: Json | None = None
        agreed: dict[tuple[Option, Option], bool] = {}

        def agree(one: Option, two: Option) -> bool:
            if (one, two) not in agreed:
                agreed[one, two] = self.agree(one, two)
            return agreed[one, two]

        def extend(visit: list[Option]) -> None:
            nonlocal best
            if best is not None and self.least_cost(day, visit) >= best["cost"]:
                return
            if len(visit) == len(options):
                if best is None or self.cost(day, visit) < best["cost"]:
                    best = self.plan(day, visit) if self.together(day, visit) else best
                return
            for item in options[len(visit)]:
                if all(agree(other, item) for other in visit):
                    extend([*visit, item])

        if all(options):
            extend([])
        return best

    def least_cost(self, day: str, visit: list[Option]) -> int:
        """What the visit costs at least, whatever is added to it."""
        return self.day_part(day) + (self.partial_cost(visit) if visit else 0)

    def plan(self, day: str, visit: list[Option]) -> Json:
        steps = [
            {"step": o.step, "start": o.start, "end": o.end, "resources": list(o.resources)}
            for o in visit
        ]
        cost = self.cost(day, visit)
        return {"request": self.request["id"], "day": day, "cost": cost, "steps": steps}

    def day_part(self, day: str) -> int:
        target = date.fromisoformat(self.request.get("target") or self.problem["days"][0])
        later = (date.fromisoformat(day) - target).days
        weight = self.weights["day_later"] if later > 0 else self.weights["day_earlier"]
        return int(weight * abs(later))

    def judge(self, plan: Json) -> int | None:
        """The true cost of a plan of this request, None when it breaks a rule."""
        day = plan["day"]
        if day not in self.problem["days"]:
            return None
        self._free = self.free(day)
        if [item["step"] for item in plan["steps"]] != [s["id"] for s in self.request["steps"]]:
            return None
        visit: list[Option] = []
        for step, placed in zip(self.request["steps"], plan["steps"], strict=True):
            needs = step.get("needs", [])
            if len(needs) != len(placed["resources"]):
                return None
            choice = []
            for need, name in zip(needs, placed["resources"], strict=True):
                matching = [item for item in need["one_of"] if item["resource"] == name]
                if not matching:
                    return None
                choice += matching
            here = option(step, placed["start"], tuple(choice))
            if here.end != placed["end"] or not self.fits(day, step, tuple(choice), here):
                return None
            if not all(self.agree(other, here) for other in visit):
                return None
            visit.append(here)
        return self.cost(day, visit) if self.together(day, visit) else None


def runs(minutes: Minutes) -> Iterator[tuple[int, int]]:
    """The unbroken runs of a set of minutes, as half-open intervals."""
    for begin in sorted(minute for minute in minutes if minute - 1 not in minutes):
        end = begin
        while end in minutes:
            end += 1
        yield begin, end


def best_plans(problem: Json, request: str | None = None) -> list[Json]:
    """A best plan of every day that has one, best first, equal costs with the earlier day first."""
    oracle = Oracle(problem, request)
    plans = [oracle.best(day) for day in problem["days"]]
    return sorted((p for p in plans if p is not None), key=lambda p: (p["cost"], p["day"]))


def best_days(problem: Json, request: str | None = None) -> list[tuple[int, str]]:
    """Cost and day of those plans."""
    return [(plan["cost"], plan["day"]) for plan in best_plans(problem, request)]
