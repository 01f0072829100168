"""What is kept of a patient beside the record: people, further numbers, consents, preferences.

One verb writes any of them, another takes it out; each is a change that is undone like any other.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.exchange.phone_numbers import written_number
from clinicdesk.models.base import MIDNIGHT, Retirable
from clinicdesk.models.database import Database
from clinicdesk.models.patient_details import (
    ChannelConsent,
    ContactPoint,
    RelatedPerson,
)
from clinicdesk.models.patient_keys import phone_keys
from clinicdesk.models.patients import Patient
from clinicdesk.models.requirements import PatientRequirement
from clinicdesk.models.resources import Resource
from clinicdesk.models.visits import Visit
from clinicdesk.services.clinic.country import clinic_country
from clinicdesk.services.clinic.requirements import requirement_key
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.journal.changes import Change, Changed
from clinicdesk.services.patients.detail_values import (
    TABLES,
    Consent,
    ContactNumber,
    ContactSystem,
    Detail,
    HeldRequirement,
    Person,
    Preference,
    PreferenceKind,
    RequirementState,
    columns_of,
    contact_key,
)
from clinicdesk.services.texts import refuse_unfit
from clinicdesk.services.visits.seen import Seen, refuse_if_changed
from clinicdesk.services.visits.writing import writing


def keep_detail(
    context: Context, database: Database, patient: int, detail: Detail, *, seen: Seen | None = None
) -> Changed:
    """Write a detail: a new one, or over the one whose number it has.

    Of consents the one of the same channel is written over, of requirements the one of the same
    name for the same visit. Raises Refused for what cannot be, ChangedSince if the row is not as it
    was `seen`, or is there though none was.
    """
    _refuse_impossible(detail)
    with writing(context, database) as transaction:
        session = transaction.session
        _refuse_unknown(session, patient, detail)
        row = _row_of(session, patient, detail)
        if isinstance(detail, ContactNumber) and detail.system is ContactSystem.PHONE:
            number = written_number(detail.value, clinic_country(session))
            detail = replace(detail, value=number)
        columns = columns_of(detail)
        if row is not None:
            refuse_if_changed(session, seen, [row], [*columns, "active"])
            if not row.active:
                raise NotFound(RefusalCode.PATIENT_DETAIL_GONE)
        with transaction.change(ChangeCode.PATIENT_CHANGED, patient=patient) as change:
            if row is None:
                session.add(TABLES[type(detail)](patient_id=patient, **columns))
            else:
                for name, value in columns.items():
                    setattr(row, name, value)
            change.affect(patients=[patient])
    return change.done()


def meet(
    context: Context,
    database: Database,
    patient: int,
    names: Sequence[str],
    today: date,
    *,
    day: date,
    visit: int | None = None,
) -> Changed:
    """Note as one change that what these requirements ask for is there, for a visit or for every.

    `day` is the first on which it is needed: a last day that was noted, and is over by then, is not
    that of what is there now. Raises as `keep_detail` does.
    """
    met = [HeldRequirement(name, RequirementState.MET, visit, dated=today) for name in names]
    for one in met:
        _refuse_impossible(one)
    with writing(context, database) as transaction:
        session = transaction.session
        with transaction.change(ChangeCode.PATIENT_CHANGED, patient=patient) as change:
            there = _requirements_for(session, patient, visit)
            for one in met:
                _refuse_unknown(session, patient, one)
                row = there.get(requirement_key(one.name))
                if row is None:
                    session.add(PatientRequirement(patient_id=patient, **columns_of(one)))
                else:
                    row.state, row.dated = one.state, today
                    if row.valid_until is not None and row.valid_until < day:
                        row.valid_until = None
            change.affect(patients=[patient])
    return change.done()


def drop_detail(
    context: Context, database: Database, patient: int, detail: Detail, *, seen: Seen | None = None
) -> Changed:
    """Take a detail out of use; the numbers of a person who goes, go along.

    Raises NotFound if it is not there any more, ChangedSince if it is not as it was `seen`.
    """
    with writing(context, database) as transaction:
        session = transaction.session
        row = _row_of(session, patient, detail)
        if row is None or not row.active:
            raise NotFound(RefusalCode.PATIENT_DETAIL_GONE)
        refuse_if_changed(session, seen, [row], [*columns_of(detail), "active"])
        with transaction.change(ChangeCode.PATIENT_CHANGED, patient=patient) as change:
            row.active = False
            if isinstance(row, RelatedPerson):
                _drop_numbers_of(change, row)
            change.affect(patients=[patient])
    return change.done()


def _row_of(session: Session, patient: int, detail: Detail) -> Retirable | None:
    """The row that it is written over. Raises NotFound for one that is another patient's."""
    table = TABLES[type(detail)]
    if isinstance(detail, Consent):
        return session.scalars(
            select(ChannelConsent).where(
                ChannelConsent.active,
                ChannelConsent.patient_id == patient,
                ChannelConsent.channel == detail.channel,
            )
        ).first()
    if isinstance(detail, HeldRequirement) and not detail.number:
        return _same_requirement(session, patient, detail)
    if not detail.number:
        return None
    row = session.get(table, detail.number)
    if row is None or getattr(row, "patient_id") != patient:  # noqa: B009 - each has it
        raise NotFound(RefusalCode.PATIENT_DETAIL_GONE)
    return row


def _same_requirement(
    session: Session, patient: int, detail: HeldRequirement
) -> PatientRequirement | None:
    there = _requirements_for(session, patient, detail.visit)
    return there.get(requirement_key(detail.name))


def _requirements_for(
    session: Session, patient: int, visit: int | None
) -> dict[str, PatientRequirement]:
    """What was said for a visit, or for every one, by key; of the same twice the first."""
    theirs = select(PatientRequirement).where(
        PatientRequirement.active,
        PatientRequirement.patient_id == patient,
        PatientRequirement.visit_id.is_not_distinct_from(visit),
    )
    rows = session.scalars(theirs.order_by(PatientRequirement.id.desc()))
    return {requirement_key(row.name): row for row in rows}


def _drop_numbers_of(change: Change, person: RelatedPerson) -> None:
    theirs = select(ContactPoint).where(
        ContactPoint.active, ContactPoint.related_person_id == person.id
    )
    for number in change.session.scalars(theirs):
        number.active = False


def _refuse_impossible(detail: Detail) -> None:
    if isinstance(detail, Person):
        refuse_unfit("whom", detail.name)
        if not detail.name.strip():
            raise Refused(RefusalCode.PATIENT_PERSON_NAMELESS)
    elif isinstance(detail, ContactNumber):
        of_phone = detail.system is ContactSystem.PHONE
        refuse_unfit("phone" if of_phone else "email", detail.value)
        if not contact_key(detail) or (of_phone and not phone_keys(detail.value)):
            raise Refused(RefusalCode.PATIENT_PHONE_MISSING)
    elif isinstance(detail, HeldRequirement):
        _refuse_impossible_requirement(detail)
    elif isinstance(detail, Preference) and not _is_possible(detail):
        raise Refused(RefusalCode.PATIENT_PREFERENCE_IMPOSSIBLE)


def _refuse_impossible_requirement(detail: HeldRequirement) -> None:
    refuse_unfit("requirement", detail.name)
    refuse_unfit("source", detail.source)
    refuse_unfit("reference", detail.reference)
    refuse_unfit("reason", detail.note)
    if not detail.name.strip():
        raise Refused(RefusalCode.PATIENT_REQUIREMENT_NAMELESS)
    if detail.dated and detail.valid_until and detail.valid_until < detail.dated:
        raise Refused(RefusalCode.PATIENT_REQUIREMENT_OVER, day=detail.valid_until)


def _is_possible(likes: Preference) -> bool:
    """Whether it is of times alone, or of somebody alone."""
    of_time = likes.kind is PreferenceKind.TIME
    days = all(0 <= day < 7 for day in likes.weekdays)
    return (
        days
        and 0 <= likes.earliest < likes.latest <= MIDNIGHT
        and of_time == (likes.resource is None)
    )


def _refuse_unknown(session: Session, patient: int, detail: Detail) -> None:
    row = session.get(Patient, patient)
    if row is None or not row.active:
        raise NotFound(RefusalCode.PATIENT_UNKNOWN, number=patient)
    if isinstance(detail, ContactNumber) and detail.person is not None:
        person = session.get(RelatedPerson, detail.person)
        if person is None or not person.active or person.patient_id != patient:
            raise NotFound(RefusalCode.PATIENT_DETAIL_GONE)
    if isinstance(detail, HeldRequirement) and detail.visit is not None:
        visit = session.get(Visit, detail.visit)
        if visit is None or visit.patient_id != patient:
            raise NotFound(RefusalCode.VISIT_UNKNOWN, number=detail.visit)
    if isinstance(detail, Preference) and detail.kind is not PreferenceKind.TIME:
        known = detail.resource is not None and session.get(Resource, detail.resource) is not None
        if not known:
            raise Refused(RefusalCode.PATIENT_PREFERENCE_IMPOSSIBLE)
