"""Answers as JSON: what a search found is written, and an answer file is read for `check`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date

from clinicdesk.scheduling.core.disturbance import Disturbance
from clinicdesk.scheduling.core.problem import Answer, Packing, PlacedStep, Plan, Problem
from clinicdesk.scheduling.packing.front import Front, Way
from clinicdesk.scheduling.program.fields import (
    MalformedProblem,
    Node,
    as_day,
    parse_json,
    quoted,
    shown,
)
from clinicdesk.scheduling.program.reason_sentences import reason_sentence
from clinicdesk.scheduling.program.relaxation_sentences import relaxation_sentence
from clinicdesk.scheduling.search.extremes import Extremes
from clinicdesk.scheduling.why_not.relaxation import Relaxation


@dataclass(frozen=True)
class StatedPlan:
    """A plan of an answer file, right or wrong.

    `days` has an entry for each step: the day of the plan, unless the step states another.
    """

    plan: Plan
    days: tuple[date, ...]


@dataclass(frozen=True)
class StatedAnswer:
    """An answer file. `unplaced` is None in an answer of `plan`, `cost` where none is stated."""

    plans: tuple[StatedPlan, ...]
    unplaced: tuple[str, ...] | None = None
    cost: int | None = None
    disturbance: Disturbance | None = None
    """What a way of a front says of itself."""


@dataclass(frozen=True)
class StatedFront:
    """An answer file of `pack --front`."""

    answers: tuple[StatedAnswer, ...]
    furthest: int


def answer_as_json(answer: Answer) -> dict[str, object]:
    """The answer of `plan` in the format; reasons are sentences."""
    return {
        "status": answer.status.value,
        "seconds": round(answer.seconds, 6),
        "plans": [plan_as_json(plan) for plan in answer.plans],
        "reasons": reasons_as_json(answer),
    }


def reasons_as_json(answer: Answer) -> list[str]:
    """A sentence for each reason."""
    return [reason_sentence(reason) for reason in answer.reasons]


def relaxation_as_json(relaxation: Relaxation) -> dict[str, object]:
    """What would open a plan: kind, params (`why_not/limits.py` lists them), sentence and plans."""
    return {
        "kind": relaxation.kind,
        "params": _plain(relaxation.params),
        "sentence": relaxation_sentence(relaxation),
        "plans": [plan_as_json(plan) for plan in relaxation.plans],
    }


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def extremes_as_json(extremes: Extremes) -> dict[str, object]:
    """The soonest, shortest and preferred plan, null where there is none."""
    plans = {
        "soonest": extremes.soonest,
        "shortest": extremes.shortest,
        "preferred": extremes.preferred,
    }
    return {name: plan and plan_as_json(plan) for name, plan in plans.items()}


def packing_as_json(packing: Packing) -> dict[str, object]:
    """The answer of `pack` in the format."""
    return {
        "status": packing.status.value,
        "seconds": round(packing.seconds, 6),
        "plans": [plan_as_json(plan) for plan in packing.plans],
        "unplaced": list(packing.unplaced),
        "cost": packing.cost,
        "bound": packing.bound,
        "reasons": [],
    }


def front_as_json(front: Front) -> dict[str, object]:
    """The answer of `pack --front` in the format."""
    return {
        "status": front.status.value,
        "seconds": round(front.seconds, 6),
        "furthest": front.furthest,
        "answers": [_way_as_json(way) for way in front.ways],
    }


def _way_as_json(way: Way) -> dict[str, object]:
    packing = packing_as_json(way.packing)
    kept = ("plans", "unplaced", "cost", "bound")
    return asdict(way.disturbance) | {key: packing[key] for key in kept}


def plan_as_json(plan: Plan) -> dict[str, object]:
    """One plan in the format."""
    steps = [
        {"step": s.step, "start": s.start, "end": s.end, "resources": list(s.resources)}
        for s in plan.steps
    ]
    day = plan.day.isoformat()
    return {"request": plan.request, "day": day, "cost": plan.cost, "steps": steps}


def read_answer(
    content: bytes, problem: Problem, name: str = "answer"
) -> StatedAnswer | StatedFront:
    """The plans of a UTF-8 JSON answer to `problem`; of several ones if it is a front.

    Only what cannot be understood is refused: finding out that a plan is wrong is left to the
    rules. Raises MalformedProblem with every fault; `name` names the file where no place inside it
    can.
    """
    root = Node(parse_json(content, name), "", [])
    if not isinstance(root.value, dict):
        raise MalformedProblem([f"{name}: must be an object, not {shown(root.value)}"])
    requests = {request.id for request in problem.requests}
    answers = root.given("answers")
    stated = _read_front(root, answers, requests) if answers else _read_stated(root, requests)
    if root.faults:
        raise MalformedProblem(root.faults)
    return stated


def _read_front(root: Node, answers: Node, requests: set[str]) -> StatedFront:
    furthest = root.required("furthest").whole()
    ways = []
    for item in answers.objects():
        item.required("unplaced")
        figures = (item.required(each.name).whole() for each in fields(Disturbance))
        ways.append(replace(_read_stated(item, requests), disturbance=Disturbance(*figures)))
    if answers.value == []:
        answers.refuse("must not be empty")
    return StatedFront(tuple(ways), furthest)


def _read_stated(node: Node, requests: set[str]) -> StatedAnswer:
    plans = tuple(_read_plan(item, requests) for item in node.required("plans").objects())
    unplaced = node.optional("unplaced")
    names = _read_unplaced(unplaced, requests) if unplaced else None
    cost = node.optional("cost") if unplaced else None
    return StatedAnswer(plans, names, cost.whole(least=None) if cost else None)


def _read_plan(node: Node, requests: set[str]) -> StatedPlan:
    name = _read_request(node.required("request"), requests)
    day = _read_day(node.required("day"))
    cost = node.required("cost").whole(least=None)
    steps = []
    days = []
    for item in node.required("steps").objects():
        resources = item.given("resources")
        own_day = item.optional("day")
        days.append(_read_day(own_day) if own_day else day)
        steps.append(
            PlacedStep(
                item.required("step").text(),
                item.required("start").whole(least=None),
                item.required("end").whole(least=None),
                tuple(name.text() for name in resources.items()) if resources else (),
            )
        )
    return StatedPlan(Plan(name, day, cost, tuple(steps)), tuple(days))


def _read_request(node: Node, requests: set[str]) -> str:
    name = node.text()
    if isinstance(node.value, str) and name not in requests:
        node.refuse(f"unknown request {quoted(name)}")
    return name


def _read_day(node: Node) -> date:
    text = node.text()
    day = as_day(text)
    if day is None and isinstance(node.value, str):
        node.refuse(f'must be a day such as "2026-11-23", not {quoted(text)}')
    return day or date.min


def _read_unplaced(node: Node, requests: set[str]) -> tuple[str, ...]:
    names: list[str] = []
    for item in node.items():
        name = _read_request(item, requests)
        if name in names:
            item.refuse(f"request {quoted(name)} stands twice")
        names.append(name)
    return tuple(names)
