"""Two records are made one by keys: the likely one is offered, both stand side by side, undone."""

import pytest

from clinicdesk.services.patients.merging import merge_patients
from clinicdesk.services.patients.page import read_patient_page
from clinicdesk.services.patients.records import get_patient
from clinicdesk.ui.patient.merging_view import MergingView
from clinicdesk.ui.patient.patient_panel import PatientPanel
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import settle

CTRL = Modifier.ControlModifier
CARVER = ("Dr. Carver", "Room 1")


@pytest.fixture
def two(main: Rig) -> tuple[int, int]:
    """Records of one person, the second with a visit."""
    first = main.other.patient("Müller", "Robert").number
    second = main.other.patient("Mueller", "Bob").number
    main.other.book_at("Adjustment", second, 600, CARVER)
    main.desk.catch_up()
    return first, second


def view(main: Rig) -> MergingView:
    found = main.window.findChild(MergingView)
    assert isinstance(found, MergingView)
    return found


def number_of(main: Rig, text: str) -> None:
    """Open the page of whoever the text names."""
    main.press(Key.Key_K, CTRL)
    main.type(text)
    main.press(Key.Key_Return)


def coming(main: Rig, patient: int) -> int:
    return len(read_patient_page(main.desk.context, main.desk.database, patient).coming)


def page_number(main: Rig) -> int | None:
    panel = main.window.findChild(PatientPanel)
    assert isinstance(panel, PatientPanel)
    return None if panel.patient is None else panel.patient.number


def test_enter_makes_no_one_of_twins(main: Rig) -> None:
    ada = main.other.patient("Brandt", "Ada").number
    otto = main.other.patient("Brandt", "Otto").number
    main.desk.catch_up()
    number_of(main, f"P-{ada}")
    main.press(Key.Key_M, CTRL)
    main.type(f"P-{otto}")
    settle(main.desk)
    main.press(Key.Key_Return)
    view(main).grab()
    assert view(main).both.isVisible()
    main.press(Key.Key_Return)
    assert {get_patient(main.desk.database, number).given for number in (ada, otto)} == {
        "Ada",
        "Otto",
    }


def test_the_likely_other_record_is_merged_with_two_keys(main: Rig, two: tuple[int, int]) -> None:
    first, second = two
    number_of(main, f"P-{first}")
    main.press(Key.Key_M, CTRL)
    assert [row.key for row in view(main).finder.list.rows] == [second]
    main.press(Key.Key_Return)
    assert view(main).merge.hasFocus()
    view(main).grab()
    main.press(Key.Key_Return)
    assert coming(main, second) == coming(main, first) == 1
    assert page_number(main) == first
    main.press(Key.Key_Z, CTRL)
    assert (coming(main, first), coming(main, second)) == (0, 1)


def test_enter_pressed_twice_merges_nothing_unseen(main: Rig, two: tuple[int, int]) -> None:
    first, _ = two
    number_of(main, f"P-{first}")
    main.press(Key.Key_M, CTRL)
    main.press(Key.Key_Return)
    view(main).both.drawn = False
    main.press(Key.Key_Return)
    assert coming(main, first) == 0


def test_both_are_asked_for_and_the_other_one_can_stay(main: Rig, two: tuple[int, int]) -> None:
    first, second = two
    main.press(Key.Key_M, CTRL)
    for number in two:
        main.type(f"P-{number}")
        main.press(Key.Key_Return)
    view(main).exchange.click()
    assert view(main).patient is not None
    view(main).grab()
    view(main).merge.click()
    assert page_number(main) == second
    assert read_patient_page(main.desk.context, main.desk.database, first).info.number == second


def test_a_refusal_leaves_both_side_by_side(main: Rig, two: tuple[int, int]) -> None:
    first, _ = two
    main.other.book_at("Adjustment", first, 600, ("Dr. Dunne", "Room 2"))
    main.desk.catch_up()
    number_of(main, f"P-{first}")
    main.press(Key.Key_M, CTRL)
    main.press(Key.Key_Return)
    view(main).grab()
    main.press(Key.Key_Return)
    assert view(main).notice.text == (
        "On Mon Mar 1 2027 P-10001 is expected at 10:00 am and P-10002 at 10:00 am, "
        "which nobody can be; nothing was merged. Move or cancel one of the two, or leave them two"
        " people."
    )
    assert view(main).both.isVisible()


def test_what_another_desk_merges_meanwhile_is_seen(main: Rig, two: tuple[int, int]) -> None:
    first, second = two
    number_of(main, f"P-{first}")
    main.press(Key.Key_M, CTRL)
    main.press(Key.Key_Return)
    view(main).grab()
    merge_patients(main.other.context, main.other.database, first, second)
    main.press(Key.Key_Return)
    assert view(main).notice.text != ""


def test_the_record_itself_is_listed_only_where_nobody_else_is_found(
    main: Rig, two: tuple[int, int]
) -> None:
    first, second = two
    number_of(main, f"P-{first}")
    main.press(Key.Key_M, CTRL)
    main.type("mueller")
    settle(main.desk)
    assert [row.key for row in view(main).finder.list.rows] == [second]
    main.press(Key.Key_Escape)
    main.enter(f"P-{first}")
    assert view(main).notice.text == (
        f"That is P-{first} again; one record is no two. Name the other one."
    )
