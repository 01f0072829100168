"""Which appointments to come are with nobody who speaks the patient's language, nor interpreted."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from clinicdesk.models.statuses import MOVABLE
from clinicdesk.models.visits import Appointment
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.planning.problem.interpreting import visit_languages
from clinicdesk.services.visits.rules.clinic_rules import ClinicRule, clinic_breaches

_ROWS = select(Appointment).where(
    Appointment.visit_id.in_(bindparam("visits", expanding=True)),
    Appointment.status.in_([status.value for status in MOVABLE]),
)


def read_not_understood(session: Session, visits: Iterable[int]) -> frozenset[int]:
    """The numbers of those of these visits, where nobody said why it is so all the same."""
    languages = visit_languages(session, visits)
    if not languages:
        return frozenset()
    rows = session.scalars(_ROWS, {"visits": list(languages)}).all()
    setup, _ = read_clinic(session)
    return frozenset(
        breach.row.id
        for rule, breach in clinic_breaches(setup, rows, languages)
        if rule is ClinicRule.INTERPRETER and rule not in breach.row.override_rules
    )
