"""Two records of one person made one: all that hangs on the one that goes is the other's then."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from clinicdesk.exchange.fit_text import LONGEST
from clinicdesk.models.base import Journaled
from clinicdesk.models.database import Database
from clinicdesk.models.patient_details import ContactPoint, ContactSystem, ContactUse
from clinicdesk.models.patient_keys import phone_keys
from clinicdesk.models.patients import Patient, Standing
from clinicdesk.models.tables import JOURNALED
from clinicdesk.models.visits import Appointment, Claim, Visit
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.journal.changes import Change, Changed
from clinicdesk.services.patients.detail_values import (
    Consent,
    ContactNumber,
    Detail,
    Person,
    contact_key,
    detail_row,
    read_details,
)
from clinicdesk.services.visits.placing import as_it_is, place
from clinicdesk.services.visits.reading.visit_rows import today_of
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.services.visits.rules.visit_rules import broken_rules, refuse_unless_rules_hold
from clinicdesk.services.visits.seen import Seen, refuse_if_changed
from clinicdesk.services.visits.writing import writing

_OF_PATIENTS = tuple(
    model for _, model in sorted(JOURNALED.items()) if "patient_id" in model.__table__.c
)
"""What hangs on a patient: visits, what is kept beside the record, waits, requirements, tasks."""

FILLED = ("email", "speaks", "reads", "other_number")
"""Parts of the record that are taken from the one that goes where the other has none."""


def merge_patients(
    context: Context,
    database: Database,
    kept: int,
    gone: int,
    *,
    seen: Seen | None = None,
    override: Override | None = None,
) -> Changed:
    """Make the patients of these numbers one: visits and all that is kept go to `kept`.

    The record that goes stays, out of use, and leads to the other; both names find it. What the
    other lacks is filled from it, and where both say something the other's stands.
    Raises NotFound, Refused if it is one record or both are expected at one time, RulesBroken if
    their visits together break a rule, ChangedSince if a record is not as it was `seen`.
    """
    if kept == gone:
        raise Refused(RefusalCode.PATIENT_MERGED_WITH_ITSELF, number=kept)
    with writing(context, database) as transaction:
        session = transaction.session
        to, old = (_record(session, number) for number in (kept, gone))
        refuse_if_changed(session, seen, [to, old], Patient.__table__.columns.keys())
        _refuse_both_expected(session, to, old)
        with transaction.change(ChangeCode.PATIENT_MERGED, patient=kept, gone=gone) as change:
            coming = _coming(session, context, (kept, gone))
            before = {(one.rule, one.appointment) for one in broken_rules(session, context, coming)}
            moved = _move_all(change, to, old)
            place(change, [as_it_is(row) for row in moved])
            after = broken_rules(session, context, coming)
            broken = {one.appointment for one in after if (one.rule, one.appointment) not in before}
            if broken:
                rows = [row for row in coming if row.id in broken]
                refuse_unless_rules_hold(session, context, rows, override)
            change.affect(patients=[kept, gone])
    return change.done()


def _record(session: Session, number: int) -> Patient:
    row = session.get(Patient, number)
    if row is None or not row.active:
        raise NotFound(RefusalCode.PATIENT_UNKNOWN, number=number)
    return row


def _refuse_both_expected(session: Session, to: Patient, old: Patient) -> None:
    """Nobody is in two places at once: then they are two people, or one visit is a mistake."""
    ours, theirs = aliased(Claim), aliased(Claim)
    both = session.execute(
        select(ours.day, ours.start, theirs.start)
        .join(theirs, (theirs.day == ours.day) & (theirs.start < ours.end))
        .where(
            ours.resource_id == to.resource_id,
            theirs.resource_id == old.resource_id,
            ours.start < theirs.end,
            ours.busy,
            theirs.busy,
        )
        .order_by(ours.day, ours.start)
    ).first()
    if both is not None:
        day, start, other_start = both
        raise Refused(
            RefusalCode.PATIENT_MERGED_BOTH_EXPECTED,
            kept=to.id,
            gone=old.id,
            day=day,
            start=start,
            other_start=other_start,
        )


def _coming(session: Session, context: Context, patients: Sequence[int]) -> list[Appointment]:
    """Their active appointments from today on, by number."""
    theirs = (
        select(Appointment)
        .join(Visit, Appointment.visit_id == Visit.id)
        .where(
            Visit.patient_id.in_(patients),
            Appointment.busy,
            Appointment.day >= today_of(session, context),
        )
        .order_by(Appointment.id)
    )
    return list(session.scalars(theirs))


def _move_all(change: Change, to: Patient, old: Patient) -> list[Appointment]:
    """Write all of it but the time that visits take; the appointments whose claims are to go."""
    session = change.session
    visits = select(Visit.id).where(Visit.patient_id == old.id)
    moved = session.scalars(
        select(Appointment).where(Appointment.visit_id.in_(visits)).order_by(Appointment.id)
    ).all()
    _drop_what_is_there(session, to, old)
    for number in _numbers_lacking(session, to, old):
        session.add(_contact_row(to, number))
    for model in _OF_PATIENTS:
        for row in _rows_of(session, model, old):
            setattr(row, "patient_id", to.id)  # noqa: B010 - each of them has it
    _fill(to, old)
    old.active, old.merged_into = False, to.id
    session.flush()
    return list(moved)


def _rows_of(session: Session, model: type[Journaled], patient: Patient) -> Iterator[Journaled]:
    column = model.__table__.c["patient_id"]
    yield from session.scalars(select(model).where(column == patient.id)).all()


def _drop_what_is_there(session: Session, to: Patient, old: Patient) -> None:
    """Take out of use what both say, and of two consents to one channel the one said earlier."""
    there, persons = read_details(session, to.id), dict[int | None, int | None]()
    for detail in read_details(session, old.id):
        same = next((one for one in there if one == _as_theirs(detail, persons)), None)
        if isinstance(detail, Person) and same is not None:
            persons[detail.number] = same.number
        other = _other_consent(detail, there)
        if other is not None and isinstance(detail, Consent) and detail.said_on > other.said_on:
            detail_row(session, other).active = False
        elif same is not None or other is not None:
            detail_row(session, detail).active = False
    for row in _rows_of(session, ContactPoint, old):
        assert isinstance(row, ContactPoint)
        row.related_person_id = persons.get(row.related_person_id, row.related_person_id)
    # A channel has one consent in use: it is given up before another takes its place.
    session.flush()


def _as_theirs(detail: Detail, persons: dict[int | None, int | None]) -> Detail:
    """The detail as it reads beside the record that is kept."""
    if isinstance(detail, ContactNumber):
        return replace(detail, person=persons.get(detail.person, detail.person))
    return detail


def _other_consent(detail: Detail, there: Sequence[Detail]) -> Consent | None:
    if not isinstance(detail, Consent):
        return None
    consents = (one for one in there if isinstance(one, Consent))
    return next((one for one in consents if one.channel is detail.channel), None)


def _numbers_lacking(session: Session, to: Patient, old: Patient) -> Iterator[ContactNumber]:
    """The main number and address of the record that goes, where they are not the other's too."""
    there = [one for one in read_details(session, to.id) if isinstance(one, ContactNumber)]
    phones = phone_keys(to.phone).union(*(phone_keys(one.value) for one in there))
    if not phone_keys(old.phone) <= phones:
        known = old.phone_use in tuple(map(str, ContactUse))
        yield ContactNumber(old.phone, ContactUse(old.phone_use) if known else ContactUse.UNSAID)
    addresses = {to.email.casefold(), *(one.value.casefold() for one in there)}
    if to.email and old.email and old.email.casefold() not in addresses:
        yield ContactNumber(old.email, system=ContactSystem.EMAIL)


def _contact_row(to: Patient, number: ContactNumber) -> ContactPoint:
    return ContactPoint(
        patient_id=to.id,
        system=number.system,
        use=number.use,
        value=number.value,
        value_key=contact_key(number),
    )


def _fill(to: Patient, old: Patient) -> None:
    """Write what the record that is kept lacks; what warns of something is kept of both."""
    for name in FILLED:
        if not getattr(to, name):
            setattr(to, name, getattr(old, name))
    to.interpreter = to.interpreter or old.interpreter
    to.flags = (*to.flags, *(flag for flag in old.flags if flag not in to.flags))
    notes = "\n".join(dict.fromkeys(note for note in (to.note, old.note) if note))
    if len(notes) <= LONGEST["note"]:
        to.note = notes
    if to.standing == Standing.PATIENT:
        to.standing, to.standing_since = old.standing, old.standing_since
        to.standing_reason = old.standing_reason
