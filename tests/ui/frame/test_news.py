"""What other desks do reaches the screen, whatever this desk asks before its next look."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from clinicdesk.services.patients.records import NewPatient, change_patient
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.ui.my_day.encounter_card import EncounterCard
from tests.services.desk import MONDAY
from tests.ui.main_rig import Rig


def shown(main: Rig) -> set[int]:
    """The appointments of the day on screen."""
    return {block.appointment.number for block in main.window.day_page.grid.plan.blocks}


def there(main: Rig) -> set[int]:
    """The appointments of that day in the clinic."""
    return {item.number for item in main.other.day(main.window.day_page.day)}


def test_a_booking_made_elsewhere_is_shown_after_a_letter_typed_before_the_next_look(
    main: Rig,
) -> None:
    patient = main.other.patient()
    main.window.actions_table["visit.new"].trigger()
    main.window.booking.begin(patient.number)
    main.desk.catch_up()
    main.other.book_at("Call", main.other.patient("Baker").number, 600, ("Dr. Fisk",))
    assert main.window.booking.form.isAncestorOf(main.focus)
    main.type("d")
    main.desk.catch_up()
    assert main.window.day_page.day == MONDAY
    assert (shown(main), len(shown(main))) == (there(main), 1)


def test_a_hold_that_ends_by_the_clock_leaves_every_page_though_nobody_wrote(main: Rig) -> None:
    page = main.window.my_day_page
    held = main.other.hold_first("Consult", main.other.patient().number)
    (step,) = main.other.visit(held).steps
    taken = [(claim.start, claim.end) for claim in step.claims if claim.kind == "practitioner"]
    page.who.setCurrentIndex(page.who.findData(step.resources[0]))

    def seen() -> tuple[int, int, list[tuple[int, int]]]:
        """Blocks of the day, cards of the practitioner's day, and what is taken of their week.

        Each page is looked at: one that nobody sees reads nothing.
        """
        main.window.show_page("go.my-day")
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        week = [times for day in page.week._days for times in day.claimed]
        cards = len(page.findChildren(EncounterCard))
        main.window.show_page("go.day")
        return len(shown(main)), cards, week

    main.desk.catch_up()
    assert seen() == (1, 1, taken)
    main.clock.advance(minutes=5)
    main.desk.catch_up()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert seen() == (0, 0, [])


def test_the_practitioners_day_keeps_the_keyboard_and_what_is_seen_of_it(main: Rig) -> None:
    page, window = main.window.my_day_page, main.window
    window.resize(1024, 640)
    window.show_page("go.my-day")
    page.who.setCurrentText("Dr. Fisk")
    for minute in range(540, 1020, 20):
        patient = main.other.patient("Able", f"number {minute}").number
        main.other.book_at("Call", patient, minute, ("Dr. Fisk",))
    main.desk.catch_up()
    QApplication.processEvents()
    last = page.cards.cards[-1]
    last.setFocus()
    page.cards.ensureWidgetVisible(last)
    height = page.cards.verticalScrollBar().value()
    main.other.book_at("Call", main.other.patient("Baker").number, 500, ("Dr. Fisk",))
    main.desk.catch_up()
    assert len(page.cards.cards) == 25
    assert main.focus is page.cards.cards[-1]
    assert (page.cards.verticalScrollBar().value(), height > 0) == (height, True)


def test_a_visit_under_which_a_booking_lies_hides_no_news_of_its_patient(main: Rig) -> None:
    other, window = main.other, main.window
    patient = other.patient().number
    first = other.book_at("Call", patient, 540, ("Dr. Fisk",)).visit
    main.desk.catch_up()
    window.requests.book_visit.emit(patient)
    main.enter("consult")
    window.open_appointment(other.visit(first).steps[0].number)
    assert not window.booking.isVisible()
    cancel_visit(other.context, other.database, first, "ill")
    second = other.book_at("Call", patient, 600, ("Dr. Fisk",)).visit
    main.desk.catch_up()
    window.visit.closed.emit()
    offered = [choice.property("visit") for choice in window.booking.coming.choices]
    assert (window.booking.isVisible(), offered) == (True, [second])


def test_a_patient_who_is_called_otherwise_is_so_on_the_day(main: Rig) -> None:
    patient = main.other.patient()
    booked = main.other.book_at("Adjustment", patient.number, 600, ("Dr. Carver", "Room 1"))
    main.desk.catch_up()
    main.window.day_page.focus_visit(booked.visit)
    new = NewPatient("Abel", "Anna", patient.born, patient.phone)
    change_patient(main.other.context, main.other.database, patient.number, new)
    main.desk.catch_up()
    assert main.window.day_page.strip.name.text() == "ABEL, Anna"
