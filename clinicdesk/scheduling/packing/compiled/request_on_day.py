"""A request on one day: for each step who may do it, how long, from which starts, at what cost."""

from collections.abc import Iterable, Iterator, Sequence

from clinicdesk.scheduling.core.bit_sets import NO_CALENDARS, NO_UNITS, Calendars, Units
from clinicdesk.scheduling.core.problem import Alternative, BookedStep, Need, Step
from clinicdesk.scheduling.packing.compiled.compiled_problem import CompiledProblem
from clinicdesk.scheduling.packing.compiled.durations import durations_of
from clinicdesk.scheduling.packing.compiled.parts import (
    CompiledRequest,
    RequestOnDay,
    ResourceOption,
    ResourcePool,
    StepVariant,
)

BANDS = (0, 15, 30, 60)
"""Minutes from the booked start by which starts are told apart where distance has a price."""


def request_on_day(
    compiled: CompiledProblem, request: CompiledRequest, day: int
) -> RequestOnDay | None:
    """The request on that day, compiled once; None where it cannot be whatever else is placed."""
    if day not in request.days:
        request.days[day] = _request_on_day(compiled, request, day)
    return request.days[day]


def _request_on_day(
    compiled: CompiledProblem, request: CompiledRequest, day: int
) -> RequestOnDay | None:
    when = compiled.problem.days[day]
    windows = compiled.units_within(request.request.windows, when)
    variants = []
    for number, step in enumerate(request.request.steps):
        found = tuple(_variants(compiled, request, number, step, day, windows))
        if not found:
            return None
        variants.append(found)
    if not request.precedence.possible:
        return None
    cost = dict(request.days_by_cost)[day]
    least = cost + sum(
        min(variant.cost + sum(need[0].penalty for need in variant.needs) for variant in of_step)
        for of_step in variants
    )
    bare = cost + sum(min(variant.cost for variant in of_step) for of_step in variants)
    calendars = tuple(map(_calendars, variants))
    return RequestOnDay(request, day, cost, tuple(variants), least, bare, calendars)


def _calendars(variants: Iterable[StepVariant]) -> Calendars:
    found = NO_CALENDARS
    for variant in variants:
        for need in variant.needs:
            for pool in need:
                for option in pool.options:
                    found |= 1 << option.calendar
    return found


def _variants(
    compiled: CompiledProblem,
    request: CompiledRequest,
    number: int,
    step: Step,
    day: int,
    windows: Units,
) -> Iterator[StepVariant]:
    when = compiled.problem.days[day]
    if step.windows is not None:
        windows &= compiled.units_within(step.windows, when)
    booked = request.booked.get(number)
    for minutes, needs in durations_of(step):
        allowed = compiled.starts_inside(windows, minutes)
        if not allowed:
            continue
        options = [
            tuple(_options(compiled, need, alternatives, minutes, day))
            for need, alternatives in zip(step.needs, needs, strict=True)
        ]
        if not all(options):
            continue
        length = minutes // compiled.unit
        cost = compiled.span * length
        if booked is not None and compiled.furthest is not None:
            near = _near(compiled, booked, day, request.quiet)
            if request.quiet:
                options = [
                    _of_the_same_people(compiled, need, name)
                    for need, name in zip(options, booked.resources, strict=True)
                ]
        else:
            near = [(0, compiled.whole_day)]
        pools = tuple(_pools(compiled, need) for need in options)
        for away, starts in near:
            if allowed & starts and all(pools):
                moves = booked is not None
                yield StepVariant(number, length, cost, moves, away, allowed & starts, pools)
        if booked is not None and booked.day == when:
            # Where it is booked, with the same resources, it does not move.
            stays = allowed & 1 << booked.start // compiled.unit
            same = [
                tuple(option for option in need if option.name == name)
                for need, name in zip(options, booked.resources, strict=True)
            ]
            if stays and all(same):
                pools = tuple(_pools(compiled, need) for need in same)
                yield StepVariant(number, length, cost, False, 0, stays, pools)


def _near(
    compiled: CompiledProblem, booked: BookedStep, day: int, quiet: bool
) -> list[tuple[int, Units]]:
    """The starts that a booked step may have, in bands: how far at most, and the starts."""
    assert compiled.furthest is not None
    if compiled.problem.days[day] != booked.day:
        return []
    furthest = 0 if quiet else compiled.furthest
    unit, bands, known = compiled.unit, [], NO_UNITS
    for far in (*(far for far in BANDS if far < furthest), furthest):
        within = compiled.units_in([(booked.start - far, booked.start + far + unit)])
        bands.append((far, within & ~known))
        known = within
    return bands


def _of_the_same_people(
    compiled: CompiledProblem, options: Iterable[ResourceOption], booked: str
) -> tuple[ResourceOption, ...]:
    """The options of a need that change nothing for the patient."""
    people = compiled.practitioners
    return tuple(
        option
        for option in options
        if option.name == booked or people.isdisjoint((option.name, booked))
    )


def _pools(
    compiled: CompiledProblem, options: Sequence[ResourceOption]
) -> tuple[ResourcePool, ...]:
    alike: dict[tuple[int, Units], list[ResourceOption]] = {}
    for option in options:
        alike.setdefault((option.penalty, option.allowed), []).append(option)
    return tuple(
        ResourcePool(
            compiled.together([option.calendar for option in some]),
            some[0].shape,
            penalty,
            allowed,
            tuple(some),
        )
        for (penalty, allowed), some in sorted(alike.items())
    )


def _options(
    compiled: CompiledProblem,
    need: Need,
    alternatives: Iterable[Alternative],
    minutes: int,
    day: int,
) -> Iterator[ResourceOption]:
    shape = compiled.shapes.of(need, minutes)
    if shape is None:
        return
    for item in alternatives:
        allowed = compiled.allowed(item, minutes, day)
        calendar = compiled.first_calendar[item.resource] + day
        if allowed and (compiled.free[calendar] or not compiled.shapes.fits[shape]):
            yield ResourceOption(item.resource, calendar, shape, item.penalty, allowed)
