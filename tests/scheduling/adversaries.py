"""Questions that are hard for the search: seeds of a generator, the worst that were found.

    python -m tests.scheduling.adversaries [--hunt COUNT] [--seed 1] [--limit 10]

Prints the milliseconds of each question in `WORST` and of each single day in `WORST_DAYS`, or, with
`--hunt`, the slowest of so many random ones. Each question gets at most `--limit` seconds.

Clinics are large and what is asked is nasty: chains of gaps that hardly any day allows, buffers
longer than the largest gap beside them, a room or a pair of practitioners for all steps, loose
calendars with a price on everything, short pieces everywhere, fine grids, whole years.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from clinicdesk.scheduling import find_plans
from clinicdesk.scheduling.core.problem import AnswerStatus, Problem
from tests.scheduling.against_cp_sat import after
from tests.scheduling.engine_values import problem_of

Json = dict[str, Any]

OPENS, CLOSES = 480, 1080


@dataclass(frozen=True)
class Clinic:
    """How large it is, and how full. `pieces`: how long its appointments are."""

    days: int = 90
    practitioners: int = 40
    rooms: int = 25
    load: float = 0.45
    pieces: tuple[int, ...] = (15, 30, 30, 45, 60)
    grid: int = 5


CLINICS = (
    Clinic(),
    Clinic(load=0.08),
    Clinic(load=0.75),
    Clinic(load=0.5, pieces=(10, 15, 20)),
    Clinic(days=365, practitioners=120, load=0.1),
    Clinic(days=30, grid=1),
    Clinic(days=60, grid=15, load=0.2),
)


def adversary(seed: int) -> Json:
    """The same problem for the same seed."""
    rng = Random(seed)
    clinic = rng.choice(CLINICS)
    return _Maker(rng, clinic).problem()


def one_day(seed: int) -> Json:
    """The same on one of its days only."""
    source = adversary(seed)
    source["days"] = [source["days"][seed % len(source["days"])]]
    source["requests"][0]["target"] = source["days"][0]
    return source


class _Maker:
    def __init__(self, rng: Random, clinic: Clinic) -> None:
        self.rng, self.clinic = rng, clinic
        self.days = _working_days(clinic.days)
        self.steps = rng.randint(5, 8)
        # A small pool makes steps compete for the same few practitioners and rooms.
        self.pool = rng.choice((2, 3, 5, 8))
        self.few = rng.random() < 0.5
        self.one_room = rng.random() < 0.4
        self.buffers = rng.choice(((0,), (0, 5, 10), (15, 30), (45, 60)))
        self.priced = rng.random() < 0.6
        self.joint = rng.choice((0.0, 0.1, 0.5))
        self.gaps = rng.choice(("none", "tight", "exact", "some", "long"))

    def problem(self) -> Json:
        rng = self.rng
        resources = [self.resource(f"dr-{n}", True) for n in range(self.clinic.practitioners)]
        resources += [self.resource(f"room-{n}", False) for n in range(self.clinic.rooms)]
        request = {
            "id": "visit",
            "target": self.days[rng.randrange(len(self.days))],
            "transfer_minutes": rng.choice((0, 5, 10)),
            "steps": [self.step(number) for number in range(self.steps)],
            "sequence": self.rules(),
        }
        return {
            "format": "clinicdesk-problem/1",
            "grid_minutes": self.clinic.grid,
            "days": self.days,
            "resources": resources,
            "requests": [request],
            "weights": {
                "day_later": rng.choice((0, 1, 20)),
                "span": rng.choice((0, 1, 1, 3)),
                "short_gap": rng.choice((0, 5, 40)),
                "short_gap_minutes": rng.choice((15, 30)),
            },
        }

    def resource(self, name: str, practitioner: bool) -> Json:
        rng = self.rng
        free: Json = {}
        busy: Json = {}
        load = self.clinic.load if practitioner else 0.5 * self.clinic.load
        for day in self.days:
            if practitioner and rng.random() < 0.1:
                continue
            free[day] = [[OPENS, 720], [765, CLOSES]] if practitioner else [[OPENS - 30, CLOSES]]
            busy[day] = self.appointments(load)
        kind = "practitioner" if practitioner else "room"
        return {"id": name, "kind": kind, "free": free, "busy": busy}

    def appointments(self, load: float) -> list[list[int]]:
        found = []
        minute = OPENS
        while minute < CLOSES:
            length = self.rng.choice(self.clinic.pieces)
            if self.rng.random() < load:
                found.append([minute, minute + length])
            minute += length + self.rng.choice((0, 0, 0, 5, 10))
        return found

    def step(self, number: int) -> Json:
        needs = [self.doctors(number)]
        if self.rng.random() < self.joint:
            needs.append(self.doctors(number + 1))
        if self.one_room or self.rng.random() < 0.7:
            rooms = 1 if self.one_room else self.rng.randint(2, 5)
            names = [f"room-{each}" for each in range(rooms)]
            needs.append(
                {
                    "one_of": [{"resource": name} for name in names],
                    "after": self.rng.choice(self.buffers),
                }
            )
        return {"id": f"s{number}", "minutes": self.rng.choice((10, 20, 30)), "needs": needs}

    def doctors(self, number: int) -> Json:
        first = 0 if self.few else self.pool * number
        one_of: list[Json] = []
        for each in range(first, first + self.pool):
            item: Json = {"resource": f"dr-{each % self.clinic.practitioners}"}
            if self.priced:
                item["penalty"] = self.rng.choice((0, 7, 13, 29, 100))
            if self.rng.random() < 0.3:
                item["minutes"] = self.rng.choice((15, 25, 40))
            one_of.append(item)
        return {"one_of": one_of, "before": self.rng.choice((0, self.rng.choice(self.buffers)))}

    def rules(self) -> list[Json]:
        order = self.rng.sample(range(self.steps), self.steps)
        rules = []
        for first, then in pairwise(order):
            least = self.rng.choice((0, 5, 10, 20))
            most = {
                "tight": least + 5,
                "exact": least,
                "some": least + 30,
                "long": least + 120,
            }.get(self.gaps)
            if most is not None and self.rng.random() < 0.8:
                ends = {"first": f"s{first}", "then": f"s{then}"}
                rules.append(ends | {"min_gap": least, "max_gap": most})
        return rules


def _working_days(count: int) -> list[str]:
    first = date(2026, 11, 23)
    days = (first + timedelta(offset) for offset in range(2 * count + 7))
    return [day.isoformat() for day in days if day.weekday() < 5][:count]


def milliseconds(problem: Problem, limit: float) -> tuple[float, AnswerStatus, int]:
    """How long the question takes once the calendars are held, and how many days it finds."""
    find_plans(problem, top=1, stop=after(limit))
    answers = [find_plans(problem, stop=after(limit))]
    if answers[0].seconds < 0.5:
        answers += [find_plans(problem, stop=after(limit)) for _ in range(2)]
    answer = min(answers, key=lambda one: one.seconds)
    return 1000 * answer.seconds, answer.status, len(answer.plans)


WORST: Sequence[int] = (1, 2, 4, 8, 10, 15, 16, 17, 18, 20)
"""Seeds of the slowest over all their days."""

WORST_DAYS: Sequence[int] = (1, 10, 17, 18, 28, 38, 24, 0, 16, 8)
"""Seeds of the slowest on a single day; CP-SAT needs 1 to 15 s for each of them."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--hunt", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=10)
    wanted = parser.parse_args()
    sources = [(seed, adversary) for seed in WORST] + [(seed, one_day) for seed in WORST_DAYS]
    if wanted.hunt:
        sources = [(wanted.seed + number, adversary) for number in range(wanted.hunt)]
    rows = []
    for seed, maker in sources:
        source = maker(seed)
        row = (*milliseconds(problem_of(source), wanted.limit), seed, len(source["days"]))
        rows.append(row)
        if not wanted.hunt or row[0] > 50:
            print_row(row)
    if wanted.hunt:
        print("slowest:")
        for row in sorted(rows, reverse=True)[:20]:
            print_row(row)


def print_row(row: tuple[float, AnswerStatus, int, int, int]) -> None:
    took, status, found, seed, days = row
    print(f"seed {seed:6}: {took:9.1f} ms, {status}, {found} plans, {days} days", flush=True)


if __name__ == "__main__":
    main()
