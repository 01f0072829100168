"""Which appointments lie outside hours that have changed, so that somebody has to move them."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from clinicdesk.models.statuses import UNFINISHED
from clinicdesk.models.visits import Appointment, Claim
from clinicdesk.scheduling import Rule, subtract_intervals
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.hours import days_from


def within_absence(
    session: Session, resource: int, begin: tuple[date, int], finish: tuple[date, int]
) -> tuple[int, ...]:
    """The appointments that need the resource, or a second place of it, between two moments.

    Of a group class its members; what is completed is left out.
    """
    claims = _claims(session, resource, begin[0], finish[0])
    return _appointments(
        session,
        (c.appointment_id for c in claims if (c.day, c.start) < finish and (c.day, c.end) > begin),
    )


def left_outside(
    session: Session, resource: int, first_day: date, last_day: date = date.max
) -> tuple[int, ...]:
    """The same for what lies outside the resource's hours as they are now, on these days.

    What an override covers is not among them.
    """
    setup, hours = read_clinic(session)
    claims = _claims(session, resource, first_day, last_day)
    if resource not in setup.resources or not claims:
        return ()
    days = days_from(claims[0].day, (claims[-1].day - claims[0].day).days + 1)
    free = hours.free_by_day(setup.resources[resource], days)
    outside = {
        claim.appointment_id
        for claim in claims
        if Rule.OUTSIDE not in claim.override_rules
        and subtract_intervals([(claim.start, claim.end)], free.get(claim.day, ()))
    }
    return _appointments(session, outside)


def _claims(
    session: Session, resource: int, first_day: date, last_day: date
) -> list[Row[tuple[int, date, int, int, list[str]]]]:
    """Appointment, day, start, end and overridden rules of each busy claim, by day."""
    setup, _ = read_clinic(session)
    places = (resource, *setup.lanes.get(resource, ()))
    return list(
        session.execute(
            select(
                Claim.appointment_id,
                Claim.day,
                Claim.start,
                Claim.end,
                Appointment.override_rules,
            )
            .join(Appointment, Claim.appointment_id == Appointment.id)
            .where(
                Claim.resource_id.in_(places), Claim.day.between(first_day, last_day), Claim.busy
            )
            .order_by(Claim.day, Claim.start)
        )
    )


def _appointments(session: Session, claiming: Iterable[int]) -> tuple[int, ...]:
    numbers = sorted(set(claiming))
    found = session.scalars(
        select(Appointment.id)
        .where(
            or_(Appointment.id.in_(numbers), Appointment.class_id.in_(numbers)),
            Appointment.status.in_(UNFINISHED),
            Appointment.group_size.is_(None),
        )
        .order_by(Appointment.id)
    )
    return tuple(found)
