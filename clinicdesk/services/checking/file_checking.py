"""Whether the invariant holds: nothing in two places, no visit in pieces, the journal whole.

And whether what is booked keeps the clinic's rules as they are now, or somebody said why not.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, text
from sqlalchemy.orm import Session, aliased

from clinicdesk.models.base import Journaled
from clinicdesk.models.database import Database
from clinicdesk.models.journal import JournalEntry
from clinicdesk.models.patients import Patient
from clinicdesk.models.statuses import Status
from clinicdesk.models.stores.sqlite_guards import SQLITE_GUARDS
from clinicdesk.models.tables import JOURNALED
from clinicdesk.models.visits import Appointment, Claim, Hold, Visit
from clinicdesk.services.checking.rule_breaks import rule_breaks
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.hours import read_hours
from clinicdesk.services.clinic.setup_reading import read_setup
from clinicdesk.services.codes import CheckCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Image, stored_images
from clinicdesk.services.journal.entries import broken_entries, last_number, rows_of
from clinicdesk.services.visits.placing import claims_of
from clinicdesk.services.visits.rules.clinic_rules import rule_name_code


@dataclass(frozen=True)
class Fault:
    """Something that must never be, as a code with parameters."""

    code: CheckCode
    params: dict[str, object]


@dataclass(frozen=True)
class Report:
    """What was looked at, how much of each, and everything that is broken."""

    checked: dict[str, int]
    broken: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        return not self.broken


def check_clinic(database: Database) -> Report:
    """Look at everything, in one read transaction."""
    with database.reading() as session:
        broken = [fault for part in _PARTS for fault in _found(part, session)]
        checked = {
            "claims": _count(session, Claim),
            "appointments": _count(session, Appointment),
            "visits": _count(session, Visit),
            "patients": _count(session, Patient),
            "journal entries": _count(session, JournalEntry),
        }
    return Report(checked, tuple(broken))


def _found(part: Callable[[Session], Iterator[Fault]], session: Session) -> Iterator[Fault]:
    """What a part of the check finds; a value that can never have been written stops only it."""
    try:
        yield from part(session)
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError):
        yield Fault(CheckCode.UNREADABLE, {"part": part.__name__.strip("_").replace("_", " ")})


def _count(session: Session, table: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def _file(session: Session) -> Iterator[Fault]:
    for (line,) in session.execute(text("PRAGMA integrity_check")):
        if line != "ok":
            yield Fault(CheckCode.FILE, {})
            break
    for table, row, *_ in session.execute(text("PRAGMA foreign_key_check")):
        yield Fault(CheckCode.REFERENCE, {"table": table, "row": row})
    there = set(session.scalars(text("SELECT sql FROM sqlite_master WHERE type = 'trigger'")))
    whole = sum(guard.strip() in there for guard in SQLITE_GUARDS)
    if whole != len(SQLITE_GUARDS):
        yield Fault(CheckCode.GUARDS, {"found": whole, "expected": len(SQLITE_GUARDS)})


def _setup(session: Session) -> Iterator[Fault]:
    """The clinic's setup and hours can be read."""
    read_setup(session)
    read_hours(session)
    yield from ()


def _overlaps(session: Session) -> Iterator[Fault]:
    first, second = aliased(Claim), aliased(Claim)
    same = (second.resource_id == first.resource_id) & (second.day == first.day)
    for one, other, day in session.execute(
        select(first.appointment_id, second.appointment_id, first.day)
        .join(second, same & (second.id > first.id))
        .where(first.busy, second.busy, first.start < second.end, second.start < first.end)
    ):
        yield Fault(CheckCode.OVERLAP, {"one": one, "other": other, "day": day})


def _claims(session: Session) -> Iterator[Fault]:
    """The claims that are there against those that the appointments make."""
    there: dict[int, Counter[tuple[int, int, int]]] = {}
    for number, *claim in session.execute(
        select(Claim.appointment_id, Claim.resource_id, Claim.start, Claim.end)
    ):
        resource, start, end = claim
        there.setdefault(number, Counter())[resource, start, end] += 1
    rows = session.execute(
        select(Appointment, Patient.resource_id)
        .join(Visit, Appointment.visit_id == Visit.id)
        .outerjoin(Patient, Visit.patient_id == Patient.id)
        .execution_options(yield_per=1000)
    )
    for row, patient in rows:
        try:
            made = Counter(claims_of(row, patient))
        except Refused:
            made = Counter()
        if there.pop(row.id, Counter()) != made:
            yield Fault(CheckCode.CLAIMS_DIFFER, {"appointment": row.id})
        session.expunge(row)
    for number in there:
        yield Fault(CheckCode.CLAIMS_DIFFER, {"appointment": number})


def _visits(session: Session) -> Iterator[Fault]:
    query = (
        select(
            Visit.id,
            Visit.step_count,
            func.count(Appointment.id),
            func.min(Appointment.position),
            func.max(Appointment.position),
            func.count(case((Appointment.busy, Appointment.day)).distinct()),
        )
        .outerjoin(Appointment, Appointment.visit_id == Visit.id)
        .group_by(Visit.id)
    )
    for number, steps, found, first, last, days in session.execute(query):
        if found != steps or (first, last) != (0, steps - 1):
            yield Fault(CheckCode.STEP_MISSING, {"visit": number})
        elif days > 1:
            yield Fault(CheckCode.SEVERAL_DAYS, {"visit": number})


def _classes(session: Session) -> Iterator[Fault]:
    member = aliased(Appointment)
    query = (
        select(Appointment.id, Appointment.busy, Appointment.group_size, func.count(member.id))
        .outerjoin(member, (member.class_id == Appointment.id) & member.busy)
        .where(Appointment.group_size.is_not(None))
        .group_by(Appointment.id)
    )
    for number, busy, size, members in session.execute(query):
        if members > (size or 0) or busy != bool(members):
            yield Fault(CheckCode.CLASS, {"appointment": number})


def _holds(session: Session) -> Iterator[Fault]:
    pending = set(
        session.scalars(select(Appointment.visit_id).where(Appointment.status == Status.PENDING))
    )
    # A held group class is pending too, in a visit of its own.
    classes = set(
        session.scalars(select(Appointment.visit_id).where(Appointment.group_size.is_not(None)))
    )
    held = set(session.scalars(select(Hold.visit_id)))
    for visit in sorted((pending - classes) ^ held):
        yield Fault(CheckCode.HOLD, {"visit": visit})


def _rules(session: Session) -> Iterator[Fault]:
    """What is booked from the day of the newest change on, against the rules as they are now."""
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


def _journal(session: Session) -> Iterator[Fault]:
    for number, fault in broken_entries(session):
        yield Fault(CheckCode(f"check.journal-{fault}"), {"number": number})
        # What follows the first break in a chain says nothing more.
        return
    made = session.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = 'journal'")) or 0
    if made > last_number(session):
        yield Fault(CheckCode.JOURNAL_CHAIN, {"number": made + 1})


def _rows_as_journaled(session: Session) -> Iterator[Fault]:
    """Each row against what the journal last wrote of it: nothing changes behind its back."""
    latest: dict[tuple[str, int], Image] = {}
    entries = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.payload.is_not(None))
        .order_by(JournalEntry.number)
        .execution_options(yield_per=500)
    )
    for entry in entries:
        latest.update(((table, number), after) for table, number, _, after in rows_of(entry))
        session.expunge(entry)
    for table, model in sorted(JOURNALED.items()):
        written = {number: after for (name, number), after in latest.items() if name == table}
        for number, now in stored_images(session, model) if written else ():
            after = written.get(number)
            if after is not None and not _differs(model, now, after):
                del written[number]
        for number in sorted(written):
            yield Fault(CheckCode.ROW_DIFFERS, {"table": table, "row": number})


def _differs(model: type[Journaled], now: Image, after: Image) -> bool:
    return any(now.get(name) != after[name] for name in after if name not in model.RISING)


_PARTS = (
    _file, _setup, _overlaps, _claims, _visits, _classes, _holds, _rules, _journal,
    _rows_as_journaled,
)  # fmt: skip
