"""Needs that take the same resource: the ways in which a request can keep to that.

A request with such groups is as good as several without any, one for each choice of a resource for
each group. Whoever places requests places the best of those.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import reduce
from itertools import product
from operator import and_

from clinicdesk.scheduling.core.problem import Need, NeedPlace, Request, SameResource, Step


def ways_of(request: Request) -> tuple[Request, ...]:
    """The request once for each resource that its groups can have, with no other listed there.

    Just the request where it has no groups; none where a group can never be met: its needs share
    no resource, or two of them are of one step. Resources in the order of the group's first need.
    """
    if not request.same:
        return (request,)
    groups = joined(request.same)
    choices = [resources_of_all(request, group) for group in groups]
    return tuple(
        _cut_down(request, dict(zip(groups, chosen, strict=True))) for chosen in product(*choices)
    )


def joined(groups: tuple[SameResource, ...]) -> tuple[SameResource, ...]:
    """Groups that share a need as one, since all of it then has the same resource."""
    found: list[SameResource] = []
    for group in groups:
        sharing = [other for other in found if not set(other).isdisjoint(group)]
        found = [other for other in found if other not in sharing]
        found.append(tuple(dict.fromkeys(place for each in (*sharing, group) for place in each)))
    return tuple(found)


def groups_within(
    groups: tuple[SameResource, ...], steps: Collection[str]
) -> tuple[SameResource, ...]:
    """What is left of groups when a request has these steps only: two needs or more each."""
    left = (tuple(place for place in group if place.step in steps) for group in groups)
    return tuple(group for group in left if len(group) > 1)


def resources_of_all(request: Request, group: SameResource) -> tuple[str, ...]:
    """The resources that can fill every need of a group."""
    if len({place.step for place in group}) < len(group):
        return ()
    steps = {step.id: step for step in request.steps}
    listed = [
        [item.resource for item in steps[place.step].needs[place.need].one_of] for place in group
    ]
    shared = reduce(and_, map(set, listed))
    return tuple(name for name in listed[0] if name in shared)


def _cut_down(request: Request, chosen: Mapping[SameResource, str]) -> Request:
    name_of = {place: name for group, name in chosen.items() for place in group}
    steps = tuple(replace(step, needs=tuple(_needs(step, name_of))) for step in request.steps)
    return replace(request, steps=steps, same=())


def _needs(step: Step, name_of: Mapping[NeedPlace, str]) -> Iterator[Need]:
    for number, need in enumerate(step.needs):
        name = name_of.get(NeedPlace(step.id, number))
        if name is None:
            yield need
        else:
            yield replace(need, one_of=tuple(a for a in need.one_of if a.resource == name))
