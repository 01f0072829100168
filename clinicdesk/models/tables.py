"""All tables at once, for whoever needs the whole schema: migrations, the journal, the checker."""

from sqlalchemy import Table

from clinicdesk.models.base import Base, Journaled, Unjournaled
from clinicdesk.models.catalog import (
    NeedOption,
    TemplateRule,
    TemplateStep,
    VisitTemplate,
    VisitType,
    VisitTypeNeed,
)
from clinicdesk.models.clinic import Clinic, Closure, OpeningHours, OpeningSeason
from clinicdesk.models.contacts import Contact
from clinicdesk.models.day_flow import Delay, DeskTask
from clinicdesk.models.desk_rows import BackupTurn, Draft
from clinicdesk.models.journal import JournalEntry
from clinicdesk.models.messages import Message, MessageText
from clinicdesk.models.patient_details import (
    ChannelConsent,
    ContactPoint,
    PatientPreference,
    RelatedPerson,
)
from clinicdesk.models.patient_keys import PatientKey
from clinicdesk.models.patients import Patient
from clinicdesk.models.requirements import PatientRequirement
from clinicdesk.models.resources import (
    ExtraHours,
    HoursBlock,
    HoursBlockQuota,
    HoursBlockVisitType,
    Meeting,
    MeetingHours,
    MeetingMember,
    Qualification,
    Resource,
    ResourceType,
    TimeOff,
    WorkingHours,
)
from clinicdesk.models.visits import Appointment, Claim, Hold, Visit
from clinicdesk.models.waiting import WaitlistEntry

__all__ = [
    "BASELINED",
    "JOURNALED",
    "UNJOURNALED",
    "Appointment",
    "BackupTurn",
    "Base",
    "ChannelConsent",
    "Claim",
    "Clinic",
    "Closure",
    "Contact",
    "ContactPoint",
    "Delay",
    "DeskTask",
    "Draft",
    "ExtraHours",
    "Hold",
    "HoursBlock",
    "HoursBlockQuota",
    "HoursBlockVisitType",
    "JournalEntry",
    "Meeting",
    "MeetingHours",
    "MeetingMember",
    "Message",
    "MessageText",
    "NeedOption",
    "OpeningHours",
    "OpeningSeason",
    "Patient",
    "PatientKey",
    "PatientPreference",
    "PatientRequirement",
    "Qualification",
    "RelatedPerson",
    "Resource",
    "ResourceType",
    "TemplateRule",
    "TemplateStep",
    "TimeOff",
    "Visit",
    "VisitTemplate",
    "VisitType",
    "VisitTypeNeed",
    "WaitlistEntry",
    "WorkingHours",
]

JOURNALED: dict[str, type[Journaled]] = {
    mapper.class_.__tablename__: mapper.class_
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Journaled)
}
"""Journaled tables by name, as the journal's payload names them."""

UNJOURNALED: dict[str, type[Unjournaled]] = {
    mapper.class_.__tablename__: mapper.class_
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Unjournaled)
}
"""Tables whose rows come and go without an entry, by name."""

BASELINED: tuple[Table, ...] = tuple(
    table
    for name, table in sorted(Base.metadata.tables.items())
    if name not in ("claim", "journal", "patient_key", *UNJOURNALED)
)
"""Tables whose rows a baseline of the journal covers.

Claims follow from their appointments and keys from their patients, the journal is chained, and
unjournaled rows have digests.
"""
