"""People and things that get another name and stay the same: who is booked with them, and where."""

from collections.abc import Mapping
from dataclasses import replace

from clinicdesk.exchange.clinic_shape import (
    Candidate,
    ClinicShape,
    Kind,
    Meeting,
    ResourceShape,
    VisitTypeShape,
)

Names = Mapping[str, str]
"""Of resources, their places and lanes: the new name by the former one."""


def names_from(shape: ClinicShape, kind: Kind, former: str, name: str) -> Names:
    """What has another name once that person or thing is called `name`; nothing if it is gone."""
    found: dict[str, str] = {}
    for one in shape.of_kind(kind):
        if one.name == former:
            again = replace(one, name=name)
        elif one.part_of == former:
            again = replace(one, name=f"{name} place {one.place_number}")
        else:
            continue
        found |= {one.name: again.name, **dict(zip(one.lane_names, again.lane_names, strict=True))}
    return found


def with_names(shape: ClinicShape, names: Names) -> ClinicShape:
    """The same clinic, in which these are called so, wherever they are named."""
    if not names:
        return shape
    return replace(
        shape,
        resources=tuple(_resource(one, names) for one in shape.resources),
        visit_types=tuple(_visit_type(one, names) for one in shape.visit_types),
        meetings=tuple(_meeting(one, names) for one in shape.meetings),
    )


def _resource(one: ResourceShape, names: Names) -> ResourceShape:
    if one.name not in names:
        return one
    name = names[one.name]
    # A place is called after its room, with its number behind.
    whole = name.removesuffix(f" place {one.place_number}") if one.part_of else None
    return replace(one, name=name, part_of=whole)


def _visit_type(one: VisitTypeShape, names: Names) -> VisitTypeShape:
    needs = tuple(
        replace(need, one_of=tuple(_candidate(each, names) for each in need.one_of))
        for need in one.needs
    )
    return replace(one, needs=needs)


def _candidate(one: Candidate, names: Names) -> Candidate:
    return replace(one, resource=names.get(one.resource, one.resource)) if one.resource else one


def _meeting(one: Meeting, names: Names) -> Meeting:
    return replace(one, resources=tuple(names.get(name, name) for name in one.resources))
