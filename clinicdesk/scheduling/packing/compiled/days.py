"""A request on one day: who may take each step, for how long, from which starts, at what price."""

from collections.abc import Iterable, Iterator, Sequence

from clinicdesk.scheduling.core.problem import Alternative, Need, Step
from clinicdesk.scheduling.packing.compiled.compiled import Compiled
from clinicdesk.scheduling.packing.compiled.parts import (
    CompiledRequest,
    DayVisit,
    Option,
    Pool,
    Variant,
)
from clinicdesk.scheduling.packing.compiled.ways import ways_to_last


def day_visit(compiled: Compiled, visit: CompiledRequest, day: int) -> DayVisit | None:
    """The request on that day, compiled once; None where it cannot be whatever else is placed."""
    if day not in visit.days:
        visit.days[day] = _day_visit(compiled, visit, day)
    return visit.days[day]


def _day_visit(compiled: Compiled, visit: CompiledRequest, day: int) -> DayVisit | None:
    request = visit.request
    when = compiled.problem.days[day]
    windows = compiled.open(request.windows, when)
    variants = []
    for place, step in enumerate(request.steps):
        found = tuple(_variants(compiled, visit, place, step, day, windows))
        if not found:
            return None
        variants.append(found)
    if not visit.precedence.possible:
        return None
    cost = dict(visit.days_by_cost)[day]
    least = cost + sum(
        min(form.cost + sum(need[0].penalty for need in form.needs) for form in found)
        for found in variants
    )
    lanes = tuple(
        sum(
            {
                option.lane: 1 << option.lane
                for variant in found
                for need in variant.needs
                for pool in need
                for option in pool.options
            }.values()
        )
        for found in variants
    )
    return DayVisit(visit, day, cost, tuple(variants), least, lanes)


def _variants(
    compiled: Compiled, visit: CompiledRequest, place: int, step: Step, day: int, windows: int
) -> Iterator[Variant]:
    when = compiled.problem.days[day]
    if step.windows is not None:
        windows &= compiled.open(step.windows, when)
    booked = visit.booked.get(place)
    moved = 0 if booked is None else compiled.problem.weights.moved
    for minutes, needs in ways_to_last(step):
        allowed = compiled.starts_inside(windows, minutes)
        if not allowed:
            continue
        options = [
            tuple(_options(compiled, need, chosen, minutes, day))
            for need, chosen in zip(step.needs, needs, strict=True)
        ]
        if not all(options):
            continue
        length = minutes // compiled.unit
        cost = compiled.span * length
        pools = tuple(_pools(compiled, need) for need in options)
        yield Variant(place, length, cost + moved, allowed, pools)
        if booked is not None and booked.day == when:
            stays = allowed & 1 << booked.start // compiled.unit
            same = [
                tuple(option for option in need if option.name == name)
                for need, name in zip(options, booked.resources, strict=True)
            ]
            if stays and all(same):
                pools = tuple(_pools(compiled, need) for need in same)
                yield Variant(place, length, cost, stays, pools)


def _pools(compiled: Compiled, options: Sequence[Option]) -> tuple[Pool, ...]:
    alike: dict[tuple[int, int], list[Option]] = {}
    for option in options:
        alike.setdefault((option.penalty, option.allowed), []).append(option)
    return tuple(
        Pool(
            compiled.together([option.lane for option in some]),
            some[0].shape,
            penalty,
            allowed,
            tuple(some),
        )
        for (penalty, allowed), some in sorted(alike.items())
    )


def _options(
    compiled: Compiled, need: Need, chosen: Iterable[Alternative], minutes: int, day: int
) -> Iterator[Option]:
    shape = compiled.shapes.of(need, minutes)
    if shape is None:
        return
    for alternative in chosen:
        allowed = compiled.allowed(alternative, minutes, day)
        lane = compiled.lane[alternative.resource] + day
        if allowed and (compiled.free[lane] or not compiled.shapes.fits[shape]):
            yield Option(alternative.resource, lane, shape, alternative.penalty, allowed)
