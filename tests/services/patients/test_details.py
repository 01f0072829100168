"""What is kept beside a record: written, corrected, taken out, undone, and what is refused."""

from collections.abc import Sequence

import pytest

from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.description import describe_change
from clinicdesk.services.patients.detail_values import (
    Channel,
    Consent,
    ContactNumber,
    ContactSystem,
    ContactUse,
    Detail,
    HeldRequirement,
    Person,
    Preference,
    PreferenceKind,
    Relationship,
    RequirementState,
    read_details,
    seen_detail,
)
from clinicdesk.services.patients.details import drop_detail, keep_detail
from clinicdesk.services.undoing.undo import undo
from tests.services.desk import MONDAY, Desk

AMY = Person("Amy Able", Relationship.CHILD, may_be_told=True)
EXAMPLES: Sequence[Detail] = (
    AMY,
    ContactNumber("(312) 555-0177", ContactUse.MOBILE),
    ContactNumber("amy@example.org", system=ContactSystem.EMAIL),
    Consent(Channel.TEXT, agreed=True, said_on=MONDAY),
    Preference(PreferenceKind.TIME, weekdays=(0, 2), earliest=480, latest=720),
    HeldRequirement("Films", RequirementState.MET, source="County", reference="4711", dated=MONDAY),
)


def kept(at: Desk, patient: int) -> tuple[Detail, ...]:
    with at.database.reading() as session:
        return read_details(session, patient)


def keep(at: Desk, patient: int, detail: Detail) -> None:
    keep_detail(at.context, at.database, patient, detail)


@pytest.mark.parametrize("detail", EXAMPLES, ids=lambda detail: type(detail).__name__)
def test_a_detail_is_kept_taken_out_and_each_is_undone(east: Desk, detail: Detail) -> None:
    patient = east.patient().number
    keep(east, patient, detail)
    assert kept(east, patient) == (detail,)
    drop_detail(east.context, east.database, patient, kept(east, patient)[0])
    assert kept(east, patient) == ()
    undo(east.context, east.database)
    assert kept(east, patient) == (detail,)
    undo(east.context, east.database)
    assert kept(east, patient) == ()


@pytest.mark.parametrize("detail", EXAMPLES, ids=lambda detail: type(detail).__name__)
def test_a_change_of_a_detail_names_its_patient(east: Desk, detail: Detail) -> None:
    patient = east.patient()
    changed = keep_detail(east.context, east.database, patient.number, detail)
    assert describe_change(east.database, changed.number).patient == patient


def test_who_goes_takes_their_numbers_along_and_brings_them_back(east: Desk) -> None:
    patient = east.patient().number
    keep(east, patient, AMY)
    (amy,) = kept(east, patient)
    number = ContactNumber("555-0177", person=amy.number)
    keep(east, patient, number)
    drop_detail(east.context, east.database, patient, amy)
    assert kept(east, patient) == ()
    undo(east.context, east.database)
    assert kept(east, patient) == (AMY, number)


def test_a_channel_has_one_answer_the_newest(east: Desk) -> None:
    patient = east.patient().number
    keep(east, patient, Consent(Channel.TEXT, agreed=True, said_on=MONDAY))
    keep(east, patient, Consent(Channel.TEXT, agreed=False, said_on=MONDAY))
    assert kept(east, patient) == (Consent(Channel.TEXT, agreed=False, said_on=MONDAY),)


def test_a_detail_that_another_desk_has_corrected_since_is_not_written_over(
    east: Desk, west: Desk
) -> None:
    patient = east.patient().number
    keep(east, patient, AMY)
    (seen,) = kept(east, patient)
    assert isinstance(seen, Person)
    keep(west, patient, Person("Amy Abel", Relationship.CHILD, number=seen.number))
    again = Person("Amy", Relationship.CHILD, number=seen.number)
    with pytest.raises(Refused) as refused:
        keep_detail(east.context, east.database, patient, again, seen=seen_detail(seen))
    assert refused.value.code == "record.changed-since"
    assert kept(east, patient) == (Person("Amy Abel", Relationship.CHILD),)


@pytest.mark.parametrize("detail", [AMY, ContactNumber("555-0177"), EXAMPLES[-1]], ids=repr)
def test_what_was_taken_out_is_not_written_over(east: Desk, west: Desk, detail: Detail) -> None:
    """It would be kept where nobody sees it."""
    patient = east.patient().number
    keep(east, patient, detail)
    (seen,) = kept(east, patient)
    drop_detail(west.context, west.database, patient, seen)
    with pytest.raises(Refused) as refused:
        keep(east, patient, seen)
    assert refused.value.code == "patient.detail-gone"


def test_what_belongs_to_another_patient_is_not_written_over_or_taken_out(east: Desk) -> None:
    patient, other = east.patient().number, east.patient("Baker").number
    keep(east, patient, AMY)
    (amy,) = kept(east, patient)
    for verb in (keep_detail, drop_detail):
        with pytest.raises(Refused) as refused:
            verb(east.context, east.database, other, amy)
        assert refused.value.code == "patient.detail-gone"
    with pytest.raises(Refused) as refused:
        keep(east, other, ContactNumber("555-0177", person=amy.number))
    assert refused.value.code == "patient.detail-gone"


@pytest.mark.parametrize(
    ("detail", "code"),
    [
        (Person(" "), "patient.person-nameless"),
        (ContactNumber("none"), "patient.phone-missing"),
        (ContactNumber("8"), "patient.phone-missing"),
        (
            Preference(PreferenceKind.TIME, earliest=720, latest=480),
            "patient.preference-impossible",
        ),
        (Preference(PreferenceKind.PRACTITIONER, resource=9999), "patient.preference-impossible"),
    ],
)
def test_what_cannot_be_is_refused(east: Desk, detail: Detail, code: str) -> None:
    patient = east.patient().number
    with pytest.raises(Refused) as refused:
        keep(east, patient, detail)
    assert refused.value.code == code
    assert kept(east, patient) == ()
