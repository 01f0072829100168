"""Noting that somebody runs late, or is on time again."""

from clinicdesk.models.database import Database
from clinicdesk.models.day_flow import Delay
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.visits.reading.delays import read_delays
from clinicdesk.services.visits.writing import writing

MOST_MINUTES = 240
"""Whoever runs later than this is away."""


def note_delay(context: Context, database: Database, resource: int, minutes: int) -> Changed:
    """From now on the practitioner runs so many minutes late today; 0: is on time again.

    Raises NotFound for who does not work here, Refused for minutes that cannot be or are so.
    """
    if not 0 <= minutes <= MOST_MINUTES:
        raise Refused(RefusalCode.DELAY_IMPOSSIBLE, most=MOST_MINUTES)
    with writing(context, database) as transaction:
        session = transaction.session
        setup, _ = read_clinic(session)
        today, minute = context.wall_clock(setup.zone)
        info = setup.resources.get(setup.first_place(resource))
        if info is None or info.kind != "practitioner":
            raise NotFound(RefusalCode.RESOURCE_UNKNOWN, name=str(resource))
        before = read_delays(session, today).get(info.id)
        if minutes == (0 if before is None else before.minutes):
            raise Refused(RefusalCode.CHANGE_NOTHING)
        with transaction.change(ChangeCode.DELAY_NOTED, name=info.name, minutes=minutes) as change:
            session.add(
                Delay(
                    resource_id=info.id,
                    day=today,
                    minutes=minutes,
                    noted_at=minute,
                    actor=context.actor,
                )
            )
            change.affect(days=[today], resources=[info.id])
    return change.done()
