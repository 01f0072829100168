"""What a clinic offers and nobody there does yet: it can be booked once somebody is added."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from clinicdesk.exchange.clinic_shape import ClinicShape, NeedShape, VisitTypeShape


@dataclass(frozen=True)
class Lacking:
    """By the names on screen: what is lacking, and the visits that cannot be booked without it."""

    types: tuple[str, ...] = ()
    """Specialties of people, and types of rooms and equipment, of which nobody or nothing is."""
    visit_types: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()


def lacking(clinic: ClinicShape) -> Lacking:
    """What this clinic lacks for what it offers. Who is there, but never free, counts as there."""
    names = {kind.key: kind.name for kind in clinic.resource_types}
    there = {key for resource in clinic.resources for key in resource.types}
    there |= {resource.name for resource in clinic.resources}
    unmet = {
        visit.key: tuple(need for need in visit.needs if not there & set(_able(need)))
        for visit in clinic.visit_types
    }
    types = (key for needs in unmet.values() for need in needs for key in _able(need)[:1])
    return Lacking(
        tuple(dict.fromkeys(names.get(key, key) for key in types)),
        tuple(visit.name for visit in clinic.visit_types if unmet[visit.key]),
        tuple(
            template.name
            for template in clinic.templates
            if any(unmet.get(step.visit_type) for step in template.steps)
        ),
    )


def people_can(visit: VisitTypeShape, specialties: Collection[str], clinic: ClinicShape) -> bool:
    """Whether people of these specialties can do it, whatever rooms there are."""
    people = {kind.key for kind in clinic.resource_types if kind.group == "specialty"}
    asked = [able for able in map(_able, visit.needs) if people.intersection(able)]
    return bool(asked) and all(set(able).intersection(specialties) for able in asked)


def needed_types(visit: VisitTypeShape) -> Iterator[str]:
    """The types of which a need asks for one alone, or for one first."""
    for need in visit.needs:
        yield from _able(need)[:1]


def asked_for(visit: VisitTypeShape) -> Iterator[str]:
    """The types, or names, of all who can meet one of its needs."""
    for need in visit.needs:
        yield from _able(need)


def _able(need: NeedShape) -> tuple[str, ...]:
    """The types, or names, of those who meet it."""
    return tuple(each.type or each.resource or "" for each in need.one_of)
