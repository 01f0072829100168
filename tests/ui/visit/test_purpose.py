"""What a step is for and its note: typed in the opened visit, seen where the patient is met."""

from PySide6.QtWidgets import QLabel

from clinicdesk.services.visits.on_the_day import note_purpose
from clinicdesk.ui.my_day.encounter_card import EncounterCard
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import settle


def opened(main: Rig) -> int:
    """The number of an appointment whose visit is open, with the keyboard at what it is for."""
    other = main.other
    visit = other.book_at("Adjustment", other.patient().number, 540, ("Dr. Carver", "Room 1")).visit
    (step,) = other.visit(visit).steps
    main.desk.catch_up()
    settle(main.desk)
    main.window.open_appointment(step.number)
    settle(main.desk)
    main.window.visit.purpose.comes_for.setFocus()
    return step.number


def kept(main: Rig, number: int) -> tuple[str, str]:
    (step,) = (step for step in main.other.day(main.desk.today()) if step.number == number)
    return step.comes_for, step.note


def said_on_my_day(main: Rig) -> list[str]:
    main.press(Key.Key_2, Modifier.ControlModifier)
    cards = main.window.my_day_page.findChildren(EncounterCard)
    return [label.text() for card in cards for label in card.findChildren(QLabel)]


def test_enter_keeps_what_is_typed_and_so_does_leaving_the_field(main: Rig) -> None:
    number = opened(main)
    main.enter("low back pain")
    main.press(Key.Key_Tab)
    main.type("bring films")
    main.press(Key.Key_Tab)
    assert kept(main, number) == ("low back pain", "bring films")
    assert {"low back pain", "note: bring films"} <= set(said_on_my_day(main))
    main.press(Key.Key_Z, Modifier.ControlModifier)
    assert kept(main, number) == ("low back pain", "")


def test_the_card_on_the_day_says_it_but_nothing_does_in_private(main: Rig) -> None:
    number = opened(main)
    main.enter("low back pain")
    day = main.window.day_page
    day.focus_appointment(number)
    day.grid.setFocus()
    main.press(Key.Key_Space)
    card = day.card.accessibleName()
    main.press(Key.Key_Escape)
    main.desk.privacy.use(True)
    seen = main.window.visit.purpose.isVisible()
    day.focus_appointment(number)
    day.grid.setFocus()
    main.press(Key.Key_Space)
    hidden = day.card.accessibleName()
    said = said_on_my_day(main)
    main.desk.privacy.use(False)
    assert ("low back pain" in card, "low back pain" in hidden, seen) == (True, False, False)
    assert "low back pain" not in said


def test_what_another_desk_noted_meanwhile_is_written_over_only_knowingly(main: Rig) -> None:
    number = opened(main)
    main.type("numb foot")
    other = main.other
    note_purpose(other.context, other.database, number, comes_for="neck", note="")
    main.press(Key.Key_Return)
    panel = main.window.visit
    assert kept(main, number) == ("neck", "")
    assert "changed this" in panel.notice.text
    assert panel.purpose.comes_for.text() == "numb foot"
    main.press(Key.Key_Return)
    assert kept(main, number) == ("numb foot", "")
