"""Whether what is booked keeps the clinic's rules as they are now, or somebody said why not."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from clinicdesk.models.journal import JournalEntry
from clinicdesk.services.checking.report import Examination, Fault
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.codes import CheckCode
from clinicdesk.services.visits.rules.clinic_rules import rule_name_code
from clinicdesk.services.visits.rules.rule_breaks import rule_breaks


def rules(examined: Examination) -> Iterator[Fault]:
    """What is booked from the day of the newest change on, against the rules as they are now."""
    session = examined.session
    newest = select(JournalEntry.at).order_by(JournalEntry.number.desc()).limit(1)
    at = session.scalar(newest)
    if at is None:
        return
    zone = read_clinic(session)[0].zone
    for found in rule_breaks(session, datetime.fromisoformat(at).astimezone(zone).date()):
        code = CheckCode.CLASS_BREAKS_RULE if found.is_class else CheckCode.BREAKS_RULE
        yield Fault(
            code,
            {
                "appointment": found.appointment,
                "day": found.day,
                "start": found.start,
                "rule": rule_name_code(found.rule),
            },
        )
