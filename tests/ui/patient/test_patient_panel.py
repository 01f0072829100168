"""The patient's page by keys: when they are next in, one part corrected, taken out, undone."""

from datetime import timedelta

import pytest
from PySide6.QtTest import QTest

from clinicdesk.services.patients.correcting import Correction, correct_patient
from clinicdesk.services.patients.records import get_patient
from clinicdesk.ui.kit.entry import typed_word
from clinicdesk.ui.patient.patient_panel import PatientPanel
from tests.services.desk import MONDAY, dump
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import settle

CTRL = Modifier.ControlModifier
CARVER = ("Dr. Carver", "Room 1")


@pytest.fixture
def able(main: Rig) -> int:
    """A patient with a visit on Wednesday."""
    patient = main.other.patient("Able").number
    main.other.book_at("Adjustment", patient, 600, CARVER, day=MONDAY + timedelta(days=2))
    main.desk.catch_up()
    return patient


def panel(main: Rig) -> PatientPanel:
    found = main.window.findChild(PatientPanel)
    assert isinstance(found, PatientPanel)
    return found


def number_of(page: PatientPanel) -> int | None:
    """Whose page it is."""
    return None if page.patient is None else page.patient.number


def open_page(main: Rig) -> PatientPanel:
    """Two key groups: the palette, and the name."""
    main.press(Key.Key_K, CTRL)
    main.type("able")
    main.press(Key.Key_Return)
    return panel(main)


def parts(main: Rig) -> list[str]:
    return [row.spoken for row in panel(main).parts.rows]


def take(main: Rig, begins: str) -> None:
    """Go to the part that begins so, and correct it."""
    rows = panel(main).parts.rows
    place = next(n for n, row in enumerate(rows) if row.spoken.startswith(begins))
    panel(main).parts.setFocus()
    panel(main).parts.setCurrentRow(place)
    main.press(Key.Key_Return)


def test_when_somebody_is_next_in_takes_two_key_groups(main: Rig, able: int) -> None:
    page = open_page(main)
    assert number_of(page) == able
    assert page.coming.text() == "Next in Wed Mar 3 at 10:00 am"
    assert [row.lines[0][0] for row in page.visits.rows] == ["Wed Mar 3   10:00 am \u2013 10:15 am"]
    assert page.visits.hasFocus()


def test_a_telephone_number_is_corrected_by_typing_it_and_undone(main: Rig, able: int) -> None:
    open_page(main)
    QTest.keyClick(main.focus, Key.Key_5)
    main.enter("55-0199")
    assert get_patient(main.desk.database, able).phone == "555-0199"
    assert parts(main)[0] == "Phone: 555-0199"
    main.press(Key.Key_Z, CTRL)
    assert get_patient(main.desk.database, able).phone == "555-0100"
    assert parts(main)[0] == "Phone: 555-0100"


def test_each_kind_of_part_is_kept_and_taken_out(main: Rig, able: int) -> None:
    open_page(main)
    typed = {
        "+ Add somebody who belongs": ("amy able, daughter, may", "amy able, child, may be told"),
        "+ Add a number": ("312 555 0177 mob, amy", "(312) 555-0177 mobile, amy able"),
        "+ Add times": ("mon wed 8-12", "Mon, Wed 8:00 am-12:00 pm"),
        "+ Add somebody whom the patient would rather see": ("carver", "Dr. Carver"),
        "May be told by text": ("y", "yes, said on Mon Mar 1"),
        "Interpreter": ("yes", "yes"),
        "Born": ("4 may 79", "04-May-1979"),
    }
    for begins, (text, said) in typed.items():
        take(main, begins)
        main.focus.selectAll()  # type: ignore[attr-defined]
        main.enter(text)
        assert f": {said}" in "\n".join(parts(main)) + panel(main).editor.said.text()
    panel(main).parts.setFocus()
    rows = [row.part for row in panel(main).parts.rows]
    panel(main).parts.setCurrentRow(next(n for n, row in enumerate(rows) if row.detail))
    before = len(rows)
    main.press(Key.Key_Delete)
    assert len(parts(main)) == before - 1
    assert number_of(panel(main)) == able


@pytest.mark.parametrize("typed", ["312 555 0111, Rodel", "ann@", "ann at home@x"])
def test_what_is_no_address_is_not_kept_as_one(main: Rig, able: int, typed: str) -> None:
    open_page(main)
    before = get_patient(main.desk.database, able)
    take(main, "E-mail")
    main.enter(typed)
    editor = panel(main).editor
    assert editor.said.text() == (f"“{typed}” is no e-mail address; write it like ann@example.com.")
    assert get_patient(main.desk.database, able) == before
    editor.edit.clear()
    main.enter("ann@example.com")
    assert get_patient(main.desk.database, able).email == "ann@example.com"
    take(main, "E-mail")
    editor.edit.clear()
    main.press(Key.Key_Return)
    assert get_patient(main.desk.database, able).email == ""


def test_what_is_not_understood_is_said_and_stays(main: Rig, able: int) -> None:
    open_page(main)
    take(main, "Born")
    main.focus.selectAll()  # type: ignore[attr-defined]
    main.enter("the fourth")
    editor = panel(main).editor
    assert editor.said.text() == "This is no birth date; write one such as 4 May 78."
    assert editor.edit.text() == "the fourth"
    main.press(Key.Key_Escape)
    assert editor.isHidden() and panel(main).isVisible()
    main.press(Key.Key_Escape)
    assert not panel(main).isVisible()
    assert get_patient(main.desk.database, able).born.year == 1980


@pytest.mark.usefixtures("able")
def test_a_letter_acts_on_the_visit_that_the_page_is_at(main: Rig) -> None:
    open_page(main)
    main.press(Key.Key_Delete, CTRL)
    assert main.window.visit.cancelling.isVisible()


def test_letters_in_what_is_kept_lead_to_a_part_and_do_nothing_to_a_visit(
    main: Rig, able: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typed_word, "ONE_WORD", 60_000)
    page = open_page(main)
    before = dump(main.desk.database)
    main.press(Key.Key_Tab)
    for word in ("interpreter", "arrived", "may be told by e"):
        main.type(word)
        settle(main.desk)
        page.parts.word.forget()
    at = page.parts.current
    assert at is not None and at.spoken.startswith("May be told by e-mail")
    assert (dump(main.desk.database), number_of(page)) == (before, able)
    assert page.parts.hasFocus()
    # What asks for a chord is no word.
    main.press(Key.Key_Delete, CTRL)
    assert main.window.visit.cancelling.isVisible()


def test_after_a_correction_the_keyboard_is_where_it_was(main: Rig, able: int) -> None:
    page = open_page(main)
    QTest.keyClick(main.focus, Key.Key_5)
    main.enter("55-0199")
    assert page.visits.hasFocus()
    QTest.keyClick(main.focus, Key.Key_5)
    main.press(Key.Key_Escape)
    assert page.visits.hasFocus()
    take(main, "Phone")
    main.enter("555-0133")
    assert page.parts.hasFocus() and number_of(page) == able


def test_p_opens_the_page_of_the_selected_appointment(main: Rig, able: int) -> None:
    page = open_page(main)
    main.press(Key.Key_Return)
    assert main.window.visit.isVisible() and not page.isVisible()
    main.press(Key.Key_P)
    assert page.isVisible() and number_of(page) == able


def test_a_patient_is_asked_for_by_one_key_and_found_by_what_is_typed(main: Rig, able: int) -> None:
    main.press(Key.Key_F, CTRL)
    main.enter("able")
    assert number_of(panel(main)) == able


def test_what_another_desk_corrects_stands_here_at_once(main: Rig, able: int) -> None:
    open_page(main)
    other = main.other
    correct_patient(other.context, other.database, able, Correction(phone="555-0166"))
    main.desk.catch_up()
    main.press(Key.Key_Down)
    assert parts(main)[0] == "Phone: 555-0166"


def test_whoever_has_died_and_is_still_booked_is_said_at_the_top(main: Rig, able: int) -> None:
    page = open_page(main)
    take(main, "Standing")
    main.focus.selectAll()  # type: ignore[attr-defined]
    main.enter("deceased")
    assert page.coming.text() == (
        "Next in Wed Mar 3 at 10:00 am. One visit is still booked, and nobody is called about it:"
        " cancel it (Ctrl+Del) if it will not be."
    )
    assert number_of(page) == able


def test_a_part_that_another_desk_corrects_while_it_is_open_is_not_written_over(
    main: Rig, able: int
) -> None:
    open_page(main)
    take(main, "Phone")
    other = main.other
    correct_patient(other.context, other.database, able, Correction(phone="555-0166"))
    main.desk.catch_up()
    settle(main.desk)
    main.focus.selectAll()  # type: ignore[attr-defined]
    main.enter("555-0199")
    assert get_patient(main.desk.database, able).phone == "555-0166"
    assert "west-clerk" in panel(main).notice.text
    assert panel(main).editor.edit.text() == "555-0199"
    # Whoever has read that, and still means it, presses Enter again.
    main.press(Key.Key_Return)
    assert get_patient(main.desk.database, able).phone == "555-0199"


@pytest.mark.usefixtures("able")
def test_hidden_names_take_an_open_part_along_but_not_what_was_typed(main: Rig) -> None:
    open_page(main)
    take(main, "Last name")
    assert panel(main).editor.edit.text() == "Able"
    main.press(Key.Key_F9)
    assert panel(main).editor.isHidden() and panel(main).editor.edit.text() == ""
    main.press(Key.Key_F9)
    take(main, "E-mail")
    main.type("ann@example.org")
    main.press(Key.Key_F9)
    assert panel(main).editor.edit.text() == "ann@example.org"


@pytest.mark.usefixtures("able")
def test_whom_nobody_matches_is_said_below_the_field_at_the_top(main: Rig) -> None:
    main.press(Key.Key_F, CTRL)
    page = panel(main)
    main.type("zzz")
    settle(main.desk)
    assert page.finder.said.text() == "No patient matches “zzz”. Check the spelling."
    assert page.finder.said.isVisible()
    assert page.finder.mapTo(page, page.finder.rect().topLeft()).y() < 80
    main.press(Key.Key_Escape)
    assert page.finder.said.isHidden()
    main.type("abl")
    settle(main.desk)
    assert page.finder.said.isHidden() and page.finder.list.isVisible()


def test_of_a_former_visit_it_says_whom_they_saw(main: Rig, able: int) -> None:
    main.other.book_first("Day", able)
    main.clock.advance(days=3)
    main.desk.catch_up()
    page = open_page(main)
    assert [row.spoken for row in page.visits.rows] == [
        "Wed Mar 3 10:00 am – 10:15 am, Adjustment, booked, V-1001, Dr. Carver",
        "Mon Mar 1 8:00 am – 9:10 am, Day, booked, V-1002, Dr. Carver, Pia Thorn, Dr. Fisk",
    ]


def test_who_was_pointed_at_stays_so_when_names_are_hidden(main: Rig, able: int) -> None:
    other = main.other.patient("Able", "Bea").number
    main.press(Key.Key_F, CTRL)
    main.type("able")
    settle(main.desk)
    found = panel(main).finder.list
    before = found.current
    main.press(Key.Key_Down)
    after = found.current
    main.press(Key.Key_F9)
    assert ({before, after}, found.current) == ({able, other}, after)
    main.press(Key.Key_Return)
    assert number_of(panel(main)) == after
