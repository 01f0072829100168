"""What other desks do reaches the screen, whatever this desk asks before its next look."""

from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Rig


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
    main.press(Key.Key_N)
    main.window.booking.begin(patient.number)
    main.desk.catch_up()
    main.other.book_at("Call", main.other.patient("Baker").number, 600, ("Dr. Fisk",))
    main.type("d")
    main.desk.catch_up()
    assert main.window.day_page.day == MONDAY
    assert (shown(main), len(shown(main))) == (there(main), 1)
