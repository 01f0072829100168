"""The booked steps of a problem file."""

from collections.abc import Mapping
from datetime import date

from clinicdesk.scheduling.core.intervals import MIDNIGHT
from clinicdesk.scheduling.core.problem import BookedStep, Request, Step
from clinicdesk.scheduling.program.days_reading import ListedDays
from clinicdesk.scheduling.program.fields import Node, quoted, shown


class BookedReading:
    """Reads booked steps of these requests, which are given by id with their places in the file."""

    def __init__(
        self,
        grid: int,
        days: ListedDays,
        resources: set[str],
        requests: Mapping[str, tuple[str, Request]],
    ) -> None:
        self._grid = grid
        self._days = days
        self._resources = resources
        self._requests = requests

    def booked(self, node: Node | None) -> tuple[BookedStep, ...]:
        """Every booked step whose request and step are known."""
        booked = []
        seen: set[tuple[str, str]] = set()
        for item in node.objects() if node else ():
            place, request, step = self._step(item)
            day = self._days.listed_day(item.required("day")) or date.min
            minute = self._start(item.required("start"))
            names, told = item.given("resources"), item.given("told")
            knows = told.truth() if told else True
            texts = [name.text() for name in names.items()] if names else []
            if request is None or step is None:
                continue
            if (request.id, step.id) in seen:
                item.refuse(f"step {quoted(step.id)} of {quoted(request.id)} is booked twice")
            seen.add((request.id, step.id))
            self._check_resources(names or item, texts, step, f"{place}.needs")
            booked.append(BookedStep(request.id, step.id, day, minute, tuple(texts), knows))
        return tuple(booked)

    def _step(self, item: Node) -> tuple[str, Request | None, Step | None]:
        """The place of the step in the file, its request and itself, as far as they are known."""
        request_node, step_node = item.required("request"), item.required("step")
        request_id, step_id = request_node.text(), step_node.text()
        if not isinstance(request_node.value, str):
            return "", None, None
        place, request = self._requests.get(request_id, ("", None))
        if request is None:
            request_node.refuse(f"unknown request {quoted(request_id)}")
            return "", None, None
        for index, step in enumerate(request.steps):
            if step.id == step_id:
                return f"{place}.steps[{index}]", request, step
        if isinstance(step_node.value, str):
            step_node.refuse(f"unknown step {quoted(step_id)}")
        return "", request, None

    def _start(self, node: Node) -> int:
        minute = node.whole()
        if minute >= MIDNIGHT:
            node.refuse(f"must be before midnight (1440), not {shown(minute)}")
        elif minute % self._grid:
            node.refuse(f"must be a multiple of grid_minutes {self._grid}, not {minute}")
        return minute

    def _check_resources(self, node: Node, names: list[str], step: Step, needs: str) -> None:
        unknown = [name for name in names if name not in self._resources]
        for name in unknown:
            node.refuse(f"unknown resource {quoted(name)}")
        if len(names) != len(step.needs):
            node.refuse(f"must name {len(step.needs)}, one for each need, not {len(names)}")
            return
        for index, (name, need) in enumerate(zip(names, step.needs, strict=True)):
            qualified = any(item.resource == name for item in need.one_of)
            if not qualified and name not in unknown:
                node.refuse(f"{quoted(name)} is not in {needs}[{index}].one_of")
