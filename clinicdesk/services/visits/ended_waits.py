"""Whoever waits for a visit and has it booked, by whatever way, waits for it no more."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.visits import Visit
from clinicdesk.models.waiting import WaitlistEntry, WaitOutcome
from clinicdesk.services.planning.requests import StepRequest


def end_wait(session: Session, visit: Visit, steps: Sequence[StepRequest]) -> None:
    """Take the visit's patient off the waitlist for its template, or for its one visit type.

    It is part of the change that books it: what takes that back puts them on the list again.
    """
    rows = session.scalars(
        select(WaitlistEntry).where(
            WaitlistEntry.active,
            WaitlistEntry.patient_id == visit.patient_id,
            WaitlistEntry.visit_id.is_(None),
            WaitlistEntry.outcome == WaitOutcome.WAITING,
        )
    ).all()
    only = steps[0].visit_type if len(steps) == 1 else None
    for row in rows:
        of_template = row.template_id is not None and row.template_id == visit.template_id
        of_type = row.visit_type_id is not None and row.visit_type_id == only
        if of_template or of_type:
            row.outcome, row.visit_id = WaitOutcome.SERVED, visit.id
