"""The bar of a hold counts by what is written, and ends with the hold, whoever ended it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import update

from clinicdesk.models.visits import Hold
from clinicdesk.services.visits.booking import book_visit, release_hold
from clinicdesk.ui.booking.hold_bar import HoldBar
from tests.services.desk import Desk as OtherDesk
from tests.ui.side_panel import Key, Rig

CTRL = Qt.KeyboardModifier.ControlModifier
GONE = "The hold was ended elsewhere, by booking or releasing it; it was planned again."
OVER = "The hold has expired and others can book the time; it was planned again."


@pytest.fixture
def bar(panels: Rig) -> HoldBar:
    """Of a visit that is held just now."""
    panels.choose_patient_and_template(panels.other.patient().number, "day")
    panels.press(Key.Key_H, CTRL)
    assert panels.booking.hold_bar.isVisible()
    return panels.booking.hold_bar


def same_desk(panels: Rig) -> OtherDesk:
    """This desk in another window, or at the command line."""
    return OtherDesk(panels.desk.database, panels.desk.context)


def test_the_bar_counts_down_to_what_is_written(panels: Rig, bar: HoldBar) -> None:
    assert bar.left.text() == "5:00"
    with panels.desk.database.writing() as session:
        session.execute(update(Hold).values(expires_at=Hold.expires_at + 600))
    panels.other.patient("Baker")
    panels.desk.catch_up()
    assert bar.left.text() == "15:00"


def test_the_bar_ends_at_once_when_the_computer_slept(panels: Rig, bar: HoldBar) -> None:
    panels.clock.advance(hours=3)
    panels.desk.catch_up()
    assert (bar.isHidden(), panels.booking.form.notice.text) == (True, OVER)


def booked_elsewhere(panels: Rig, visit: int) -> None:
    form, desk = panels.booking.form, same_desk(panels)
    assert form.visit_request is not None
    assert form.option is not None
    book_visit(
        desk.context, desk.database, form.visit_request, form.option.plan, instead_of_hold=visit
    )


def given_back(panels: Rig, visit: int) -> None:
    desk = same_desk(panels)
    release_hold(desk.context, desk.database, visit)


@pytest.mark.parametrize("end", [booked_elsewhere, given_back])
def test_a_hold_that_was_ended_elsewhere_ends_the_bar_and_says_so(
    panels: Rig, bar: HoldBar, end: Callable[[Rig, int], None]
) -> None:
    assert bar.visit is not None
    end(panels, bar.visit)
    panels.desk.catch_up()
    assert bar.isHidden()
    assert panels.booking.form.notice.text == GONE
    assert panels.booking.form.isEnabled()
    assert panels.booking.form.options.chosen_card is panels.focus


def test_a_hold_that_another_desk_swept_ends_the_bar(panels: Rig, bar: HoldBar) -> None:
    panels.clock.advance(minutes=5)
    panels.other.patient("Baker")
    panels.desk.catch_up()
    assert (bar.isHidden(), panels.booking.form.notice.text) == (True, OVER)


def test_the_keyboard_stays_where_it_is_when_a_hold_ends(panels: Rig, bar: HoldBar) -> None:
    panels.booking.change_patient.setFocus()
    panels.clock.advance(minutes=5)
    bar.tick()
    assert bar.isHidden()
    assert panels.focus is panels.booking.change_patient


def test_what_another_desk_holds_or_ends_leaves_the_bar_as_it_is(panels: Rig, bar: HoldBar) -> None:
    held = panels.other.hold_first("Call", panels.other.patient("Baker").number)
    panels.desk.catch_up()
    release_hold(panels.other.context, panels.other.database, held)
    panels.desk.catch_up()
    assert (bar.isVisible(), bar.left.text()) == (True, "5:00")
    panels.press(Key.Key_Return)
    assert len(panels.booked) == 1
