"""Making the demo clinic: founded and filled in one transaction and one journal entry."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from clinicdesk.exchange.clinic_file import read_clinic_file
from clinicdesk.models import tables
from clinicdesk.models.database import creating_database
from clinicdesk.resource_files import resource_file
from clinicdesk.services.context import Context
from clinicdesk.services.demo.people import invent_patients
from clinicdesk.services.demo.rows import Writer
from clinicdesk.services.founding import write_clinic
from clinicdesk.services.transactions import writing

PATIENTS = 4000


@dataclass(frozen=True)
class DemoMade:
    """How much there is in a demo clinic that was just made."""

    patients: int
    appointments: int


def make_demo(
    context: Context, path: Path, *, seed: int = 1, today: date | None = None
) -> DemoMade:
    """Make the demo clinic at `path`, its past and future counted from `today`.

    The same seed, day and clock give the same clinic. `today` None is the clinic's date by the
    context's clock. Raises DatabaseRefused for an existing file; a file appears whole or not.
    """
    shape = read_clinic_file(resource_file("clinics", "lakeside.toml").read_bytes())
    if today is None:
        today, _ = context.wall_clock(ZoneInfo(shape.zone))
    with creating_database(path) as database:
        with (
            writing(context, database) as transaction,
            transaction.change("demo.made", undoable=False) as change,
        ):
            write_clinic(change, shape, today, demo=True)
            made = _fill(transaction.session, seed, today)
            # Nobody takes the making back, so the journal begins with what desks do after it.
            change.rows.clear()
            change.affect_everything()
        return made


def _fill(session: Session, seed: int, today: date) -> DemoMade:
    session.flush()
    writer = Writer(session)
    writer.patients(invent_patients(Random(f"{seed} people"), PATIENTS, today))
    appointments = session.scalar(select(func.count()).select_from(tables.Appointment)) or 0
    return DemoMade(PATIENTS, appointments)
