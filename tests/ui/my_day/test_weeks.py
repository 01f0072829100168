"""One's own week and month: names, times and what is free, from day to day by keys."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.ui.kit.selection import NoSelection
from clinicdesk.ui.my_day.my_day_page import MyDayPage
from clinicdesk.ui.my_day.weeks.spans import Span, days_of, stepped
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock
from tests.ui.main_rig import Key, Modifier, Rig, main_window
from tests.ui.settling import settle

CARVER = ("Dr. Carver", "Room 1")
DAY = timedelta(days=1)
Shown = tuple[str, str, list[str]]


def booked(main: Rig) -> MyDayPage:
    """Able on Monday and Baker on Wednesday with Carver, who is off on Thursday."""
    other = main.other
    for family, day in (("Able", MONDAY), ("Baker", MONDAY + 2 * DAY)):
        other.book_at("Adjustment", other.patient(family).number, 540, CARVER, day=day)
    thursday, carver = MONDAY + 3 * DAY, other.resource("Dr. Carver")
    take_time_off(other.context, other.database, carver, thursday, thursday, reason="course")
    main.desk.catch_up()
    settle(main.desk)
    main.press(Key.Key_2, Modifier.ControlModifier)
    return main.window.my_day_page


def shown(page: MyDayPage) -> list[Shown]:
    """Of each cell that anything is said in."""
    words = [cell.words for cell in page.weeks.cells if cell.isVisible()]
    return [
        (one.head, one.said, [text for text, _ in one.lines])
        for one in words
        if one.said or one.lines
    ]


def test_a_key_turns_to_the_week_and_the_month_and_enter_opens_a_day(main: Rig) -> None:
    page = booked(main)
    main.press(Key.Key_K)
    empty = ("9 h free", ["free 8:00 am – 5:00 pm"])
    around = ["free 8:00 am – 9:00 am", "9:00 am  {}", "{}  Adjustment", "free 9:10 am – 5:00 pm"]
    able = [
        text.format(who) for text, who in zip(around, ("", "ABLE, Ann", "P-10001", ""), strict=True)
    ]
    baker = [
        text.format(who)
        for text, who in zip(around, ("", "BAKER, Ann", "P-10002", ""), strict=True)
    ]
    week = [
        ("Mon 1", "1 booked, 8 h 50 min free", able),
        ("Tue 2", *empty),
        ("Wed 3", "1 booked, 8 h 50 min free", baker),
        ("Thu 4", "off: course", []),
        ("Fri 5", *empty),
    ]
    assert (page.title.text(), shown(page)) == ("Sun Feb 28 2027 – Sat Mar 6 2027", week)
    assert isinstance(page.selection(), NoSelection)
    assert [cell.accessibleName() for cell in page.weeks.cells[:2]] == [
        "Sunday Feb 28 2027; Not in on this day.",
        "; ".join(("Monday Mar 1 2027", "1 booked, 8 h 50 min free", *able)),
    ]
    main.press(Key.Key_Right)
    main.press(Key.Key_Right)
    main.press(Key.Key_K)
    assert page.title.text() == "Mar 2027"
    assert shown(page)[:4] == [
        ("Mon 1", "1 booked, 8 h 50 min free", ["9:00 am  ABLE, Ann"]),
        ("Tue 2", "9 h free", []),
        ("Wed 3", "1 booked, 8 h 50 min free", ["9:00 am  BAKER, Ann"]),
        ("Thu 4", "off: course", []),
    ]
    main.press(Key.Key_Return)
    assert (page.span, page.title.text()) == (Span.DAY, "Wednesday Mar 3 2027")
    assert [card.text.name for card in page.cards.cards if card.text] == ["BAKER, Ann"]


def test_a_day_on_which_the_clinic_is_shut_says_what_for(
    qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]
) -> None:
    closed = b'\n[[holidays.days]]\ndate = 2027-03-05\nname = "Founders\' Day"\n'
    with main_window(qtbot, tmp_path, make_clinic(harbor_file() + closed), Clock()) as main:
        page = booked(main)
        main.press(Key.Key_K)
        friday = page.weeks.cells[5]
        assert shown(page)[-1] == ("Fri 5", "closed: Founders' Day", [])
        assert friday.accessibleName() == "Friday Mar 5 2027; closed: Founders' Day"


def test_names_are_hidden_and_news_are_shown_at_once(main: Rig) -> None:
    page = booked(main)
    main.press(Key.Key_K)
    main.desk.privacy.use(True)
    hidden = shown(page)[0][2][1:3], shown(page)[3][1]
    main.desk.privacy.use(False)
    assert hidden == (["9:00 am  A. A.", "P-10001  Adjustment"], "off")
    other = main.other
    (step,) = other.day(MONDAY + 2 * DAY)
    cancel_visit(other.context, other.database, step.visit, "ill")
    main.desk.catch_up()
    settle(main.desk)
    assert shown(page)[2] == ("Wed 3", "9 h free", ["free 8:00 am – 5:00 pm"])
    page.who.setCurrentText("Dr. Dunne")
    settle(main.desk)
    assert shown(page)[3] == ("Thu 4", "9 h free", ["free 8:00 am – 5:00 pm"])


def test_arrows_go_on_beyond_what_is_shown_and_esc_goes_back(main: Rig) -> None:
    page = booked(main)
    main.press(Key.Key_K)
    main.press(Key.Key_Down)
    assert page.title.text() == "Sun Mar 7 2027 – Sat Mar 13 2027"
    main.press(Key.Key_Left)
    main.press(Key.Key_Left)
    assert page.title.text() == "Sun Feb 28 2027 – Sat Mar 6 2027"
    main.press(Key.Key_Escape)
    assert (page.span, page.title.text()) == (Span.DAY, "Saturday Mar 6 2027")


def test_weeks_and_months_are_whole_weeks_whatever_they_begin_with() -> None:
    sunday, monday = 6, 0
    day = date(2027, 3, 31)
    assert [
        days_of(Span.DAY, day, sunday),
        days_of(Span.WEEK, day, sunday),
        days_of(Span.WEEK, day, monday),
        days_of(Span.MONTH, day, sunday),
        days_of(Span.MONTH, date(2027, 2, 1), monday),
    ] == [
        (day, 1),
        (date(2027, 3, 28), 7),
        (date(2027, 3, 29), 7),
        (date(2027, 2, 28), 35),
        (date(2027, 2, 1), 28),
    ]
    assert [stepped(span, day, step) for span in Span for step in (-1, 1)] == [
        date(2027, 3, 30),
        date(2027, 4, 1),
        date(2027, 3, 24),
        date(2027, 4, 7),
        date(2027, 2, 28),
        date(2027, 4, 30),
    ]
