"""A request made ready for the search: names looked up, calendars fetched, block shapes known."""

from dataclasses import dataclass
from datetime import date
from itertools import permutations, product
from operator import attrgetter
from typing import NamedTuple
from weakref import ref

from clinicdesk.scheduling.core.holds import blocked_minutes
from clinicdesk.scheduling.core.intervals import Interval
from clinicdesk.scheduling.core.placement import booked_alternatives, step_minutes
from clinicdesk.scheduling.core.problem import (
    MIDNIGHT,
    Need,
    Problem,
    Request,
    Resource,
    Step,
    Weights,
)
from clinicdesk.scheduling.search.free_time.calendars import Allowed, Cut, MinuteSet, calendar_of
from clinicdesk.scheduling.search.free_time.horizon import Horizon, horizon_of
from clinicdesk.scheduling.search.order import Order

_ID = attrgetter("id")

PRACTITIONER = "practitioner"
"""The only kind whose short gaps cost."""


class Choice(NamedTuple):
    """One alternative of a need."""

    resource: str
    minutes: int | None
    penalty: int
    windows: Allowed | None
    calendar: MinuteSet
    counted: bool
    """Its short gaps cost."""
    sure: int
    """Free pieces shorter than this stay what they are: no block of another step fits into them."""
    shared: bool
    """Another step of the visit may take the same resource."""
    fragile: bool
    """Another step may take it for so short a block that the block fits into a short gap."""


class Demand(NamedTuple):
    """One need of a step: who qualifies, and the blocks it takes, by the step's minutes."""

    choices: tuple[Choice, ...]
    blocks: "Blocks"


Blocks = dict[int, tuple[Interval, ...]]
"""What a need blocks, by the minutes of its step: minutes after the start, ascending and apart."""


@dataclass(eq=False, slots=True)
class Part:
    """One step of the visit. `minutes` are its own, `durations` all that it might last."""

    id: str
    minutes: int
    demands: tuple[Demand, ...]
    windows: Allowed | None
    durations: tuple[int, ...]
    rivalry: bool
    """One resource qualifies for two of its needs, and may fill only one of them."""
    fragile: bool
    """Some choice for one of its needs is."""


class Visit:
    """What the search needs to know of a problem to place one request of it."""

    def __init__(self, problem: Problem, request: Request) -> None:
        self.request = request
        self.horizon: Horizon = horizon_of(problem.days, problem.grid_minutes)
        self.weights: Weights = problem.weights
        self.target: date = problem.days[0] if request.target is None else request.target
        booked = _booked_of(problem)
        self.short = self.weights.short_gap_minutes if self.weights.short_gap else 0
        """Pieces shorter than this cost; 0 when none does."""
        elsewhere = _cuts(booked, (PATIENT, _patient(request)), request)
        self.windows: Allowed | None = None
        if request.windows is not None or elsewhere:
            self.windows = Allowed(self.horizon, request.windows, elsewhere)
        durations = [_durations(step) for step in request.steps]
        blocks = [
            [_blocks(need, lengths) for need in step.needs]
            for step, lengths in zip(request.steps, durations, strict=True)
        ]
        shortest = [min(lengths, default=0) for lengths in durations]
        self.order = Order(request, shortest, _apart(request, blocks))
        resources = dict(zip(map(_ID, problem.resources), problem.resources, strict=True))
        self._looks = {}
        for name, users in _users(request, blocks).items():
            cuts = _cuts(booked, (RESOURCE, name), request) if booked else ()
            calendar = _calendar(resources[name], self.horizon, cuts, self.weights)
            self._looks[name] = self._look(resources[name], calendar, users)
        self.parts = tuple(map(self._part, request.steps, durations, blocks))
        self._target = self.target.toordinal()

    def _look(self, resource: Resource, calendar: MinuteSet, users: dict[str, int]) -> "_Look":
        counted = self.short > 1 and resource.kind == PRACTITIONER
        if len(users) == 1:
            return _Look(calendar, counted, self.short, False, False)
        shortest = min(users.values())
        fragile = counted and shortest < self.short
        return _Look(calendar, counted, min(shortest, self.short), True, fragile)

    def day_cost(self, position: int) -> int:
        """The part of the cost that the day alone decides."""
        days = self.horizon.ordinals[position] - self._target
        return days * self.weights.day_later if days > 0 else -days * self.weights.day_earlier

    def least_day_cost(self, days: range) -> int:
        """The least of some days in a row: it rises on both sides of the target."""
        nearest = min(max(self.horizon.place[self.target], days.start), days.stop - 1)
        return self.day_cost(nearest)

    def _part(self, step: Step, durations: tuple[int, ...], blocks: list[Blocks]) -> Part:
        names = [alternative.resource for need in step.needs for alternative in need.one_of]
        looks = self._looks
        demands = []
        for need, by_minutes in zip(step.needs, blocks, strict=True):
            choices = [
                Choice(
                    one.resource,
                    one.minutes,
                    one.penalty,
                    None if one.windows is None else Allowed(self.horizon, one.windows),
                    *looks[one.resource],
                )
                for one in need.one_of
            ]
            demands.append(Demand(tuple(choices), by_minutes))
        return Part(
            step.id,
            step.minutes,
            tuple(demands),
            None if step.windows is None else Allowed(self.horizon, step.windows),
            durations,
            len(set(names)) < len(names),
            self.short > 1 and any(looks[name].fragile for name in names),
        )


def hold_calendars(problem: Problem, request: Request) -> None:
    """Have the calendars of everybody whom the request may take drawn and kept."""
    horizon, booked = horizon_of(problem.days, problem.grid_minutes), _booked_of(problem)
    names = {one.resource for step in request.steps for need in step.needs for one in need.one_of}
    for resource in problem.resources:
        if resource.id in names:
            cuts = _cuts(booked, (RESOURCE, resource.id), request)
            _calendar(resource, horizon, cuts, problem.weights)


def _calendar(
    resource: Resource, horizon: Horizon, cuts: tuple[Cut, ...], weights: Weights
) -> MinuteSet:
    short = weights.short_gap_minutes if resource.kind == PRACTITIONER else 0
    return calendar_of(resource, horizon, cuts, short)


class _Look(NamedTuple):
    """What all choices of one resource have in common; fields as in `Choice`."""

    calendar: MinuteSet
    counted: bool
    sure: int
    shared: bool
    fragile: bool


PATIENT, RESOURCE = "patient", "resource"


def _patient(request: Request) -> str:
    """A key that requests of one patient share; a request without patient has its own."""
    return f"request {request.id}" if request.patient is None else f"patient {request.patient}"


def _blocks(need: Need, lengths: tuple[int, ...]) -> Blocks:
    return {
        minutes: tuple(blocked_minutes(need.holds, need.before, need.after, 0, minutes))
        for minutes in lengths
    }


def _users(request: Request, blocks: list[list[Blocks]]) -> dict[str, dict[str, int]]:
    """For each resource the steps that may take it, with the shortest block that they may take."""
    users: dict[str, dict[str, int]] = {}
    for step, of_step in zip(request.steps, blocks, strict=True):
        for need, by_minutes in zip(step.needs, of_step, strict=True):
            shortest = MIDNIGHT
            for spans in by_minutes.values():
                for begin, end in spans:
                    shortest = min(shortest, end - begin)
            alone = {step.id: shortest}
            for alternative in need.one_of:
                name = alternative.resource
                if name not in users:
                    users[name] = alone
                elif step.id not in users[name] or shortest < users[name][step.id]:
                    users[name] = {**users[name], **alone}
    return users


def _apart(request: Request, blocks: list[list[Blocks]]) -> dict[tuple[int, int], int]:
    """Minutes that must lie between two steps for which nobody but one resource qualifies."""
    ends: dict[str, dict[int, int]] = {}
    begins: dict[str, dict[int, int]] = {}
    for number, (step, of_step) in enumerate(zip(request.steps, blocks, strict=True)):
        for need, by_minutes in zip(step.needs, of_step, strict=True):
            if len(need.one_of) == 1 and by_minutes and all(by_minutes.values()):
                only = need.one_of[0].resource
                begins.setdefault(only, {})[number] = max(
                    spans[0][0] for spans in by_minutes.values()
                )
                ends.setdefault(only, {})[number] = min(
                    spans[-1][1] - minutes for minutes, spans in by_minutes.items()
                )
    apart: dict[tuple[int, int], int] = {}
    for only, past in ends.items():
        for first, then in permutations(past, 2):
            least = past[first] - begins[only][then]
            apart[(first, then)] = max(least, apart.get((first, then), 0))
    return apart


def _durations(step: Step) -> tuple[int, ...]:
    """All that the step may last, ascending; none if some need has nobody."""
    if not all(need.one_of for need in step.needs):
        return ()
    per_need = [{alternative.minutes for alternative in need.one_of} for need in step.needs]
    if all(own == {None} for own in per_need):
        return (step.minutes,)
    so_far: set[int | None] = {None}
    for own in per_need:
        so_far = {
            max(one, other) if one is not None and other is not None else one or other
            for one, other in product(so_far, own)
        }
    return tuple(sorted({step.minutes if own is None else own for own in so_far}))


Booked = dict[tuple[str, str], list[tuple[str, Cut]]]
_booked_last: list[tuple[ref[Problem], Booked]] = []


def _booked_of(problem: Problem) -> Booked:
    """What booked steps take, kept as long as questions are about the same problem."""
    if not _booked_last or _booked_last[0][0]() is not problem:
        _booked_last[:] = [(ref(problem), _booked(problem))]
    return _booked_last[0][1]


def _cuts(booked: Booked, key: tuple[str, str], request: Request) -> tuple[Cut, ...]:
    """What booked steps of other requests take from somebody."""
    if key not in booked:
        return ()
    return tuple(cut for owner, cut in booked[key] if owner != request.id)


def _booked(problem: Problem) -> Booked:
    """What every booked step takes, by whom it takes it from, with the request it is of.

    What would lie past midnight takes nothing from the next day.
    """
    if not problem.booked:
        return {}
    place = {day: position for position, day in enumerate(problem.days)}
    requests = {request.id: request for request in problem.requests}
    steps = {(request.id, step.id): step for request in problem.requests for step in request.steps}
    taken: Booked = {}
    for booked in problem.booked:
        step = steps[(booked.request, booked.step)]
        chosen = booked_alternatives(step, booked)
        minutes = step_minutes(step, chosen)
        spans = [
            ((RESOURCE, choice.resource), begin, end)
            for need, choice in zip(step.needs, chosen, strict=True)
            for begin, end in blocked_minutes(
                need.holds, need.before, need.after, booked.start, minutes
            )
        ]
        patient = (PATIENT, _patient(requests[booked.request]))
        spans.append((patient, booked.start, booked.start + minutes))
        for key, begin, end in spans:
            begin, end = max(begin, 0), min(end, MIDNIGHT)
            if begin < end:
                cut = (place[booked.day], begin, end)
                taken.setdefault(key, []).append((booked.request, cut))
    return taken
