"""Seeded random visits of two to eight steps on full clinic days: work for the search and CP-SAT.

The kinds of difficulty are mixed: joint steps, tight gaps, large buffers, the same practitioner or
room in several steps, crowded calendars, booked visits of others, coarse and fine grids.
"""

from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

Json = dict[str, Any]

OPENS, CLOSES = 480, 1080
GRIDS = (5, 5, 5, 5, 5, 5, 5, 1, 10, 15)


def combined_visit(seed: int) -> Json:
    """The same problem for the same seed."""
    return _Maker(Random(seed)).problem()


class _Maker:
    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.steps = rng.randint(2, 8)
        self.grid = rng.choice(GRIDS if self.steps < 6 else GRIDS[:-3] + GRIDS[-2:])
        self.days = self.some_days()
        self.specialties = rng.randint(2, 6)
        self.load = rng.choice((0.1, 0.3, 0.3, 0.5))
        self.odd = rng.random() < 0.15
        self.resources: list[Json] = []
        self.able: dict[str, list[str]] = {}

    def some_days(self) -> list[str]:
        rng = self.rng
        count = rng.choice((1, 1, 2, 3, 14)) if self.steps < 5 else rng.choice((1, 1, 2, 3))
        offsets = sorted(rng.sample(range(2 * count), count))
        return [(date(2026, 11, 23) + timedelta(offset)).isoformat() for offset in offsets]

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def minutes(self, *usual: int) -> int:
        """One of these, in some problems a few minutes off."""
        minutes = self.rng.choice(usual)
        return max(1, minutes + self.rng.randint(-4, 4)) if self.odd else minutes

    def problem(self) -> Json:
        self.add_resources()
        requests = [self.request("visit", self.steps, "p0")]
        requests += [
            self.request(f"other-{n}", self.rng.randint(1, 3), self.rng.choice(("p0", "p1")))
            for n in range(self.rng.choice((0, 0, 1, 2, 4)))
        ]
        booked = [item for request in requests[1:] for item in self.bookings(request)]
        return {
            "format": "clinicdesk-problem/1",
            "grid_minutes": self.grid,
            "days": self.days,
            "resources": self.resources,
            "requests": requests,
            "booked": booked,
            "weights": self.weights(),
        }

    def weights(self) -> Json:
        return {
            "day_later": self.rng.choice((0, 5, 20)),
            "day_earlier": self.rng.choice((0, 20, 30)),
            "span": self.rng.choice((0, 1, 1, 1, 1, 2)),
            "short_gap": self.rng.choice((0, 0, 5, 20)),
            "short_gap_minutes": self.rng.choice((10, 15, 20, 30)),
        }

    def add_resources(self) -> None:
        for specialty in range(self.specialties):
            for number in range(self.rng.choice((1, 2, 2, 3, 4))):
                self.add_resource(f"dr-{specialty}-{number}", "practitioner", f"dr-{specialty}")
        for number in range(self.rng.randint(1, 5)):
            self.add_resource(f"room-{number}", "room", "room")
        for number in range(self.rng.randint(1, 3)):
            self.add_resource(f"assistant-{number}", "assistant", "assistant")

    def add_resource(self, name: str, kind: str, pool: str) -> None:
        self.able.setdefault(pool, []).append(name)
        free: Json = {}
        busy: Json = {}
        load = self.load if kind == "practitioner" else 0.4 * self.load
        for day in self.days:
            if kind == "practitioner" and self.chance(0.05):
                continue
            begin, end = OPENS + self.minutes(0, 0, 30, 60), CLOSES - self.minutes(0, 0, 30, 60)
            lunch = self.rng.randrange(690, 760, 5)
            whole = kind == "room"
            free[day] = [[begin, end]] if whole else [[begin, lunch], [lunch + 45, end]]
            busy[day] = self.appointments(begin, end, load)
        self.resources.append({"id": name, "kind": kind, "free": free, "busy": busy})

    def appointments(self, begin: int, end: int, load: float) -> list[list[int]]:
        found = []
        minute = begin
        while minute < end:
            length = self.minutes(15, 30, 30, 45, 60)
            if self.chance(load):
                found.append([minute, min(minute + length, end)])
            minute += length + self.rng.choice((0, 0, 0, 5, 10, 20))
        return found

    def windows(self) -> Json:
        """Half days and whole ones, now and then a day with none."""
        halves = ([[OPENS, 780]], [[720, CLOSES]], [[540, 700], [760, 1000]], [[OPENS, CLOSES]])
        return {day: self.rng.choice(halves) for day in self.days if not self.chance(0.05)}

    def request(self, name: str, steps: int, patient: str) -> Json:
        request: Json = {
            "id": name,
            "patient": patient,
            "target": self.rng.choice(self.days),
            "transfer_minutes": self.rng.choice((0, 0, 5, 10)),
            "steps": [self.step(number) for number in range(steps)],
            "sequence": self.rules(steps),
        }
        if self.chance(0.25):
            request["windows"] = self.windows()
        return request

    def step(self, number: int) -> Json:
        pool = f"dr-{self.rng.randrange(self.specialties)}"
        needs = [self.need(pool)]
        if self.chance(0.25):
            for other in self.rng.sample(range(self.specialties), self.rng.choice((1, 1, 2))):
                needs.append(self.need(f"dr-{other}"))
        if self.chance(0.6):
            needs.append(self.need("room"))
        if self.chance(0.25):
            needs.append(self.need("assistant", holds=self.holds()))
        step: Json = {"id": f"s{number}", "minutes": self.minutes(10, 15, 20, 20, 30, 45)}
        if self.chance(0.08):
            step["windows"] = self.windows()
        return step | {"needs": needs if self.chance(0.97) else []}

    def need(self, pool: str, **more: Any) -> Json:
        able = self.able[pool]
        names = self.rng.sample(able, self.rng.randint((len(able) + 1) // 2, len(able)))
        plain = pool == "room" or self.chance(0.4)
        item = {"one_of": [self.alternative(name, plain=plain) for name in names]} | more
        for side in ("before", "after"):
            if self.chance(0.25):
                item[side] = self.minutes(5, 5, 10, 15, 45) if self.chance(0.8) else 60
        return item

    def alternative(self, name: str, *, plain: bool) -> Json:
        item: Json = {"resource": name}
        if not plain and self.chance(0.4):
            item["minutes"] = self.minutes(10, 15, 25, 30, 40)
        if not plain and self.chance(0.5):
            item["penalty"] = self.rng.choice((5, 10, 15, 60))
        if not plain and self.chance(0.1):
            item["windows"] = self.windows()
        return item

    def holds(self) -> list[list[int | None]]:
        parts: tuple[list[list[int | None]], ...] = (
            [[0, 5]],
            [[0, 10], [15, None]],
            [[5, 10], [10, 15], [25, 40]],
            [[10, None]],
        )
        return self.rng.choice(parts)

    def rules(self, steps: int) -> list[Json]:
        """Between steps of one hidden order, so that they rarely contradict each other."""
        order = self.rng.sample(range(steps), steps)
        share = self.rng.choice((0.1, 0.4, 0.8))
        pairs = [pair for pair in pairwise(order) if self.chance(share)]
        if steps > 2 and self.chance(0.5):
            first, then = sorted(self.rng.sample(range(steps), 2))
            pairs.append((order[first], order[then]))
        return [self.rule(f"s{first}", f"s{then}") for first, then in pairs]

    def rule(self, first: str, then: str) -> Json:
        rule: Json = {"first": first, "then": then}
        if self.chance(0.4):
            rule["min_gap"] = self.minutes(0, 5, 10, 30, 60)
        if self.chance(0.6):
            rule["max_gap"] = rule.get("min_gap", 10) + self.minutes(1, 5, 10, 30, 60, 120)
        return rule

    def bookings(self, request: Json) -> list[Json]:
        """Some of its steps booked anywhere, right or wrong."""
        return [
            {
                "request": request["id"],
                "step": step["id"],
                "day": self.rng.choice(self.days),
                "start": self.rng.randrange(OPENS // self.grid, CLOSES // self.grid) * self.grid,
                "resources": [
                    self.rng.choice(need["one_of"])["resource"] for need in step["needs"]
                ],
            }
            for step in request["steps"]
            if self.chance(0.7)
        ]
