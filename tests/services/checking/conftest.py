"""A clinic that has something in every table, made once and copied for each test."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from clinicdesk.models.clinic import OpeningSeason
from clinicdesk.models.database import Database, open_database
from clinicdesk.models.day_flow import Delay, DeskTask
from clinicdesk.models.desk_rows import BackupTurn, Draft
from clinicdesk.models.messages import Message, MessageText
from clinicdesk.models.patient_details import (
    ChannelConsent,
    ContactPoint,
    PatientPreference,
    RelatedPerson,
)
from clinicdesk.models.requirements import PatientRequirement
from clinicdesk.models.resources import HoursBlock, HoursBlockQuota, HoursBlockVisitType
from clinicdesk.models.statuses import Status
from clinicdesk.models.waiting import WaitlistEntry
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.contacts.noting import confirm_visit
from clinicdesk.services.context import Role
from clinicdesk.services.setup.availability_changes import open_extra_hours, take_time_off
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.changing import cancel_visit, change_status
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.services.visits.writing import writing
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk, found

NINE = 9 * 60
FISK = ("Dr. Fisk",)
SATURDAY = MONDAY.replace(day=6)

_SPECIALTY = 'specialties = ["physiatry"]\n'
_SESSIONS = """sessions = [{ days = ["tue"], time = ["09:00-10:00"], visit_types = ["consult"] }]
"""
_MORE = """
[holidays]
days = [{ date = 2027-12-24, name = "Christmas Eve" }]

[[meetings]]
name = "Case conference"
who = ["Dr. Fisk", "Dr. Dunne"]
hours = [{ days = ["wed"], time = ["12:00-12:30"] }]
"""


def everything_file() -> bytes:
    """The harbor clinic with hours that list visit types, a holiday and a meeting."""
    text = harbor_file().decode()
    text = text.replace(_SPECIALTY, _SPECIALTY + _SESSIONS)
    return (text + _MORE).encode()


@pytest.fixture(scope="session")
def everything_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clinic in which a bit of everything was done; nobody has it open."""
    path = tmp_path_factory.mktemp("everything") / "clinic.db"
    found(path, everything_file(), Clock())
    database = open_database(path)
    live_a_little(desk(database, Clock(), "east"))
    database.close()
    return path


def live_a_little(east: Desk) -> None:
    """Verbs of every kind, so that no table is empty and the journal has entries of each."""
    context, database = east.context, east.database
    patient = east.patient().number
    visit = east.book_at("Adjustment", patient, NINE, ("Dr. Carver", "Room 1")).visit
    number = east.visit(visit).steps[0].number
    east.move(Move(number, start=NINE + 60))
    undo(context, database)
    change_status(context, database, [number], Status.ARRIVED)
    east.book_first("Back class", east.patient("Baker").number)
    east.book_first("Day", east.patient("Cole").number)
    cancelled = east.book_first("Pair", east.patient("Dow").number)
    cancel_visit(context, database, cancelled, "asked")
    manager = east.as_role(Role.MANAGER)
    manager.book_at("Call", patient, 1020, FISK, override=Override("agreed with Dr. Fisk"))
    take_time_off(context, database, east.resource("Ada Hale"), SATURDAY, SATURDAY)
    open_extra_hours(context, database, east.resource("Pia Thorn"), SATURDAY, 540, 600)
    _add_rows_of_no_verb(manager, patient, visit)
    confirm_visit(context, database, visit, "with her daughter")
    held = east.hold_first("Call", east.patient("Eve").number)
    with database.writing() as session:
        session.add(Draft(workstation="east", actor="a", changed_at=1, visit_id=held, request="{}"))
        session.add(BackupTurn(id=1, actor="a", workstation="east", taken_at=1, last_good_at=0))


@pytest.fixture
def everything(everything_template: Path, tmp_path: Path) -> Path:
    """A fresh copy of it."""
    path = tmp_path / "clinic.db"
    shutil.copyfile(everything_template, path)
    return path


@pytest.fixture
def open_everything(everything: Path) -> Callable[[], Database]:
    """Opens that copy."""
    return lambda: open_database(everything)


def _add_rows_of_no_verb(manager: Desk, patient: int, visit: int) -> None:
    """A season and a quota, as an update of the clinic would write them, and the like."""
    with (
        writing(manager.context, manager.database) as transaction,
        transaction.change(ChangeCode.CLINIC_CHANGED),
    ):
        session = transaction.session
        block = session.scalars(select(HoursBlock)).first()
        listed = session.scalars(select(HoursBlockVisitType)).first()
        assert block is not None and listed is not None
        kind = listed.visit_type_id
        session.add(HoursBlockQuota(block_id=block.id, visit_type_id=kind, at_most=3))
        session.add(
            OpeningSeason(
                name="Summer",
                first_day=date(2027, 6, 1),
                last_day=date(2027, 8, 31),
                every_year=True,
                week=((4, ((480, 720),)), (5, ())),
                starts_on=date(2027, 6, 1),
            )
        )
        daughter = RelatedPerson(patient_id=patient, name="Able, Amy", relationship="child")
        session.add(daughter)
        session.flush()
        session.add_all(
            [
                ContactPoint(
                    patient_id=patient,
                    related_person_id=daughter.id,
                    value="555-0177",
                    value_key="7710555",
                ),
                ChannelConsent(patient_id=patient, channel="text", agreed=True, said_on=MONDAY),
                PatientPreference(patient_id=patient, kind="time", weekdays=(0, 2), latest=720),
                PatientRequirement(patient_id=patient, name="Films", dated=MONDAY, state="met"),
                WaitlistEntry(
                    patient_id=patient, visit_id=visit, since="2027-03-01T12:00:00+00:00"
                ),
                Delay(
                    resource_id=manager.resource("Dr. Carver"),
                    day=MONDAY,
                    minutes=10,
                    noted_at=NINE,
                    actor="a",
                ),
                DeskTask(
                    patient_id=patient, text="Films first", asked_by="a", asked_at="2027-03-01"
                ),
                Message(
                    visit_id=visit,
                    edition=0,
                    occasion="new",
                    channel="e-mail",
                    recipient="ann@example.org",
                    language="en",
                    due_at="2027-03-01T12:03:00+00:00",
                    workstation="east",
                    actor="a",
                    at="2027-03-01T12:00:00+00:00",
                ),
                MessageText(occasion="new", letter="Dear patient", letter_in=(("es", "Hola"),)),
            ]
        )
