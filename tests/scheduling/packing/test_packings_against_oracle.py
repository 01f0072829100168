"""`check` of packings against the oracle, which sees every other plan as booked."""

import json
from datetime import date
from random import Random

from clinicdesk.scheduling import find_plans
from clinicdesk.scheduling.program.answer_checking import check_answer
from clinicdesk.scheduling.program.answers import read_answer
from tests.scheduling.engine_values import Scaled, json_of, problem_of
from tests.scheduling.oracle import Json, Oracle
from tests.scheduling.problems import random_problem

WEIGHTS = {"unplaced": 1000, "makespan": 2, "moved": 30}


def test_check_judges_packings_as_the_oracle_does(scaled: Scaled) -> None:
    sound = broken = stayed = 0
    for seed in range(9_000_000, 9_000_000 + scaled(120, 20_000)):
        source = random_problem(seed)
        source["weights"] = source.get("weights", {}) | WEIGHTS | {"short_gap": 0}
        plans = some_plans(source, Random(seed))
        unplaced = [r["id"] for r in source["requests"] if r["id"] not in plans]
        answer = {"plans": list(plans.values()), "unplaced": unplaced, "cost": 0}
        answer["cost"] = packing_cost(source, plans)
        problem = problem_of(source)
        found, cost = check_answer(problem, read_answer(json.dumps(answer).encode(), problem))
        left_out = [item.params["request"] for item in found if item.rule == "left-out"]
        assert left_out == [name for name in unplaced if could_stay(source, name)], seed
        lawful = all(stands(source, plans, name) for name in plans)
        assert (len(found) == len(left_out)) is lawful, (seed, found)
        assert cost == answer["cost"], seed
        sound += lawful
        broken += not lawful
        stayed += bool(left_out)
    assert min(sound, broken, stayed) > 0


def some_plans(source: Json, rng: Random) -> dict[str, Json]:
    """A plan for some of the requests, now and then found beside those before it."""
    plans: dict[str, Json] = {}
    for request in source["requests"]:
        beside = source | {"booked": booked(plans) if rng.random() < 0.2 else []}
        found = find_plans(problem_of(beside), request["id"], top=3).plans
        if found and rng.random() < 0.8:
            plans[request["id"]] = json_of(rng.choice(found))
    return plans


def booked(plans: dict[str, Json], *, besides: str = "") -> list[Json]:
    return [
        {
            "request": name,
            "step": step["step"],
            "day": plan["day"],
            "start": step["start"],
            "resources": step["resources"],
        }
        for name, plan in plans.items()
        if name != besides
        for step in plan["steps"]
    ]


def stands(source: Json, plans: dict[str, Json], name: str) -> bool:
    """Whether the plan is lawful beside all the others."""
    beside = source | {"booked": booked(plans, besides=name)}
    return Oracle(beside, name).judge(plans[name]) is not None


def could_stay(source: Json, name: str) -> bool:
    """Whether all steps are booked, on one day, lawfully beside everything that is booked."""
    request = next(item for item in source["requests"] if item["id"] == name)
    mine = {item["step"]: item for item in source.get("booked", []) if item["request"] == name}
    if len(mine) < len(request["steps"]) or len({item["day"] for item in mine.values()}) > 1:
        return False
    oracle = Oracle(source, name)
    day = next(iter(mine.values()))["day"]
    steps = [mine[step["id"]] | {"end": 0} for step in request["steps"]]
    for step, placed in zip(request["steps"], steps, strict=True):
        placed["end"] = placed["start"] + minutes(step, placed["resources"])
    return oracle.judge({"day": day, "steps": steps}) is not None


def minutes(step: Json, resources: list[str]) -> int:
    stated = [
        item["minutes"]
        for need, name in zip(step.get("needs", []), resources, strict=True)
        for item in need["one_of"]
        if item["resource"] == name and "minutes" in item
    ]
    return max(stated, default=int(step["minutes"]))


def packing_cost(source: Json, plans: dict[str, Json]) -> int:
    weights = source["weights"]
    cost = weights["unplaced"] * (len(source["requests"]) - len(plans))
    cost += sum(plan["cost"] for plan in plans.values())
    first = date.fromisoformat(source["days"][0])
    latest = 0
    for plan in plans.values():
        midnight = 1440 * (date.fromisoformat(plan["day"]) - first).days
        latest = max([latest, *(midnight + step["end"] for step in plan["steps"])])
    stays = booked(plans)
    moved = sum(item not in stays for item in source.get("booked", []))
    return int(cost + weights["makespan"] * latest + weights["moved"] * moved)
