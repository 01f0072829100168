"""Group classes that a patient can join: with a place left, and taking place as booked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.scheduling import Resource
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.hours import Hours
from clinicdesk.services.planning.problem.classes import OpenClass
from clinicdesk.services.planning.problem.written_visits import WrittenVisits, is_retired


def read_open_classes(
    session: Session,
    setup: ClinicSetup,
    hours: Hours,
    visit_types: Iterable[int],
    days: Sequence[date],
    *,
    resources: Mapping[int, Resource],
    new_patient: bool,
    excluding: Iterable[int] = (),
) -> tuple[OpenClass, ...]:
    """The classes of these visit types on `days` that are booked, held, and not full.

    A class whose practitioner or room is absent, retired, or outside its hours is not joined by
    anybody, unless somebody gave a reason. `resources` are those of these days that are known
    already; the places of the visits `excluding` count as free.
    """
    wanted = set(visit_types)
    if not wanted or not days:
        return ()
    rows = session.execute(
        _NOT_FULL,
        {
            "visit_types": list(wanted),
            "first": days[0],
            "last": days[-1],
            "excluding": list(excluding),
        },
    )
    written = WrittenVisits(setup, hours, tuple(days), dict(resources))
    return tuple(
        OpenClass(row.id, row.visit_type_id, row.day, row.start, row.minutes, row.resources)
        for row, visit in rows
        if row.visit_type_id is not None and _takes_place(written, row, visit, new_patient)
    )


_member = aliased(Appointment)
_NOT_FULL = (
    select(Appointment, Visit)
    .join(Visit, Appointment.visit_id == Visit.id)
    .join(
        _member,
        (_member.class_id == Appointment.id)
        & _member.busy
        & _member.visit_id.not_in(bindparam("excluding", expanding=True)),
    )
    .where(
        Appointment.group_size.is_not(None),
        Appointment.busy,
        Appointment.visit_type_id.in_(bindparam("visit_types", expanding=True)),
        Appointment.day.between(bindparam("first"), bindparam("last")),
    )
    .group_by(Appointment.id)
    .having(func.count(_member.id) < Appointment.group_size)
    .order_by(Appointment.id)
)


def _takes_place(written: WrittenVisits, row: Appointment, visit: Visit, new_patient: bool) -> bool:
    """Whether the class breaks no rule but those that somebody overrode.

    Hard rules are left to the claims: the class itself is among what occupies its resources.
    """
    return all(
        (found.hard or found.rule in row.override_rules) and not is_retired(written.setup, found)
        for _, found in written.violations(visit, [row], new_patient=new_patient)
    )
