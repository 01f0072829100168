"""Visit types and combined visits set up by keys: drawn while they are typed, tried, booked."""

import pytest
from PySide6.QtWidgets import QLineEdit

from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.services.setup.updating import clinic_now
from clinicdesk.ui.kit.list_with_form.choice_fields import ChoiceField
from clinicdesk.ui.kit.list_with_form.form_fields import LinesField
from clinicdesk.ui.setup.needs.needs_field import NeedsField
from clinicdesk.ui.setup.setup_page import SetupPage
from clinicdesk.ui.setup.steps.steps_field import StepsField
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.setup.test_setup_page import field, fill, opened, to

CONTROL = Modifier.ControlModifier
FIRST_DAYS = "Mon Mar 1 2027 {0}, Tue Mar 2 2027 {0}, Wed Mar 3 2027 {0}."


def lines(page: SetupPage, key: str) -> LinesField:
    assert page.entries.form is not None
    found = page.entries.form.fields[key]
    assert isinstance(found, LinesField)
    return found


def line(page: SetupPage, key: str, number: int) -> QLineEdit:
    return lines(page, key).lines[number].edit


def add_shock_wave(rig: Rig) -> SetupPage:
    """Typed, not saved."""
    page = opened(rig, Part.VISIT_TYPES)
    rig.press(Key.Key_Insert)
    rig.type("Shock wave")
    assert page.entries.form is not None
    specialty = page.entries.form.fields["specialty"]
    assert isinstance(specialty, ChoiceField)
    to(rig, specialty.box)
    rig.type("Physical")
    fill(rig, field(page, "minutes").edit, "30")
    fill(rig, line(page, "needs", 0), "pt: 0-20")
    return page


def test_a_need_is_drawn_while_it_is_typed_and_moved_by_keys(main: Rig) -> None:
    page = add_shock_wave(main)
    needs = lines(page, "needs")
    assert isinstance(needs, NeedsField)
    assert needs.bars[0].accessibleName() == "Physical therapy: minutes 0 to 20"
    for key in (Key.Key_Tab, Key.Key_Down, Key.Key_Down, Key.Key_Right):
        main.press(key)
    assert needs.raw == ("Physical therapy: 0-25",)
    fill(main, field(page, "minutes").edit, "25")
    assert needs.bars[0].accessibleName() == "Physical therapy: minutes 0 to the end"


def test_what_is_not_saved_is_tried_and_cannot_be_booked(main: Rig) -> None:
    before = clinic_now(main.desk.context, main.desk.database)
    page = add_shock_wave(main)
    main.press(Key.Key_T, CONTROL)
    assert page.trial.said.text() == "Fits: " + FIRST_DAYS.format("8:00 am-8:30 am")
    assert page.trial.book.isHidden()
    assert clinic_now(main.desk.context, main.desk.database) == before
    main.type("x")
    assert page.trial.isHidden()


def test_what_is_saved_is_tried_and_booked_by_one_key(main: Rig) -> None:
    page = add_shock_wave(main)
    main.press(Key.Key_Return)
    main.press(Key.Key_Return)
    assert page.entries.rows.texts[-1] == "Shock wave"
    main.press(Key.Key_T, CONTROL)
    assert page.trial.book.isVisible()
    main.press(Key.Key_T, CONTROL | Modifier.ShiftModifier)
    booking = main.window.booking
    assert main.window.workspace.in_front(booking)
    main.other.patient()
    main.enter("able")
    steps = booking.form.request_form.steps
    setup = main.other.setup
    assert [setup.visit_types[step.visit_type].name for step in steps] == ["Shock wave"]
    assert booking.form.option is not None
    assert (booking.form.option.day, booking.form.option.start) == (MONDAY, 480)


def test_who_and_what_is_typed_by_name_is_found_in_the_file(main: Rig) -> None:
    page = add_shock_wave(main)
    fill(main, line(page, "needs", 0), "physical therapy or dr. carver: 0-20")
    main.press(Key.Key_Return)
    main.press(Key.Key_Return)
    main.press(Key.Key_Escape)
    main.press(Key.Key_Down)
    assert page.part is Part.TEMPLATES
    main.press(Key.Key_Return)
    main.press(Key.Key_Insert)
    main.type("Two")
    fill(main, line(page, "steps", 0), "Shock wave")
    fill(main, line(page, "steps", 1), "exercise")
    fill(main, line(page, "sequence", 0), "exercise then shock wave: 10 or more")
    main.press(Key.Key_Return)
    main.press(Key.Key_Return)
    now = clinic_now(main.desk.context, main.desk.database)
    two = now.templates[-1]
    assert [step.visit_type for step in two.steps] == ["shock-wave", "exercise"]
    assert [(rule.first, rule.then) for rule in two.sequence] == [("exercise", "shock-wave")]
    assert [one.type or one.resource for one in now.visit_types[-1].needs[0].one_of] == [
        "pt",
        "Dr. Carver",
    ]


def test_what_makes_no_clinic_is_said_where_it_was_typed(main: Rig) -> None:
    page = add_shock_wave(main)
    fill(main, line(page, "needs", 0), "pt: 0-40")
    main.press(Key.Key_T, CONTROL)
    said = lines(page, "needs").lines[0].said.text()
    assert "0-40" in said
    assert page.trial.isHidden()


def test_a_combined_visit_is_drawn_tried_and_saved(main: Rig) -> None:
    page = opened(main, Part.TEMPLATES)
    main.press(Key.Key_Down)
    assert page.entries.rows.texts[1] == "Pair"
    main.press(Key.Key_Return)
    steps = lines(page, "steps")
    assert isinstance(steps, StepsField)
    to(main, steps.drawing)
    main.press(Key.Key_Insert)
    main.press(Key.Key_Down)
    for _ in range(12):
        main.press(Key.Key_Right, Modifier.ShiftModifier)
    assert lines(page, "sequence").raw == ("Adjustment then Exercise: 55 or more",)
    main.press(Key.Key_T, CONTROL)
    assert page.trial.said.text() == "Fits: " + FIRST_DAYS.format("8:00 am-9:40 am")
    main.press(Key.Key_Return)
    assert page.view.said.text().startswith("Changed: combined visit Pair.")
    main.press(Key.Key_Return)
    rules = next(
        item
        for item in clinic_now(main.desk.context, main.desk.database).templates
        if item.name == "Pair"
    ).sequence
    assert [(rule.first, rule.then, rule.min_gap) for rule in rules] == [
        ("adjustment", "exercise", 55)
    ]


@pytest.mark.parametrize("part", [Part.ROOMS, Part.OPENING])
def test_what_cannot_be_booked_cannot_be_tried(main: Rig, part: Part) -> None:
    page = opened(main, part)
    main.press(Key.Key_T, CONTROL)
    assert page.trial.buttons.isHidden()
    assert page.trial.said.text() == ""
