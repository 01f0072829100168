"""One's own absences and extra hours: listed, typed in words, taken back, and what they break."""

from datetime import timedelta

from clinicdesk.services.setup.availability_changes import cancel_extra_hours
from clinicdesk.ui.my_day.own_time.own_time_panel import OwnTimePanel
from clinicdesk.ui.my_day.own_time.own_time_words import TypedTime, typed_time
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import settle

CTRL_ALT = Modifier.ControlModifier | Modifier.AltModifier
CARVER = ("Dr. Carver", "Room 1")
TUESDAY = MONDAY + timedelta(days=1)


def opened(main: Rig) -> OwnTimePanel:
    """Able is with Carver on Tuesday; Carver's list is open, the keyboard where a day is typed."""
    other = main.other
    other.book_at("Adjustment", other.patient().number, 600, CARVER, day=TUESDAY)
    main.desk.catch_up()
    settle(main.desk)
    main.press(Key.Key_2, Modifier.ControlModifier)
    main.press(Key.Key_H, CTRL_ALT)
    panel = main.window.findChild(OwnTimePanel)
    assert panel is not None
    return panel


def typed(main: Rig, panel: OwnTimePanel, days: str, times: str = "", reason: str = "") -> None:
    panel.fields.setFocus()
    for text in (days, times, reason):
        main.type(text)
        main.press(Key.Key_Tab)
    panel.fields.reason.setFocus()


def listed(panel: OwnTimePanel) -> tuple[str, list[str]]:
    return panel.said.text(), [row.spoken for row in panel.list.rows]


def test_an_absence_is_typed_and_lists_what_cannot_take_place_until_it_is_undone(
    main: Rig,
) -> None:
    panel = opened(main)
    none: tuple[str, list[str]] = (
        "Dr. Carver: no absence and no extra hours come. Type the day above.",
        [],
    )
    assert (listed(panel), panel.show_lost.isVisible()) == (none, False)
    typed(main, panel, "tue - wed", reason="course")
    assert panel.fields.told.text() == "Tue Mar 2 2027 – Wed Mar 3 2027"
    main.press(Key.Key_Return)
    entered = (
        "Dr. Carver: 1 comes. 1 appointment cannot take place as it is booked.",
        [
            "off Tue Mar 2 2027 – Wed Mar 3 2027, course",
            "cannot take place Tue Mar 2 2027 10:00 am, ABLE, Ann 04-May-1980 P-10001, Adjustment",
        ],
    )
    assert (listed(panel), panel.show_lost.isVisible()) == (entered, True)
    assert panel.fields.days.text() == ""
    main.desk.privacy.use(True)
    hidden = listed(panel)[1]
    main.desk.privacy.use(False)
    assert hidden == [
        "off Tue Mar 2 2027 – Wed Mar 3 2027",
        "cannot take place Tue Mar 2 2027 10:00 am, A. A. P-10001, Adjustment",
    ]
    panel.list.setFocus()
    panel.list.setCurrentRow(1)
    main.press(Key.Key_Return)
    assert main.window.visit.isVisible()
    main.press(Key.Key_Z, Modifier.ControlModifier)
    main.press(Key.Key_H, CTRL_ALT)
    assert listed(panel) == none


def test_hours_of_a_day_and_extra_hours_are_taken_back_by_delete(main: Rig) -> None:
    panel = opened(main)
    typed(main, panel, "fri", "2-5 pm")
    main.press(Key.Key_Return)
    typed(main, panel, "sat", "8-12")
    main.press(Key.Key_Return, Modifier.ControlModifier)
    off, extra = (
        "off Fri Mar 5 2027 2:00 pm – 5:00 pm",
        "extra hours Sat Mar 6 2027 8:00 am – 12:00 pm",
    )
    assert listed(panel) == ("Dr. Carver: 2 come.", [off, extra])
    panel.list.setFocus()
    panel.list.setCurrentRow(1)
    main.press(Key.Key_Delete)
    assert listed(panel) == ("Dr. Carver: 1 comes.", [off])
    main.press(Key.Key_Z, Modifier.ControlModifier)
    assert listed(panel)[1] == [off, extra]
    panel.list.setFocus()
    panel.list.setCurrentRow(0)
    main.press(Key.Key_Delete)
    assert listed(panel)[1] == [extra]


def test_what_is_not_understood_or_refused_stays_as_it_was_typed(main: Rig) -> None:
    panel = opened(main)
    said = []
    for days, times, modifiers in (
        ("someday", "", Modifier.NoModifier),
        ("fri", "soon", Modifier.NoModifier),
        ("fri", "", Modifier.ControlModifier),
        ("wed - tue", "", Modifier.NoModifier),
    ):
        panel.fields.clear()
        typed(main, panel, days, times)
        main.press(Key.Key_Return, modifiers)
        said.append((panel.fields.days.text(), panel.fields.told.text(), panel.notice.text))
    assert [(days, told) for days, told, _ in said[:3]] == [
        ("someday", "This is no day: type fri, mar 8, or mar 8 - mar 12."),
        ("fri", "These are no times: type 2-5 pm, or nothing for all day."),
        ("fri", "Extra hours need one day and times: type 8-12."),
    ]
    assert panel.list.rows == []


def test_an_extra_time_that_somebody_took_back_is_refused(main: Rig) -> None:
    panel = opened(main)
    typed(main, panel, "sat", "8-12")
    main.press(Key.Key_Return, Modifier.ControlModifier)
    other = main.other
    cancel_extra_hours(other.context, other.database, 1)
    main.desk.catch_up()
    settle(main.desk)
    assert panel.list.rows == []


def test_days_and_times_are_read_as_people_type_them() -> None:
    wednesday = MONDAY + timedelta(days=2)
    assert [
        typed_time(days, times, MONDAY, "MDY")
        for days, times in (("tue", ""), ("3/2 to 3/3", "8-12"), ("tue", "noon"), ("", ""))
    ] == [
        TypedTime(TUESDAY, TUESDAY, None),
        TypedTime(TUESDAY, wednesday, (480, 720)),
        "own-time.no-times",
        "own-time.no-day",
    ]
