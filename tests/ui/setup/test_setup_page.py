"""The clinic set up in the window by keys alone: looked at first, saved, and undone by one key."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.exchange.clinic_file.settings.descriptions import SETTINGS
from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.models.database import Database
from clinicdesk.services.context import Role
from clinicdesk.services.errors import RulesBroken
from clinicdesk.services.setup.editing import EntryFault, edit_clinic
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.setup.updating import clinic_now
from clinicdesk.services.visits.moving import Move
from clinicdesk.ui.kit.list_with_form.form_fields import (
    LinesField,
    TextField,
    TickField,
    TicksField,
)
from clinicdesk.ui.setup.entries_browser import PARTS
from clinicdesk.ui.setup.settings_search import Hit
from clinicdesk.ui.setup.setup_page import SetupPage
from tests.services.desk import MONDAY, Clock
from tests.ui.main_rig import Key, Modifier, Rig, main_window
from tests.ui.settling import settle

FRIDAY = MONDAY + timedelta(days=4)
NEXT_MONDAY = MONDAY + timedelta(days=7)
PRACTITIONERS = ["Dr. Carver", "Dr. Dunne", "Pia Thorn", "Dr. Fisk"]
BROKEN = (
    "Fri Mar 5 2027, 2:00 pm   ABLE Ann P-10001   Adjustment   (working hours, the patient's hours)"
)
PLACE = "Thu Mar 4 2027, 12:00 pm, Dr. Carver, Room 1"
CONTROL_SHIFT = Modifier.ControlModifier | Modifier.ShiftModifier


def page_of(rig: Rig) -> SetupPage:
    page = rig.window.findChild(SetupPage)
    assert page is not None
    return page


def opened(rig: Rig, part: Part) -> SetupPage:
    """The page as keys bring it to the front, with the keyboard in the list of that part."""
    rig.press(Key.Key_E, CONTROL_SHIFT)
    page = page_of(rig)
    while page.part is not part:
        rig.press(Key.Key_Down)
    rig.press(Key.Key_Return)
    return page


def field(page: SetupPage, key: str) -> TextField:
    assert page.entries.form is not None
    found = page.entries.form.fields[key]
    assert isinstance(found, TextField)
    return found


def lines(page: SetupPage) -> LinesField:
    assert page.entries.form is not None
    found = page.entries.form.fields["hours"]
    assert isinstance(found, LinesField)
    return found


def to(rig: Rig, wanted: QWidget) -> None:
    """By Tab."""
    for _ in range(60):
        if rig.focus is wanted:
            return
        rig.press(Key.Key_Tab)
    raise AssertionError("Tab does not lead there")


def has_focus(rig: Rig, wanted: QWidget) -> bool:
    return rig.focus is wanted


def fill(rig: Rig, edit: QLineEdit, text: str) -> None:
    to(rig, edit)
    rig.press(Key.Key_A, Modifier.ControlModifier)
    rig.type(text)


def add_lou(rig: Rig, page: SetupPage) -> None:
    """A physical therapist who starts next Monday, looked at but not saved."""
    rig.press(Key.Key_Insert)
    rig.type("Lou Reyes")
    fill(rig, lines(page).lines[0].edit, "mon-fri 08:00-12:00, 13:00-16:30")
    fill(rig, field(page, "from").edit, "next monday")
    assert page.entries.form is not None
    ticks = page.entries.form.fields["specialties"]
    assert isinstance(ticks, TicksField)
    to(rig, ticks.boxes["pt"])
    rig.press(Key.Key_Space)
    rig.press(Key.Key_Return)


def close_friday(rig: Rig, page: SetupPage) -> None:
    """The Friday afternoon, looked at but not saved."""
    rig.press(Key.Key_Insert)
    rig.type(FRIDAY.isoformat())
    fill(rig, field(page, "name").edit, "Floor")
    fill(rig, field(page, "time").edit, "12:00-24:00")
    rig.press(Key.Key_Return)


def test_a_therapist_who_starts_on_monday_can_be_booked_from_then_on(main: Rig) -> None:
    page = opened(main, Part.PRACTITIONERS)
    add_lou(main, page)
    assert page.view.said.text() == (
        "New: practitioner Lou Reyes. No appointment to come breaks a rule because of it."
    )
    main.press(Key.Key_Return)
    assert page.entries.rows.texts == [*PRACTITIONERS, "Lou Reyes"]
    assert has_focus(main, page.entries.rows)
    main.other.availability.news()
    patient = main.other.patient().number
    who = ("Lou Reyes", "Ada Hale", "Room 1")
    with pytest.raises(RulesBroken):
        main.other.book_at("Exercise", patient, 600, who, day=FRIDAY)
    booked = main.other.book_at("Exercise", patient, 600, who, day=NEXT_MONDAY)
    assert main.other.visit(booked.visit).steps[0].day == NEXT_MONDAY


def test_nothing_is_written_before_it_is_saved_and_one_undo_brings_all_back(main: Rig) -> None:
    before = clinic_now(main.desk.context, main.desk.database)
    page = opened(main, Part.PRACTITIONERS)
    add_lou(main, page)
    assert clinic_now(main.desk.context, main.desk.database) == before
    main.press(Key.Key_Return)
    assert clinic_now(main.desk.context, main.desk.database) != before
    main.press(Key.Key_Z, Modifier.ControlModifier)
    assert page.entries.rows.texts == PRACTITIONERS
    assert clinic_now(main.desk.context, main.desk.database) == before


def test_one_key_looks_and_saves_from_any_field(main: Rig) -> None:
    page = opened(main, Part.ROOMS)
    save = main.window.actions_table["clinic.save-typed"]
    off = save.isEnabled()
    main.press(Key.Key_Return)
    fill(main, field(page, "name").edit, "Front room")
    main.press(Key.Key_S, Modifier.ControlModifier)
    looked = (page.view.save.isEnabled(), has_focus(main, field(page, "name").edit))
    main.type(" 1")
    changed = page.view.save.isEnabled()
    main.press(Key.Key_S, Modifier.ControlModifier)
    main.press(Key.Key_Return, Modifier.ControlModifier)
    assert (off, looked, changed, save.isEnabled()) == (False, (True, True), False, False)
    assert page.entries.rows.texts == ["Front room 1", "Room 2", "Hall"]


@pytest.mark.parametrize("new", [True, False], ids=["new", "there"])
def test_what_was_given_up_is_brought_back_by_one_key(main: Rig, new: bool) -> None:
    page = opened(main, Part.ROOMS)
    back = main.window.actions_table["clinic.bring-back-typed"]
    main.press(Key.Key_Insert if new else Key.Key_Return)
    fill(main, field(page, "name").edit, "Front room")
    main.press(Key.Key_Escape)
    given_up = (page.entries.rows.texts, back.isEnabled(), page.is_busy)
    main.press(Key.Key_B, Modifier.ControlModifier)
    assert given_up == (["Room 1", "Room 2", "Hall"], True, False)
    assert (field(page, "name").raw, back.isEnabled()) == ("Front room", False)
    assert has_focus(main, field(page, "name").edit)
    assert page.view.look.isEnabled()


def test_undo_says_what_it_takes_back(main: Rig) -> None:
    page = opened(main, Part.PRACTITIONERS)
    add_lou(main, page)
    main.press(Key.Key_Return)
    text = main.window.actions_table["edit.undo"].text()
    assert text == "Undo: Changed the set-up (practitioner Lou Reyes)"


def test_a_closed_afternoon_lists_its_visits_and_enter_opens_one_on_its_day(main: Rig) -> None:
    patient = main.other.patient()
    for start in (600, 840):
        main.other.book_at(
            "Adjustment", patient.number, start, ("Dr. Carver", "Room 1"), day=FRIDAY
        )
    page = opened(main, Part.CLOSED)
    close_friday(main, page)
    assert page.view.said.text() == (
        "New: closed on Fri Mar 5 2027, from 12:00 pm. 1 appointment to come would break a rule:"
    )
    assert page.view.mending.list.texts == [f"{BROKEN}\n      goes to {PLACE}"]
    assert has_focus(main, field(page, "time").edit)
    to(main, page.view.mending.list)
    main.press(Key.Key_Return)
    shown = main.window.day_page
    assert main.window.workspace.page.widget is shown
    assert shown.day == FRIDAY
    opened_panel = main.window.workspace.panel
    assert opened_panel is not None
    assert opened_panel.widget is main.window.visit
    main.press(Key.Key_E, CONTROL_SHIFT)
    assert page.view.mending.list.isVisible()
    to(main, page.view.save)
    main.press(Key.Key_Return)
    assert page.entries.rows.texts == ["Fri Mar 5 2027  Floor  12:00-24:00"]
    main.press(Key.Key_Z, Modifier.ControlModifier)
    assert page.entries.rows.texts == []


def test_a_day_that_is_closed_every_year_is_said_once(main: Rig) -> None:
    page = opened(main, Part.CLOSED)
    main.press(Key.Key_Insert)
    main.type("2027-12-24")
    fill(main, field(page, "name").edit, "Christmas Eve")
    fill(main, field(page, "time").edit, "00:00-08:00, 12:00-24:00")
    assert page.entries.form is not None
    yearly = page.entries.form.fields["every_year"]
    assert isinstance(yearly, TickField)
    to(main, yearly.box)
    main.press(Key.Key_Space)
    main.press(Key.Key_Return)
    assert page.view.said.text() == (
        "New: closed on Fri Dec 24 2027, until 8:00 am, from 12:00 pm, every year."
        " No appointment to come breaks a rule because of it."
    )


def test_hours_in_which_nobody_works_yet_are_named(main: Rig) -> None:
    page = opened(main, Part.OPENING)
    hours = lines(page)
    fill(main, hours.lines[0].edit, "sat 09:00-12:00, every 2 weeks, week of 2027-03-01")
    main.press(Key.Key_Return)
    assert page.view.said.text() == (
        "Changed: opening hours. What is other: Opening hours beside the week."
        " No appointment to come breaks a rule because of it. Nobody works yet"
        " in the hours that are new on 4 days of the next weeks: Sat Mar 6 2027,"
        " Sat Mar 20 2027, Sat Apr 3 2027, 1 more. Space here shows all."
    )


def afternoon_visits(main: Rig, *families: str) -> list[int]:
    """Visits on the Friday afternoon, half an hour after each other."""
    return [
        main.other.book_at(
            "Adjustment",
            main.other.patient(family).number,
            840 + 30 * n,
            ("Dr. Carver", "Room 1"),
            day=FRIDAY,
        ).visit
        for n, family in enumerate(families)
    ]


def starts(main: Rig, visits: list[int]) -> list[tuple[date, int]]:
    steps = [main.other.visit(visit).steps[0] for visit in visits]
    return [(step.day, step.start) for step in steps]


def test_one_key_saves_the_closed_afternoon_and_moves_all_and_one_brings_all_back(
    main: Rig,
) -> None:
    visits = afternoon_visits(main, "Able", "Best")
    before = starts(main, visits)
    page = opened(main, Part.CLOSED)
    close_friday(main, page)
    assert page.view.save.text() == "Save and move 2 visits"
    assert page.view.mending.said.text() == (
        "2 of 2 have another place. F8 leads to the list, Space says whether one goes."
    )
    main.press(Key.Key_Return)
    assert not set(starts(main, visits)) & set(before)
    text = main.window.actions_table["edit.undo"].text()
    assert text == "Undo: Changed the set-up (closed on Fri Mar 5 2027) and moved 2 visits"
    main.press(Key.Key_Z, Modifier.ControlModifier)
    assert starts(main, visits) == before
    assert page.entries.rows.texts == []


def test_space_lets_one_stay_for_a_reason_that_is_written(main: Rig) -> None:
    main.desk.context = replace(main.desk.context, role=Role.MANAGER)
    visits = afternoon_visits(main, "Able", "Best")
    before = starts(main, visits)
    page = opened(main, Part.CLOSED)
    close_friday(main, page)
    mending = page.view.mending
    to(main, mending.list)
    main.press(Key.Key_Space)
    assert mending.list.texts[0] == f"{BROKEN}\n      stays as booked; it could go to {PLACE}"
    assert page.view.save.text() == "Save and move 1 visit"
    fill(main, mending.reason, "the floor is dry by then")
    to(main, page.view.save)
    main.press(Key.Key_Return)
    after = starts(main, visits)
    assert (after[0] == before[0], after[1] == before[1]) == (True, False)
    assert main.other.visit(visits[0]).steps[0].override_reason == "the floor is dry by then"


def test_a_button_lets_all_stay_and_go_again(main: Rig) -> None:
    visits = afternoon_visits(main, "Able", "Best")
    before = starts(main, visits)
    page = opened(main, Part.CLOSED)
    close_friday(main, page)
    mending = page.view.mending
    to(main, mending.all)
    main.press(Key.Key_Space)
    assert (mending.all.text(), page.view.save.text()) == ("Move all", "Save")
    main.press(Key.Key_Space)
    assert (mending.all.text(), page.view.save.text()) == ("Move none", "Save and move 2 visits")
    main.press(Key.Key_Space)
    to(main, page.view.save)
    main.press(Key.Key_Return)
    assert starts(main, visits) == before
    assert page.entries.rows.texts == ["Fri Mar 5 2027  Floor  12:00-24:00"]


def test_whoever_leaves_hands_over_to_the_colleague_who_is_chosen(main: Rig) -> None:
    (visit,) = afternoon_visits(main, "Able")
    page = opened(main, Part.PRACTITIONERS)
    main.press(Key.Key_Return)
    fill(main, field(page, "until").edit, "2027-03-04")
    main.press(Key.Key_Return)
    mending = page.view.mending
    to(main, mending.colleague)
    main.press(Key.Key_Down)
    assert mending.colleague.currentText() == "Dr. Dunne"
    assert "Fri Mar 5 2027, 2:00 pm, Dr. Dunne, Room 1" in mending.list.texts[0]
    to(main, page.view.save)
    main.press(Key.Key_Return)
    step = main.other.visit(visit).steps[0]
    assert (step.start, step.resources[0]) == (840, main.other.resource("Dr. Dunne"))


def test_what_somebody_took_meanwhile_is_looked_for_again(main: Rig) -> None:
    (visit,) = afternoon_visits(main, "Able")
    page = opened(main, Part.CLOSED)
    close_friday(main, page)
    number = main.other.visit(visit).steps[0].number
    main.other.move(Move(number, start=930))
    main.press(Key.Key_Return)
    assert page.entries.rows.texts == ["(new)"]
    assert "your change was not made. Look at it again." in page.view.notice.text
    assert "Fri Mar 5 2027, 3:30 pm" in page.view.mending.list.texts[0]


def test_what_is_wrong_stands_at_its_field_and_enter_leads_to_the_first(main: Rig) -> None:
    before = clinic_now(main.desk.context, main.desk.database)
    page = opened(main, Part.PRACTITIONERS)
    main.press(Key.Key_Insert)
    main.type("Pia Thorn")
    fill(main, lines(page).lines[0].edit, "mon-fri 08:00-12:00")
    fill(main, lines(page).lines[1].edit, "fri-mon 8-")
    fill(main, field(page, "from").edit, "soon")
    main.press(Key.Key_Return)
    said = {
        "name": field(page, "name").said.text(),
        "first line": lines(page).lines[0].said.text(),
        "second line": lines(page).lines[1].said.text(),
        "from": field(page, "from").said.text(),
    }
    assert said == {
        "name": "the name Pia Thorn is taken already by Pia Thorn.",
        "first line": "",
        "second line": (
            "fri-mon runs backwards; a range goes forward from Monday to Sunday.\n"
            "8- is not a stretch of time; write it like 08:00-12:30 (24:00 may be an end)."
        ),
        "from": "soon is not a date; write it like 5 Jan 2026 or 2026-01-05.",
    }
    said_above = "What is wrong stands at 4 fields; Enter leads to the first."
    assert page.view.notice.text == said_above
    assert has_focus(main, field(page, "from").edit)
    main.press(Key.Key_Return)
    assert has_focus(main, field(page, "name").edit)
    assert not page.view.save.isEnabled()
    main.press(Key.Key_Escape)
    assert has_focus(main, page.entries.rows)
    assert page.entries.rows.texts == PRACTITIONERS
    assert clinic_now(main.desk.context, main.desk.database) == before


def test_what_is_in_the_way_is_mended_first_and_what_was_typed_waits(main: Rig) -> None:
    page = opened(main, Part.VISIT_TYPES)
    for _ in range(3):
        main.press(Key.Key_Down)
    main.press(Key.Key_Return)
    fill(main, field(page, "minutes").edit, "601")
    main.press(Key.Key_Return)
    said = "this takes 601 minutes, but the clinic is never open longer than 540."
    assert field(page, "minutes").said.text() == said
    main.press(Key.Key_Escape)
    main.press(Key.Key_Delete)
    assert page.view.others.texts == ["Call: Call is used there."]
    assert has_focus(main, page.view.others)
    main.press(Key.Key_Return)
    assert (page.part, page.entries.rows.texts[-2:]) == (Part.TEMPLATES, ["Call", "Back class"])
    assert has_focus(main, page.entries.rows)
    main.press(Key.Key_Delete)
    assert page.view.said.text() == (
        "Retired: combined visit Call. No appointment to come breaks a rule because of it."
    )


def test_where_the_last_line_is_retired_the_keyboard_is_at_the_one_before(main: Rig) -> None:
    page = opened(main, Part.SPECIALTIES)
    for name in ("Massage", "Dietetics"):
        main.press(Key.Key_Insert)
        main.type(name)
        main.press(Key.Key_Return)
        main.press(Key.Key_Return)
    texts = list(page.entries.rows.texts)
    main.press(Key.Key_Delete)
    main.press(Key.Key_Return)
    left = (page.entries.rows.texts, page.entries.rows.current)
    assert left == (texts[:-1], len(texts) - 2)
    assert has_focus(main, page.entries.rows)


def test_esc_at_what_is_in_the_way_of_a_retirement_goes_back_to_its_line(main: Rig) -> None:
    page = opened(main, Part.SPECIALTIES)
    main.press(Key.Key_Down)
    line = page.entries.rows.texts[1]
    main.press(Key.Key_Delete)
    assert page.view.others.texts == [
        f"Pia Thorn: {line} is used there.",
        *page.view.others.texts[1:],
    ]
    main.press(Key.Key_Escape)
    back = (has_focus(main, page.entries.rows), page.view.others.isVisible(), page.view.notice.text)
    main.press(Key.Key_Escape)
    assert (back, has_focus(main, page.parts)) == ((True, False, ""), True)


def test_what_was_typed_waits_while_another_entry_is_mended(main: Rig) -> None:
    page = opened(main, Part.SPECIALTIES)
    main.press(Key.Key_Return)
    fill(main, field(page, "color").edit, "teal")
    page.view.entry_wanted.emit(
        EntryFault(
            "missing", {"key": "x"}, about="Dr. Dunne", whose=(Part.PRACTITIONERS, "Dr. Dunne")
        )
    )
    assert field(page, "name").raw == "Dr. Dunne"
    main.press(Key.Key_Escape)
    while page.part is not Part.SPECIALTIES:
        main.press(Key.Key_Up)
    assert field(page, "color").raw == "teal"
    assert page.view.look.isEnabled()
    page.view.give_up.click()
    assert field(page, "color").raw == "gray"


def test_slash_finds_any_setting_and_enter_goes_there(main: Rig) -> None:
    main.press(Key.Key_Slash)
    page = page_of(main)
    assert has_focus(main, page.search.typing.field)
    main.type("dunne")
    main.press(Key.Key_Return)
    assert (page.part, field(page, "name").raw) == (Part.PRACTITIONERS, "Dr. Dunne")
    assert has_focus(main, page.entries.rows)
    main.press(Key.Key_Slash)
    main.type("arrive")
    main.press(Key.Key_Return)
    assert page.part is Part.VISIT_TYPES
    assert has_focus(main, field(page, "arrive_early").edit)


def test_a_room_is_renamed_by_typing_another_name(main: Rig) -> None:
    page = opened(main, Part.ROOMS)
    main.press(Key.Key_Return)
    fill(main, field(page, "name").edit, "Front room")
    main.press(Key.Key_Return)
    assert page.view.said.text() == (
        "Changed: room Front room (until now Room 1)."
        " No appointment to come breaks a rule because of it."
    )
    main.press(Key.Key_Return)
    assert page.entries.rows.texts == ["Front room", "Room 2", "Hall"]


def test_what_another_desk_changes_meanwhile_stays(main: Rig) -> None:
    page = opened(main, Part.PRACTITIONERS)
    main.press(Key.Key_Down)
    main.press(Key.Key_Return)
    fill(main, field(page, "until").edit, FRIDAY.isoformat())
    shown = {"name": "Dr. Dunne"}
    edit = Edit(Part.PRACTITIONERS, shown, {**shown, "credentials": "DC"})
    edit_clinic(main.other.context, main.other.database, edit, apply=True)
    main.desk.catch_up()
    settle(main.desk)
    assert field(page, "credentials").raw == ""
    main.press(Key.Key_Return)
    main.press(Key.Key_Return)
    dunne = next(
        one
        for one in clinic_now(main.desk.context, main.desk.database).resources
        if one.name == "Dr. Dunne"
    )
    assert (dunne.credentials, dunne.ends_on) == ("DC", FRIDAY)
    assert field(page, "credentials").raw == "DC"


def test_an_entry_that_another_desk_has_taken_out_is_said_to_be_gone(main: Rig) -> None:
    page = opened(main, Part.PRACTITIONERS)
    main.press(Key.Key_Down)
    main.press(Key.Key_Return)
    fill(main, field(page, "until").edit, FRIDAY.isoformat())
    edit = Edit(Part.PRACTITIONERS, {"name": "Dr. Dunne"}, None)
    edit_clinic(main.other.context, main.other.database, edit, apply=True)
    main.press(Key.Key_Return)
    assert page.view.notice.text == (
        "Somebody has taken this out, or changed it, meanwhile: practitioner Dr. Dunne."
        " Nothing was changed; look at it again."
    )
    main.press(Key.Key_Escape)
    assert page.entries.rows.texts == ["Dr. Carver", "Pia Thorn", "Dr. Fisk"]


def test_delete_retires_what_the_list_is_at_once_it_was_looked_at(main: Rig) -> None:
    page = opened(main, Part.PRACTITIONERS)
    main.press(Key.Key_Down)
    main.press(Key.Key_Delete)
    assert page.view.said.text() == (
        "Retired: practitioner Dr. Dunne. No appointment to come breaks a rule because of it."
    )
    main.press(Key.Key_Return)
    assert page.entries.rows.texts == ["Dr. Carver", "Pia Thorn", "Dr. Fisk"]


def test_esc_goes_back_step_by_step_until_the_day_is_in_front(main: Rig) -> None:
    page = opened(main, Part.ROOMS)
    main.press(Key.Key_Return)
    places = []
    for _ in range(3):
        main.press(Key.Key_Escape)
        places.append(main.focus)
    assert places[:2] == [page.entries.rows, page.parts]
    assert main.window.workspace.page.widget is main.window.day_page


@pytest.mark.parametrize("part", PARTS)
def test_a_form_that_nobody_has_typed_in_offers_nothing_to_save(main: Rig, part: Part) -> None:
    page = opened(main, part)
    main.press(Key.Key_Return)
    if not part.is_single:
        main.press(Key.Key_Return)
    view = page.view
    buttons = [each.isEnabled() for each in (view.look, view.save, view.give_up)]
    assert buttons == [False, False, False]


def test_names_are_hidden_in_private(
    qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]
) -> None:
    with main_window(qtbot, tmp_path, make_clinic(), Clock()) as rig:
        patient = rig.other.patient()
        rig.other.book_at("Adjustment", patient.number, 840, ("Dr. Carver", "Room 1"), day=FRIDAY)
        page = opened(rig, Part.CLOSED)
        close_friday(rig, page)
        rig.window.actions_table["view.privacy"].trigger()
        (shown,) = page.view.mending.list.texts
        assert shown == f"{BROKEN}\n      goes to {PLACE}".replace("ABLE Ann", "A. A.")


def test_a_day_that_is_typed_is_said_in_full(main: Rig) -> None:
    page = opened(main, Part.CLOSED)
    main.press(Key.Key_Insert)
    main.type("next friday")
    assert field(page, "date").said.text() == "Friday Mar 5 2027"


@pytest.mark.parametrize("part", PARTS)
def test_what_is_found_is_scrolled_into_view(main: Rig, part: Part) -> None:
    main.window.resize(1100, 640)
    main.press(Key.Key_Slash)
    page = page_of(main)
    hidden = []
    for key in SETTINGS[part]:
        page.search.wanted.emit(Hit(part, None, key))
        QApplication.processEvents()
        focus = main.focus
        if focus.visibleRegion().boundingRect() != focus.rect():
            hidden.append(key)
    assert hidden == []


def test_a_search_that_finds_nothing_says_what_to_do(main: Rig) -> None:
    main.press(Key.Key_Slash)
    page = page_of(main)
    main.type("pilcrow")
    assert page.search.said.isVisible()
    assert page.search.said.text() == (
        "Nothing is called like that. Type a single word of it, or choose below what it belongs to."
    )
    main.press(Key.Key_Escape)
    assert not page.search.said.isVisible()


def test_a_long_summary_is_shortened_and_space_shows_all_of_it(main: Rig) -> None:
    page = opened(main, Part.HOLIDAYS)
    fill(main, field(page, "country").edit, "US")
    main.press(Key.Key_Return)
    said = page.view.said
    short = said.text()
    to(main, said)
    main.press(Key.Key_Space)
    whole = said.text()
    main.press(Key.Key_Space)
    assert short.endswith(
        " more. No appointment to come breaks a rule because of it. Space here shows all."
    )
    assert (said.text(), said.toolTip(), said.accessibleDescription()) == (short, whole, whole)
    assert whole.count("closed on") > short.count("closed on") == 11
    assert "…" not in whole
    assert "more." not in whole
