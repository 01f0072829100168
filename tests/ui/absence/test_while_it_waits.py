"""The panel of an absence while the file or the planner lets it wait: real threads, real keys."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database, open_database
from clinicdesk.services.absence import ways
from clinicdesk.services.absence.aims import Aim
from clinicdesk.services.absence.mended_day import MendedDay
from clinicdesk.services.absence.proposal import AbsenceSpan
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.journal.entries import entries_after
from clinicdesk.services.planner.questions import Declined, Part, Question, Reply
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.visits.moving import Move
from clinicdesk.ui.absence.absence_panel import AbsencePanel
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.background.planner import Take
from clinicdesk.ui.kit.background.planner_thread import PlannerThread
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import use_clinic_habits
from tests.held_file import held
from tests.services.absence.lists import first_ways
from tests.services.desk import MONDAY, Clock
from tests.services.desk import Desk as OtherDesk
from tests.services.desk import desk as make_desk
from tests.ui.main_rig import Key
from tests.ui.settling import SettlingWorker

NINE = 9 * 60
CARVER = ("Dr. Carver", "Room 1")
FISK = ("Dr. Fisk", "Room 2")
LONG = 60_000
"""Milliseconds that a busy computer may take for what comes by itself."""


class PlannerLater(PlannerThread):
    """Answers when a test says so: what was asked of a topic before, or dropped, never."""

    def __init__(self, at: OtherDesk) -> None:
        super().__init__(at.context, at.database, None, worker=SettlingWorker)
        self.open: dict[str, tuple[Question, tuple[Any, ...], Take]] = {}
        self._found: dict[str, list[Reply]] = {}

    def ask(self, topic: str, question: Question, arguments: tuple[Any, ...], take: Take) -> None:
        self.drop(topic)
        self.open[topic] = (question, arguments, take)

    def drop(self, topic: str) -> None:
        self.open.pop(topic, None)
        self._found.pop(topic, None)

    def think(self) -> None:
        """Find the answers to what is open; they are on their way until `answer`."""
        for topic, (question, arguments, _take) in self.open.items():
            self._found[topic] = self._replies(question, arguments)

    def answer(self) -> None:
        """All that is open by now; what that asks anew stays open."""
        waiting, self.open = self.open, {}
        found, self._found = self._found, {}
        for topic, (question, arguments, take) in waiting.items():
            for reply in found.get(topic) or self._replies(question, arguments):
                take(reply)

    def tell(self, topic: str, found: object) -> None:
        """A part of the answer; the question stays open."""
        *_, take = self.open[topic]
        self._availability.news()
        take(Part(found, self._availability.seen))

    def decline(self, topic: str) -> None:
        """As where the file cannot be read."""
        *_, take = self.open.pop(topic)
        take(Declined("database.busy-reading", {"path": "clinic.db"}))


class Rig:
    """The panel alone in a window, of a desk with threads of its own."""

    def __init__(self, panel: AbsencePanel, desk: Desk, planner: PlannerLater) -> None:
        self.panel, self.desk, self.planner = panel, desk, planner
        self.west = make_desk(desk.database, Clock(), "west")

    def ask(self, who: str) -> None:
        """Look at the absence of that name all day, until its list stands there; go on to it."""
        self.panel.ask(self.west.setup.resource_named(who), MONDAY, (0, 1440))
        self.answer()
        self.press(Key.Key_Down)

    def answer(self) -> None:
        """Let the planner answer what was asked, with what the answers ask."""
        QApplication.processEvents()
        while self.planner.open:
            self.planner.answer()

    def press(self, *keys: Key) -> None:
        for key in keys:
            focus = QApplication.focusWidget()
            assert focus is not None
            QTest.keyClick(focus, key)
            QApplication.processEvents()

    def accepted(self) -> int:
        """How often an absence was written."""
        with self.desk.database.reading() as session:
            codes = [entry.code for entry in entries_after(session, 0)]
        return codes.count(ChangeCode.ABSENCE_ACCEPTED)

    def see_news(self, qtbot: QtBot) -> None:
        """What the other desk has done is told."""
        self.desk.catch_up()
        self.settle(qtbot)

    def settle(self, qtbot: QtBot) -> None:
        qtbot.waitUntil(lambda: self.desk.is_settled, timeout=LONG)


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Rig]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    path = make_clinic().path
    settings = QSettings(str(tmp_path / "own.ini"), QSettings.Format.IniFormat)
    keeper = ThemeKeeper(app, settings)
    with closing(open_database(path, busy_seconds=60)) as database:
        east = make_desk(database, Clock(), "east")
        planner = PlannerLater(east)
        desk = Desk(east.context, database, planner=planner)
        use_clinic_habits(desk.setup.date_order, twelve_hour=desk.setup.twelve_hour)
        window, panel = QMainWindow(), AbsencePanel(desk, keeper)
        window.setCentralWidget(panel)
        qtbot.addWidget(window)
        desk.setParent(window)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        made = Rig(panel, desk, planner)
        yield made
        made.settle(qtbot)
        desk.stop()
        keeper.deleteLater()
    use_clinic_habits("YMD")


def test_enter_pressed_twice_is_one_write_that_is_marked_where_it_stands(
    rig: Rig, qtbot: QtBot
) -> None:
    visit = rig.west.book_at("Adjustment", rig.west.patient().number, NINE, CARVER).visit
    rig.ask("Dr. Carver")
    rig.press(Key.Key_Return)
    with held(rig.desk.database.path):
        rig.press(Key.Key_Return)
        assert rig.panel.accept_button.text() == "Accept the list"
        qtbot.waitUntil(lambda: rig.panel.accept_button.text() == "Being written…", timeout=LONG)
        rig.press(Key.Key_Return)
        assert not rig.panel.done.isVisible()
        assert rig.panel.accept_button.hasFocus()
    qtbot.waitUntil(rig.panel.done.isVisible, timeout=LONG)
    rig.settle(qtbot)
    assert rig.accepted() == 1
    assert rig.panel.accept_button.text() == "Accept the list"
    assert rig.west.visit(visit).steps[0].resources[0] == rig.west.resource("Dr. Dunne")


def test_a_panel_that_was_closed_meanwhile_shows_nothing_of_what_was_written(
    rig: Rig, qtbot: QtBot
) -> None:
    rig.west.book_at("Adjustment", rig.west.patient().number, NINE, CARVER)
    rig.ask("Dr. Carver")
    with held(rig.desk.database.path):
        rig.press(Key.Key_Return, Key.Key_Return)
        rig.panel.hide()
    rig.settle(qtbot)
    assert rig.accepted() == 1
    assert (rig.panel.proposal, rig.panel.list.rows, rig.panel.done.isHidden()) == (None, [], True)


def test_another_absence_that_is_looked_at_meanwhile_stays(rig: Rig, qtbot: QtBot) -> None:
    rig.west.book_at("Adjustment", rig.west.patient().number, NINE, CARVER)
    rig.west.book_at("Consult", rig.west.patient("Best").number, NINE, FISK)
    rig.ask("Dr. Carver")
    fisk = rig.west.setup.resource_named("Dr. Fisk")
    with held(rig.desk.database.path):
        rig.press(Key.Key_Return, Key.Key_Return)
        rig.panel.ask(fisk, MONDAY, (0, 1440))
        QApplication.processEvents()
    rig.settle(qtbot)
    rig.answer()
    assert rig.accepted() == 1
    assert rig.panel.title.text() == "Away: Dr. Fisk"
    assert [row.spoken.split(",")[0] for row in rig.panel.list.rows] == ["BEST"]
    assert rig.panel.done.isHidden()


def test_a_refused_write_leaves_list_and_choice_and_notices_what_others_did(
    rig: Rig, qtbot: QtBot
) -> None:
    one = rig.west.book_at("Consult", rig.west.patient().number, NINE, FISK).visit
    rig.ask("Dr. Fisk")
    rig.press(Key.Key_Right)
    rig.answer()
    chosen = rig.panel.choices
    refuse_to_write(rig, qtbot)
    assert "is in use by another desk" in rig.panel.notice.text
    assert (rig.panel.choices, list(chosen)) == (chosen, [one])
    # What the write kept from being asked is asked now.
    assert set(rig.planner.open) >= {"absence-holds"}
    rig.west.move(Move(rig.west.visit(one).steps[0].number, start=NINE + 60))
    rig.answer()
    assert rig.panel.notice.text.startswith("Somebody has changed the day since")


def refuse_to_write(rig: Rig, qtbot: QtBot) -> None:
    """Enter, and once more to accept; another program holds the file for too long."""
    path = rig.desk.database.path
    with closing(open_database(path, busy_seconds=0)) as impatient, held(path):
        rig.desk.database = impatient
        rig.press(Key.Key_Return, Key.Key_Return)
        rig.desk._writes.wait()
    qtbot.waitUntil(lambda: rig.panel._writing is None, timeout=LONG)


def test_ways_that_are_not_proven_best_are_said_to_be_so_after_a_refusal_too(
    rig: Rig, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody has the other room: that no way does without a call is not proven of a room."""
    monkeypatch.setattr(ways, "SECONDS", 0.2)
    rig.west.book_at("Adjustment", rig.west.patient().number, NINE, CARVER)
    rig.west.book_at("Consult", rig.west.patient("Best").number, NINE, FISK)
    rig.ask("Room 1")
    said = rig.panel.better.text.text()
    assert "not proven" in said
    refuse_to_write(rig, qtbot)
    assert (rig.panel.better.text.text(), rig.panel.better.isVisible()) == (said, True)


def test_what_is_not_proven_is_looked_for_longer_and_only_better_ones_are_offered(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways, "SECONDS", 0.2)
    rig.west.book_at("Adjustment", rig.west.patient().number, NINE, CARVER)
    rig.west.book_at("Consult", rig.west.patient("Best").number, NINE, FISK)
    rig.ask("Room 1")
    better, before = rig.panel.better, rig.panel.list.rows
    for look in (1, 2):
        assert better.longer.isVisible()
        better.longer.setFocus()
        rig.press(Key.Key_Return)
        assert better.text.text() == "Still looking for better ways…"
        assert not better.longer.isVisible()
        assert rig.panel.list.hasFocus()
        QApplication.processEvents()
        _, arguments, _ = rig.planner.open["absence"]
        assert arguments[-1] == look
        rig.planner.answer()
        assert "not proven" in better.text.text()
        assert rig.panel.list.rows == before
    assert not better.button.isVisible()


def ways_of(rig: Rig, furthest: int) -> tuple[MendedDay, ...]:
    absence = AbsenceSpan(rig.west.resource("Dr. Carver"), MONDAY, 0, 1440)
    return first_ways(rig.west.context, rig.west.availability, absence, furthest)


def begun_badly(rig: Rig) -> int:
    """On screen is what was found first: nobody moves, and one visit goes home that could stay."""
    visit = rig.west.book_at("Adjustment", rig.west.patient().number, NINE, CARVER).visit
    rig.west.book_at("Adjustment", rig.west.patient("Best").number, NINE, ("Dr. Dunne", "Room 2"))
    rig.panel.ask(rig.west.setup.resource_named("Dr. Carver"), MONDAY, (0, 1440))
    QApplication.processEvents()
    rig.planner.tell("absence", ways_of(rig, 0))
    rig.press(Key.Key_Down)
    return visit


def test_better_ways_are_offered_and_never_put_in_the_place_of_those_seen(rig: Rig) -> None:
    visit = begun_badly(rig)
    better, before = rig.panel.better, rig.panel.list.rows
    assert better.text.text() == "Still looking for better ways…"
    assert not better.button.isVisible()
    rig.planner.tell("absence", ways_of(rig, 120))
    assert (rig.panel.list.rows, rig.panel.ways.buttons) == (before, [])
    assert better.found.text().startswith(
        "Found since. Fewest sent home: 0 go home \N{MIDDLE DOT} 1 call"
    )
    better.button.setFocus()
    rig.press(Key.Key_Return)
    assert not better.button.isVisible()
    assert len(rig.panel.ways.buttons) == 2
    assert "Dr. Dunne" in rig.panel.list.rows[0].spoken
    assert rig.panel.list.rows[0].visit == visit
    assert rig.panel.list.hasFocus()


def test_what_is_to_be_best_stays_chosen_while_better_ways_come(rig: Rig) -> None:
    begun_badly(rig)
    rig.panel.choose_way(Aim.LEAST_MOVED)
    rig.planner.tell("absence", ways_of(rig, 120))
    rig.panel.better.button.click()
    assert [button.isChecked() for button in rig.panel.ways.buttons] == [False, True]
    assert "No place on this day" in rig.panel.list.rows[0].spoken


def test_days_that_were_chosen_stay_with_who_cannot_stay_in_better_ways(rig: Rig) -> None:
    visit = begun_badly(rig)
    rig.panel.choose_way(Aim.LEAST_MOVED)
    rig.press(Key.Key_Right)
    chosen = dict(rig.panel.choices)
    assert list(chosen) == [visit]
    rig.planner.tell("absence", ways_of(rig, 120))
    rig.panel.better.button.click()
    assert rig.panel.choices == chosen
    assert "\N{RIGHTWARDS ARROW}" in rig.panel.list.rows[0].spoken


def test_worse_ways_of_a_search_that_began_anew_are_not_offered(rig: Rig) -> None:
    begun_badly(rig)
    rig.planner.tell("absence", ways_of(rig, 120))
    rig.panel.better.button.click()
    before = rig.panel.list.rows
    rig.planner.tell("absence", ways_of(rig, 0))
    assert not rig.panel.better.button.isVisible()
    assert rig.panel.list.rows == before


def test_a_way_that_is_chosen_is_asked_whether_it_still_holds(rig: Rig, qtbot: QtBot) -> None:
    """Only of the list on screen somebody has looked whether others changed what it needs."""
    begun_badly(rig)
    rig.planner.tell("absence", ways_of(rig, 120))
    rig.panel.better.button.click()
    rig.panel.choose_way(Aim.LEAST_MOVED)
    rig.answer()
    away(rig, "Dr. Dunne", MONDAY)
    rig.see_news(qtbot)
    rig.answer()
    assert rig.panel.notice.text == ""
    rig.panel.choose_way(Aim.FEWEST_HOME)
    rig.answer()
    assert rig.panel.notice.text.startswith("Somebody has changed the day since")


def test_better_ways_of_the_day_as_it_was_are_not_offered_any_more(rig: Rig, qtbot: QtBot) -> None:
    begun_badly(rig)
    rig.planner.tell("absence", ways_of(rig, 120))
    assert rig.panel.better.button.isVisible()
    away(rig, "Dr. Dunne", MONDAY)
    rig.see_news(qtbot)
    rig.answer()
    assert not rig.panel.better.button.isVisible()
    assert "No place on this day" in rig.panel.list.rows[0].spoken
    assert rig.panel.notice.text == ""


@pytest.mark.parametrize("known", [True, False], ids=["found", "not read"])
def test_days_that_are_looked_up_for_a_way_do_not_come_into_another(rig: Rig, known: bool) -> None:
    visit = begun_badly(rig)
    rig.planner.tell("absence", ways_of(rig, 120))
    rig.panel.better.button.click()
    rig.panel.choose_way(Aim.LEAST_MOVED)
    rig.press(Key.Key_Right)
    chosen = dict(rig.panel.choices)
    rig.panel.choose_way(Aim.FEWEST_HOME)
    before = rig.panel.list.rows
    if known:
        rig.answer()
    else:
        rig.planner.decline("absence-days")
    assert (rig.panel.list.rows, rig.panel.choices) == (before, {})
    rig.panel.choose_way(Aim.LEAST_MOVED)
    rig.answer()
    assert (rig.panel.choices, list(chosen)) == (chosen, [visit])


def test_where_the_days_left_cannot_be_read_another_way_stands_without_choices(rig: Rig) -> None:
    begun_badly(rig)
    rig.planner.tell("absence", ways_of(rig, 120))
    rig.panel.better.button.click()
    rig.panel.choose_way(Aim.LEAST_MOVED)
    rig.press(Key.Key_Right)
    rig.answer()
    assert len(rig.panel.choices) == 1
    rig.panel.choose_way(Aim.FEWEST_HOME)
    rig.panel.choose_way(Aim.LEAST_MOVED)
    assert len(rig.panel.choices) == 1
    rig.planner.decline("absence-days")
    assert rig.panel.choices == {}
    assert "call the patient" in rig.panel.list.rows[0].spoken


def test_a_list_that_comes_after_other_times_were_typed_is_not_shown(rig: Rig) -> None:
    rig.west.book_at("Adjustment", rig.west.patient().number, NINE, CARVER)
    rig.panel.ask(rig.west.setup.resource_named("Dr. Carver"), MONDAY, (0, 1440))
    QApplication.processEvents()
    assert list(rig.planner.open) == ["absence"]
    QTest.keyClicks(rig.panel.times.start.edit, "noon")
    rig.answer()
    assert (rig.panel.proposal, rig.panel.list.rows) == (None, [])
    rig.press(Key.Key_Return)
    rig.answer()
    assert rig.panel.said.text().startswith("Nobody has to be rescheduled.")


def test_times_that_are_confirmed_several_times_are_one_question(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = rig.planner.ask

    def note(topic: str, *rest: Any) -> None:
        asked.append(topic)
        ask(topic, *rest)

    monkeypatch.setattr(rig.planner, "ask", note)
    rig.panel.ask(rig.west.setup.resource_named("Dr. Carver"), MONDAY, (0, 1440))
    for _ in range(5):
        rig.panel.look()
    QApplication.processEvents()
    assert asked == ["absence"]


def test_the_keyboard_is_not_taken_from_who_went_on_to_another_field(rig: Rig) -> None:
    rig.west.book_at("Adjustment", rig.west.patient().number, NINE, CARVER)
    rig.panel.ask(rig.west.setup.resource_named("Dr. Carver"), MONDAY, (0, 1440))
    QApplication.processEvents()
    rig.press(Key.Key_Tab)
    assert rig.panel.times.end.edit.hasFocus()
    rig.answer()
    assert len(rig.panel.list.rows) == 1
    assert rig.panel.times.end.edit.hasFocus()


def test_keys_pressed_before_the_planner_answers_act_on_what_it_leaves(
    rig: Rig, qtbot: QtBot
) -> None:
    """Right for the first, Down, Right for the second, Enter, Enter, faster than any answer.

    The second stands where the first has left room; nobody accepts what was not on screen.
    """
    one = rig.west.book_at("Consult", rig.west.patient().number, NINE, FISK).visit
    two = rig.west.book_at("Consult", rig.west.patient("Best").number, NINE + 60, FISK).visit
    rig.ask("Dr. Fisk")
    best = rig.panel.open_list.offered(one)[0]
    assert best.plan.steps == rig.panel.open_list.offered(two)[0].plan.steps
    rig.press(Key.Key_Right)
    assert "\N{RIGHTWARDS ARROW}" in rig.panel.list.rows[0].spoken
    rig.press(Key.Key_Down, Key.Key_Right, Key.Key_Return, Key.Key_Return)
    assert (list(rig.panel.choices), rig.panel._writing) == ([one], None)
    rig.answer()
    assert (list(rig.panel.choices), rig.panel._writing) == ([one, two], None)
    assert rig.panel.notice.text == "This is the new list; Enter once more accepts it."
    rig.press(Key.Key_Return)
    qtbot.waitUntil(rig.panel.done.isVisible, timeout=LONG)
    steps = [rig.west.visit(visit).steps[0] for visit in (one, two)]
    assert (steps[0].day, steps[0].start) == (best.day, best.start)
    assert all(step.day > MONDAY for step in steps)
    assert (steps[0].day, steps[0].start) != (steps[1].day, steps[1].start)


def test_where_nothing_can_be_looked_up_the_choice_is_taken_back(rig: Rig) -> None:
    rig.west.book_at("Consult", rig.west.patient().number, NINE, FISK)
    rig.ask("Dr. Fisk")
    before = rig.panel.list.rows
    told: list[str] = []
    rig.desk.refused.connect(told.append)
    rig.press(Key.Key_Right, Key.Key_Right)
    assert rig.panel.options.buttons[2].isChecked()
    rig.planner.decline("absence-days")
    assert (rig.panel.choices, rig.panel.list.rows) == ({}, before)
    assert rig.panel.options.buttons[0].isChecked()
    assert len(told) == 1


def looked_for(rig: Rig, qtbot: QtBot) -> None:
    """A list without Dr. Carver, who has one visit, has been found and is on its way."""
    rig.west.book_at("Adjustment", rig.west.patient().number, NINE, CARVER)
    rig.see_news(qtbot)
    rig.panel.ask(rig.west.setup.resource_named("Dr. Carver"), MONDAY, (0, 1440))
    QApplication.processEvents()
    rig.planner.think()


def test_a_list_that_is_older_than_what_is_told_of_its_day_is_not_shown(
    rig: Rig, qtbot: QtBot
) -> None:
    looked_for(rig, qtbot)
    away(rig, "Dr. Dunne", MONDAY)
    rig.see_news(qtbot)
    rig.planner.answer()
    assert (rig.panel.proposal, list(rig.planner.open)) == (None, ["absence"])
    rig.answer()
    assert "Dr. Dunne" not in rig.panel.list.rows[0].spoken
    assert rig.panel.notice.text == ""


def test_what_happens_on_other_days_lets_a_search_go_on(rig: Rig, qtbot: QtBot) -> None:
    looked_for(rig, qtbot)
    rig.west.book_at(
        "Call", rig.west.patient("Best").number, NINE, ("Dr. Fisk",), day=MONDAY + timedelta(1)
    )
    rig.see_news(qtbot)
    rig.planner.answer()
    assert "Dr. Dunne" in rig.panel.list.rows[0].spoken
    assert rig.planner.open == {}


def test_days_that_are_older_than_what_is_told_are_not_offered(rig: Rig, qtbot: QtBot) -> None:
    one = rig.west.book_at("Consult", rig.west.patient().number, NINE, FISK).visit
    two = rig.west.book_at("Consult", rig.west.patient("Best").number, NINE + 60, FISK).visit
    rig.see_news(qtbot)
    rig.ask("Dr. Fisk")
    rig.press(Key.Key_Right)
    rig.planner.think()
    second = rig.panel.open_list.offered(two)[1]
    away(rig, "Dr. Fisk", second.day)
    rig.see_news(qtbot)
    rig.answer()
    assert list(rig.panel.choices) == [one]
    assert second.day not in [option.day for option in rig.panel.open_list.offered(two)]


def away(rig: Rig, who: str, day: date) -> None:
    take_time_off(rig.west.context, rig.west.database, rig.west.resource(who), day, day)
