"""Between the JSON of the tests and the engine's values."""

import json
from collections.abc import Callable
from datetime import date

from clinicdesk.scheduling.core.problem import PlacedStep, Plan, Problem
from clinicdesk.scheduling.program.problem_reading import read_problem
from tests.scheduling.examples import Json

Scaled = Callable[[int, int], int]
"""The `scaled` fixture: how much a dear test tries, small or full."""


def problem_of(source: Json) -> Problem:
    return read_problem(json.dumps(source).encode())


def plan_of(source: Json) -> Plan:
    steps = tuple(
        PlacedStep(s["step"], s["start"], s["end"], tuple(s["resources"])) for s in source["steps"]
    )
    day = date.fromisoformat(source["day"])
    return Plan(source["request"], day, source["cost"], steps)


def json_of(plan: Plan) -> Json:
    steps = [
        {"step": s.step, "start": s.start, "end": s.end, "resources": list(s.resources)}
        for s in plan.steps
    ]
    day = plan.day.isoformat()
    return {"request": plan.request, "day": day, "cost": plan.cost, "steps": steps}
