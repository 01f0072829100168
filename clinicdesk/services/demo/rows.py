"""Writing the demo clinic's rows in bulk, under numbers given here, with every guard on."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from clinicdesk.models import tables
from clinicdesk.models.base import Base, digest_of
from clinicdesk.models.contacts import Channel, ContactOutcome
from clinicdesk.models.patient_keys import keys_of, name_key, phone_key
from clinicdesk.models.stored_values import TEXTS, json_text
from clinicdesk.services.demo.day.outcomes import Outcome
from clinicdesk.services.patients.records import NewPatient

FIRST_PATIENT = 10_001

CALLER = "desk"
"""Who called the demo's patients."""

BATCH = 2000
"""Appointments that are collected before they are written."""

CACHE_KILOBYTES = 128 * 1024

TOGETHER = 50
"""Rows in one statement: what SQLite does for each statement costs as much as for each row."""

Row = tuple[object, ...]

Claims = Iterable[tuple[int, int, int]]
"""Resource, start and end in minutes after midnight, as `placing.claims_of` gives them."""

BundleRules = tuple[int, str, str, bool, int | None]
"""Transfer minutes, sequence rules, same rules, one window and longest stay, as a row has them."""

FREE: BundleRules = (0, "[]", "[]", False, None)
"""Of one step alone."""

VISIT = (
    "id patient_id template_id step_count transfer_minutes rules same_rules one_window longest_stay"
    " edition last_modified version"
)
APPOINTMENT = (
    "id visit_id position visit_type_id title day start minutes resource_uses status busy"
    " class_id group_size reason override_reason override_by override_rules whereabouts"
    " place comes_for note left_unseen arrived_at roomed_at begun_at done_at room_id version"
)
CONTACT = "visit_id edition channel form outcome with_whom actor at active version"
CLAIM = "appointment_id resource_id day start end busy"
PATIENT = (
    "id resource_id family given born phone email speaks reads interpreter flags note active"
    " version family_key given_key phone_key other_number phone_use standing standing_reason"
)
PATIENT_KEY = "patient_id kind key"
RESOURCE = "id kind name movable part_of profile always pace position active version"


class Rows:
    """Rows on their way into the demo clinic's one transaction.

    They go to the driver as they are stored (ISO dates, JSON as text): the ORM, or Core with its
    types, would take longer for each row than SQLite itself.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        # The whole file fits: SQLite's own two megabytes would be written out over and over.
        session.connection().exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KILOBYTES}")
        self._visit, self._appointment = self._last(tables.Visit), self._last(tables.Appointment)
        self._visits: list[Row] = []
        self._appointments: list[Row] = []
        self._claims: list[Row] = []
        self._contacts: list[Row] = []

    def patients(self, people: Sequence[NewPatient]) -> dict[int, int]:
        """Write the patients and the resource that each of them is; its number by the patient's."""
        first = self._last(tables.Resource) + 1
        numbers = {FIRST_PATIENT + index: first + index for index in range(len(people))}
        self._insert(
            tables.Resource,
            RESOURCE,
            [(number, "patient", "", 0, "", "{}", 0, 100, 0, 1, 1) for number in numbers.values()],
        )
        self._insert(
            tables.Patient,
            PATIENT,
            [
                _patient(number, resource, person)
                for (number, resource), person in zip(numbers.items(), people, strict=True)
            ],
        )
        self._insert(
            tables.PatientKey,
            PATIENT_KEY,
            [
                (number, kind.value, key)
                for number, person in zip(numbers, people, strict=True)
                for kind, key in keys_of(person.family, person.given, person.phone)
            ],
        )
        return numbers

    def add_visit(
        self,
        patient: int | None,
        steps: int,
        outcome: Outcome,
        template: int | None = None,
        rules: BundleRules = FREE,
    ) -> int:
        """A visit of so many steps, whose appointments are added next; its number."""
        self._visit += 1
        self._visits.append(
            (
                self._visit, patient, template, steps, *rules,
                outcome.edition, outcome.last_modified, 1,
            )
        )  # fmt: skip
        if outcome.confirmed is not None:
            self._add_contact(outcome, ContactOutcome.CONFIRMED, *outcome.confirmed)
        elif outcome.edition:
            # Whoever called it off knows.
            self._add_contact(outcome, ContactOutcome.TOLD, "patient", outcome.last_modified)
        return self._visit

    def _add_contact(
        self, outcome: Outcome, came_of_it: ContactOutcome, with_whom: str, at: str
    ) -> None:
        """A call about the visit that was added last."""
        self._contacts.append(
            (
                self._visit, outcome.edition, Channel.CALL.value, "", came_of_it.value, with_whom,
                CALLER, at, 1, 1,
            )
        )  # fmt: skip

    def add_appointment(
        self,
        position: int,
        day: date,
        time: tuple[int, int],
        outcome: Outcome,
        claims: Claims,
        *,
        visit_type: int | None = None,
        title: str = "",
        uses: str = "[]",
        class_number: int | None = None,
        group_size: int | None = None,
    ) -> int:
        """An appointment `[start, end)` of the visit that was added last, in minutes; its number.

        `uses` is the row's JSON; `class_number` that of the class it is one member's part of.
        """
        self._appointment += 1
        status, busy = outcome.status.value, outcome.status.busy
        date_text, (start, finish), course = day.isoformat(), time, outcome.course
        self._appointments.append(
            (
                self._appointment, self._visit, position, visit_type, title, date_text, start,
                finish - start, uses, status, busy, class_number, group_size,
                outcome.reason, "", "", "[]", outcome.whereabouts, "", "", "", 0,
                course.arrived, course.roomed, course.begun, course.done, course.room, 1,
            )
        )  # fmt: skip
        number = self._appointment
        self._claims += [(number, r, date_text, s, e, busy) for r, s, e in claims]
        if len(self._appointments) >= BATCH:
            self.write()
        return number

    def add_hold(self, owner: str, expires_at: int) -> None:
        """A hold on the visit that was added last, by a desk, to a second since 1970 UTC."""
        self.write()
        held: dict[str, object] = {
            "visit_id": self._visit,
            "actor": owner,
            "workstation": owner,
            "expires_at": expires_at,
        }
        self._insert(
            tables.Hold,
            " ".join([*held, "digest"]),
            [(*held.values(), digest_of(held))],
        )

    def write(self) -> None:
        """Write what was collected: visits before appointments before claims."""
        self._insert(tables.Visit, VISIT, self._visits)
        self._insert(tables.Appointment, APPOINTMENT, self._appointments)
        self._insert(tables.Claim, CLAIM, self._claims)
        self._insert(tables.Contact, CONTACT, self._contacts)
        for written in (self._visits, self._appointments, self._claims, self._contacts):
            written.clear()

    def _last(self, table: type[Base]) -> int:
        return self._session.scalar(select(func.max(table.__table__.c["id"]))) or 0

    def _insert(self, table: type[Base], columns: str, rows: list[Row]) -> None:
        names = ", ".join(f'"{column}"' for column in columns.split())
        marks = f"({', '.join('?' for _ in columns.split())})"
        connection = self._session.connection()
        whole = len(rows) - len(rows) % TOGETHER
        for size, these in ((TOGETHER, rows[:whole]), (1, rows[whole:])):
            values = [
                tuple(chain.from_iterable(these[begin : begin + size]))
                for begin in range(0, len(these), size)
            ]
            if values:
                connection.exec_driver_sql(
                    f"INSERT INTO {table.__tablename__} ({names}) VALUES "  # noqa: S608
                    + ", ".join([marks] * size),
                    values,
                )


def _patient(number: int, resource: int, person: NewPatient) -> Row:
    flags = json_text(TEXTS.plain(person.flags))
    return (
        number, resource, person.family, person.given, person.born.isoformat(), person.phone,
        person.email, person.speaks, "", person.interpreter, flags, person.note, 1, 1,
        name_key(person.family), name_key(person.given), phone_key(person.phone), "", "", "", "",
    )  # fmt: skip
