"""Seeded random problems, small enough for the oracle, that mix every feature of the format."""

from copy import deepcopy
from datetime import date, timedelta
from random import Random
from typing import Any

Json = dict[str, Any]

GRIDS = (1, 5, 5, 5, 7, 15)


def random_problem(seed: int) -> Json:
    """The same problem for the same seed: one request to plan, others that are in its way."""
    problem = _Maker(Random(seed)).problem()
    rng = Random(f"{seed} bound")
    for request in problem["requests"]:
        if rng.random() < 0.4:
            bind(request, rng)
    return problem


def bind(request: Json, rng: Random) -> None:
    """Add what binds the visit as a whole: the same resource twice, one window, a longest stay."""
    places = [
        {"step": step["id"], "need": number}
        for step in request["steps"]
        for number in range(len(step.get("needs", [])))
    ]
    if len(places) > 1 and rng.random() < 0.6:
        request["same"] = [
            {"needs": deepcopy(rng.sample(places, min(len(places), rng.choice((2, 2, 2, 3)))))}
            for _ in range(rng.choice((1, 1, 1, 2)))
        ]
    if rng.random() < 0.4:
        request["one_window"] = rng.random() < 0.9
    if rng.random() < 0.4:
        minutes = sum(step["minutes"] for step in request["steps"])
        request["longest_stay"] = max(1, round(minutes * rng.uniform(0.9, 2.5)))


class _Maker:
    def __init__(self, rng: Random) -> None:
        self.rng = rng
        # Crowded: steps compete for a few practitioners, and short gaps weigh more. Long: more
        # days than the search looks at in one go.
        self.crowded = rng.random() < 0.3
        self.long = rng.random() < 0.04
        self.grid = rng.choice(GRIDS)
        # One unit is a usual stretch of time: times are multiples of it, but for some odd ones.
        self.unit = self.grid if self.grid > 1 else rng.choice((1, 2))
        self.length = self.unit * (rng.randint(6, 8) if self.long else rng.randint(8, 16))
        self.begin = self.first_minute()
        first = date(2026, 11, 20)
        count = rng.randint(15, 40) if self.long else rng.randint(1, 3)
        offsets = sorted(rng.sample(range(4 * count), count))
        self.days = [(first + timedelta(offset)).isoformat() for offset in offsets]
        self.resources: list[Json] = []

    def first_minute(self) -> int:
        latest = 1440 - self.length
        place = self.rng.random()
        if place < 0.1:
            return 0
        if place < 0.2:
            return latest
        return self.rng.randrange(0, latest, self.unit)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def odd(self) -> int:
        """Mostly 0, sometimes a few minutes off."""
        return self.rng.randint(-3, 3) if self.chance(0.15) else 0

    def minute(self) -> int:
        minute = self.begin + self.unit * self.rng.randint(0, self.length // self.unit) + self.odd()
        return min(max(minute, 0), 1440)

    def interval(self) -> list[int]:
        while True:
            start, end = sorted((self.minute(), self.minute()))
            if start < end:
                return [start, end]

    def intervals(self, least: int, most: int) -> list[list[int]]:
        return [self.interval() for _ in range(self.rng.randint(least, most))]

    def by_day(self, least: int, most: int, *, wide: float = 0.0) -> Json:
        found: Json = {}
        for day in self.days:
            if self.chance(0.05):
                continue
            whole = [[self.begin, min(self.begin + self.length, 1440)]]
            found[day] = whole if self.chance(wide) else self.intervals(least, most)
        if self.chance(0.1):
            found["2026-01-01"] = [[600, 660]]
        return found

    def length_of_step(self) -> int:
        return max(1, self.unit * self.rng.choice((1, 1, 2, 2, 3)) + self.odd())

    def resource(self, index: int) -> Json:
        kind = self.rng.choice(("practitioner", "practitioner", "room", "assistant"))
        if self.crowded:
            kind = "practitioner"
        item: Json = {"id": f"r{index}", "kind": kind, "free": self.by_day(2, 3, wide=0.75)}
        if self.chance(0.6):
            item["busy"] = self.by_day(0, 1)
        return item

    def alternative(self, name: str) -> Json:
        item: Json = {"resource": name}
        if self.chance(0.25):
            item["minutes"] = self.length_of_step()
        if self.chance(0.3):
            item["penalty"] = self.rng.choice((1, 3, 10, 40))
        if self.chance(0.1):
            item["windows"] = self.by_day(1, 2, wide=0.4)
        return item

    def holds(self) -> list[list[int | None]]:
        edges = sorted(self.rng.sample(range(6 * self.unit), 4))
        first: list[int | None] = [edges[0], edges[1]]
        second: list[int | None] = [edges[2], edges[3] if self.chance(0.5) else None]
        if self.chance(0.15):
            second[0] = edges[1]
        early: list[int | None] = [0, edges[1]]
        return self.rng.choice(([first], [second], [first, second], [early, second]))

    def need(self, least: int) -> Json:
        names = [item["id"] for item in self.resources]
        count = min(len(names), self.rng.choice((1, 1, 2, 2, 3)))
        if least == 0 and self.chance(0.02):
            count = 0
        item: Json = {"one_of": [self.alternative(name) for name in self.rng.sample(names, count)]}
        if self.chance(0.3):
            item["holds"] = self.holds()
        for side in ("before", "after"):
            if self.chance(0.25):
                item[side] = self.rng.choice((0, 1, self.unit, self.unit, 2 * self.unit))
        return item

    def step(self, index: int, *, least: int = 0) -> Json:
        item: Json = {"id": f"s{index}", "minutes": self.length_of_step()}
        count = self.rng.choice((0, 1, 1, 1, 1, 1, 2, 2, 3))
        if count or self.chance(0.5):
            item["needs"] = [self.need(least) for _ in range(count)]
        if self.chance(0.15):
            item["windows"] = self.by_day(1, 2, wide=0.5)
        return item

    def gap(self) -> int:
        return self.rng.choice((0, 0, 1, self.unit, 2 * self.unit, 3 * self.unit))

    def rules(self, count: int) -> list[Json]:
        found: list[Json] = []
        for _ in range(self.rng.choice((0, 1, 1, 2, 3)) if count > 1 else 0):
            if found and self.chance(0.25):
                first, then = found[-1]["first"], found[-1]["then"]
            else:
                ends = self.rng.sample(range(count), 2)
                if self.chance(0.9):
                    ends.sort()
                first, then = (f"s{end}" for end in ends)
            rule: Json = {"first": first, "then": then}
            if self.chance(0.5):
                rule["min_gap"] = self.gap()
            if self.chance(0.5):
                rule["max_gap"] = rule.get("min_gap", 0) + self.gap() + self.gap()
            found.append(rule)
        return found

    def request(self, name: str) -> Json:
        count = self.rng.choice((1, 2) if self.long else (1, 2, 2, 3, 3, 4))
        item: Json = {"id": name, "steps": [self.step(index) for index in range(count)]}
        if self.chance(0.7):
            item["patient"] = self.rng.choice(("p0", "p1"))
        needless = any(not step.get("needs") for step in item["steps"])
        if needless or self.grid == 1 or self.chance(0.4):
            item["windows"] = self.by_day(2, 3, wide=0.85)
        if self.chance(0.6):
            item["target"] = self.rng.choice(self.days)
        if self.chance(0.4):
            item["transfer_minutes"] = self.gap()
        rules = self.rules(count)
        if rules or self.chance(0.2):
            item["sequence"] = rules
        return item

    def bookings(self, request: Json) -> list[Json]:
        """Some of the request's steps booked anywhere, right or wrong."""
        found = []
        for step in request["steps"]:
            needs = step.get("needs", [])
            starts = range(self.begin + -self.begin % self.grid, 1440, self.grid)
            if self.chance(0.6) or not starts or not all(need["one_of"] for need in needs):
                continue
            found.append(
                {
                    "request": request["id"],
                    "step": step["id"],
                    "day": self.rng.choice(self.days),
                    "start": self.rng.choice(starts[: self.length // self.grid + 1]),
                    "resources": [self.rng.choice(need["one_of"])["resource"] for need in needs],
                }
            )
        return found

    def weights(self) -> Json:
        values: dict[str, tuple[int, ...]] = {
            "day_later": (0, 1, 20, 30),
            "day_earlier": (0, 7, 20),
            "span": (0, 1, 1, 3),
            "short_gap": (0, 1, 5, 5, 25),
            "short_gap_minutes": (0, 1, self.unit + 1, 2 * self.unit, 3 * self.unit),
        }
        if self.crowded:
            values["short_gap"] = (5, 10, 40)
            values["short_gap_minutes"] = (2 * self.unit, 3 * self.unit, 5 * self.unit)
        return {key: self.rng.choice(some) for key, some in values.items() if self.chance(0.5)}

    def problem(self) -> Json:
        self.resources = [
            self.resource(index)
            for index in range(self.rng.randint(1, 3) if self.crowded else self.rng.randint(2, 6))
        ]
        requests = [self.request("visit")]
        requests += [self.request(f"other{index}") for index in range(self.rng.randint(0, 3))]
        booked = [item for request in requests for item in self.bookings(request)]
        problem: Json = {
            "format": "clinicdesk-problem/1",
            "grid_minutes": self.grid,
            "days": self.days,
            "resources": self.resources,
            "requests": requests,
        }
        if booked or self.chance(0.3):
            problem["booked"] = booked
        if self.chance(0.7):
            problem["weights"] = self.weights()
        return problem
