"""Among the options a number chooses, and a word is typed into the field: neither is a shortcut."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtTest import QTest

from clinicdesk.ui.booking.form.visit_form import VisitForm
from tests.services.desk import MONDAY, dump
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import settle

CTRL = Modifier.ControlModifier
NAMES = ("Dr. Dunne", "Room 2")


@pytest.fixture
def form(main: Rig) -> VisitForm:
    """Bo's appointment is chosen on the day, as options for Ann stand at the side."""
    ann, bo = main.other.patient("Able", "Ann").number, main.other.patient("Baker", "Bo").number
    visit = main.other.book_at("Adjustment", bo, 540, NAMES).visit
    main.other.book_at("Adjustment", ann, 600, NAMES, day=MONDAY + timedelta(days=2))
    main.desk.catch_up()
    main.window.day_page.focus_appointment(main.other.visit(visit).steps[0].number)
    main.window.day_page.setFocus()
    main.press(Key.Key_N, CTRL)
    main.enter("able")
    main.enter("pair")
    return main.window.booking.form


def has_focus(form: VisitForm) -> bool:
    """Whether the keyboard is at the chosen option."""
    card = form.options.chosen_card
    return card is not None and card.hasFocus()


def test_a_number_chooses_the_option_that_bears_it(main: Rig, form: VisitForm) -> None:
    days = [card.option.day for card in form.options.cards]
    assert len(days) == 3 and has_focus(form)
    for number in (3, 1, 2):
        main.type(str(number))
        option = form.option
        assert option is not None
        assert (option.day, has_focus(form)) == (days[number - 1], True)
    assert not main.window.toast.isVisible()
    main.press(Key.Key_Return)
    assert len(main.other.day(days[1])) == 2


def type_on(main: Rig, word: str) -> None:
    """Each letter goes to where the one before it led."""
    for letter in word:
        main.type(letter)
    settle(main.desk)


def from_card(form: VisitForm) -> None:
    form.options.take_focus()


def from_day(form: VisitForm) -> None:
    form.month.take_focus(MONDAY)


def from_preferences(form: VisitForm) -> None:
    form.preferences.summary.setFocus()


@pytest.mark.parametrize("go", [from_card, from_day, from_preferences])
def test_a_word_is_typed_for_the_visit_and_acts_on_nobody(
    main: Rig, form: VisitForm, go: Callable[[VisitForm], None]
) -> None:
    before = dump(main.desk.database)
    go(form)
    # Each of its letters is a shortcut of the window.
    word = "consult now"
    type_on(main, word)
    assert (form.what.field.text(), form.what.field.hasFocus()) == (word, True)
    assert main.window.booking.isVisible()
    patient = main.window.booking.patient
    assert patient is not None and patient.family == "Able"
    assert dump(main.desk.database) == before


def test_another_day_is_typed_among_the_options_of_a_move(main: Rig, form: VisitForm) -> None:
    main.press(Key.Key_Escape)
    main.press(Key.Key_K, CTRL)
    main.enter("able")
    main.press(Key.Key_M)
    main.enter("thu")
    assert has_focus(form)
    type_on(main, "fri")
    main.press(Key.Key_Return)
    assert form.moving.wanted_day == MONDAY + timedelta(days=4)
    main.press(Key.Key_Return)
    assert [item.start for item in main.other.day(MONDAY + timedelta(days=4))] != []


@pytest.mark.usefixtures("form")
def test_a_chord_stays_a_chord_among_the_options(main: Rig) -> None:
    QTest.keyClick(main.focus, Key.Key_K, CTRL)
    assert main.window.palette_layer.isVisible()
