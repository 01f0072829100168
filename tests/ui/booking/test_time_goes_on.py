"""What is offered and has passed is offered no more: within a day, and over midnight."""

from datetime import timedelta

import pytest

from clinicdesk.services.planning.options import Option
from tests.services.desk import MONDAY
from tests.ui.side_panel import Key, Rig

ZONE = "America/Chicago"
TUESDAY = MONDAY + timedelta(days=1)


def at(panels: Rig, hour: int, minute: int = 0, day: int = 0) -> None:
    """The clock shows another minute, and the desk has looked at it."""
    panels.clock.set_wall(ZONE, MONDAY + timedelta(days=day), hour, minute)
    panels.desk.catch_up()


def offered(panels: Rig) -> list[Option]:
    return [card.option for card in panels.booking.form.options.cards]


def near(panels: Rig) -> list[str]:
    """What is said of each card's day beside what is best about it."""
    return [card.trait.partition(" ")[0] for card in panels.booking.form.options.cards]


@pytest.fixture
def asking(panels: Rig) -> Rig:
    """A visit is asked for on Monday morning."""
    at(panels, 7)
    panels.choose_patient_and_template(panels.other.patient().number, "consult")
    return panels


def test_an_option_is_there_until_its_minute_is_over(asking: Rig) -> None:
    first = offered(asking)[0]
    assert (first.day, first.start) == (MONDAY, 485)
    at(asking, 8, 5)
    assert offered(asking)[0] is first
    assert asking.booking.form.notice.text == ""
    at(asking, 8, 6)
    assert all((option.day, option.start) > (MONDAY, 485) for option in offered(asking))
    assert asking.booking.form.notice.text == (
        "Mon Mar 1, 8:05 am – 8:25 am has passed and is offered no more."
    )
    assert asking.booking.form.options.cards[0].hasFocus()


def test_another_than_the_chosen_one_goes_alone(asking: Rig) -> None:
    first, *others = offered(asking)
    asking.press(Key.Key_Down)
    chosen = asking.booking.form.option
    at(asking, 8, 6)
    assert offered(asking) == others
    assert asking.booking.form.option is chosen
    assert asking.focus is asking.booking.form.options.chosen_card
    assert "has passed" in asking.booking.form.notice.text
    assert (first.day, first.start) == (MONDAY, 485)


def test_what_has_gone_by_between_two_looks_is_refused_and_not_booked(asking: Rig) -> None:
    asking.clock.set_wall(ZONE, MONDAY, 8, 6)
    asking.press(Key.Key_Return)
    assert asking.booked == []
    assert all((option.day, option.start) > (MONDAY, 485) for option in offered(asking))


def test_over_midnight_today_is_another_day_and_what_was_typed_stays(asking: Rig) -> None:
    asking.press(Key.Key_Down)
    at(asking, 23, 58)
    asking.booking.form.what.field.setFocus()
    asking.type("x-ray nobody has")
    before = [option.day for option in offered(asking)]
    at(asking, 0, 0, day=1)
    assert asking.booking.form.what.field.text() == "x-ray nobody has"
    assert asking.focus is asking.booking.form.what.field
    assert [option.day for option in offered(asking)] == [day for day in before if day > MONDAY]
    visit_request = asking.booking.form.visit_request
    assert visit_request is not None
    assert visit_request.first_day == TUESDAY
    month = asking.booking.form.month
    assert min(button.day for button in month.days if button.day) == TUESDAY


def test_near_days_are_named_from_the_new_day(asking: Rig) -> None:
    at(asking, 17)
    named = {option.day: words for option, words in zip(offered(asking), near(asking), strict=True)}
    assert named[TUESDAY] == "Tomorrow"
    at(asking, 0, 0, day=1)
    named = {option.day: words for option, words in zip(offered(asking), near(asking), strict=True)}
    assert named[TUESDAY] == "Today"
    assert named[TUESDAY + timedelta(days=1)] == "Tomorrow"


def test_the_coming_weeks_are_asked_anew_while_they_offer_today(asking: Rig) -> None:
    month = asking.booking.form.month
    fits = {button.day: button.fit for button in month.days if button.day}
    asking.press(Key.Key_Down)
    at(asking, 16, 59)
    after = {button.day: button.fit for button in month.days if button.day}
    assert (fits[MONDAY], after[MONDAY]) == ("fits", "full")


def test_a_held_visit_is_the_bars_to_count(asking: Rig) -> None:
    at(asking, 8, 4)
    asking.booking.hold()
    before = offered(asking)
    at(asking, 8, 6)
    asking.booking.hold_bar.tick()
    assert (asking.booking.hold_bar.left.text(), offered(asking)) == ("3:00", before)
    assert asking.booking.form.notice.text == ""
