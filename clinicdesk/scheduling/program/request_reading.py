"""The requests of a problem file: their steps, needs, alternatives and sequence rules."""

from collections.abc import Iterable, Mapping

from clinicdesk.scheduling.core.holds import WHOLE_STEP, Hold
from clinicdesk.scheduling.core.problem import (
    Alternative,
    Need,
    NeedPlace,
    Request,
    SameResource,
    SequenceRule,
    Step,
)
from clinicdesk.scheduling.program.days_reading import ListedDays
from clinicdesk.scheduling.program.fields import Node, quoted, shown


def unique_id(owner: Node, seen: set[str]) -> str:
    """The `id` of an object; it is a fault if it was `seen` before, and is seen from now on."""
    node = owner.required("id")
    name = node.text()
    if isinstance(node.value, str):
        if name in seen:
            node.refuse(f"repeated id {quoted(name)}")
        seen.add(name)
    return name


class RequestReading:
    """Reads requests that name the listed days and these resources."""

    def __init__(self, days: ListedDays, resources: set[str]) -> None:
        self._days = days
        self._resources = resources

    def requests(self, node: Node) -> tuple[tuple[str, Request], ...]:
        """Every request, with its place in the file."""
        ids: set[str] = set()
        return tuple((item.place, self._request(item, ids)) for item in node.objects())

    def _request(self, item: Node, ids: set[str]) -> Request:
        name = unique_id(item, ids)
        patient = item.optional("patient")
        windows = self._days.windows(item)
        target = item.optional("target")
        target_day = self._days.listed_day(target) if target else None
        transfer = item.given("transfer_minutes")
        steps = self._steps(item.required("steps"))
        rules, same = item.given("sequence"), item.given("same")
        one_window, longest = item.given("one_window"), item.given("longest_stay")
        return Request(
            name,
            steps,
            patient.text() if patient else None,
            windows,
            target_day,
            transfer.whole() if transfer else 0,
            _read_sequence(rules, {step.id for step in steps}) if rules else (),
            _read_same(same, {step.id: len(step.needs) for step in steps}) if same else (),
            one_window.truth() if one_window else False,
            longest.whole(least=1) if longest else None,
        )

    def _steps(self, node: Node) -> tuple[Step, ...]:
        steps = []
        ids: set[str] = set()
        for item in node.objects():
            name = unique_id(item, ids)
            minutes = item.required("minutes").whole(least=1)
            needs = item.given("needs")
            read = tuple(self._need(need) for need in needs.objects()) if needs else ()
            steps.append(Step(name, minutes, read, self._days.windows(item)))
        if node.value == []:
            node.refuse("no steps")
        return tuple(steps)

    def _need(self, node: Node) -> Need:
        one_of = node.required("one_of")
        alternatives = []
        seen: set[str] = set()
        for item in one_of.objects():
            alternatives.append(self._alternative(item))
            name = item.value.get("resource") if isinstance(item.value, dict) else None
            if not isinstance(name, str):
                continue
            if name in seen:
                one_of.refuse(f"resource {quoted(name)} stands twice")
            elif name not in self._resources:
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

    def _alternative(self, node: Node) -> Alternative:
        name = node.required("resource").text()
        minutes, penalty = node.optional("minutes"), node.given("penalty")
        return Alternative(
            name,
            minutes.whole(least=1) if minutes else None,
            penalty.whole() if penalty else 0,
            self._days.windows(node),
        )


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


def _read_same(node: Node, needs: Mapping[str, int]) -> tuple[SameResource, ...]:
    """Groups of needs; `needs`: how many each step has."""
    groups = []
    for item in node.objects():
        listed = item.required("needs")
        group: list[NeedPlace] = []
        for place in listed.objects():
            found = _read_need_place(place, needs)
            if found in group:
                place.refuse("stands twice")
            elif found is not None:
                group.append(found)
        if isinstance(listed.value, list) and len(listed.value) < 2:
            listed.refuse("must be two needs or more")
        groups.append(tuple(group))
    return tuple(groups)


def _read_need_place(node: Node, needs: Mapping[str, int]) -> NeedPlace | None:
    """A need by its step and position; None where it is of nothing."""
    step, need = node.required("step"), node.required("need")
    known = len(node.faults)
    place = NeedPlace(step.text(), need.whole())
    if len(node.faults) > known or step.missing or need.missing:
        return None
    if place.step not in needs:
        step.refuse(f"unknown step {quoted(place.step)}")
    elif place.need >= needs[place.step]:
        need.refuse(f"step {quoted(place.step)} has no need {shown(place.need)}")
    else:
        return place
    return None


def _read_gaps(node: Node) -> tuple[int | None, int | None]:
    """A rule's min_gap and max_gap; they can contradict each other only if both are stated."""
    least, most = node.optional("min_gap"), node.optional("max_gap")
    known = len(node.faults)
    min_gap = least.whole() if least else None
    max_gap = most.whole() if most else None
    if min_gap is None or max_gap is None or most is None:
        return min_gap, max_gap
    if max_gap < min_gap and len(node.faults) == known:
        most.refuse(f"must be at least min_gap {shown(min_gap)}, not {shown(max_gap)}")
    return min_gap, max_gap
