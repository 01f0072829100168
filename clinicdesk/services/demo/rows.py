"""Writing the demo clinic's rows in bulk, under numbers given here."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from clinicdesk.models import tables
from clinicdesk.models.base import Base
from clinicdesk.services.patients import NewPatient, name_key, phone_key

FIRST_PATIENT = 10_001


class Writer:
    """Writes rows into the demo clinic's one transaction, with all of its guards on."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def patients(self, people: Sequence[NewPatient]) -> dict[int, int]:
        """The patients, and each as a resource; by patient number the resource's."""
        first = self._next(tables.Resource)
        numbers = {FIRST_PATIENT + index: first + index for index in range(len(people))}
        self._insert(tables.Resource, ({"id": n, "kind": "patient", "name": "", "profile": {},
             "movable": False, "part_of": "", "always": False, "position": 0, "active": True,
             "version": 1} for n in numbers.values()))  # fmt: skip
        self._insert(
            tables.Patient,
            (
                {
                    "id": number,
                    "resource_id": resource,
                    "active": True,
                    "version": 1,
                    **_particulars(person),
                }
                for (number, resource), person in zip(numbers.items(), people, strict=True)
            ),
        )
        return numbers

    def _next(self, table: type[Base]) -> int:
        key = table.__table__.c["id"]
        return (self._session.scalar(select(func.max(key))) or 0) + 1

    def _insert(self, table: type[Base], rows: Iterable[dict[str, object]]) -> None:
        assert isinstance(table.__table__, Table)
        self._session.connection().execute(insert(table.__table__), list(rows))


def _particulars(person: NewPatient) -> dict[str, object]:
    return {
        "family": person.family,
        "given": person.given,
        "born": person.born,
        "phone": person.phone,
        "email": person.email,
        "language": person.language,
        "flags": list(person.flags),
        "note": person.note,
        "family_key": name_key(person.family),
        "given_key": name_key(person.given),
        "phone_key": phone_key(person.phone),
    }
