"""Everybody who sees patients in their own name, with what the clinic says of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.exchange.languages import language_name
from clinicdesk.models import tables
from clinicdesk.models.stored_values import Profile
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, ResourceInfo, VisitTypeInfo
from clinicdesk.services.planner.questions import Thinking


@dataclass(frozen=True)
class Listed:
    """A practitioner as the directory lists them."""

    number: int
    name: str
    credentials: str
    specialties: tuple[str, ...]
    """Their names, the first one first."""
    languages: tuple[str, ...]
    """Their names in English, as the clinic wrote their order."""
    conditions: tuple[str, ...]
    procedures: tuple[str, ...]
    takes_new_patients: bool
    visit_types: tuple[tuple[int, str], ...]
    """What can be booked with them: numbers and names, first what needs no colleague, the shortest
    of it first."""
    color: str | None = None
    starts_on: date | None = None
    """Their first day, if that is still to come."""
    ends_on: date | None = None
    """Their last day, if it is known."""
    keys: tuple[str, ...] = ()
    """Short words that they are found by too: keys of specialties, codes of languages."""


def read_directory(thinking: Thinking) -> tuple[Listed, ...]:
    """Who is there or will be, in the clinic's order: a question to the planner.

    Who has left is not listed. Raises DatabaseRefused.
    """
    availability = thinking.availability
    setup = availability.setup()
    today, _ = availability.wall_clock()
    with availability.database.reading() as session:
        profiles = _profiles(session)
    return tuple(
        _listed(setup, info, profiles.get(info.id), today) for info in _there(setup, today)
    )


def _there(setup: ClinicSetup, today: date) -> Iterator[ResourceInfo]:
    for info in setup.resources.values():
        own = info.kind == "practitioner" and info.lane_of is None
        if own and (info.ends_on is None or info.ends_on >= today):
            yield info


def _profiles(session: Session) -> dict[int, Profile]:
    rows = session.execute(
        select(tables.Resource.id, tables.Resource.profile).where(
            tables.Resource.active, tables.Resource.kind == "practitioner"
        )
    )
    return {number: profile for number, profile in rows if profile is not None}


def _listed(setup: ClinicSetup, info: ResourceInfo, profile: Profile | None, today: date) -> Listed:
    languages = profile.languages if profile else ()
    comes = info.starts_on if info.starts_on and info.starts_on > today else None
    return Listed(
        number=info.id,
        name=info.name,
        credentials=profile.credentials if profile else "",
        specialties=tuple(setup.type_names.get(key, key) for key in info.types),
        languages=tuple(map(language_name, languages)),
        conditions=profile.conditions if profile else (),
        procedures=profile.procedures if profile else (),
        takes_new_patients=info.takes_new_patients,
        visit_types=tuple((kind.id, kind.name) for kind in _done_by(setup, info.id)),
        color=info.color,
        starts_on=comes,
        ends_on=info.ends_on,
        keys=(*info.types, *languages),
    )


def _done_by(setup: ClinicSetup, number: int) -> Iterable[VisitTypeInfo]:
    """What they can do, what needs no colleague first; of a class nobody chooses who gives it."""
    done = [
        kind
        for kind in setup.visit_types.values()
        if kind.offered
        and kind.group_size == 1
        and any(number in need.numbers for need in kind.needs)
    ]
    return sorted(done, key=lambda kind: (_colleagues(setup, kind), kind.minutes, kind.name))


def _colleagues(setup: ClinicSetup, kind: VisitTypeInfo) -> int:
    """How many practitioners it takes."""
    kinds = ({setup.resources[number].kind for number in need.numbers} for need in kind.needs)
    return sum("practitioner" in each for each in kinds)
