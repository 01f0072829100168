"""A problem file (`clinicdesk-problem/1`, JSON) as a Problem, or refused with all its faults."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date

from clinicdesk.scheduling.core.holds import WHOLE_STEP, Hold
from clinicdesk.scheduling.core.intervals import Interval
from clinicdesk.scheduling.core.problem import (
    MIDNIGHT,
    Alternative,
    BookedStep,
    Need,
    Problem,
    Request,
    Resource,
    SequenceRule,
    Step,
    Weights,
    Windows,
)
from clinicdesk.scheduling.program.fields import (
    MalformedProblem,
    Node,
    as_day,
    parse_json,
    quoted,
    shown,
)

FORMAT = "clinicdesk-problem/1"


def read_problem(content: bytes, name: str = "problem") -> Problem:
    """The problem in a UTF-8 JSON file; `name` names the file where no place inside it can.

    Raises MalformedProblem with every fault that was found. Keys that the format does not know,
    and free, busy and window times of days that are not listed, are not looked at.
    """
    root = Node(parse_json(content, name), "", [])
    if not isinstance(root.value, dict):
        raise MalformedProblem([f"{name}: must be an object, not {shown(root.value)}"])
    problem = _Reading(root).problem()
    if root.faults:
        raise MalformedProblem(root.faults)
    return problem


class _Reading:
    """One pass over a file; what later parts refer to is kept from the earlier ones."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.days: dict[str, date] = {}
        self.day_texts: set[str] = set()
        self.resource_ids: set[str] = set()
        self.requests: dict[str, tuple[str, Request]] = {}

    def problem(self) -> Problem:
        root = self.root
        stated = root.required("format")
        if not stated.missing and stated.value != FORMAT:
            stated.refuse(f"must be {quoted(FORMAT)}, not {shown(stated.value)}")
        grid = root.required("grid_minutes").whole(least=1)
        self.read_days(root.required("days"))
        resources = self.read_resources(root.required("resources"))
        requests = self.read_requests(root.required("requests"))
        booked = self.read_booked(root.given("booked"), grid)
        weights = _read_weights(root.given("weights"))
        days = tuple(self.days.values())
        return Problem(grid, days, resources, requests, booked, weights)

    def read_days(self, node: Node) -> None:
        latest: date | None = None
        for item in node.items():
            text = item.text()
            self.day_texts.add(text)
            day = as_day(text)
            if day is None:
                if isinstance(item.value, str):
                    item.refuse(f'must be a day such as "2026-11-23", not {quoted(text)}')
            elif latest is not None and day <= latest:
                item.refuse(f"must be after {latest}, which stands before it, not {day}")
            else:
                self.days[text] = latest = day

    def read_resources(self, node: Node) -> tuple[Resource, ...]:
        resources = []
        for item in node.objects():
            name = _unique_id(item, self.resource_ids)
            kind = item.required("kind").text()
            free = self.read_times(item.required("free"))
            busy = item.optional("busy")
            resources.append(Resource(name, kind, free, self.read_times(busy) if busy else {}))
        return tuple(resources)

    def read_times(self, node: Node) -> Windows:
        if not node.is_object():
            return {}
        times = {}
        for text, day in self.days.items():
            listed = node.given(text)
            if listed is not None:
                times[day] = tuple(_read_interval(item) for item in listed.items())
        return times

    def read_windows(self, owner: Node) -> Windows | None:
        node = owner.optional("windows")
        return None if node is None else self.read_times(node)

    def read_requests(self, node: Node) -> tuple[Request, ...]:
        requests: list[Request] = []
        ids: set[str] = set()
        for item in node.objects():
            name = _unique_id(item, ids)
            patient = item.optional("patient")
            windows = self.read_windows(item)
            target = self.read_target(item.optional("target"))
            transfer = item.given("transfer_minutes")
            steps = self.read_steps(item.required("steps"))
            rules = item.given("sequence")
            request = Request(
                name,
                steps,
                patient.text() if patient else None,
                windows,
                target,
                transfer.whole() if transfer else 0,
                _read_sequence(rules, {step.id for step in steps}) if rules else (),
            )
            requests.append(request)
            self.requests.setdefault(name, (item.place, request))
        return tuple(requests)

    def read_target(self, node: Node | None) -> date | None:
        if node is None:
            return None
        text = node.text()
        if isinstance(node.value, str) and text not in self.day_texts:
            node.refuse(f"unlisted day {quoted(text)}")
        return self.days.get(text)

    def read_steps(self, node: Node) -> tuple[Step, ...]:
        steps = []
        ids: set[str] = set()
        for item in node.objects():
            name = _unique_id(item, ids)
            minutes = item.required("minutes").whole(least=1)
            needs = item.given("needs")
            read = tuple(self.read_need(need) for need in needs.objects()) if needs else ()
            steps.append(Step(name, minutes, read, self.read_windows(item)))
        if node.value == []:
            node.refuse("no steps")
        return tuple(steps)

    def read_need(self, node: Node) -> Need:
        one_of = node.required("one_of")
        alternatives = []
        seen: set[str] = set()
        for item in one_of.objects():
            alternatives.append(self.read_alternative(item))
            name = item.value.get("resource") if isinstance(item.value, dict) else None
            if not isinstance(name, str):
                continue
            if name in seen:
                one_of.refuse(f"resource {quoted(name)} stands twice")
            elif name not in self.resource_ids:
                one_of.refuse(f"unknown resource {quoted(name)}")
            seen.add(name)
        holds = node.given("holds")
        before, after = node.given("before"), node.given("after")
        return Need(
            tuple(alternatives),
            _read_holds(holds) if holds else WHOLE_STEP,
            before.whole() if before else 0,
            after.whole() if after else 0,
        )

    def read_alternative(self, node: Node) -> Alternative:
        name = node.required("resource").text()
        minutes, penalty = node.optional("minutes"), node.given("penalty")
        return Alternative(
            name,
            minutes.whole(least=1) if minutes else None,
            penalty.whole() if penalty else 0,
            self.read_windows(node),
        )

    def read_booked(self, node: Node | None, grid: int) -> tuple[BookedStep, ...]:
        booked = []
        seen: set[tuple[str, str]] = set()
        for item in node.objects() if node else ():
            place, request, step = self.read_booked_step(item)
            day = self.read_booked_day(item.required("day"))
            start = item.required("start")
            minute = start.whole()
            if minute >= MIDNIGHT:
                start.refuse(f"must be before midnight (1440), not {shown(minute)}")
            elif minute % grid:
                start.refuse(f"must be a multiple of grid_minutes {grid}, not {minute}")
            names = item.given("resources")
            texts = [name.text() for name in names.items()] if names else []
            if request is None or step is None:
                continue
            if (request.id, step.id) in seen:
                item.refuse(f"step {quoted(step.id)} of {quoted(request.id)} is booked twice")
            seen.add((request.id, step.id))
            self.check_booked_resources(names or item, texts, step, f"{place}.needs")
            booked.append(BookedStep(request.id, step.id, day, minute, tuple(texts)))
        return tuple(booked)

    def read_booked_step(self, item: Node) -> tuple[str, Request | None, Step | None]:
        request_node, step_node = item.required("request"), item.required("step")
        request_id, step_id = request_node.text(), step_node.text()
        if not isinstance(request_node.value, str):
            return "", None, None
        place, request = self.requests.get(request_id, ("", None))
        if request is None:
            request_node.refuse(f"unknown request {quoted(request_id)}")
            return "", None, None
        for index, step in enumerate(request.steps):
            if step.id == step_id:
                return f"{place}.steps[{index}]", request, step
        if isinstance(step_node.value, str):
            step_node.refuse(f"unknown step {quoted(step_id)}")
        return "", request, None

    def read_booked_day(self, node: Node) -> date:
        text = node.text()
        if isinstance(node.value, str) and text not in self.day_texts:
            node.refuse(f"unlisted day {quoted(text)}")
        return self.days.get(text, date.min)

    def check_booked_resources(self, node: Node, names: list[str], step: Step, needs: str) -> None:
        unknown = [name for name in names if name not in self.resource_ids]
        for name in unknown:
            node.refuse(f"unknown resource {quoted(name)}")
        if len(names) != len(step.needs):
            node.refuse(f"must name {len(step.needs)}, one for each need, not {len(names)}")
            return
        for index, (name, need) in enumerate(zip(names, step.needs, strict=True)):
            qualified = any(item.resource == name for item in need.one_of)
            if not qualified and name not in unknown:
                node.refuse(f"{quoted(name)} is not in {needs}[{index}].one_of")


def _unique_id(owner: Node, seen: set[str]) -> str:
    node = owner.required("id")
    name = node.text()
    if isinstance(node.value, str):
        if name in seen:
            node.refuse(f"repeated id {quoted(name)}")
        seen.add(name)
    return name


def _read_interval(node: Node) -> Interval:
    """An interval `[start, end)` with 0 <= start < end <= 1440."""
    match node.value:
        # Nearly all of a file is intervals, so sound ones are told at once.
        case [int(start), int(end)] if 0 <= start < end <= MIDNIGHT:
            if not isinstance(start, bool) and not isinstance(end, bool):
                return (start, end)
    ends = node.items()
    if len(ends) != 2:
        if isinstance(node.value, list):
            node.refuse(f"must be a start and an end, not {shown(node.value)}")
        return (0, MIDNIGHT)
    known = len(node.faults)
    start, end = ends[0].whole(least=None), ends[1].whole(least=None)
    if len(node.faults) == known and not 0 <= start < end <= MIDNIGHT:
        node.refuse(f"must be a start before an end within 0 to 1440, not {shown(node.value)}")
    return (start, end)


def _read_holds(node: Node) -> tuple[Hold, ...]:
    holds: list[Hold] = []
    if node.value == []:
        node.refuse("must not be empty")
    for item in node.items():
        ends = item.items()
        if len(ends) != 2:
            if isinstance(item.value, list):
                item.refuse(f"must be a start and an end, not {shown(item.value)}")
            continue
        known = len(node.faults)
        start = ends[0].whole()
        end = None if ends[1].value is None else ends[1].whole()
        if len(node.faults) != known:
            continue
        if end is not None and end <= start:
            item.refuse(f"must start before it ends, not {shown(item.value)}")
            continue
        latest = holds[-1][1] if holds else 0
        if latest is None or start < latest:
            item.refuse(f"must come after the hold before it, not {shown(item.value)}")
        holds.append((start, end))
    return tuple(holds)


def _read_sequence(node: Node, steps: Iterable[str]) -> tuple[SequenceRule, ...]:
    rules = []
    for item in node.objects():
        ends = [item.required("first"), item.required("then")]
        first, then = (end.text() for end in ends)
        for end, name in zip(ends, (first, then), strict=True):
            if isinstance(end.value, str) and name not in steps:
                end.refuse(f"unknown step {quoted(name)}")
        if first == then and all(isinstance(end.value, str) for end in ends):
            item.refuse(f"first and then are both {quoted(first)}")
        min_gap, max_gap = _read_gaps(item)
        rules.append(SequenceRule(first, then, min_gap, max_gap))
    return tuple(rules)


def _read_gaps(node: Node) -> tuple[int | None, int | None]:
    """A rule's min_gap and max_gap; one contradicts the other only if both are stated."""
    least, most = node.optional("min_gap"), node.optional("max_gap")
    known = len(node.faults)
    min_gap = least.whole() if least else None
    max_gap = most.whole() if most else None
    if min_gap is None or max_gap is None or most is None:
        return min_gap, max_gap
    if max_gap < min_gap and len(node.faults) == known:
        most.refuse(f"must be at least min_gap {shown(min_gap)}, not {shown(max_gap)}")
    return min_gap, max_gap


def _read_weights(node: Node | None) -> Weights:
    if node is None or not node.is_object() or not isinstance(node.value, Mapping):
        return Weights()
    names = [item.name for item in fields(Weights)]
    for key in node.value:
        if key not in names:
            node.refuse(f"unknown weight {quoted(key)}")
    stated = {name: node.given(name) for name in names}
    return Weights(**{name: value.whole() for name, value in stated.items() if value})
