"""Which booked time a change of the clinic's set-up can touch: all else keeps the rules it kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from clinicdesk.models.visits import Appointment
from clinicdesk.services.clinic.clinic_now import ClinicNow
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, ResourceInfo, VisitTypeInfo
from clinicdesk.services.clinic.hours import Hours, days_from
from clinicdesk.services.visits.rules.rule_breaks import BookedTime

_K = TypeVar("_K")


def touched_time(
    session: Session, before: ClinicNow, after: ClinicNow, first_day: date
) -> BookedTime | None:
    """Where a booked appointment from that day on may keep other rules than before; None: anywhere.

    What differs in the set-up and the hours decides. Who and what is added touches nothing.
    """
    (old, old_hours), (new, new_hours) = before, after
    if _of_the_clinic(old) != _of_the_clinic(new):
        return None
    kinds = _differing(old.visit_types, new.visit_types)
    if any(_place(old, kind) != _place(new, kind) for kind in kinds):
        # The way between a call and a visit on site concerns the patient's other visits too.
        return None
    resources = _resources(old, old_hours, new, new_hours)
    kinds |= _listed_otherwise(old_hours, new_hours)
    last_day = session.scalar(select(func.max(Appointment.day)).where(Appointment.busy))
    days: Iterable[date] = ()
    if last_day is not None and last_day >= first_day:
        booked = days_from(first_day, (last_day - first_day).days + 1)
        days = _opened_otherwise(old_hours, new_hours, booked)
    return BookedTime(frozenset(resources), frozenset(kinds), frozenset(days))


def _of_the_clinic(setup: ClinicSetup) -> tuple[object, ...]:
    """What binds every appointment."""
    return setup.zone, setup.grid_minutes, setup.way_minutes


def _place(setup: ClinicSetup, kind: int) -> str | None:
    return setup.visit_types[kind].place if kind in setup.visit_types else None


def _differing(old: Mapping[int, VisitTypeInfo], new: Mapping[int, VisitTypeInfo]) -> set[int]:
    return {kind for kind in {*old, *new} if _bare(old.get(kind)) != _bare(new.get(kind))}


def _bare(kind: VisitTypeInfo | None) -> VisitTypeInfo | None:
    """What a booked appointment asks of it: not what it is called, nor how long it is now."""
    if kind is None:
        return None
    return replace(kind, name="", public_name="", instructions="", minutes=0, arrive_early=0)


def _resources(old: ClinicSetup, old_hours: Hours, new: ClinicSetup, new_hours: Hours) -> set[int]:
    """Those that are there at other times, or for something else, with their second places."""
    numbers = {*old.resources, *new.resources}
    found = {
        number
        for number in numbers
        if _asked(old.resources.get(number)) != _asked(new.resources.get(number))
    }
    for one, two in (
        (old_hours.working, new_hours.working),
        (old_hours.blocks, new_hours.blocks),
        (old_hours.time_off, new_hours.time_off),
        (old_hours.extra, new_hours.extra),
    ):
        found |= _unequal(one, two)
    for setup in (old, new):
        found |= {lane for number in set(found) for lane in setup.lanes.get(number, ())}
    return found


def _asked(resource: ResourceInfo | None) -> ResourceInfo | None:
    """What a booked appointment asks of it: not what it is called, nor how it is shown."""
    if resource is None:
        return None
    return replace(resource, name="", color=None, part_of="", pace=100)


def _listed_otherwise(old: Hours, new: Hours) -> set[int]:
    """The visit types of blocks that differ: what one block lists binds whoever qualifies."""
    return {
        kind
        for number in _unequal(old.blocks, new.blocks)
        for hours in (old, new)
        for block in hours.blocks.get(number, ())
        for kind in block.visit_types
    }


def _unequal(one: Mapping[_K, object], two: Mapping[_K, object]) -> set[_K]:
    return {key for key in {*one, *two} if one.get(key) != two.get(key)}


def _opened_otherwise(old: Hours, new: Hours, days: Sequence[date]) -> Iterable[date]:
    former = old.opening, old.seasons, old.closures
    if former == (new.opening, new.seasons, new.closures):
        return ()
    opened, opens = old.opening_by_day(days), new.opening_by_day(days)
    return (
        day
        for day in days
        if (opened.get(day), old.closures.get(day)) != (opens.get(day), new.closures.get(day))
    )
