"""A problem file (`clinicdesk-problem/1`, JSON) as a Problem, or refused with all its faults.

The format is described in docs/problem-format.md.
"""

from collections.abc import Mapping
from dataclasses import fields

from clinicdesk.scheduling.core.problem import Problem, Request, Resource, Weights
from clinicdesk.scheduling.program.booked_reading import BookedReading
from clinicdesk.scheduling.program.days_reading import ListedDays
from clinicdesk.scheduling.program.fields import (
    MalformedProblem,
    Node,
    parse_json,
    quoted,
    shown,
)
from clinicdesk.scheduling.program.request_reading import RequestReading, unique_id

FORMAT = "clinicdesk-problem/1"


def read_problem(content: bytes, name: str = "problem") -> Problem:
    """The problem in a UTF-8 JSON file; `name` names the file where no place inside it can.

    Raises MalformedProblem with every fault that was found. Keys that the format does not know,
    and free, busy and window times of days that are not listed, are not looked at.
    """
    root = Node(parse_json(content, name), "", [])
    if not isinstance(root.value, dict):
        raise MalformedProblem([f"{name}: must be an object, not {shown(root.value)}"])
    problem = _read_root(root)
    if root.faults:
        raise MalformedProblem(root.faults)
    return problem


def _read_root(root: Node) -> Problem:
    stated = root.required("format")
    if not stated.missing and stated.value != FORMAT:
        stated.refuse(f"must be {quoted(FORMAT)}, not {shown(stated.value)}")
    grid = root.required("grid_minutes").whole(least=1)
    days = ListedDays(root.required("days"))
    ids: set[str] = set()
    resources = _read_resources(root.required("resources"), days, ids)
    placed = RequestReading(days, ids).requests(root.required("requests"))
    by_id: dict[str, tuple[str, Request]] = {}
    for place, request in placed:
        by_id.setdefault(request.id, (place, request))
    booked = BookedReading(grid, days, ids, by_id).booked(root.given("booked"))
    weights = _read_weights(root.given("weights"))
    requests = tuple(request for _, request in placed)
    return Problem(grid, days.days, resources, requests, booked, weights)


def _read_resources(node: Node, days: ListedDays, ids: set[str]) -> tuple[Resource, ...]:
    """Every resource; their ids are added to `ids`."""
    resources = []
    for item in node.objects():
        name = unique_id(item, ids)
        kind = item.required("kind").text()
        free = days.times(item.required("free"))
        busy = item.optional("busy")
        resources.append(Resource(name, kind, free, days.times(busy) if busy else {}))
    return tuple(resources)


def _read_weights(node: Node | None) -> Weights:
    if node is None or not node.is_object() or not isinstance(node.value, Mapping):
        return Weights()
    names = [item.name for item in fields(Weights)]
    for key in node.value:
        if key not in names:
            node.refuse(f"unknown weight {quoted(key)}")
    stated = {name: node.given(name) for name in names}
    return Weights(**{name: value.whole() for name, value in stated.items() if value})
