"""A table: who is stored, what is asked, and who is found."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event

from clinicdesk.models.patient_details import ContactUse, Relationship
from clinicdesk.models.patients import Standing
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.patients.correcting import Correction, correct_patient
from clinicdesk.services.patients.detail_values import ContactNumber, Person, read_details
from clinicdesk.services.patients.details import keep_detail
from clinicdesk.services.patients.namesakes import likely_duplicates
from clinicdesk.services.patients.records import NewPatient, add_patient, find_patients
from clinicdesk.services.patients.search import FoundPatient, FurtherNumber, search_patients
from tests.services.desk import Desk

BORN = date(1961, 7, 8)
STORED = (
    ("García Márquez", "María José", BORN, "(773) 555-0101"),
    ("de la Cruz", "Ana", BORN, "(773) 555-0102"),
    ("van den Berg", "Joost", BORN, "(773) 555-0103"),
    ("Aikin-Roel", "Suzanna", BORN, "(773) 555-0104"),
    ("Smith-Jones", "Al", BORN, "(773) 555-0105"),
    ("O'Brien", "Siobhán", date(1978, 5, 4), "(312) 555-0143"),
    ("O'Brien", "Kit", date(1990, 1, 1), "+1 312 555 0144"),
    ("Ekwueme", "Robert", BORN, "312-555-0145 x12"),
    ("Tran", "Elizabeth", BORN, "312-555-0146 / 312-555-0147"),
    ("Müller", "Jürgen", date(1980, 2, 3), "+49 30 5557788"),
    ("Nguyễn", "Thị Hoa", BORN, "555-0149"),
    ("Ortega", "José", BORN, "her daughter's: 312-555-0150"),
)


@pytest.fixture
def clinic(east: Desk) -> Desk:
    """Everybody of the table."""
    for family, given, born, phone in STORED:
        add_patient(east.context, east.database, NewPatient(family, given, born, phone))
    return east


def whom(at: Desk, text: str) -> list[str]:
    return [f"{one.family}, {one.given}" for one in find_patients(at.context, at.database, text)]


MARIA, CRUZ = "García Márquez, María José", "de la Cruz, Ana"
BERG, ROEL, JONES = "van den Berg, Joost", "Aikin-Roel, Suzanna", "Smith-Jones, Al"
SIOBHAN, KIT, ROBERT = "O'Brien, Siobhán", "O'Brien, Kit", "Ekwueme, Robert"
LIZ, MULLER, HOA, PEPE = "Tran, Elizabeth", "Müller, Jürgen", "Nguyễn, Thị Hoa", "Ortega, José"

ASKED = {
    "marquez": [MARIA],
    "márq": [MARIA],
    "garcia marquez": [MARIA],
    "marquez garcia": [MARIA],
    "jose": [MARIA, PEPE],
    "jose garcia": [MARIA],
    "marquez, jose": [MARIA],
    "maria marquez": [MARIA],
    "mar mar": [MARIA],
    "jose jose": [],
    "cruz": [CRUZ],
    "cruz ana": [CRUZ],
    "la cruz": [CRUZ],
    "berg": [BERG],
    "den berg": [BERG],
    "joost berg": [BERG],
    "roel": [ROEL],
    "suzanna roel": [ROEL],
    "roel-aikin": [ROEL],
    "jones": [JONES],
    "al jones": [JONES],
    "bob": [ROBERT],
    "bobby ekw": [ROBERT],
    "liz tran": [LIZ],
    "betty": [LIZ],
    "pepe": [MARIA, PEPE],
    "pepe ortega": [PEPE],
    "mueller": [MULLER],
    "müller": [MULLER],
    "muller jurgen": [MULLER],
    "juergen mueller": [MULLER],
    "nguyen": [HOA],
    "hoa nguyen": [HOA],
    "thi hoa": [HOA],
    "o'brien 4 may 78": [SIOBHAN],
    "obrien 5/4/78": [SIOBHAN],
    "5/4/1978 o'brien": [SIOBHAN],
    "o'b 05041978": [SIOBHAN],
    "obrien, siobhan may 4 1978": [SIOBHAN],
    "kit 5/4/78": [],
    "cruz 7/8/61": [CRUZ],
    "delacruz 7/8/61": [CRUZ],
    "cruz 7/8/62": [],
    "obrien 0143": [SIOBHAN],
    "o'brien (312) 555-0144": [KIT],
    "0": [],
    "01": [],
    "0143": [SIOBHAN],
    "+1 312 555 0143": [SIOBHAN],
    "13125550143": [SIOBHAN],
    "1-312-555-0143": [SIOBHAN],
    "011 1 312 555 0143": [SIOBHAN],
    "3125550144": [KIT],
    "(312) 555-0144": [KIT],
    "312 555 0145": [ROBERT],
    "312-555-0145 x12": [ROBERT],
    "3125550145 ext. 12": [ROBERT],
    "0145": [ROBERT],
    "312-555-0146": [LIZ],
    "0147": [LIZ],
    "030 5557788": [MULLER],
    "+49 30 5557788": [MULLER],
    "+1 555 0149": [HOA],
    "555-0149": [HOA],
    "0150": [PEPE],
    "(312) 555-01": [ROBERT, KIT, SIOBHAN, PEPE, LIZ],
    "312555014": [ROBERT, KIT, SIOBHAN, LIZ],
}


@pytest.mark.parametrize("text", ASKED)
def test_whoever_is_named_is_found(clinic: Desk, text: str) -> None:
    assert whom(clinic, text) == ASKED[text]


def test_the_clinics_order_of_dates_is_kept_beside_a_name(clinic: Desk) -> None:
    with clinic.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE clinic SET date_order = 'DMY'")
    assert {text: whom(clinic, text) for text in ("obrien 5/4/78", "obrien 4/5/78")} == {
        "obrien 5/4/78": [],
        "obrien 4/5/78": [SIOBHAN],
    }


def one(at: Desk, text: str) -> PatientInfo:
    [found] = find_patients(at.context, at.database, text)
    return found


def through(at: Desk, text: str) -> list[FoundPatient]:
    return search_patients(at.context, at.database, text)


def test_further_numbers_say_whose_they_are(clinic: Desk) -> None:
    context, database = clinic.context, clinic.database
    ana = one(clinic, "cruz")
    daughter = Person("Luz de la Cruz", Relationship.CHILD)
    keep_detail(context, database, ana.number, daughter)
    with database.reading() as session:
        [kept] = read_details(session, ana.number)
    hers = ContactNumber("312 555 0177 x9", ContactUse.MOBILE, person=kept.number)
    own = ContactNumber("+1 (312) 555-0178", ContactUse.WORK)
    for number in (hers, own):
        keep_detail(context, database, ana.number, number)
    her_number = FurtherNumber("(312) 555-0177 ext. 9", "Luz de la Cruz", Relationship.CHILD)
    asked = ("0177", "+1 312 555 0177", "312-555-0177 x9", "0178", "3125550178")
    assert {text: through(clinic, text) for text in asked} == {
        "0177": [FoundPatient(ana, her_number)],
        "+1 312 555 0177": [FoundPatient(ana, her_number)],
        "312-555-0177 x9": [FoundPatient(ana, her_number)],
        "0178": [FoundPatient(ana, FurtherNumber("(312) 555-0178"))],
        "3125550178": [FoundPatient(ana, FurtherNumber("(312) 555-0178"))],
    }


def test_numbers_of_another_system_and_of_visits_find_the_patient(clinic: Desk) -> None:
    context, database = clinic.context, clinic.database
    ana = one(clinic, "cruz")
    correct_patient(context, database, ana.number, Correction(other_number="MRN-00123"))
    visit = clinic.book_first("Day", ana.number)
    asked = ("MRN-00123", "mrn-00123", f"V-{visit}", f"v{visit}", f"V {visit}", "V-99999")
    assert {text: whom(clinic, text) for text in asked} == {
        text: [] if text == "V-99999" else [CRUZ] for text in asked
    }


def test_who_is_deceased_or_barred_comes_last_and_is_not_offered_for_booking(
    clinic: Desk,
) -> None:
    context, database = clinic.context, clinic.database
    siobhan, kit = (one(clinic, given) for given in ("siobhan", "kit"))
    assert whom(clinic, "obrien") == [KIT, SIOBHAN]
    for standing in (Standing.DECEASED, Standing.BARRED):
        correct_patient(context, database, kit.number, Correction(standing=standing))
        assert whom(clinic, "obrien") == [SIOBHAN, KIT]
        to_book = search_patients(context, database, "obrien", to_book=True)
        assert [found.patient.number for found in to_book] == [siobhan.number]


def test_whatever_is_asked_no_statement_goes_through_all_patients(clinic: Desk) -> None:
    read: list[tuple[str, Any]] = []

    def note(*told: Any) -> None:
        read.append((str(told[2]), told[3]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        for asked in (*ASKED, "MRN-1", "V-10001", "a b c"):
            find_patients(clinic.context, clinic.database, asked)
            likely_duplicates(clinic.database, NewPatient(asked, "Ann", BORN, "(312) 555-0143"))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    asked_of = [(text, values) for text, values in read if text.startswith("SELECT")]
    with clinic.database.reading() as session:
        connection = session.connection()
        steps = {
            step[3]
            for text, values in asked_of
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)
        }
    through_all = ("SCAN patient", "SCAN contact_point", "SCAN visit", "SCAN related_person")
    assert len(asked_of) > len(ASKED)
    assert [step for step in steps if step.startswith(through_all)] == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("312.555.0199", "(312) 555-0199"),
        ("+1 312 555 0199", "(312) 555-0199"),
        ("1 (312) 555-0199", "(312) 555-0199"),
        ("3125550199x12", "(312) 555-0199 ext. 12"),
        ("312 555 0199 ext. 12", "(312) 555-0199 ext. 12"),
        ("+49 (0)30 5557788", "+49 30 5557788"),
        ("011 49 30 5557788", "+49 30 5557788"),
        ("555-0199", "555-0199"),
        ("312-555-0199 / 0198", "312-555-0199 / 0198"),
        ("312-555-0199 her daughter", "312-555-0199 her daughter"),
        ("1-800-FLOWERS", "1-800-FLOWERS"),
        ("unknown", "unknown"),
    ],
)
def test_a_number_is_kept_in_the_form_of_the_clinics_country(
    east: Desk, typed: str, kept: str
) -> None:
    new = NewPatient("Able", "Ann", BORN, typed)
    added, _ = add_patient(east.context, east.database, new)
    assert added.phone == kept
