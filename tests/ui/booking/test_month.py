"""The coming days in weeks: what each is told to be, and choosing one with keys or the mouse."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.services.planning.fitting_days import Fit
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.ui.booking.month import shown_days
from clinicdesk.ui.booking.month.day_button import DayButton
from clinicdesk.ui.booking.month.month_strip import MonthStrip
from clinicdesk.ui.booking.month.span import Span
from clinicdesk.ui.kit.look.theme import (
    DARK,
    LEAST_EDGE_CONTRAST,
    LEAST_TEXT_CONTRAST,
    LIGHT,
    contrast,
)
from clinicdesk.wording import use_clinic_habits
from tests.services.desk import MONDAY, Clock
from tests.ui.main_rig import Rig as MainRig
from tests.ui.side_panel import Key, Rig, mouse_watched, rig, texts

CTRL = Qt.KeyboardModifier.ControlModifier
TUESDAY, WEDNESDAY, SUNDAY = (MONDAY + timedelta(n) for n in (1, 2, 6))


@pytest.fixture
def month(panels: Rig, qtbot: QtBot) -> MonthStrip:
    """A consult is asked for; Dr. Fisk, who alone gives it, is away on Tuesday."""
    fisk = panels.other.resource("Dr. Fisk")
    take_time_off(panels.other.context, panels.other.database, fisk, TUESDAY, TUESDAY)
    panels.desk.catch_up()
    panels.choose_patient_and_template(panels.other.patient().number, "consult")
    month = panels.booking.form.month
    wait_known(month, qtbot)
    return month


def wait_known(month: MonthStrip, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: all(button.fit is not None for button in seen(month)))


def seen(month: MonthStrip) -> list[DayButton]:
    return [button for button in month.days if button.isVisible()]


def button_of(month: MonthStrip, day: date) -> DayButton:
    return next(button for button in seen(month) if button.day == day)


def chosen_day(panels: Rig) -> date | None:
    option = panels.booking.form.option
    return None if option is None else option.day


def focused_day(panels: Rig) -> date | None:
    button = panels.focus
    assert isinstance(button, DayButton)
    return button.day


def test_each_day_tells_what_it_is_once_nobody_types(month: MonthStrip) -> None:
    names = [button.accessibleName() for button in seen(month)]
    assert names[:2] == ["Monday Mar 1 2027, fits", "Tuesday Mar 2 2027, full"]
    assert "Sunday Mar 7 2027, closed" in names
    assert len(set(names)) == len(names) == 13
    read_out = QAccessible.queryAccessibleInterface(button_of(month, TUESDAY))
    assert read_out.text(QAccessible.Text.Name) == "Tuesday Mar 2 2027, full"
    assert month.title.text() == "64 of 65 days fit"
    assert "Mar 1 – Mar 13" in texts(month)
    assert texts(month)[2:9] == ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"]


def test_the_day_of_the_chosen_option_is_marked(panels: Rig, month: MonthStrip) -> None:
    assert [button.day for button in seen(month) if button.isChecked()] == [MONDAY]
    panels.booking.form.options.take_focus()
    panels.press(Key.Key_Down)
    option = panels.booking.form.option
    assert option is not None
    assert [button.day for button in seen(month) if button.isChecked()] == [option.day]


def test_a_day_is_chosen_with_the_arrows_and_booked(
    panels: Rig, month: MonthStrip, qapp: QApplication, qtbot: QtBot
) -> None:
    form = panels.booking.form
    with mouse_watched(qapp) as mouse:
        month.take_focus()
        panels.press(Key.Key_Down)
        panels.press(Key.Key_Right)
        panels.press(Key.Key_Right)
        panels.press(Key.Key_Left)
        assert focused_day(panels) == TUESDAY + timedelta(7)
        panels.press(Key.Key_Return)
        assert form.options.cards[0].option.day == TUESDAY + timedelta(7)
        assert form.options.cards[0].hasFocus()
        # A day that was passed over can still be chosen.
        wait_known(month, qtbot)
        assert button_of(month, WEDNESDAY).fit is Fit.FITS
        panels.press(Key.Key_Return)
    assert mouse.mouse == 0
    assert len(panels.booked) == 1


def test_a_day_is_chosen_with_the_mouse(panels: Rig, month: MonthStrip) -> None:
    form = panels.booking.form
    form.ask(replace(form.request_form, near=MONDAY + timedelta(20)))
    QTest.mouseClick(button_of(month, MONDAY + timedelta(17)), Qt.MouseButton.LeftButton)
    assert (form.request_form.first, form.request_form.near) == (MONDAY + timedelta(17), None)
    assert form.option is not None
    assert form.option.day == MONDAY + timedelta(17)
    assert button_of(month, MONDAY + timedelta(17)).isChecked()


def test_only_what_is_asked_changes_with_the_day(panels: Rig, month: MonthStrip) -> None:
    form = panels.booking.form
    before = form.request_form
    button_of(month, WEDNESDAY).click()
    assert form.request_form == replace(before, first=WEDNESDAY)


def test_a_full_day_says_why_and_what_would_help(panels: Rig, month: MonthStrip) -> None:
    form = panels.booking.form
    before = form.request_form
    month.take_focus()
    panels.press(Key.Key_Right)
    panels.press(Key.Key_Return)
    assert chosen_day(panels) is None
    assert "Tue Mar 2 is full for the whole visit" in texts(form.nothing)
    assert form.nothing.relaxations[0].hasFocus()
    assert form.nothing.relaxations[0].text().startswith("A later day")
    assert form.request_form == before
    assert button_of(month, TUESDAY).isChecked()
    panels.press(Key.Key_Escape)
    assert panels.closed == []
    assert focused_day(panels) == TUESDAY
    assert chosen_day(panels) == MONDAY


def test_what_would_help_on_a_full_day_can_be_taken(panels: Rig, month: MonthStrip) -> None:
    form = panels.booking.form
    QTest.mouseClick(button_of(month, TUESDAY), Qt.MouseButton.LeftButton)
    panels.press(Key.Key_Return)
    assert form.options.cards[0].option.day == WEDNESDAY
    assert form.options.cards[0].hasFocus()


def test_a_full_day_once_more_goes_back(panels: Rig, month: MonthStrip) -> None:
    form = panels.booking.form
    best = [card.option.day for card in form.options.cards]
    for shown in ([], best):
        QTest.mouseClick(button_of(month, TUESDAY), Qt.MouseButton.LeftButton)
        assert [card.option.day for card in form.options.cards] == shown


def test_typing_leaves_a_full_day(panels: Rig, month: MonthStrip) -> None:
    form = panels.booking.form
    button_of(month, TUESDAY).click()
    form.what.setFocus()
    panels.type("call")
    assert form.option is not None
    assert form.visit_request is not None
    assert form.visit_request.days == 90


def test_a_closed_day_is_no_choice(panels: Rig, month: MonthStrip) -> None:
    form = panels.booking.form
    before = (form.request_form, form.option)
    QTest.mouseClick(button_of(month, SUNDAY), Qt.MouseButton.LeftButton)
    panels.press(Key.Key_Return)
    assert focused_day(panels) == SUNDAY
    assert (form.request_form, form.option) == before


def test_a_key_that_is_held_down_chooses_nothing(panels: Rig, month: MonthStrip) -> None:
    before = panels.booking.form.request_form
    month.take_focus()
    for key in (Key.Key_Return, Key.Key_Space):
        QTest.simulateEvent(panels.focus, True, key, Qt.KeyboardModifier.NoModifier, "", True)
    assert panels.booking.form.request_form == before
    panels.press(Key.Key_Space)
    assert panels.booking.form.request_form == replace(before, first=MONDAY)


def test_the_keys_reach_every_day_and_stay_at_the_ends(panels: Rig, month: MonthStrip) -> None:
    last = MONDAY + timedelta(89)
    month.take_focus()
    for key, modifiers, there in (
        (Key.Key_Up, None, MONDAY),
        (Key.Key_Left, None, MONDAY),
        (Key.Key_End, None, MONDAY + timedelta(5)),
        (Key.Key_Home, None, MONDAY),
        (Key.Key_PageDown, None, MONDAY + timedelta(14)),
        (Key.Key_Home, None, MONDAY + timedelta(13)),
        (Key.Key_PageUp, None, MONDAY),
        (Key.Key_End, CTRL, last),
        (Key.Key_PageDown, None, last),
        (Key.Key_Down, None, last),
        (Key.Key_Right, None, last),
        (Key.Key_Home, CTRL, MONDAY),
    ):
        panels.press(key, modifiers or Qt.KeyboardModifier.NoModifier)
        assert focused_day(panels) == there, key
        assert len([b for b in seen(month) if b.focusPolicy() & Qt.FocusPolicy.TabFocus]) == 1
    for _ in range(120):
        panels.press(Key.Key_Right)
    assert focused_day(panels) == last


def test_the_weeks_are_turned_with_the_mouse(panels: Rig, month: MonthStrip) -> None:
    def first() -> date | None:
        return seen(month)[0].day

    assert not month.earlier.isEnabled()
    QTest.mouseClick(month.later, Qt.MouseButton.LeftButton)
    assert first() == MONDAY + timedelta(13)
    assert month.earlier.isEnabled()
    month.take_focus()
    assert focused_day(panels) in [button.day for button in seen(month)]
    for _ in range(20):
        QTest.mouseClick(month.later, Qt.MouseButton.LeftButton)
    assert not month.later.isEnabled()
    assert seen(month)[-1].day == MONDAY + timedelta(89)


def test_a_tall_window_shows_four_weeks(panels: Rig, month: MonthStrip) -> None:
    assert len(seen(month)) == 13
    panels.window.resize(380, 1000)
    panels.booking.form.plan()
    assert len(seen(month)) == 27


def test_what_one_day_only_is_asked_for_stands_among_the_others(
    panels: Rig, month: MonthStrip, qtbot: QtBot
) -> None:
    form = panels.booking.form
    form.ask(form.request_form.only_on(WEDNESDAY))
    wait_known(month, qtbot)
    assert button_of(month, TUESDAY).fit is Fit.FULL
    assert month.title.text() == "19 of 20 days fit"
    button_of(month, MONDAY).click()
    assert [card.option.day for card in form.options.cards] == [MONDAY]


def test_what_is_known_is_of_the_request(panels: Rig, month: MonthStrip, qtbot: QtBot) -> None:
    form = panels.booking.form
    button_of(month, WEDNESDAY).click()
    assert button_of(month, TUESDAY).fit is Fit.FULL, "only the day to begin with is another"
    form.ask(replace(form.request_form, weekdays=frozenset({MONDAY.weekday()})))
    wait_known(month, qtbot)
    assert button_of(month, WEDNESDAY).fit is Fit.FULL


def test_while_nothing_is_asked_for_no_days_are_shown(panels: Rig, month: MonthStrip) -> None:
    panels.booking.form.steps.removed.emit(0)
    assert month.isHidden()


def test_what_takes_too_long_is_not_guessed(panels: Rig, month: MonthStrip) -> None:
    month.show_fitting({MONDAY: Fit.FITS}, whole=True)
    month.say_missed()
    assert month.title.text() == "Days: not all were found"
    assert {button.fit for button in seen(month)[1:]} == {None}
    names = [button.accessibleName() for button in seen(month)[:2]]
    assert names == ["Monday Mar 1 2027, fits", "Tuesday Mar 2 2027, not known"]
    button_of(month, WEDNESDAY).click()
    assert panels.booking.form.option is not None
    assert panels.booking.form.option.day == WEDNESDAY


def test_what_comes_in_parts_moves_nothing_and_leaves_the_other_days_as_they_are(
    panels: Rig, month: MonthStrip
) -> None:
    month.take_focus(WEDNESDAY)
    before = [button.fit for button in seen(month)]
    title = month.title.text()
    month.show_fitting({MONDAY: Fit.FULL, TUESDAY: Fit.FITS}, whole=False)
    after = [button.fit for button in seen(month)]
    assert after == [Fit.FULL, Fit.FITS, *before[2:]]
    assert (focused_day(panels), month.title.text()) == (WEDNESDAY, title)
    month.say_looking()
    assert month.title.text() == "Days: still looking\N{HORIZONTAL ELLIPSIS}"
    month.show_fitting(dict.fromkeys(month._span.days, Fit.FITS), whole=True)
    assert {button.fit for button in seen(month)} == {Fit.FITS}
    assert (focused_day(panels), month.title.text()) == (WEDNESDAY, "90 of 90 days fit")


def test_where_there_is_no_time_it_says_that_not_every_day_was_found(
    qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database], clock: Clock
) -> None:
    """As in a window whose computer can start no planner: a thread answers, for a moment only."""
    made = rig(qtbot, tmp_path, make_clinic(), clock, seconds=-1)
    made.choose_patient_and_template(made.other.patient().number, "day")
    month = made.booking.form.month
    assert month.title.text() == "Days: not all were found"
    assert {button.fit for button in seen(month)} == {None}
    made.desk.stop()
    use_clinic_habits("YMD")


def test_another_desks_change_is_shown(panels: Rig, month: MonthStrip, qtbot: QtBot) -> None:
    fisk = panels.other.resource("Dr. Fisk")
    later = WEDNESDAY + timedelta(7)
    assert button_of(month, later).fit is Fit.FITS
    take_time_off(panels.other.context, panels.other.database, fisk, later, later)
    panels.desk.catch_up()
    qtbot.waitUntil(lambda: button_of(month, later).fit is Fit.FULL)
    assert month.title.text() == "63 of 65 days fit"


def test_no_week_is_turned_while_the_keyboard_is_there(
    panels: Rig, month: MonthStrip, qtbot: QtBot
) -> None:
    fisk = panels.other.resource("Dr. Fisk")
    month.take_focus()
    panels.press(Key.Key_PageDown)
    panels.press(Key.Key_PageDown)
    there = focused_day(panels)
    # Another desk takes the day of the chosen option away.
    take_time_off(panels.other.context, panels.other.database, fisk, MONDAY, MONDAY)
    panels.desk.catch_up()
    assert chosen_day(panels) == WEDNESDAY
    qtbot.waitUntil(lambda: month.title.text() == "63 of 65 days fit")
    assert focused_day(panels) == there == MONDAY + timedelta(28)
    QTest.mouseClick(month.earlier, Qt.MouseButton.LeftButton)
    focused = focused_day(panels)
    assert focused is not None
    panels.press(Key.Key_Right)
    assert focused_day(panels) == focused + timedelta(1)


def test_who_adds_to_a_booked_visit_has_the_day(panels: Rig, month: MonthStrip) -> None:
    form = panels.booking.form
    form.ask(replace(form.request_form.only_on(MONDAY), join=1))
    assert month.isHidden()
    form.ask(replace(form.request_form, join=None))
    assert month.isVisible()


def test_its_keys_are_no_shortcuts_of_the_window(main: MainRig, qtbot: QtBot) -> None:
    patient = main.other.patient()
    main.window.booking.begin(patient.number)
    main.window.actions_table["visit.new"].trigger()
    main.window.booking.begin(patient.number)
    main.enter("consult")
    month = main.window.booking.form.month
    wait_known(month, qtbot)
    shown = main.window.day_page.day
    month.take_focus()
    main.press(Key.Key_PageDown)
    assert isinstance(main.focus, DayButton)
    assert main.focus.day is not None
    assert main.focus.day > MONDAY
    assert main.window.day_page.day == shown


def test_what_a_day_is_can_be_told_without_color(month: MonthStrip) -> None:
    monday = button_of(month, MONDAY)
    forms = []
    for fit in (Fit.FITS, Fit.FULL, Fit.CLOSED):
        monday.show_day(MONDAY, fit, marked=False)
        gray = monday.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        forms.append(dark_pixels(gray))
    fits, full, closed = forms
    assert fits > full > closed


def dark_pixels(image: QImage) -> int:
    """How much of it is written or drawn on it, paler edges left out."""
    return sum(
        image.pixelColor(x, y).lightness() < 140
        for x in range(image.width())
        for y in range(image.height())
    )


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_every_day_can_be_read(theme: object) -> None:
    assert theme in (LIGHT, DARK)
    colors = LIGHT if theme is LIGHT else DARK
    for ink, ground in (
        (colors.text, colors.accent_tint),
        (colors.on_accent, colors.accent),
        (colors.muted, colors.panel),
        (colors.text, colors.panel),
        (colors.muted, colors.off),
    ):
        assert contrast(ink, ground) >= LEAST_TEXT_CONTRAST
    for edge in (colors.accent, colors.focus):
        assert contrast(edge, colors.panel) >= LEAST_EDGE_CONTRAST


def test_days_stand_in_weeks_from_any_weekday() -> None:
    span = Span(MONDAY, MONDAY + timedelta(13), week_start=6)
    assert span.weeks == 3
    assert list(span.week(0)) == [None, *(MONDAY + timedelta(n) for n in range(6))]
    assert list(span.week(2)) == [SUNDAY + timedelta(7), *[None] * 6]
    assert [span.week_of(MONDAY + timedelta(n)) for n in (0, 5, 6, 12, 13)] == [0, 0, 1, 1, 2]
    assert Span(MONDAY, SUNDAY, week_start=0).weeks == 1
    assert span.nearest(MONDAY - timedelta(3)) == MONDAY
    assert span.nearest(MONDAY + timedelta(99)) == MONDAY + timedelta(13)


def test_the_days_begin_today_unless_the_request_is_far_off() -> None:
    visit_request = VisitRequest(1, (), MONDAY, days=90)

    def stretches(first: int, days: int) -> list[tuple[int, int]]:
        moved = replace(visit_request, first_day=MONDAY + timedelta(first), days=days)
        found = shown_days.requests_shown(moved, MONDAY)
        return [((each.first_day - MONDAY).days, each.days) for each in found]

    assert stretches(0, 90) == [(0, 90)]
    assert stretches(0, 1) == [(0, 28)]
    assert stretches(10, 7) == [(0, 28)]
    assert stretches(24, 7) == [(0, 28), (24, 7)]
    assert stretches(10, 90) == [(0, 90), (10, 90)]
    assert stretches(89, 90) == [(0, 90), (89, 90)]
    assert stretches(90, 90) == [(90, 90)]
    assert stretches(60, 1) == [(60, 28)]
