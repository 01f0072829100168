"""Undo and redo of what another desk has written something beside since: refused, and named."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.errors import Refused
from clinicdesk.services.patients.detail_values import (
    Channel,
    Consent,
    ContactNumber,
    Detail,
    Person,
    read_details,
)
from clinicdesk.services.patients.details import drop_detail, keep_detail
from clinicdesk.services.patients.merging import merge_patients
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.waiting.entries import read_waitlist
from clinicdesk.services.waiting.listing import wait_for_earlier, wait_no_more
from tests.services.desk import MONDAY, Desk, dump
from tests.services.sentences import sentence_of

THURSDAY = MONDAY + timedelta(days=3)
CARVER = ("Dr. Carver", "Room 1")
AGREED, REFUSED = (Consent(Channel.TEXT, agreed, MONDAY) for agreed in (True, False))


def keep(at: Desk, patient: int, detail: Detail) -> Detail:
    """The detail as it is kept."""
    keep_detail(at.context, at.database, patient, detail)
    with at.database.reading() as session:
        return next(one for one in read_details(session, patient) if one == detail)


def booked(at: Desk, patient: int, start: int = 600) -> int:
    return at.book_at("Adjustment", patient, start, CARVER, day=THURSDAY).visit


def number_of_a_new_person(east: Desk, west: Desk) -> None:
    patient = east.patient().number
    person = keep(east, patient, Person("Joan"))
    keep(west, patient, ContactNumber("555-0190", person=person.number))


def person_of_a_new_patient(east: Desk, west: Desk) -> None:
    keep(west, east.patient().number, Person("Joan"))


def consent_in_place_of_a_dropped_one(east: Desk, west: Desk) -> None:
    patient = east.patient().number
    drop_detail(east.context, east.database, patient, keep(east, patient, AGREED))
    keep(west, patient, REFUSED)


def wait_in_place_of_a_dropped_one(east: Desk, west: Desk) -> None:
    visit = booked(east, east.patient().number)
    wait_for_earlier(east.context, east.database, visit)
    wait_no_more(east.context, east.database, read_waitlist(east.context, east.database)[0].number)
    wait_for_earlier(west.context, west.database, visit)


def wait_for_a_visit_of_the_merged(east: Desk, west: Desk) -> None:
    kept, gone = east.patient("Able").number, east.patient("Baker").number
    visit = booked(east, gone)
    merge_patients(east.context, east.database, kept, gone)
    wait_for_earlier(west.context, west.database, visit)


def taken_apart(east: Desk) -> tuple[int, int]:
    """Two patients who were merged, and are not any more."""
    kept, gone = east.patient("Able").number, east.patient("Baker").number
    keep(east, gone, AGREED)
    merge_patients(east.context, east.database, kept, gone)
    undo(east.context, east.database)
    return kept, gone


def visit_of_the_one_who_goes(east: Desk, west: Desk) -> None:
    booked(west, taken_apart(east)[1])


def person_of_the_one_who_goes(east: Desk, west: Desk) -> None:
    keep(west, taken_apart(east)[1], Person("Joan"))


def consent_of_the_one_who_is_kept(east: Desk, west: Desk) -> None:
    keep(west, taken_apart(east)[0], REFUSED)


Meanwhile = Callable[[Desk, Desk], None]
UNDONE: tuple[Meanwhile, ...] = (
    number_of_a_new_person, person_of_a_new_patient, consent_in_place_of_a_dropped_one,
    wait_in_place_of_a_dropped_one, wait_for_a_visit_of_the_merged,
)  # fmt: skip
REDONE: tuple[Meanwhile, ...] = (
    visit_of_the_one_who_goes, person_of_the_one_who_goes, consent_of_the_one_who_is_kept,
)  # fmt: skip


@pytest.mark.parametrize("meanwhile", [*UNDONE, *REDONE], ids=lambda one: one.__name__)
def test_what_others_wrote_beside_it_stays_and_nothing_else_is_written(
    east: Desk, west: Desk, meanwhile: Meanwhile
) -> None:
    meanwhile(east, west)
    before = dump(east.database)
    with pytest.raises(Refused) as refused:
        (undo if meanwhile in UNDONE else redo)(east.context, east.database)
    assert refused.value.code == "undo.changed-since"
    assert "west-clerk" in sentence_of(refused.value)
    assert dump(east.database) == before
    # Once it is taken back, nothing is in the way any more.
    undo(west.context, west.database)
    (undo if meanwhile in UNDONE else redo)(east.context, east.database)
    assert check_clinic(east.database).broken == ()
