"""Hidden names in what stands beside the day: whatever was open before, or is opened then."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from clinicdesk.services.flow.desk_tasks import ask_desk
from clinicdesk.services.patients.correcting import Correction, correct_patient
from clinicdesk.services.patients.detail_values import Person, Relationship
from clinicdesk.services.patients.details import keep_detail
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.waiting.listing import wait_for_earlier
from clinicdesk.ui.my_day.encounter_card import EncounterCard
from clinicdesk.ui.patient.patient_panel import PatientPanel
from clinicdesk.ui.waiting.waiting_panel import WaitingPanel
from tests.services.desk import MONDAY
from tests.ui.frame.test_privacy import NAMES, busy, naming
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import settle

__all__ = ["busy"]

CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier
ZONE = "America/Chicago"
TUESDAY = MONDAY + timedelta(days=1)
FIRST, SECOND = 10001, 10002
"""Both are called Philippa Featherstone, were born on a 4 May and have one telephone number."""


def news(main: Rig) -> None:
    main.desk.catch_up()
    settle(main.desk)


def page(main: Rig) -> None:
    person = Person("Philippa Featherstone senior", Relationship.PARENT)
    keep_detail(main.other.context, main.other.database, FIRST, person)
    news(main)
    main.press(Key.Key_P)


def part_refused(main: Rig) -> None:
    """Another desk has changed it: whom and what is said."""
    main.press(Key.Key_P)
    panel = main.window.findChild(PatientPanel)
    assert panel is not None
    if not main.desk.privacy.on:
        panel.parts.setFocus()
        panel.parts.setCurrentRow([row.part.caption for row in panel.parts.rows].index("Last name"))
        main.press(Key.Key_Return)
        main.type("Featherstones")
    given = Correction(given="Philippa Ann")
    correct_patient(main.other.context, main.other.database, FIRST, given)
    main.press(Key.Key_Return)


def asked(main: Rig) -> None:
    main.press(Key.Key_F, CTRL)
    main.type("fea")
    settle(main.desk)


def asked_twice(main: Rig) -> None:
    main.press(Key.Key_M, CTRL)
    main.type("fea")
    settle(main.desk)


def first_of_two(main: Rig) -> None:
    main.press(Key.Key_P)
    main.press(Key.Key_M, CTRL)


def side_by_side(main: Rig) -> None:
    first_of_two(main)
    main.press(Key.Key_Return)


def merged(main: Rig) -> None:
    side_by_side(main)
    main.window.grab()
    main.press(Key.Key_Return)


def merge_refused(main: Rig) -> None:
    start = main.other.day(MONDAY)[0].start
    main.other.book_at("Adjustment", SECOND, start, ("Dr. Dunne", "Room 2"))
    news(main)
    merged(main)


def put_on_the_waitlist(main: Rig) -> None:
    main.press(Key.Key_E)


def waitlist(main: Rig) -> None:
    other = main.other
    wait_for_earlier(other.context, other.database, other.day(MONDAY)[0].visit)
    news(main)
    main.press(Key.Key_W, CTRL | SHIFT)


def put_aside(main: Rig) -> None:
    main.press(Key.Key_N, CTRL)
    main.type("fea")
    main.press(Key.Key_Return)
    main.enter("consult")
    main.press(Key.Key_N, CTRL)


def shelf(main: Rig) -> None:
    put_aside(main)
    main.press(Key.Key_J, CTRL | SHIFT)


def shelf_of_typed(main: Rig) -> None:
    """One of whom nobody has a record, and one who was not found yet."""
    main.press(Key.Key_N, CTRL | SHIFT)
    main.type("Featherstone")
    main.press(Key.Key_N, CTRL)
    main.type("Featherstone, Philippa")
    main.press(Key.Key_N, CTRL)
    main.press(Key.Key_J, CTRL | SHIFT)


def thrown_away(main: Rig) -> None:
    shelf(main)
    main.press(Key.Key_Delete)


def brought_back(main: Rig) -> None:
    thrown_away(main)
    main.press(Key.Key_Escape)
    main.press(Key.Key_Insert, CTRL | SHIFT)


def flow(main: Rig) -> None:
    main.press(Key.Key_3, CTRL)


def by_practitioner(main: Rig) -> None:
    flow(main)
    main.press(Key.Key_V)


def birth_date(main: Rig) -> None:
    main.press(Key.Key_I, CTRL | SHIFT)
    main.type("5/4/1980")


def checked_in(main: Rig) -> None:
    birth_date(main)
    main.press(Key.Key_Return)


def closing(main: Rig) -> None:
    main.clock.set_wall(ZONE, MONDAY, 19)
    news(main)
    main.press(Key.Key_G, CTRL | SHIFT)


def calls(main: Rig) -> None:
    other = main.other
    other.book_at("Adjustment", FIRST, 600, ("Dr. Carver", "Room 1"), day=TUESDAY)
    other.move(Move(other.day(TUESDAY)[0].number, TUESDAY, 660))
    news(main)
    main.press(Key.Key_L, CTRL | SHIFT)


def tasks(main: Rig) -> None:
    other = main.other
    visit = other.day(MONDAY)[0].visit
    ask_desk(other.context, other.database, "call Philippa Featherstone", "Dr. Carver", visit)
    news(main)
    main.press(Key.Key_H, CTRL | SHIFT)


def note(main: Rig) -> None:
    main.press(Key.Key_2, CTRL)
    main.window.my_day_page.show_day(MONDAY)
    main.window.my_day_page.who.setCurrentText("Dr. Fisk")
    settle(main.desk)
    main.window.my_day_page.findChildren(EncounterCard)[0].setFocus()
    main.press(Key.Key_D)


def moving(main: Rig) -> None:
    main.press(Key.Key_M)


def again(main: Rig) -> None:
    main.press(Key.Key_R)


def follow_up(main: Rig) -> None:
    main.press(Key.Key_U)


def directory(main: Rig) -> None:
    main.press(Key.Key_D, CTRL)


def cannot_take_place(main: Rig) -> None:
    main.press(Key.Key_M, CTRL | SHIFT)


def somebody_else(main: Rig) -> None:
    main.press(Key.Key_S)


def own_week(main: Rig) -> None:
    main.press(Key.Key_2, CTRL)
    main.window.my_day_page.who.setCurrentText("Dr. Fisk")
    main.window.my_day_page.show_day(MONDAY)
    settle(main.desk)
    main.press(Key.Key_K)


def own_time(main: Rig) -> None:
    other = main.other
    fisk = other.resource("Dr. Fisk")
    take_time_off(other.context, other.database, fisk, MONDAY, TUESDAY, reason="Featherstone")
    own_week(main)
    main.press(Key.Key_H, CTRL | Modifier.AltModifier)
    news(main)


STATES: tuple[Callable[[Rig], None], ...] = (
    page, part_refused, asked, asked_twice, first_of_two, side_by_side, merged, merge_refused,
    put_on_the_waitlist, waitlist, put_aside, shelf, shelf_of_typed, thrown_away, brought_back,
    flow, by_practitioner, birth_date, checked_in, closing, calls, tasks, note, moving, again,
    follow_up, directory, cannot_take_place, somebody_else, own_week, own_time,
)  # fmt: skip


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every state in one of the two orders in `make test`, each in both in `make soak`."""
    if "reach" in metafunc.fixturenames:
        full = metafunc.config.getoption("--scale") == "full"
        late = metafunc.definition.name.startswith("test_nothing")
        states = STATES if full else STATES[late::2]
        metafunc.parametrize("reach", states, ids=lambda reach: reach.__name__)


def test_names_vanish_from_whatever_is_open_and_come_back(
    busy: Rig, reach: Callable[[Rig], None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    reach(busy)
    settle(busy.desk)
    assert naming(busy.window) != []
    outside = [record.getMessage() for record in caplog.records]
    outside += [window.windowTitle() for window in QApplication.topLevelWidgets()]
    assert [text for text in outside if any(name in text.casefold() for name in NAMES)] == []
    busy.desk.privacy.use(True)
    settle(busy.desk)
    assert naming(busy.window) == []
    busy.desk.privacy.use(False)
    settle(busy.desk)
    assert naming(busy.window) != []


def test_nothing_that_is_opened_while_names_are_hidden_names_anybody(
    busy: Rig, reach: Callable[[Rig], None]
) -> None:
    busy.press(Key.Key_F9)
    reach(busy)
    settle(busy.desk)
    assert naming(busy.window) == []


def test_a_refusal_that_names_somebody_goes_once_names_are_hidden(busy: Rig) -> None:
    other = busy.other
    booked = other.book_at("Adjustment", SECOND, 660, ("Dr. Carver", "Room 1"), day=TUESDAY)
    wait_for_earlier(other.context, other.database, booked.visit)
    news(busy)
    busy.press(Key.Key_W, CTRL | SHIFT)
    panel = busy.window.findChild(WaitingPanel)
    assert panel is not None
    other.move(Move(other.day(TUESDAY)[0].number, TUESDAY, 720))
    busy.press(Key.Key_Return)
    assert "FEATHERSTONE Philippa" in panel.notice.text
    busy.press(Key.Key_F9)
    assert (panel.notice.text, naming(busy.window)) == ("", [])
