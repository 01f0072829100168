"""Another program holds the clinic's file: each panel says so, keeps what it has, and goes on."""

import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from clinicdesk import app
from clinicdesk.app import Application, Start
from clinicdesk.models.database import Database
from clinicdesk.wording import use_clinic_habits
from tests.held_file import held
from tests.services.desk import MONDAY, Clock
from tests.services.desk import desk as make_desk
from tests.ui.main_rig import Key, Modifier, Rig, Window
from tests.ui.settling import settle
from tests.ui.waiting import until

CTRL = Modifier.ControlModifier
TUESDAY = MONDAY + timedelta(1)
FAR = MONDAY + timedelta(21)
"""A day that nobody has read ahead."""
HELD = " is held by another program and cannot be read just now. Try again in a moment."
BUSY = " is in use by another desk or program; nothing was written. Try again in a moment."

Keys = Callable[[Rig], object]
Kept = Callable[[Window], object]


@pytest.fixture
def program(
    make_clinic: Callable[..., Database], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Application]:
    """The whole program, with its crash guard; one patient is booked on Monday morning."""
    database = make_clinic()
    other = make_desk(database, Clock(), "anna")
    other.book_first("day", other.patient().number)
    database.close()
    monkeypatch.setattr(app, "MainWindow", Window)
    hook = sys.excepthook
    # In the test itself, as pytest-qt has a hook of its own.
    made = Application(
        Start("anna", "anna", database.path, datetime(2027, 3, 1, 7, 0), busy_seconds=0.01), []
    )
    yield made
    sys.excepthook = hook
    made.close()
    use_clinic_habits("YMD")


def booking(*keys: str) -> Keys:
    """The booking panel, with each of these typed and confirmed."""

    def press(rig: Rig) -> None:
        rig.press(Key.Key_Escape)
        rig.press(Key.Key_N, CTRL)
        for text in keys:
            rig.enter(text)

    return press


def at_appointment(rig: Rig) -> None:
    rig.window.booking.release()
    rig.press(Key.Key_Escape)
    rig.press(Key.Key_Escape)
    rig.window.show_page("go.day")
    rig.window.day_page.show_day(MONDAY)
    settle(rig.desk)
    rig.window.day_page.setFocus()
    rig.window.day_page.focus_appointment(1)


def opened(rig: Rig) -> None:
    at_appointment(rig)
    rig.press(Key.Key_O)


def away(rig: Rig) -> None:
    at_appointment(rig)
    rig.press(Key.Key_R, CTRL)
    looked(rig)


def looked(rig: Rig) -> None:
    """Until the list stands there, or why there is none."""
    panel = rig.window.absence
    until(lambda: panel.proposal is not None or panel.notice.isVisible())


def new_patient(rig: Rig) -> None:
    rig.press(Key.Key_N, CTRL | Modifier.ShiftModifier)
    for text in ("Bell", "Bo", "5/4/1990", "555-0199"):
        rig.type(text)
        rig.press(Key.Key_Tab)


def my_day(rig: Rig) -> None:
    at_appointment(rig)
    rig.press(Key.Key_2, CTRL)
    rig.window.my_day_page.show_day(MONDAY)


def next_day(rig: Rig) -> None:
    buttons = rig.window.my_day_page.findChildren(QPushButton)
    next(button for button in buttons if button.accessibleName() == "Next day").click()


def palette(rig: Rig) -> None:
    at_appointment(rig)
    rig.press(Key.Key_K, CTRL)


def form(window: Window) -> object:
    panel = window.booking
    return (
        panel.done.isVisible(), panel.patient, panel.form.request_form, panel.form.option,
        panel.hold_bar.visit, panel.form.what.field.text(), panel.search.search.field.text(),
        [field.text for field in panel.new_patient._fields],
    )  # fmt: skip


def whom(window: Window) -> object:
    return window.booking.patient and window.booking.patient.family


def only_the_file_knows(window: Window) -> object:
    """Of an opened visit, which stands there at once as the day shows it."""
    return window.visit.visit and window.visit.visit.template


def coming(window: Window) -> object:
    """Who it is was read while it was typed; when they come is read after that."""
    return [visit.number for visit in window.booking.coming.visits]


def status(window: Window) -> object:
    return {item.number: item.status for item in window.day_page.appointments()}[1]


def shown_day(window: Window) -> object:
    page = window.day_page
    return page.day, len(page.appointments()), page.bar.title.text()


def absence(window: Window) -> object:
    return window.absence.proposal, window.absence.choices


def practitioner_day(window: Window) -> object:
    page = window.my_day_page
    return page.day, page.title.text(), page.who.currentText()


def listed(window: Window) -> object:
    rows = window.palette_layer.list
    return [rows.item(at).text() for at in range(rows.count()) if "P-" in rows.item(at).text()]


def patients(window: Window) -> object:
    return [row.key for row in window.booking.search.search.list.rows]


def press(key: Key, modifiers: Modifier = Modifier.NoModifier) -> Keys:
    return lambda rig: rig.press(key, modifiers)


def palette_typed(rig: Rig) -> None:
    rig.window.palette_layer.field.clear()
    rig.type("able")


def both(first: Keys, then: Keys) -> Keys:
    def press_both(rig: Rig) -> None:
        first(rig)
        then(rig)

    return press_both


def refuse(rig: Rig, path: Path, keys: Keys) -> list[str]:
    """What is said while the keys are pressed and the file is held."""
    said: list[str] = []
    signals = (rig.desk.refused, rig.desk.trouble)
    listening = [each.connect(said.append) for each in signals]
    with held(path):
        keys(rig)
        settle(rig.desk)
        rig.desk.catch_up()
        settle(rig.desk)
    for signal, connected in zip(signals, listening, strict=True):
        signal.disconnect(connected)
    return said


HOLDING = both(booking("able", "pair"), press(Key.Key_H, CTRL))

SCENES: dict[str, tuple[Keys, Keys, str, Kept]] = {
    "a patient is taken": (
        both(booking(), lambda rig: rig.type("able")), press(Key.Key_Return), HELD, coming
    ),
    "an option is booked": (booking("able", "pair"), press(Key.Key_Return), BUSY, form),
    "an option is held": (booking("able", "pair"), press(Key.Key_H, CTRL), BUSY, form),
    "a hold is given back": (
        HOLDING, lambda rig: rig.window.booking.hold_bar.release.click(), BUSY, form
    ),
    "a hold is booked": (
        HOLDING, lambda rig: rig.window.booking.hold_bar.book.click(), BUSY, form
    ),
    "a patient is added": (new_patient, press(Key.Key_Return), HELD, whom),
    "a day is gone to": (
        at_appointment, lambda rig: rig.window.day_page.show_day(FAR), HELD, shown_day
    ),
    "a visit is opened": (at_appointment, press(Key.Key_O), HELD, only_the_file_knows),
    "somebody arrives": (at_appointment, press(Key.Key_A), BUSY, status),
    "a reason is asked for": (
        at_appointment, press(Key.Key_Delete, CTRL), HELD, only_the_file_knows
    ),
    "an absence is looked at": (
        at_appointment, both(press(Key.Key_R, CTRL), looked), HELD, absence
    ),
    "an absence is accepted": (
        away, lambda rig: rig.window.absence.accept(), BUSY,
        lambda window: window.absence.done.isVisible(),
    ),
    "another practitioner's day": (
        my_day, lambda rig: rig.window.my_day_page.who.setCurrentIndex(1), HELD, practitioner_day
    ),
    "a practitioner's next day": (
        my_day, next_day, HELD, practitioner_day
    ),
    "the last change is taken back": (
        both(at_appointment, press(Key.Key_A)), press(Key.Key_Z, CTRL), BUSY, status
    ),
    "the palette finds a patient": (palette, palette_typed, HELD, listed),
}  # fmt: skip
"""What stands before, the keys, what is said, and what is kept: it changes once they are let."""


@pytest.mark.parametrize("name", SCENES)
def test_nothing_is_lost_or_half_changed(
    program: Application, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    before, keys, sentence, kept = SCENES[name]
    program.crash_guard.take_over()
    program.begin()
    window = program.window
    assert isinstance(window, Window)
    window.activateWindow()
    assert QTest.qWaitForWindowExposed(window)
    window.day_page.setFocus()
    rig = Rig(window, make_desk(window.desk.database, Clock(), "west"), Clock())
    before(rig)
    settle(rig.desk)
    stood = kept(window)
    said = refuse(rig, program.start.database, keys)
    assert kept(window) == stood
    assert f"The clinic at {program.start.database}{sentence}" in said
    assert program.crash_guard.window is None
    rig.desk.catch_up()
    settle(rig.desk)
    keys(rig)
    settle(rig.desk)
    assert kept(window) != stood
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def test_enter_takes_nobody_whom_the_text_does_not_name_any_more(program: Application) -> None:
    program.crash_guard.take_over()
    program.begin()
    window = program.window
    assert isinstance(window, Window)
    window.activateWindow()
    assert QTest.qWaitForWindowExposed(window)
    rig = Rig(window, make_desk(window.desk.database, Clock(), "west"), Clock())
    rig.press(Key.Key_N, CTRL)
    rig.type("abl")
    settle(rig.desk)
    found = patients(window)

    def type_more(rig: Rig) -> None:
        rig.enter("e")

    said = refuse(rig, program.start.database, type_more)
    assert f"The clinic at {program.start.database}{HELD}" in said
    assert (whom(window), patients(window)) == (None, [])
    rig.desk.catch_up()
    settle(rig.desk)
    assert (patients(window), found) == ([10001, "add"], [10001, "add"])


def test_a_desk_that_waits_is_told_once(program: Application) -> None:
    program.crash_guard.take_over()
    program.begin()
    window = program.window
    assert isinstance(window, Window)
    rig = Rig(window, make_desk(window.desk.database, Clock(), "west"), Clock())

    def wait(rig: Rig) -> None:
        for _ in range(9):
            rig.desk.catch_up()

    said = refuse(rig, program.start.database, wait)
    assert said == [f"The clinic at {program.start.database}{HELD}"]
    assert window.banner.text == said[0]
