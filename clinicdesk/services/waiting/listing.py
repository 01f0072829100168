"""Putting somebody on the waitlist, taking them off, and correcting when it suits them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.patients import Patient
from clinicdesk.models.visits import Visit
from clinicdesk.models.waiting import WaitlistEntry, WaitOutcome
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.patients.preferred_times import PreferredTimes, preferred_times
from clinicdesk.services.texts import refuse_unfit
from clinicdesk.services.visits.reading.visit_reading import read_visit_in
from clinicdesk.services.visits.seen import Seen, refuse_if_changed
from clinicdesk.services.visits.writing import writing
from clinicdesk.services.waiting.entries import (
    FirstVisit,
    entry_row,
    first_visit_of,
    is_coming,
    refuse_former_patient,
)
from clinicdesk.services.waiting.suits import Suits


def wait_for_earlier(context: Context, database: Database, visit: int) -> Changed:
    """Put the patient of a booked visit on the waitlist, at the times that suit them.

    Raises NotFound; Refused for a visit that is not to come, or whose patient waits already, has
    died or is barred.
    """
    times = preferred_times(database, _patient_of(database, visit)) or PreferredTimes(frozenset())
    with writing(context, database) as transaction:
        session = transaction.session
        setup, _ = read_clinic(session)
        today, _ = context.wall_clock(setup.zone)
        row = session.get_one(Visit, visit)
        refuse_former_patient(session, row.patient_id)
        if not is_coming(read_visit_in(session, visit), today):
            raise Refused(RefusalCode.WAITING_NOT_COMING, visit=visit)
        if _entry_of(session, visit) is not None:
            raise Refused(RefusalCode.WAITING_ALREADY, visit=visit)
        with transaction.change(ChangeCode.WAITING_ADDED, visit=visit) as change:
            session.add(
                WaitlistEntry(
                    patient_id=row.patient_id,
                    visit_id=visit,
                    since=context.instant().isoformat(),
                    weekdays=tuple(sorted(times.weekdays)),
                    earliest=times.earliest,
                    latest=times.latest,
                )
            )
            change.affect(patients=[row.patient_id or 0])
    return change.done()


def wait_for_first(
    context: Context,
    database: Database,
    patient: int,
    wanted: FirstVisit,
    suits: Suits,
    *,
    urgent: bool = False,
) -> Changed:
    """Put a patient on the waitlist for a visit that is not booked yet.

    Raises NotFound for an unknown patient; Refused for what is not offered, for times that never
    are, and for whoever waits for it already, has died or is barred.
    """
    refuse_unfit("comes-for", wanted.comes_for)
    with writing(context, database) as transaction:
        session = transaction.session
        setup, _ = read_clinic(session)
        suits.refuse_impossible(context.wall_clock(setup.zone)[0])
        person = session.get(Patient, patient)
        if person is None or not person.active:
            raise NotFound(RefusalCode.PATIENT_UNKNOWN, number=patient)
        refuse_former_patient(session, patient)
        _refuse_not_offered(setup, wanted)
        _refuse_twice(session, patient, wanted)
        with transaction.change(ChangeCode.WAITING_WANTED, patient=patient) as change:
            session.add(
                WaitlistEntry(
                    patient_id=patient,
                    template_id=wanted.template,
                    visit_type_id=wanted.visit_type,
                    practitioner_id=wanted.practitioner,
                    note=wanted.comes_for.strip(),
                    urgent=urgent,
                    since=context.instant().isoformat(),
                    **suits.columns,
                )
            )
            change.affect(patients=[patient])
    return change.done()


def wait_no_more(
    context: Context, database: Database, number: int, *, seen: Seen | None = None
) -> Changed:
    """Take an entry off the waitlist: a visit stays as it is booked.

    Raises NotFound if it is on it no more, ChangedSince if it is not as it was `seen`.
    """
    codes = ChangeCode.WAITING_DROPPED, ChangeCode.WAITING_WANTED_DROPPED
    return _correct(context, database, number, codes, {"outcome": WaitOutcome.DROPPED}, seen)


def call_urgent(
    context: Context, database: Database, number: int, *, urgent: bool, seen: Seen | None = None
) -> Changed:
    """Have an entry stand before all that are not urgent, or no more; raises as `wait_no_more`."""
    codes = ChangeCode.WAITING_CHANGED, ChangeCode.WAITING_WANTED_CHANGED
    return _correct(context, database, number, codes, {"urgent": urgent}, seen)


def change_suits(
    context: Context, database: Database, number: int, suits: Suits, *, seen: Seen | None = None
) -> Changed:
    """Write when it suits whoever waits; raises as `wait_no_more`, Refused for what never is."""
    codes = ChangeCode.WAITING_SUITED, ChangeCode.WAITING_WANTED_CHANGED
    return _correct(context, database, number, codes, suits.columns, seen, suits)


def _correct(
    context: Context,
    database: Database,
    number: int,
    codes: tuple[ChangeCode, ChangeCode],
    columns: Mapping[str, Any],
    seen: Seen | None,
    suits: Suits | None = None,
) -> Changed:
    """Write columns of an entry; the first of the `codes` is of a booked visit's."""
    with writing(context, database) as transaction:
        session = transaction.session
        if suits is not None:
            suits.refuse_impossible(context.wall_clock(read_clinic(session)[0].zone)[0])
        row = entry_row(session, number)
        refuse_if_changed(session, seen, [row], [*columns, "outcome", "active"])
        of_visit = row.visit_id is not None
        with transaction.change(codes[0] if of_visit else codes[1]) as change:
            about = {"visit": row.visit_id} if of_visit else {"patient": row.patient_id}
            change.params.update(about)
            for name, value in columns.items():
                setattr(row, name, value)
            change.affect(patients=[row.patient_id])
    return change.done()


def _refuse_not_offered(setup: ClinicSetup, wanted: FirstVisit) -> None:
    kind = setup.visit_types.get(wanted.visit_type or 0)
    of_one = wanted.template is None and kind is not None and kind.offered
    if not of_one and (wanted.visit_type is not None or wanted.template not in setup.templates):
        raise Refused(RefusalCode.WAITING_NOT_OFFERED)


def _refuse_twice(session: Session, patient: int, wanted: FirstVisit) -> None:
    waits = session.scalars(
        select(WaitlistEntry).where(
            WaitlistEntry.active,
            WaitlistEntry.patient_id == patient,
            WaitlistEntry.visit_id.is_(None),
            WaitlistEntry.outcome == WaitOutcome.WAITING,
        )
    )
    for row in waits:
        other = first_visit_of(row)
        if (other.template, other.visit_type) == (wanted.template, wanted.visit_type):
            raise Refused(RefusalCode.WAITING_WANTED_ALREADY, patient=patient)


def _entry_of(session: Session, visit: int) -> WaitlistEntry | None:
    return session.scalars(
        select(WaitlistEntry).where(
            WaitlistEntry.active,
            WaitlistEntry.visit_id == visit,
            WaitlistEntry.outcome == WaitOutcome.WAITING,
        )
    ).first()


def _patient_of(database: Database, visit: int) -> int:
    with database.reading() as session:
        row = session.get(Visit, visit)
        if row is None or row.patient_id is None:
            raise NotFound(RefusalCode.VISIT_UNKNOWN, number=visit)
        return row.patient_id
