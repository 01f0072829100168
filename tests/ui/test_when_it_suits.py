"""When it suits whoever waits: typed in one short line each, kept by what is offered, undone."""

from datetime import date

import pytest

from clinicdesk.services.waiting.entries import read_waitlist
from clinicdesk.services.waiting.listing import change_suits, wait_for_earlier
from clinicdesk.services.waiting.suits import EVERY_DAY, Suits
from clinicdesk.ui.kit.entry.suits_in_words import (
    notice_typed,
    suits_text,
    times_typed,
    with_notice,
    with_times,
)
from clinicdesk.ui.waiting.waiting_panel import WaitingPanel
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig

CTRL_SHIFT = Modifier.ControlModifier | Modifier.ShiftModifier
MARCH_3, MARCH_4 = date(2027, 3, 3), date(2027, 3, 4)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Suits()),
        ("mon wed 8-12", Suits(frozenset({0, 2}), 480, 720)),
        ("after 14", Suits(EVERY_DAY, 840)),
        ("from 8 until 12", Suits(EVERY_DAY, 480, 720)),
        ("from 3/3", Suits(first=MARCH_3)),
        ("until mar 4", Suits(last=MARCH_4)),
        ("tue, mornings from 3/3 until 3/4", Suits(frozenset({1}), 0, 720, MARCH_3, MARCH_4)),
        ("after 3/3 before 12", Suits(EVERY_DAY, 0, 720, MARCH_4)),
        ("until 12 until 3/4", Suits(EVERY_DAY, 0, 720, None, MARCH_4)),
        ("before 3/4/2027", Suits(last=MARCH_3)),
        ("soon", None),
        ("from", None),
    ],
)
def test_days_hours_and_dates_in_one_line(typed: str, meant: Suits | None) -> None:
    assert with_times(Suits(notice=30), typed, MONDAY, "MDY") == (
        None if meant is None else Suits(**{**vars(meant), "notice": 30})
    )
    if meant is not None:
        assert with_times(Suits(), times_typed(meant), MONDAY, "MDY") == meant


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("", 0),
        ("none", 0),
        ("2 hours", 120),
        ("at least 2h", 120),
        ("1 hour 30 minutes before", 90),
        ("1 day", 24 * 60),
        ("1 week", 7 * 24 * 60),
        ("2", None),
        ("soon", None),
        ("2 moons", None),
        ("2 hours or so", None),
    ],
)
def test_notice_in_one_line(typed: str, minutes: int | None) -> None:
    found = with_notice(Suits(first=MARCH_3), typed)
    assert found == (None if minutes is None else Suits(first=MARCH_3, notice=minutes))
    if found is not None:
        assert with_notice(Suits(first=MARCH_3), notice_typed(found)) == found


def test_what_suits_is_said_in_a_few_words() -> None:
    whole = Suits(frozenset({0, 2}), 480, 720, MARCH_3, MARCH_4, 120)
    assert suits_text(Suits()) == ""
    assert suits_text(whole) == (
        "Mon, Wed 08:00-12:00 from 2027-03-03 until 2027-03-04, at least 2 hours before"
    )


@pytest.fixture
def panel(main: Rig) -> WaitingPanel:
    """The list with one who waits for an earlier time of Thursday's visit."""
    other = main.other
    patient, names = other.patient("Able").number, ("Dr. Carver", "Room 1")
    visit = other.book_at("Adjustment", patient, 600, names, day=MARCH_4).visit
    wait_for_earlier(other.context, other.database, visit)
    main.desk.catch_up()
    main.press(Key.Key_W, CTRL_SHIFT)
    found = main.window.findChild(WaitingPanel)
    assert isinstance(found, WaitingPanel)
    return found


def lines(panel: WaitingPanel) -> list[str]:
    """What suits, and what is free."""
    (row,) = panel.list.rows
    return [text for text, _ in row.lines[4:]]


def suits(main: Rig) -> Suits:
    (entry,) = read_waitlist(main.desk.context, main.desk.database)
    return entry.suits


def test_both_are_typed_and_kept_and_taken_back(main: Rig, panel: WaitingPanel) -> None:
    assert lines(panel) == ["Now free: Mon Mar 1, 8:00 am – 8:15 am"]
    main.press(Key.Key_D)
    assert panel.editor.edit.hasFocus()
    main.enter("tue wed 14-16")
    assert panel.list.hasFocus()
    assert lines(panel) == [
        "Suits: Tue, Wed 2:00 pm-4:00 pm",
        "Now free: Tue Mar 2, 2:00 pm – 2:15 pm",
    ]
    main.press(Key.Key_N)
    main.enter("33 hours")
    assert lines(panel) == [
        "Suits: Tue, Wed 2:00 pm-4:00 pm, at least 33 hours before",
        "Now free: Tue Mar 2, 3:00 pm – 3:15 pm",
    ]
    main.press(Key.Key_D)
    assert panel.editor.edit.text() == "Tue, Wed 2:00 pm-4:00 pm"
    main.press(Key.Key_Return)
    assert panel.list.hasFocus()
    main.press(Key.Key_D)
    panel.editor.edit.clear()
    main.enter("")
    assert suits(main) == Suits(notice=33 * 60)
    for _ in range(3):
        main.press(Key.Key_Z, Modifier.ControlModifier)
    assert suits(main) == Suits()
    assert not panel.editor.isVisible()


def test_what_means_nothing_says_so_and_stays(main: Rig, panel: WaitingPanel) -> None:
    main.press(Key.Key_D)
    main.enter("whenever")
    assert panel.editor.said.text() == (
        "Write days, hours and dates such as mon wed 8-12 from 3/15 until 4/10; nothing typed is"
        " always."
    )
    assert panel.editor.edit.text() == "whenever"
    main.press(Key.Key_Escape)
    assert panel.list.hasFocus()
    assert panel.isVisible()
    main.press(Key.Key_D)
    main.enter("until 2/26")
    assert panel.notice.text.startswith("Fri Feb 26 2027 is past")
    assert panel.editor.edit.text() == "until 2/26"
    main.press(Key.Key_Escape)
    assert panel.notice.text == ""


def test_what_another_desk_wrote_meanwhile_is_not_written_over(
    main: Rig, panel: WaitingPanel
) -> None:
    main.press(Key.Key_D)
    (entry,) = read_waitlist(main.other.context, main.other.database)
    change_suits(main.other.context, main.other.database, entry.number, Suits(last=MARCH_3))
    main.enter("mon")
    assert panel.notice.text != ""
    assert panel.editor.edit.text() == "mon"
    assert suits(main) == Suits(last=MARCH_3)
