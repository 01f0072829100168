"""What is occupied already, read from the rows: claims, a patient's appointments."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from clinicdesk.models.catalog import VisitType
from clinicdesk.models.patient_details import PatientPreference, PreferenceKind
from clinicdesk.models.statuses import COMPLETED
from clinicdesk.models.visits import Appointment, Claim, Visit
from clinicdesk.scheduling import Interval, Resource, Windows
from clinicdesk.services.clinic.clinic_setup import ON_SITE, ClinicSetup
from clinicdesk.services.clinic.hours import Hours
from clinicdesk.services.clinic.requirements import NOTHING_SAID, read_requirements
from clinicdesk.services.planning.problem.engine_steps import StepBuilder
from clinicdesk.services.planning.problem.interpreting import patient_language
from clinicdesk.services.planning.problem.patient_days import OtherStep, PatientDays


def read_patient_days(
    session: Session,
    patient: int,
    days: Sequence[date],
    *,
    expired: Collection[int] = (),
    excluding: Collection[int] = (),
) -> PatientDays:
    """The patient's busy appointments on `days`, without those of the visits `excluding`.

    The time of the `expired` holds counts as free.
    """
    language = patient_language(session, patient)
    liked, avoided = _liked(session, patient)
    needed = read_requirements(session, [patient]).get(patient, NOTHING_SAID)
    if not days:
        return PatientDays(language=language, liked=liked, avoided=avoided, requirements=needed)
    named = {"patient": patient, "first": days[0], "last": days[-1]}
    rows = session.execute(_PATIENT_DAYS, {**named, "ignored": [*excluding, *expired]})
    seen = session.scalar(_SEEN, {**named, "ignored": list(excluding)})
    return PatientDays(
        tuple(OtherStep(*row) for row in rows), seen is None, language, liked, avoided, needed
    )


def _liked(session: Session, patient: int) -> tuple[frozenset[int], frozenset[int]]:
    """Whom the patient would rather see, and whom rather not."""
    said = [(kind, who or 0) for kind, who in session.execute(_PREFERENCES, {"patient": patient})]
    return (
        frozenset(who for kind, who in said if kind == PreferenceKind.PRACTITIONER),
        frozenset(who for kind, who in said if kind == PreferenceKind.AVOIDED),
    )


_PREFERENCES = select(PatientPreference.kind, PatientPreference.resource_id).where(
    PatientPreference.patient_id == bindparam("patient"),
    PatientPreference.resource_id.is_not(None),
    PatientPreference.active,
)


_PATIENT_DAYS = (
    select(
        Appointment.visit_id,
        Appointment.position,
        Appointment.day,
        Appointment.start,
        Appointment.minutes,
        func.coalesce(func.nullif(Appointment.place, ""), VisitType.place, ON_SITE) == ON_SITE,
        Visit.one_window,
        Visit.longest_stay,
    )
    .join(Visit, Appointment.visit_id == Visit.id)
    .join(VisitType, Appointment.visit_type_id == VisitType.id, isouter=True)
    .where(
        Visit.patient_id == bindparam("patient"),
        Appointment.busy,
        Appointment.day.between(bindparam("first"), bindparam("last")),
        Appointment.visit_id.not_in(bindparam("ignored", expanding=True)),
    )
    .order_by(Appointment.id)
)
_SEEN = (
    select(Appointment.id)
    .join(Visit, Appointment.visit_id == Visit.id)
    .where(
        Visit.patient_id == bindparam("patient"),
        Appointment.status.in_(COMPLETED),
        # A patient who was new at a visit counts as new there for good.
        Appointment.day <= bindparam("last"),
        Appointment.visit_id.not_in(bindparam("ignored", expanding=True)),
    )
    .limit(1)
)


def any_seen(session: Session, visits: Sequence[int], until: date) -> bool:
    """Whether a patient of one of these visits has a completed step of another, up to that day."""
    own, other = aliased(Visit), aliased(Visit)
    return (
        session.scalar(
            select(Appointment.id)
            .join(other, Appointment.visit_id == other.id)
            .join(own, (own.patient_id == other.patient_id) & (own.id != other.id))
            .where(own.id.in_(visits), Appointment.status.in_(COMPLETED), Appointment.day <= until)
            .limit(1)
        )
        is not None
    )


def seen_elsewhere(session: Session, first: date, last: date) -> frozenset[int]:
    """The visits between these days whose patients completed a step of another one by then."""
    return frozenset(session.scalars(_SEEN_ELSEWHERE, {"first": first, "last": last}))


_other, _other_step = aliased(Visit), aliased(Appointment)
_SEEN_ELSEWHERE = (
    select(Visit.id)
    .join(Appointment, Appointment.visit_id == Visit.id)
    .where(
        Appointment.day.between(bindparam("first"), bindparam("last")),
        Appointment.busy,
        # One is enough: somebody may have come for ten years.
        exists(
            select(_other.id)
            .join(_other_step, _other_step.visit_id == _other.id)
            .where(
                _other.patient_id == Visit.patient_id,
                _other.id != Visit.id,
                _other_step.status.in_(COMPLETED),
                _other_step.day <= Appointment.day,
            )
        ),
    )
    .distinct()
)


def read_resources(
    session: Session,
    setup: ClinicSetup,
    hours: Hours,
    numbers: Sequence[int],
    days: Sequence[date],
    *,
    expired: Collection[int] = (),
    excluding: Collection[int] = (),
) -> dict[int, Resource]:
    """The engine's resources for `days`: free time from the hours, busy time from the claims.

    Claims of the appointments `excluding` and of the visits `expired` do not count.
    """
    busy = read_busy(session, numbers, days, expired=expired, excluding=excluding)
    builder = StepBuilder(setup, hours, days)
    return {number: builder.resource(number, busy[number]) for number in numbers}


def read_busy(
    session: Session,
    numbers: Sequence[int],
    days: Sequence[date],
    *,
    expired: Collection[int] = (),
    excluding: Collection[int] = (),
) -> dict[int, Windows]:
    """By resource, what its claims take of each of these ascending days that has any."""
    busy: dict[int, dict[date, list[Interval]]] = {number: {} for number in numbers}
    if days and numbers:
        wanted = set(days)
        for resource, day, start, end in read_claims(
            session, numbers, days, expired=expired, excluding=excluding
        ):
            if day in wanted:
                busy[resource].setdefault(day, []).append((start, end))
    return {
        number: {day: tuple(times) for day, times in by_day.items()}
        for number, by_day in busy.items()
    }


def read_claims(
    session: Session,
    numbers: Sequence[int],
    days: Sequence[date],
    *,
    expired: Collection[int] = (),
    excluding: Collection[int] = (),
) -> Iterable[tuple[int, date, int, int]]:
    """Resource, day, start and end of each busy claim that counts, between the days' ends."""
    ignored = set(excluding)
    if expired:
        ignored.update(session.scalars(_OF_VISITS, {"visits": list(expired)}))
    named = {"resources": list(numbers), "first": days[0], "last": days[-1]}
    if ignored:
        return session.execute(_CLAIMS_THAT_COUNT, {**named, "ignored": list(ignored)})
    return session.execute(_CLAIMS, named)


_claim = Claim.__table__.c
"""Columns of the table itself: thousands of rows come quicker without the records' part in it."""

_CLAIMS = (
    select(_claim.resource_id, _claim.day, _claim.start, _claim.end)
    .where(
        _claim.resource_id.in_(bindparam("resources", expanding=True)),
        _claim.day.between(bindparam("first"), bindparam("last")),
        _claim.busy,
    )
    .order_by(_claim.resource_id, _claim.day, _claim.start)
)
_CLAIMS_THAT_COUNT = _CLAIMS.where(
    _claim.appointment_id.not_in(bindparam("ignored", expanding=True))
)
_OF_VISITS = select(Appointment.id).where(
    Appointment.visit_id.in_(bindparam("visits", expanding=True))
)
