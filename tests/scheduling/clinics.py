"""Seeded random problems the size of a clinic: too large for brute force, fine for CP-SAT."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

Json = dict[str, Any]

OPENS, CLOSES = 480, 1020


def clinic_problem(seed: int, *, days: int = 3, steps: int = 5) -> Json:
    """Five steps over three full days, half of them with crowded calendars.

    With an even seed no practitioner qualifies for two steps, and short gaps cost; with an odd one
    the steps compete for the same practitioners, and they do not.
    """
    rng = Random(seed)
    dates = [(date(2026, 11, 23) + timedelta(day)).isoformat() for day in range(days)]
    shared = seed % 2 == 1
    doctors = 6 if shared else 3 * steps
    resources = [_resource(rng, f"dr-{n}", "practitioner", dates) for n in range(doctors)]
    resources += [_resource(rng, f"room-{n}", "room", dates) for n in range(3)]
    resources += [_resource(rng, f"assistant-{n}", "assistant", dates) for n in range(2)]
    parts = []
    for index in range(steps):
        own = range(doctors) if shared else range(3 * index, 3 * index + 3)
        parts.append(_step(rng, index, [f"dr-{n}" for n in rng.sample(list(own), 3)]))
    order = rng.sample(range(steps), steps)
    rules = [
        {
            "first": f"s{one}",
            "then": f"s{two}",
            **({"min_gap": rng.choice((0, 10, 20))} if rng.random() < 0.5 else {}),
            **({"max_gap": rng.choice((30, 60, 120))} if rng.random() < 0.4 else {}),
        }
        for one, two in pairwise(order)
        if rng.random() < 0.5
    ]
    request = {
        "id": "visit",
        "patient": "p",
        "target": rng.choice(dates),
        "transfer_minutes": rng.choice((0, 5, 10)),
        "steps": parts,
        "sequence": rules,
    }
    weights = {"day_later": rng.choice((5, 20)), "span": 1, "short_gap": 0 if shared else 7}
    return {
        "format": "clinicdesk-problem/1",
        "grid_minutes": 5,
        "days": dates,
        "resources": resources,
        "requests": [request],
        "weights": weights,
    }


def _resource(rng: Random, name: str, kind: str, days: list[str]) -> Json:
    free: Json = {}
    busy: Json = {}
    for day in days:
        lunch = rng.randrange(690, 750, 5)
        free[day] = [[OPENS, lunch], [lunch + rng.choice((30, 45, 60)), CLOSES]]
        busy[day] = []
        time = OPENS
        while kind == "practitioner" and time < CLOSES - 60:
            time += rng.choice((0, 10, 25, 40, 70))
            end = time + rng.choice((20, 30, 45, 60))
            busy[day].append([time, end])
            time = end
    return {"id": name, "kind": kind, "free": free, "busy": busy}


def _step(rng: Random, index: int, doctors: list[str]) -> Json:
    one_of: list[Json] = [{"resource": name} for name in doctors]
    if rng.random() < 0.5:
        one_of[1]["minutes"] = rng.choice((20, 30, 45))
    if rng.random() < 0.5:
        one_of[2]["penalty"] = rng.choice((5, 15))
    needs: list[Json] = [{"one_of": one_of, "after": rng.choice((0, 0, 5))}]
    if rng.random() < 0.6:
        rooms = [{"resource": f"room-{n}"} for n in range(3)]
        needs.append({"one_of": rooms, "after": rng.choice((0, 5, 10))})
    if rng.random() < 0.4:
        assistants = [{"resource": f"assistant-{n}"} for n in range(2)]
        needs.append({"one_of": assistants, "holds": [[0, 10], [20, None]]})
    return {"id": f"s{index}", "minutes": rng.choice((15, 20, 30, 40)), "needs": needs}
