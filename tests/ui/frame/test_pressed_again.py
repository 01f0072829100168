"""A key that is pressed again, or held down, while what it asked for is written, is one act."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.services.flow.desk_tasks import ask_desk
from clinicdesk.services.patients.detail_values import Person, Relationship
from clinicdesk.services.patients.details import keep_detail
from clinicdesk.services.waiting.listing import wait_for_earlier
from clinicdesk.ui.flow.flow_page import FlowPage
from clinicdesk.ui.flow.task_panel import TaskPanel
from clinicdesk.ui.my_day.encounter_card import EncounterCard
from clinicdesk.ui.patient.lists import PartList
from clinicdesk.ui.patient.patient_panel import PatientPanel
from clinicdesk.ui.waiting.waiting_panel import WaitingPanel
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier
from tests.ui.meanwhile import ZONE, Meanwhile, meanwhile
from tests.ui.waiting import until

CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier
CARVER = ("Dr. Carver", "Room 1")
THURSDAY = MONDAY + timedelta(days=3)

W = TypeVar("W", bound=QWidget)


@pytest.fixture
def live(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Meanwhile]:
    database = make_clinic()
    database.close()
    with meanwhile(qtbot, tmp_path, database.path) as made:
        yield made


def press(live: Meanwhile, key: Key, modifiers: Modifier = Modifier.NoModifier) -> None:
    """And see what it brings."""
    live.tap(key, modifiers)
    live.until_settled()


def there(live: Meanwhile, kind: type[W]) -> W:
    until(lambda: live.window.findChild(kind) is not None)
    found = live.window.findChild(kind)
    assert isinstance(found, kind)
    return found


def note(live: Meanwhile) -> None:
    press(live, Key.Key_2, CTRL)
    page = live.window.my_day_page
    page.show_day(MONDAY)
    page.who.setCurrentText("Dr. Carver")
    until(lambda: bool(page.findChildren(EncounterCard)))
    page.findChildren(EncounterCard)[0].setFocus()
    press(live, Key.Key_D)
    live.type("book the MRI first")


def late(live: Meanwhile) -> None:
    for key, modifiers in (
        (Key.Key_3, CTRL), (Key.Key_V, Modifier.NoModifier), (Key.Key_L, Modifier.NoModifier),
    ):  # fmt: skip
        press(live, key, modifiers)
    live.type("20")


def waiting(live: Meanwhile) -> None:
    other = live.other
    for family, start in (("Dorn", 600), ("Egan", 660)):
        patient = other.patient(family).number
        booked = other.book_at("Adjustment", patient, start, CARVER, day=THURSDAY)
        wait_for_earlier(other.context, other.database, booked.visit)
    live.see_news()
    press(live, Key.Key_W, CTRL | SHIFT)
    rows = there(live, WaitingPanel).list
    until(lambda: all(getattr(row, "earlier", None) for row in rows.rows) and rows.count() == 2)
    live.until_settled()


def part(begins: str, text: str) -> Callable[[Meanwhile], None]:
    """The page's row that begins so, with this typed."""

    def reach(live: Meanwhile) -> None:
        rows = page(live)
        rows.setCurrentRow(
            next(at for at, row in enumerate(rows.rows) if row.part.caption.startswith(begins))
        )
        press(live, Key.Key_Return)
        assert isinstance(live.focus, QLineEdit)
        live.focus.selectAll()
        live.type(text)

    return reach


def page(live: Meanwhile) -> PartList:
    press(live, Key.Key_P)
    panel = there(live, PatientPanel)
    until(lambda: panel.page is not None)
    panel.parts.setFocus()
    return panel.parts


def details(live: Meanwhile) -> None:
    for name in ("Amy", "Bea"):
        person = Person(name, Relationship.PARENT)
        keep_detail(live.other.context, live.other.database, 10001, person)
    live.see_news()
    rows = page(live)
    rows.setCurrentRow(next(at for at, row in enumerate(rows.rows) if row.part.detail))


def tasks(live: Meanwhile) -> None:
    for text in ("one", "two"):
        ask_desk(live.other.context, live.other.database, text, "Dr. Carver")
    live.see_news()
    press(live, Key.Key_H, CTRL | SHIFT)
    until(lambda: there(live, TaskPanel).list.count() == 2)


def check_in(live: Meanwhile) -> None:
    press(live, Key.Key_I, CTRL | SHIFT)
    live.type("5/4/1980")
    press(live, Key.Key_Down)


def closing(live: Meanwhile) -> None:
    live.clock.set_wall(ZONE, MONDAY, 19, 30)
    live.see_news()
    press(live, Key.Key_G, CTRL | SHIFT)


def at_ann(_live: Meanwhile) -> None:
    """The keyboard is at her appointment of the day."""


@dataclass(frozen=True)
class Case:
    """What stands there before, the key, and the change that it makes."""

    reach: Callable[[Meanwhile], None]
    key: Key
    code: str


CASES = {
    "a note to the desk": Case(note, Key.Key_Return, "task.asked"),
    "minutes late": Case(late, Key.Key_Return, "delay.noted"),
    "an earlier time is given": Case(waiting, Key.Key_Return, "visit.moved"),
    "somebody waits no more": Case(waiting, Key.Key_Delete, "waiting.dropped"),
    "somebody is urgent": Case(waiting, Key.Key_U, "waiting.changed"),
    "somebody waits": Case(at_ann, Key.Key_E, "waiting.added"),
    "a telephone number": Case(part("Phone", "555-0199"), Key.Key_Return, "patient.changed"),
    "a further number": Case(
        part("+ Add a number", "312 555 0177"), Key.Key_Return, "patient.changed"
    ),
    "somebody who belongs": Case(
        part("+ Add somebody who", "Cy, son"), Key.Key_Return, "patient.changed"
    ),
    "times that suit": Case(part("+ Add times", "mornings"), Key.Key_Return, "patient.changed"),
    "a detail goes": Case(details, Key.Key_Delete, "patient.changed"),
    "a note is ticked": Case(tasks, Key.Key_Space, "task.done"),
    "somebody is checked in": Case(check_in, Key.Key_Return, "visit.status-changed"),
    "a day is closed": Case(closing, Key.Key_N, "visit.status-changed"),
}


def hold_down(live: Meanwhile, key: Key, times: int, *, first: bool) -> None:
    """As a keyboard repeats a key, wherever the focus has gone meanwhile."""
    for at in range(times):
        repeats = at > 0 or not first
        event = QKeyEvent(QEvent.Type.KeyPress, key, Modifier.NoModifier, "", repeats)
        QApplication.sendEvent(live.focus or live.window, event)
        QApplication.processEvents()


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("held_down", [False, True], ids=["again", "held down"])
def test_it_is_one_act_and_nothing_is_refused(live: Meanwhile, name: str, held_down: bool) -> None:
    case = CASES[name]
    case.reach(live)
    said: list[str] = []
    live.desk.refused.connect(said.append)
    live.desk.done.connect(lambda _way, change: said.append(change.code))
    before = live.entries()
    with live.held():
        if held_down:
            hold_down(live, case.key, 30, first=True)
        else:
            for _ in range(3):
                live.tap(case.key)
    live.until_settled()
    if held_down:
        hold_down(live, case.key, 30, first=False)
        live.until_settled()
    assert (said, live.entries() - before) == ([case.code], 1)


def test_what_is_typed_while_the_former_text_is_written_stays(live: Meanwhile) -> None:
    part("Phone", "555-0199")(live)
    editor = there(live, PatientPanel).editor
    with live.held():
        live.tap(Key.Key_Return)
        live.type("8")
    live.until_settled()
    assert (editor.edit.text(), editor.edit.hasFocus()) == ("555-01998", True)
    press(live, Key.Key_Return)
    patient = there(live, PatientPanel).patient
    assert patient is not None
    assert (patient.phone, editor.isHidden()) == ("555-01998", True)


def test_a_note_about_somebody_else_that_is_begun_meanwhile_stays(live: Meanwhile) -> None:
    note(live)
    page = live.window.my_day_page
    with live.held():
        live.tap(Key.Key_Return)
        live.tap(Key.Key_Escape)
        page.findChildren(EncounterCard)[1].setFocus()
        live.tap(Key.Key_D)
        live.type("call the lab")
    live.until_settled()
    assert (page.note.edit.text(), page.note.isVisible()) == ("call the lab", True)


def test_a_birth_date_stays_until_whoever_comes_is_written(live: Meanwhile) -> None:
    check_in(live)
    edit = there(live, FlowPage).field.edit
    with live.held():
        live.tap(Key.Key_Return)
        assert edit.text() == "5/4/1980"
        live.type("6/1")
        assert edit.text() == "6/1"
    live.until_settled()
    assert edit.text() == "6/1"
