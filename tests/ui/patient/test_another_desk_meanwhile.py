"""A patient's page, and a booking, of somebody whom another desk merges or notes as deceased."""

import pytest

from clinicdesk.models.patients import Standing
from clinicdesk.services.patients.correcting import Correction, correct_patient
from clinicdesk.services.patients.detail_values import Person, read_details
from clinicdesk.services.patients.merging import merge_patients
from clinicdesk.services.patients.records import get_patient
from clinicdesk.ui.patient.patient_panel import PatientPanel
from tests.ui.main_rig import Key, Modifier, Rig

CTRL = Modifier.ControlModifier


@pytest.fixture
def two(main: Rig) -> tuple[int, int]:
    """Records of one person; the page of the second is open."""
    first = main.other.patient("Müller", "Robert").number
    second = main.other.patient("Mueller", "Bob").number
    main.desk.catch_up()
    main.press(Key.Key_K, CTRL)
    main.type(f"P-{second}")
    main.press(Key.Key_Return)
    return first, second


def panel(main: Rig) -> PatientPanel:
    found = main.window.findChild(PatientPanel)
    assert isinstance(found, PatientPanel)
    return found


def edit(main: Rig, begins: str, text: str) -> None:
    """Type this into the part that begins so."""
    parts = panel(main).parts
    places = (at for at, row in enumerate(parts.rows) if row.part.caption.startswith(begins))
    parts.setFocus()
    parts.setCurrentRow(next(places))
    main.press(Key.Key_Return)
    panel(main).editor.edit.selectAll()
    main.type(text)


def correct(main: Rig, number: int, correction: Correction) -> None:
    correct_patient(main.other.context, main.other.database, number, correction)


def test_what_was_typed_goes_to_the_record_that_stays(main: Rig, two: tuple[int, int]) -> None:
    first, second = two
    edit(main, "Phone", "555-0177")
    merge_patients(main.other.context, main.other.database, first, second)
    main.desk.catch_up()
    assert panel(main).notice.text == (
        "P-10002 was made one with P-10001 meanwhile: this is the page of that record now."
        " What is typed here goes there."
    )
    assert panel(main).editor.edit.text() == "555-0177"
    main.press(Key.Key_Return)
    assert get_patient(main.desk.database, first).phone == "555-0177"
    assert (panel(main).notice.text, panel(main).editor.isHidden()) == ("", True)


def test_before_that_is_known_it_is_refused_once_and_the_text_stays(
    main: Rig, two: tuple[int, int]
) -> None:
    first, second = two
    edit(main, "+ Add somebody who", "Cy, son")
    merge_patients(main.other.context, main.other.database, first, second)
    main.press(Key.Key_Return)
    assert panel(main).editor.edit.text() == "Cy, son"
    main.press(Key.Key_Return)
    with main.desk.database.reading() as session:
        kept = read_details(session, first)
    assert [one.name for one in kept if isinstance(one, Person)] == ["Cy"]
    assert panel(main).notice.text == ""


def test_a_refusal_is_said_no_more_once_it_is_written_all_the_same(
    main: Rig, two: tuple[int, int]
) -> None:
    edit(main, "Phone", "555-0177")
    correct(main, two[1], Correction(phone="555-0188"))
    main.press(Key.Key_Return)
    assert "your change was not made" in panel(main).notice.text
    main.press(Key.Key_Return)
    assert get_patient(main.desk.database, two[1]).phone == "555-0177"
    assert panel(main).notice.text == ""


def test_whoever_has_died_is_said_to_have_beside_the_name(main: Rig, two: tuple[int, int]) -> None:
    correct(main, two[1], Correction(standing=Standing.DECEASED))
    main.desk.catch_up()
    assert panel(main).identity.accessibleDescription().endswith("Deceased")


def test_a_booking_of_whoever_dies_meanwhile_says_so_and_is_refused(
    main: Rig, two: tuple[int, int]
) -> None:
    booking = main.window.booking
    main.press(Key.Key_N, CTRL)
    main.type(f"P-{two[1]}")
    main.press(Key.Key_Return)
    main.enter("consult")
    correct(main, two[1], Correction(standing=Standing.DECEASED))
    main.press(Key.Key_Return)
    assert booking.stages.stage is not booking.done
    assert main.window.toast.text == (
        "Nothing is booked for P-10002 any more; nothing was written."
        " The patient's page says how that person stands."
    )
    main.press(Key.Key_N, CTRL)
    main.press(Key.Key_J, CTRL)
    assert "Deceased" in booking.identity.accessibleDescription()
