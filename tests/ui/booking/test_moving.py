"""A booked visit is given another time in the form: nothing moves that was not shown before."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from clinicdesk.exchange.clinic_file import read_clinic_file
from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.services.contacts.call_list import CallFilter, read_call_list
from clinicdesk.services.context import Role
from clinicdesk.services.setup.updating import update_clinic
from clinicdesk.services.visits.changing import arrive, cancel_visit
from clinicdesk.services.visits.moving import Move
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, dump
from tests.ui.settling import settle
from tests.ui.side_panel import Key, Rig, texts

CTRL = Qt.KeyboardModifier.ControlModifier
NINE = 9 * 60
FISK = ("Dr. Fisk", "Room 1")
TUESDAY, THURSDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)


def begin(panels: Rig, visit: int) -> None:
    panels.booking.from_visit.move(panels.other.visit(visit))
    settle(panels.desk)


def consult(panels: Rig) -> int:
    """A consult on Monday at nine, with its visit's panel ready to move it."""
    visit = panels.other.book_at("Consult", panels.other.patient().number, NINE, FISK).visit
    panels.desk.catch_up()
    begin(panels, visit)
    return visit


def place(panels: Rig, visit: int) -> list[tuple[object, int]]:
    return [(step.day, step.start) for step in panels.other.visit(visit).steps]


def called(panels: Rig) -> list[int]:
    rows = read_call_list(panels.other.context, panels.other.database, CallFilter.CHANGED).rows
    return [row.visit for row in rows]


def test_the_day_after_is_offered_until_another_is_typed(panels: Rig) -> None:
    visit = consult(panels)
    form = panels.booking.form
    assert panels.focus is form.moving.day.edit
    assert form.option is not None
    assert form.option.day == TUESDAY
    assert not form.what.isVisible()
    panels.type("thu")
    assert form.option.day == THURSDAY
    assert place(panels, visit) == [(MONDAY, NINE)]


def test_who_was_not_on_the_telephone_is_to_be_called(panels: Rig) -> None:
    visit = consult(panels)
    panels.booking.form.moving.knows.setChecked(False)
    panels.enter("thu")
    panels.press(Key.Key_Return)
    assert [day for day, _ in place(panels, visit)] == [THURSDAY]
    assert called(panels) == [visit]
    assert f"\N{CHECK MARK} V-{visit} is moved" in texts(panels.booking.done)


def test_a_text_that_is_no_day_moves_nothing(panels: Rig) -> None:
    visit = consult(panels)
    before = dump(panels.desk.database)
    panels.enter("thx")
    assert panels.focus is panels.booking.form.moving.day.edit
    assert panels.booking.form.moving.day.said.text() != ""
    panels.press(Key.Key_Escape)
    now = dump(panels.desk.database)
    assert {name for name, rows in now.items() if rows != before[name]} == {"draft"}
    assert place(panels, visit) == [(MONDAY, NINE)]


def test_somebody_faster_leaves_it_where_it_is_and_the_next_best_is_shown(panels: Rig) -> None:
    visit = consult(panels)
    panels.enter("thu")
    option = panels.booking.form.option
    assert option is not None
    panels.desk.stop_looking()
    baker = panels.other.patient("Baker", "Bo").number
    panels.other.book_at("Consult", baker, option.start, FISK, day=THURSDAY)
    panels.press(Key.Key_Return)
    assert place(panels, visit) == [(MONDAY, NINE)]
    assert panels.booking.form.notice.isVisible()
    now = panels.booking.form.option
    assert now is not None
    assert (now.day, now.start) != (option.day, option.start)
    panels.press(Key.Key_Return)
    panels.press(Key.Key_Return)
    assert place(panels, visit) == [(now.day, now.start)]


def test_what_another_desk_made_of_it_meanwhile_is_asked_about_first(panels: Rig) -> None:
    visit = consult(panels)
    panels.enter("thu")
    step = panels.other.visit(visit).steps[0]
    panels.other.move(Move(step.number, start=NINE + 60))
    panels.desk.catch_up()
    settle(panels.desk)
    form = panels.booking.form
    assert form.notice.text == f"V-{visit} was changed meanwhile; it was planned again."
    assert any("10:00" in text for text in texts(form.moving))
    panels.press(Key.Key_Return)
    assert place(panels, visit) == [(MONDAY, NINE + 60)]
    panels.press(Key.Key_Return)
    assert [day for day, _ in place(panels, visit)] == [THURSDAY]


def test_what_another_desk_cancelled_is_offered_no_more(panels: Rig) -> None:
    visit = consult(panels)
    panels.enter("thu")
    cancel_visit(panels.other.context, panels.other.database, visit, "asked")
    panels.desk.catch_up()
    settle(panels.desk)
    form = panels.booking.form
    assert form.options.cards == []
    assert form.notice.text.startswith("An appointment that is cancelled cannot be moved")
    before = dump(panels.desk.database)
    panels.press(Key.Key_Return, CTRL)
    assert dump(panels.desk.database) == before


def test_a_booking_after_it_is_a_new_one(panels: Rig) -> None:
    consult(panels)
    patient = panels.other.patient("Baker", "Bo")
    panels.choose_patient_and_template(patient.number, "call")
    assert not panels.booking.form.moving.isVisible()
    assert panels.booking.form.what.isVisible()
    panels.press(Key.Key_Return)
    assert len(panels.booked) == 1
    assert [step.visit_type for step in panels.other.visit(panels.booked[0]).steps] == ["Call"]


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("thu 10:15", (THURSDAY, 615)),
        ("10:15", (MONDAY, 615)),
        ("thu 2 pm", (THURSDAY, 840)),
    ],
)
def test_a_time_is_typed_with_the_day_or_alone_for_its_own(
    panels: Rig, typed: str, when: tuple[date, int]
) -> None:
    visit = consult(panels)
    panels.enter(typed)
    option = panels.booking.form.option
    assert option is not None
    assert (option.day, option.start, panels.focus) == (*when, panels.booking.form.options.cards[0])
    panels.press(Key.Key_Return)
    assert place(panels, visit) == [when]


def test_hours_are_typed_with_the_day_or_alone_and_go_with_what_was_typed(panels: Rig) -> None:
    visit = consult(panels)
    form = panels.booking.form
    for text, first, hours in (
        ("thu after 2", THURSDAY, (840, MIDNIGHT)),
        ("before 10", TUESDAY, (0, 600)),
        ("thu", THURSDAY, (0, MIDNIGHT)),
        ("thu before 10", THURSDAY, (0, 600)),
    ):
        form.moving.day.edit.clear()
        panels.type(text)
        settle(panels.desk)
        asked = form.request_form
        assert (asked.first, (asked.earliest, asked.latest)) == (first, hours)
    assert form.moving.day.said.text() == "Thu Mar 4 until 10:00 am"
    form._begin_with(TUESDAY)
    settle(panels.desk)
    assert (form.moving.day.text, form.request_form.latest) == ("03/02/2027 00:00-10:00", 600)
    panels.press(Key.Key_Return)
    panels.press(Key.Key_Return)
    ((day, start),) = place(panels, visit)
    assert (day, start < NINE) == (TUESDAY, True)


def test_hours_that_are_preferred_stay_where_none_are_typed(panels: Rig) -> None:
    consult(panels)
    form = panels.booking.form
    form._change(lambda asked: replace(asked, latest=660))
    panels.type("thu")
    settle(panels.desk)
    assert (form.request_form.first, form.request_form.latest) == (THURSDAY, 660)


def test_where_it_stands_already_is_said_and_nothing_is_written(panels: Rig) -> None:
    visit = consult(panels)
    before = dump(panels.desk.database)
    panels.enter("9:00")
    form = panels.booking.form
    card = form.options.chosen_card
    assert card is not None and card.trait.endswith("As it is now")
    panels.press(Key.Key_Return)
    panels.press(Key.Key_Return)
    assert form.notice.text == (
        f"V-{visit} stands there already; nothing was written. Choose another time, or type one."
    )
    assert (dump(panels.desk.database), panels.focus) == (before, card)
    form.moving.day.edit.setFocus()
    form.moving.day.edit.clear()
    panels.enter("10:15")
    panels.press(Key.Key_Return)
    assert place(panels, visit) == [(MONDAY, 615)]


def test_where_a_rule_is_in_the_way_it_goes_there_with_a_reason(panels: Rig) -> None:
    panels.desk.context = replace(panels.desk.context, role=Role.MANAGER)
    visit = consult(panels)
    panels.enter("thu 7:30")
    booking = panels.booking
    assert booking.form.notice.text == (
        "At that time a rule of the clinic stands in the way: Enter asks for a reason first."
    )
    panels.press(Key.Key_Return)
    assert booking.reason_bar.isVisible()
    assert place(panels, visit) == [(MONDAY, NINE)]
    panels.enter("she has a train")
    (step,) = panels.other.visit(visit).steps
    assert (step.day, step.start, step.override_reason) == (THURSDAY, 450, "she has a train")


def test_a_day_or_time_chosen_elsewhere_stands_in_its_field(panels: Rig) -> None:
    consult(panels)
    form = panels.booking.form
    panels.type("thu 10:15")
    form._begin_with(TUESDAY)
    settle(panels.desk)
    assert (form.moving.day.text, form.request_form.begin) == ("03/02/2027 10:15 am", 615)
    form.ask(replace(form.request_form, begin=None, days=90))
    assert (form.moving.day.text, form.moving.day.said.text()) == ("03/02/2027", "Tue Mar 2")
    form.moving.day.edit.clear()
    settle(panels.desk)
    assert (form.request_form.first, form.request_form.days) == (TUESDAY, 90)
    assert form.moving.day.text == ""


def test_a_time_that_is_taken_out_again_leaves_every_day_open(panels: Rig) -> None:
    consult(panels)
    form = panels.booking.form
    panels.type("thu 7:30")
    form.moving.day.edit.clear()
    settle(panels.desk)
    asked = form.request_form
    assert (asked.first, asked.days, asked.begin) == (TUESDAY, 90, None)


def test_a_place_in_a_class_goes_to_another_one_and_it_is_said_to_which(panels: Rig) -> None:
    other, thorn = panels.other, ("Pia Thorn", "Hall")
    visit = other.book_at("Back class", other.patient().number, NINE, thorn).visit
    other.book_at("Back class", other.patient("Baker").number, NINE, thorn, day=THURSDAY)
    panels.desk.catch_up()
    begin(panels, visit)
    panels.enter("thu")
    options = panels.booking.form.options
    assert "joins a Back class that is booked" in options.cards[0].accessibleName()
    panels.press(Key.Key_Return)
    assert place(panels, visit) == [(THURSDAY, NINE)]
    begin(panels, visit)
    panels.enter("fri")
    assert "opens a Back class" in options.cards[0].accessibleName()
    panels.press(Key.Key_Return)
    assert place(panels, visit)[0][0] == MONDAY + timedelta(days=4)


def test_what_has_begun_stays_on_its_day_and_that_is_said(panels: Rig) -> None:
    visit = panels.other.book_first("Pair", panels.other.patient().number, days=1)
    arrive(panels.other.context, panels.other.database, visit)
    panels.desk.catch_up()
    begin(panels, visit)
    head = panels.booking.form.moving
    assert (head.day.isVisible(), head.stays.isVisible()) == (False, True)
    assert head.stays.text() == "Some of it has begun or is over, so the rest stays on that day."
    assert panels.focus is panels.booking.form.options.chosen_card
    other = panels.other.patient("Baker").number
    begin(panels, panels.other.book_at("Consult", other, NINE, FISK).visit)
    assert (head.day.isVisible(), head.stays.isVisible()) == (True, False)


def update(panels: Rig, before: str, after: str) -> None:
    text = harbor_file().decode()
    assert before in text
    manager = panels.other.as_role(Role.MANAGER)
    shape = read_clinic_file(text.replace(before, after).encode())
    update_clinic(manager.context, manager.database, shape, apply=True)
    panels.desk.catch_up()


def test_what_is_offered_now_is_taken_by_one_key(panels: Rig) -> None:
    visit = panels.other.book_at("Consult", panels.other.patient().number, NINE, FISK).visit
    before = 'name = "Consult"\nspecialty = "physiatry"\nminutes = '
    update(panels, f"{before}20", f"{before}30")
    begin(panels, visit)
    panels.type("thu")
    form = panels.booking.form
    lengths = [step.minutes for step in form.request_form.steps]
    panels.booking._actions["visit.as-offered"].trigger()
    settle(panels.desk)
    assert (lengths, [step.minutes for step in form.request_form.steps]) == ([20], [30])
    assert form.option is not None
    assert (form.option.day, form.moving.day.text) == (THURSDAY, "thu")
    assert form.moving.typed is not None
    assert form.moving.typed.as_offered
    panels.enter("")
    panels.press(Key.Key_Return)
    (step,) = panels.other.visit(visit).steps
    assert (step.day, step.end - step.start) == (THURSDAY, 30)


def test_what_needs_somebody_more_by_now_is_said_and_goes_all_the_same(panels: Rig) -> None:
    visit = panels.other.book_at("Consult", panels.other.patient().number, NINE, FISK).visit
    alone = 'before = 5, after = 5 }, { one_of = ["treatment"] }]'
    update(panels, alone, alone.replace(" }]", ' }, { one_of = ["aide"] }]'))
    begin(panels, visit)
    form = panels.booking.form
    assert form.notice.text == (
        "By now this needs other people or rooms than it is booked with, and is looked for as it is"
        " offered now: Consult."
    )
    assert not form.moving.offered.isVisible()
    panels.enter("thu")
    panels.press(Key.Key_Return)
    (step,) = panels.other.visit(visit).steps
    assert (step.day, len(step.resources)) == (THURSDAY, 3)
