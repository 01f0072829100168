"""Two records of one person are made one, with everything that hangs on them, and taken apart."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from clinicdesk.models.day_flow import DeskTask
from clinicdesk.models.patient_details import ContactSystem, ContactUse, Relationship
from clinicdesk.models.patients import Standing
from clinicdesk.models.requirements import PatientRequirement
from clinicdesk.models.visits import Claim, Visit
from clinicdesk.models.waiting import WaitlistEntry
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.context import Role
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.patients.correcting import Correction, correct_patient
from clinicdesk.services.patients.detail_values import (
    Channel,
    Consent,
    ContactNumber,
    Detail,
    Person,
    Preference,
    PreferenceKind,
    read_details,
)
from clinicdesk.services.patients.details import keep_detail
from clinicdesk.services.patients.merging import merge_patients
from clinicdesk.services.patients.page import read_patient_page
from clinicdesk.services.patients.records import NewPatient, add_patient, find_patients, get_patient
from clinicdesk.services.patients.search import Formerly, FoundPatient, search_patients
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.services.visits.seen import ChangedSince, seen_of
from clinicdesk.services.waiting.entries import read_waitlist
from clinicdesk.services.waiting.listing import wait_for_earlier
from tests.services.desk import MONDAY, Desk
from tests.services.sentences import sentence_of

CARVER = ("Dr. Carver", "Room 1")
BORN = date(1980, 2, 3)
EARLIER, LATER = date(2026, 1, 1), date(2026, 6, 1)


def add(at: Desk, family: str, given: str, phone: str = "(312) 555-0143") -> int:
    new = NewPatient(family, given, BORN, phone)
    return add_patient(at.context, at.database, new, even_if_similar=True)[0].number


@pytest.fixture
def two(east: Desk) -> tuple[int, int]:
    """The record that is kept, and the one that goes."""
    return add(east, "Müller", "Jürgen"), add(east, "Mueller", "Juergen", "(312) 555-0177")


def merge(at: Desk, kept: int, gone: int) -> None:
    merge_patients(at.context, at.database, kept, gone)


def details(at: Desk, patient: int) -> tuple[Detail, ...]:
    with at.database.reading() as session:
        return read_details(session, patient)


def claims(at: Desk) -> list[tuple[object, ...]]:
    with at.database.reading() as session:
        rows = session.query(Claim).order_by(Claim.resource_id, Claim.day, Claim.start)
        return [(row.appointment_id, row.resource_id, row.day, row.start) for row in rows]


def broken(at: Desk) -> tuple[object, ...]:
    return tuple(check_clinic(at.database).broken)


def everything(at: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Whose the visits are, the records and the claims, but for counters that only rise."""
    with at.database.reading() as session:
        visits = session.execute(text("SELECT id, patient_id FROM visit ORDER BY id"))
        people = session.execute(
            text("SELECT id, family, email, note, flags, active, merged_into FROM patient")
        )
        rows = {"visit": list(map(tuple, visits)), "patient": list(map(tuple, people))}
    return rows | {"claim": claims(at)}


def test_visits_go_over_with_their_time_and_come_back(east: Desk, two: tuple[int, int]) -> None:
    kept, gone = two
    first = east.book_at("Adjustment", kept, 600, CARVER).visit
    second = east.book_at("Adjustment", gone, 660, CARVER).visit
    editions = [east.visit(visit).edition for visit in (first, second)]
    before = everything(east)
    merge(east, kept, gone)
    page = read_patient_page(east.context, east.database, gone)
    assert page.info.number == kept
    assert [visit.number for visit in page.coming] == [first, second]
    assert [east.visit(visit).edition for visit in (first, second)] == editions
    with pytest.raises(Refused) as refused:
        east.book_at("Adjustment", kept, 660, ("Dr. Dunne", "Room 2"))
    assert refused.value.code in ("visit.patient-busy", "rule.patient-overlap")
    merged = everything(east)
    assert broken(east) == ()
    undo(east.context, east.database)
    assert everything(east) == before
    assert broken(east) == ()
    redo(east.context, east.database)
    assert everything(east) == merged
    assert broken(east) == ()


def test_both_names_and_numbers_find_the_one_that_is_kept(east: Desk, two: tuple[int, int]) -> None:
    kept, gone = two
    merge(east, kept, gone)
    info = get_patient(east.database, kept)
    for asked in ("müller", "mueller juergen", "0143", "0177", f"P-{kept}", f"P-{gone}"):
        assert find_patients(east.context, east.database, asked) == [info], asked
    [found] = search_patients(east.context, east.database, f"P-{gone}")
    assert found == FoundPatient(info, Formerly(gone, "Mueller, Juergen"))
    third = add(east, "Miller", "J")
    merge(east, third, kept)
    [last] = find_patients(east.context, east.database, f"P-{gone}")
    assert last.number == third


def test_what_the_kept_record_lacks_is_filled_and_what_both_say_stands_once(
    east: Desk, two: tuple[int, int]
) -> None:
    kept, gone = two
    context, database = east.context, east.database
    correct_patient(context, database, kept, Correction(note="no lifts", flags=("walker",)))
    correct_patient(
        context, database, gone,
        Correction(
            email="j@example.org", speaks="de", other_number="M-7", interpreter=True,
            flags=("walker", "latex"), note="call twice", standing=Standing.DECEASED,
        ),
    )  # fmt: skip
    amy = Person("Amy", Relationship.CHILD)
    for patient in two:
        keep_detail(context, database, patient, amy)
        person = next(one for one in details(east, patient) if isinstance(one, Person))
        keep_detail(
            context, database, patient, ContactNumber("(312) 555-0188", person=person.number)
        )
    mornings = Preference(PreferenceKind.TIME, latest=720)
    keep_detail(context, database, gone, mornings)
    for patient, channel, agreed, said_on in (
        (kept, Channel.TEXT, True, EARLIER), (gone, Channel.TEXT, False, LATER),
        (kept, Channel.CALL, True, LATER), (gone, Channel.CALL, False, EARLIER),
    ):  # fmt: skip
        keep_detail(context, database, patient, Consent(channel, agreed, said_on))
    before = [details(east, patient) for patient in two]
    merge(east, kept, gone)
    info = get_patient(database, kept)
    assert (info.email, info.speaks, info.other_number) == ("j@example.org", "de", "M-7")
    assert (info.interpreter, info.flags, info.note) == (
        True, ("walker", "latex"), "no lifts\ncall twice",
    )  # fmt: skip
    assert (info.name, info.phone, info.standing) == (
        "Müller, Jürgen", "(312) 555-0143", Standing.DECEASED,
    )  # fmt: skip
    [her] = [one for one in details(east, kept) if isinstance(one, Person)]
    assert details(east, kept) == (
        amy,
        ContactNumber("(312) 555-0188", person=her.number),
        ContactNumber("(312) 555-0177"),
        Consent(Channel.TEXT, False, LATER),
        Consent(Channel.CALL, True, LATER),
        mornings,
    )
    undo(context, database)
    assert [details(east, patient) for patient in two] == before


def test_waits_requirements_and_tasks_go_over(east: Desk, two: tuple[int, int]) -> None:
    kept, gone = two
    visit = east.book_at("Adjustment", gone, 660, CARVER, day=MONDAY + timedelta(days=3)).visit
    wait_for_earlier(east.context, east.database, visit)
    with east.database.writing() as session:
        session.add(PatientRequirement(patient_id=gone, name="MRI on file"))
        session.add(
            DeskTask(
                patient_id=gone, text="send the form", asked_by="anna", asked_at="", done_by="",
                done_at="",
            )
        )  # fmt: skip
    merge(east, kept, gone)
    [waits] = read_waitlist(east.context, east.database)
    assert waits.patient == get_patient(east.database, kept)
    with east.database.reading() as session:
        for model in (PatientRequirement, DeskTask, WaitlistEntry, Visit):
            assert session.scalars(select(model.patient_id)).all() == [kept]


def test_a_second_number_and_address_stay_beside_the_first(
    east: Desk, two: tuple[int, int]
) -> None:
    kept, gone = two
    for patient, email in zip(two, ("j@example.org", "JJ@example.org"), strict=True):
        correct_patient(east.context, east.database, patient, Correction(email=email))
    correct_patient(east.context, east.database, gone, Correction(phone_use="work"))
    merge(east, kept, gone)
    assert details(east, kept) == (
        ContactNumber("(312) 555-0177", ContactUse.WORK),
        ContactNumber("JJ@example.org", system=ContactSystem.EMAIL),
    )


def test_two_who_are_expected_at_one_time_are_not_one(east: Desk, two: tuple[int, int]) -> None:
    kept, gone = two
    east.book_at("Adjustment", kept, 600, CARVER)
    east.book_at("Adjustment", gone, 605, ("Dr. Dunne", "Room 2"))
    before = everything(east)
    with pytest.raises(Refused) as refused:
        merge(east, kept, gone)
    assert refused.value.code == "patient.merged-both-expected"
    assert dict(refused.value.params) == {
        "kept": kept, "gone": gone, "day": MONDAY, "start": 600,
        "other_start": 605,
    }  # fmt: skip
    assert sentence_of(refused.value)
    assert everything(east) == before


def test_visits_that_break_a_rule_together_are_named(east: Desk, two: tuple[int, int]) -> None:
    kept, gone = two
    east.book_at("Call", kept, 600, ("Dr. Fisk",))
    east.book_at("Adjustment", gone, 610, CARVER)
    before = everything(east)
    with pytest.raises(Refused) as refused:
        merge(east, kept, gone)
    assert (refused.value.code, refused.value.params["rule"]) == ("visit.breaks-rule", "rule.way")
    assert everything(east) == before
    manager = east.as_role(Role.MANAGER)
    merge_patients(
        manager.context, east.database, kept, gone, override=Override("walks from the car")
    )
    assert broken(east) == ()


def test_what_cannot_be_merged(east: Desk, two: tuple[int, int]) -> None:
    kept, gone = two
    with pytest.raises(Refused) as refused:
        merge(east, kept, kept)
    assert refused.value.code == "patient.merged-with-itself"
    seen = [get_patient(east.database, number) for number in two]
    correct_patient(east.context, east.database, gone, Correction(note="changed since"))
    with pytest.raises(ChangedSince):
        merge_patients(east.context, east.database, kept, gone, seen=seen_of(*seen))
    merge(east, kept, gone)
    for one, other in ((kept, gone), (gone, kept)):
        with pytest.raises(NotFound):
            merge(east, one, other)
