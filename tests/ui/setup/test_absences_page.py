"""Absences to come by keys alone: entered with their visits moved, undone, and taken back."""

from datetime import date, timedelta

from PySide6.QtWidgets import QLineEdit, QWidget

from clinicdesk.ui.kit.list_with_form.choice_fields import ChoiceField
from clinicdesk.ui.kit.list_with_form.form_fields import TextField
from clinicdesk.ui.setup.absences_page import AbsencesPage
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig

CONTROL_SHIFT = Modifier.ControlModifier | Modifier.ShiftModifier
CARVER = ("Dr. Carver", "Room 1")
WEEK = "Dr. Carver\nMon Mar 8 2027 \N{EN DASH} Fri Mar 12 2027   family"


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def opened(rig: Rig) -> AbsencesPage:
    """The page as keys bring it to the front from the day; a new absence is begun there."""
    rig.press(Key.Key_A, CONTROL_SHIFT)
    page = rig.window.findChild(AbsencesPage)
    assert page is not None
    return page


def to(rig: Rig, wanted: QWidget) -> None:
    """By Tab."""
    for _ in range(60):
        if rig.focus is wanted:
            return
        rig.press(Key.Key_Tab)
    raise AssertionError("Tab does not lead there")


def fill(rig: Rig, page: AbsencesPage, key: str, text: str) -> None:
    field = page.form.fields[key]
    assert isinstance(field, TextField)
    edit: QLineEdit = field.edit
    to(rig, edit)
    rig.press(Key.Key_A, Modifier.ControlModifier)
    rig.type(text)


def choose(rig: Rig, page: AbsencesPage, key: str, text: str) -> None:
    field = page.form.fields[key]
    assert isinstance(field, ChoiceField)
    to(rig, field.box)
    for _ in range(20):
        if field.box.currentText() == text:
            return
        rig.press(Key.Key_Down)
    raise AssertionError("there is no such choice")


def week_away(rig: Rig, page: AbsencesPage) -> None:
    """Dr. Carver's next week, looked at but not saved."""
    choose(rig, page, "who", "Dr. Carver")
    fill(rig, page, "first_day", "next monday")
    fill(rig, page, "last_day", "2027-03-12")
    fill(rig, page, "reason", "family")
    rig.press(Key.Key_Return)


def test_a_week_away_moves_its_visits_with_one_key_and_one_brings_all_back(main: Rig) -> None:
    visits = [
        main.other.book_at(
            "Adjustment", main.other.patient(f"Able{n}").number, 600, CARVER, day=day(n)
        ).visit
        for n in (7, 9, 11)
    ]
    page = opened(main)
    week_away(main, page)
    assert page.view.said.text() == (
        "Changed: practitioner Dr. Carver. Absent: Mon Mar 8 2027 \N{EN DASH} Fri Mar 12 2027"
        "   family. 3 appointments to come would break a rule:"
    )
    assert page.view.save.text() == "Save and move 3 visits"
    main.press(Key.Key_Return)
    assert page.entries.rows.texts == [WEEK]
    carver = main.other.resource("Dr. Carver")
    steps = [main.other.visit(visit).steps[0] for visit in visits]
    assert not any(step.day in {day(n) for n in range(7, 12)} and carver in step.resources
                   for step in steps)  # fmt: skip
    main.press(Key.Key_Z, Modifier.ControlModifier)
    assert page.entries.rows.texts == []
    steps = [main.other.visit(visit).steps[0] for visit in visits]
    assert [(step.day, step.start) for step in steps] == [(day(n), 600) for n in (7, 9, 11)]


def test_an_absence_that_comes_back_is_one_line_and_delete_takes_it_back(main: Rig) -> None:
    page = opened(main)
    choose(main, page, "who", "Dr. Fisk")
    fill(main, page, "first_day", "2027-03-04")
    fill(main, page, "start", "1 pm")
    choose(main, page, "every_weeks", "every 2 weeks")
    fill(main, page, "until", "2027-04-29")
    main.press(Key.Key_Return)
    main.press(Key.Key_Return)
    assert page.entries.rows.texts == [
        (
            "Dr. Fisk\nThu Mar 4 2027 1:00 pm \N{EN DASH} the day's end"
            "   every 2 weeks until Thu Apr 29 2027"
        )
    ]
    assert main.focus is page.entries.rows
    main.press(Key.Key_Delete)
    main.press(Key.Key_Return)
    assert page.entries.rows.texts == []


def test_what_is_not_understood_is_said_at_its_field(main: Rig) -> None:
    page = opened(main)
    choose(main, page, "who", "Dr. Fisk")
    fill(main, page, "first_day", "soonish")
    main.press(Key.Key_Return)
    field = page.form.fields["first_day"]
    assert isinstance(field, TextField)
    assert field.said.text() == "Needed, as a day or a time: next mon, 2026-12-24, 2 pm."
    assert main.focus is field.edit


def test_esc_gives_up_then_leads_back_to_the_day(main: Rig) -> None:
    page = opened(main)
    fill(main, page, "first_day", "next monday")
    main.press(Key.Key_Escape)
    assert (page.entries.rows.texts, main.focus) == ([], page.entries.rows)
    main.press(Key.Key_Escape)
    assert main.window.workspace.page.widget is main.window.day_page


def test_what_was_given_up_is_brought_back_by_one_key(main: Rig) -> None:
    page = opened(main)
    fill(main, page, "first_day", "next monday")
    main.press(Key.Key_Escape)
    main.press(Key.Key_B, Modifier.ControlModifier)
    assert page.form.raws["first_day"] == "next monday"
    assert page.view.look.isEnabled()
