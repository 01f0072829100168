"""Answers come later than keys: nobody is booked who was not meant, and no key is lost."""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.services.patients.records import find_patients
from clinicdesk.services.planner.questions import Reply, Whole
from clinicdesk.services.planning.options import Option
from clinicdesk.ui.booking.shelf.booking_state import BookingStage
from clinicdesk.ui.desk import PlannerFailed
from tests.services.desk import MONDAY, Clock
from tests.ui.booking.late import Late, late_panel
from tests.ui.main_rig import Key, Modifier
from tests.ui.side_panel import texts

LONG = 60_000
CTRL = Modifier.ControlModifier


@pytest.fixture
def late(
    qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database], clock: Clock
) -> Iterator[Late]:
    with late_panel(qtbot, tmp_path, make_clinic(), clock) as made:
        yield made


def chosen(late: Late) -> Option:
    option = late.form.option
    assert option is not None
    return option


def kinds(late: Late) -> list[str]:
    return [step.visit_type for step in chosen(late).steps]


def until_settled(late: Late) -> None:
    """Until the file has been written and read; the planner may stand still."""
    while not late.desk.is_settled:
        QApplication.processEvents()


# ---------------------------------------------------------------------- the planner


def test_what_stood_here_stays_until_the_answer_and_is_not_booked(late: Late) -> None:
    late.asked(late.other.patient().number, "consult")
    before = chosen(late)
    with late.planner_stopped():
        late.form.ask(replace(late.form.request_form, earliest=before.start + 60))
        for _ in range(3):
            late.press(Key.Key_Return)
        assert chosen(late) is before
        assert late.on_monday() == []
    late.settle()
    after = chosen(late)
    assert after.start >= before.start + 60
    late.form.options.take_focus()
    QApplication.processEvents()
    late.press(Key.Key_Return)
    late.settle()
    assert [item.start for item in late.other.day(after.day)] == [after.start]


def test_what_takes_longer_than_a_glance_is_said_to_be_searched_for(
    late: Late, qtbot: QtBot
) -> None:
    late.asked(late.other.patient().number, "consult")
    with late.planner_stopped():
        late.form.plan()
        looked_for = {"searching\u2026", "Days: still looking\u2026"}
        assert looked_for.isdisjoint(texts(late.form))
        qtbot.waitUntil(lambda: looked_for.issubset(texts(late.form)), timeout=LONG)
        assert late.form.options.cards
    late.settle()
    assert looked_for.isdisjoint(texts(late.form))
    assert "65 of 65 days fit" in texts(late.form)


def test_days_that_are_looked_for_no_more_as_something_is_held_are_said_to_be_missing(
    late: Late, qtbot: QtBot
) -> None:
    late.asked(late.other.patient().number, "consult")
    with late.planner_stopped():
        late.form.plan()
        title = late.form.month.title
        qtbot.waitUntil(lambda: title.text().endswith("still looking\u2026"), timeout=LONG)
        late.press(Key.Key_H, CTRL)
        until_settled(late)
    late.settle()
    assert late.panel.hold_bar.isVisible()
    assert title.text() == "Days: not all were found"


def test_further_options_that_are_older_than_what_is_told_are_not_offered(late: Late) -> None:
    """Another desk takes the soonest while the answer is on its way."""
    mine, theirs = late.other.patient(), late.other.patient("Baker", "Bo")
    late.asked(mine.number, "consult")
    late.form.ask(replace(late.form.request_form, near=MONDAY + timedelta(14)))
    late.settle()
    listed = len(late.form.options.cards)
    late.form.answer.more.click()
    # No turn of the window's events: it arrives, and is not given yet.
    while not any(isinstance(reply, Whole) for reply in arrived(late)):
        os.sched_yield()
    [soonest] = [option for code, option in found_on_its_way(late) if code == "option.soonest"]
    (step,) = soonest.steps
    names = tuple(info.name for info in step.resources)
    late.other.book_at("Consult", theirs.number, step.start, names, day=soonest.day)
    see_news_first(late)
    late.settle()
    offered = [card.option for card in late.form.options.cards[listed:]]
    assert offered
    assert (soonest.day, soonest.start) not in [(each.day, each.start) for each in offered]


def arrived(late: Late) -> list[Reply | None]:
    """What the planner has answered, and nobody was told."""
    return [reply for _, reply in filter(None, list(late.planner._replies))]


def found_on_its_way(late: Late) -> tuple[tuple[str, Option], ...]:
    whole = next(reply for reply in arrived(late) if isinstance(reply, Whole))
    found: tuple[tuple[str, Option], ...] = whole.value
    return found


def see_news_first(late: Late) -> None:
    """What others have done is told before what the planner has answered."""
    late.desk.catch_up()
    late.desk._reads.wait()
    late.desk._reads.deliver()


def test_the_newest_question_wins(late: Late) -> None:
    late.asked(late.other.patient().number, "consult")
    late.form.steps.removed.emit(0)
    late.form.what.setFocus()
    with late.planner_stopped():
        late.type("consult")
        late.form.what.field.clear()
        late.type("call")
        late.form.what.field.clear()
        late.type("exercise")
    late.settle()
    assert kinds(late) == ["Exercise"]


def test_enter_takes_what_the_list_names_however_late_the_planner_is(late: Late) -> None:
    late.panel.begin(late.other.patient().number)
    late.settle()
    with late.planner_stopped():
        late.type("day")
        late.press(Key.Key_Return)
        assert len(late.form.request_form.steps) == 3
        assert late.form.options.cards == []
    late.settle()
    assert late.focus is late.form.options.chosen_card


def test_the_keyboard_is_not_taken_from_somebody_who_types_on(late: Late) -> None:
    late.panel.begin(late.other.patient().number)
    late.settle()
    with late.planner_stopped():
        late.type("day")
        late.press(Key.Key_Return)
        late.type("call")
    late.settle()
    assert late.focus is late.form.what.field
    assert (late.form.what.field.text(), len(kinds(late))) == ("call", 4)


def test_nothing_of_one_patient_is_offered_to_another_before_the_answer(late: Late) -> None:
    able, baker = late.other.patient(), late.other.patient("Baker", "Bo")
    late.asked(able.number, "consult")
    with late.planner_stopped():
        late.panel.ask_patient()
        late.type("baker")
        late.press(Key.Key_Return)
        until_settled(late)
        assert late.panel.patient == baker
        assert late.form.options.cards == []
        late.press(Key.Key_Return, CTRL)
    late.settle()
    late.form.options.take_focus()
    QApplication.processEvents()
    late.press(Key.Key_Return)
    late.settle()
    assert late.on_monday() == [("Consult", baker.number, "booked")]


def test_an_answer_is_never_older_than_what_the_desk_was_told(late: Late) -> None:
    mine, theirs = late.other.patient(), late.other.patient("Baker", "Bo")
    late.asked(mine.number, "consult")
    first = chosen(late)
    (step,) = first.steps
    with late.planner_stopped():
        late.form.plan()
        late.other.book_at(
            "Consult", theirs.number, step.start, tuple(info.name for info in step.resources)
        )
        late.desk.catch_up()
        until_settled(late)
    late.settle()
    assert (chosen(late).day, chosen(late).start) != (first.day, first.start)


def test_a_hold_that_ends_while_an_answer_is_on_its_way_leaves_the_form(late: Late) -> None:
    late.asked(late.other.patient().number, "day")
    late.press(Key.Key_H, CTRL)
    late.settle()
    assert late.panel.hold_bar.isVisible()
    with late.planner_stopped():
        late.clock.advance(minutes=5)
        late.panel.hold_bar.tick()
        assert "The hold has expired" in late.form.notice.text
        assert late.form.isEnabled()
        late.clock.advance(minutes=1)
        late.desk.catch_up()
    late.settle()
    assert len(late.form.options.cards) == 3
    late.form.options.take_focus()
    QApplication.processEvents()
    while not late.booked:
        late.press(Key.Key_Return)
        late.settle()
    assert {status for *_, status in late.on_monday()} >= {"booked"}


def test_what_this_desk_holds_is_not_said_to_be_taken(late: Late) -> None:
    mine, theirs = late.other.patient(), late.other.patient("Baker", "Bo")
    late.asked(mine.number, "consult")
    held = chosen(late)
    with late.planner_stopped():
        late.other.book_at("Call", theirs.number, 900, ("Dr. Fisk",), day=held.day)
        late.desk.catch_up()
        until_settled(late)
        assert late.planner.pending
        late.press(Key.Key_H, CTRL)
        until_settled(late)
    late.settle()
    assert (chosen(late), late.form.notice.text) == (held, "")
    assert late.panel.hold_bar.isVisible()
    late.press(Key.Key_Return)
    late.settle()
    assert ("Consult", mine.number, "booked") in late.on_monday()


@dataclass
class DeadlyClock(Clock):
    """Whoever asks it elsewhere than in the test's process dies, while the mark is there."""

    mark: Path = Path()
    here: int = field(default_factory=os.getpid)

    def __call__(self) -> datetime:
        if os.getpid() != self.here and self.mark.exists():
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__()


def test_a_planner_that_dies_again_and_again_is_said_and_the_form_kept(
    qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]
) -> None:
    mark = tmp_path / "mark"
    with late_panel(qtbot, tmp_path, make_clinic(), DeadlyClock(mark=mark)) as late:
        late.panel.begin(late.other.patient().number)
        late.settle()
        mark.touch()
        with capture_exceptions() as escaped:
            late.type("day")
            late.settle()
        assert [kind for kind, *_ in escaped] == [PlannerFailed]
        assert "This could not be worked out" in late.form.notice.text
        assert (late.form.what.field.text(), late.form.options.cards) == ("day", [])
        mark.unlink()
        late.type(" ")
        late.settle()
        assert len(late.form.options.cards) == 3


# ---------------------------------------------------------------------- the search


def test_enter_waits_for_whom_the_text_names_and_letters_after_it_go_on(late: Late) -> None:
    late.other.patient("Able", "Ann")
    baker = late.other.patient("Baker", "Bo")
    late.type("able")
    late.settle()
    late.panel.search.search.field.clear()
    with late.file_held():
        late.type("bak")
        late.press(Key.Key_Return)
        late.type("call")
        assert late.panel.search.search.field.text() == "bak"
    late.settle()
    assert late.panel.patient == baker
    assert late.form.what.field.text() == "call"
    assert kinds(late) == ["Call"]


def test_a_search_that_takes_longer_than_a_glance_says_so(late: Late, qtbot: QtBot) -> None:
    late.other.patient("Able", "Ann")
    hint = late.panel.search.hint
    with late.file_held():
        late.type("able")
        qtbot.waitUntil(lambda: hint.text() == "searching\u2026", timeout=LONG)
    late.settle()
    assert (hint.text(), hint.isHidden()) == ("", True)
    assert len(late.panel.search.search.list.rows) == 2


def test_the_arrows_choose_among_those_whom_the_text_names(late: Late) -> None:
    for given in ("Ann", "Bea", "Cleo"):
        late.other.patient("Able", given)
    with late.file_held():
        late.type("able")
        late.press(Key.Key_Down)
        late.press(Key.Key_Down)
        late.press(Key.Key_Return)
    late.settle()
    assert late.panel.patient is not None
    assert late.panel.patient.given == "Cleo"


def test_escape_after_enter_comes_after_it(late: Late) -> None:
    ann = late.other.patient("Able", "Ann")
    with late.file_held():
        late.type("able")
        late.press(Key.Key_Return)
        late.press(Key.Key_Escape)
        assert late.panel.patient is None
    late.settle()
    assert late.closed == [True]
    # As it stood once she was found.
    (draft,) = late.panel.draft.shelf.drafts
    assert (draft.state.stage, draft.patient) == (BookingStage.FORM, ann)


def test_another_booking_gives_up_an_enter_that_still_waits(late: Late) -> None:
    late.other.patient("Able", "Ann")
    with late.file_held():
        late.type("able")
        late.press(Key.Key_Return)
        late.panel.begin()
        late.type("x")
    late.settle()
    assert late.panel.patient is None
    assert late.panel.search.search.field.text() == "x"


def test_enter_pressed_twice_adds_a_new_patient_once(late: Late) -> None:
    late.panel.add_somebody()
    for text in ("Bell", "Bo", "5/4/1990", "555-0199"):
        late.type(text)
        late.press(Key.Key_Tab)
    with late.file_held():
        late.press(Key.Key_Return)
        late.press(Key.Key_Return)
        late.panel.new_patient.submit()
        late.type("consult")
    late.settle()
    assert [
        person.family for person in find_patients(late.desk.context, late.other.database, "bell")
    ] == ["Bell"]
    assert late.form.what.field.text() == "consult"


def test_the_enter_that_adds_a_new_patient_asks_for_no_visit(late: Late) -> None:
    late.type("Bell, Bo 5/4/1990 555-0199")
    late.press(Key.Key_Return)
    late.settle()
    with late.file_held():
        late.press(Key.Key_Return)
        late.press(Key.Key_Return)
    late.settle()
    assert late.panel.patient is not None
    assert late.panel.patient.family == "Bell"
    assert (late.form.request_form.steps, late.form.option) == ((), None)
    assert late.focus is late.form.what.field


# ---------------------------------------------------------------------- writing


def test_enter_pressed_twice_is_one_visit(late: Late) -> None:
    able = late.other.patient().number
    late.asked(able, "consult")
    with late.file_held():
        for _ in range(3):
            late.press(Key.Key_Return)
        late.press(Key.Key_Return, CTRL)
        late.panel.book()
        assert late.booked == []
    late.settle()
    assert late.on_monday() == [("Consult", able, "booked")]
    assert len(late.booked) == 1
    assert (late.panel.stage, late.closed) == (late.panel.done, [])


def test_what_is_being_written_says_so(late: Late, qtbot: QtBot) -> None:
    late.asked(late.other.patient().number, "consult")
    button = late.panel.book_button
    with late.file_held():
        late.press(Key.Key_Return)
        qtbot.waitUntil(lambda: button.text() == "Being written\u2026", timeout=LONG)
    late.settle()
    assert (button.text(), len(late.booked)) == ("Book   Enter", 1)


def test_escape_while_it_is_written_closes_what_was_booked(late: Late) -> None:
    late.asked(late.other.patient().number, "consult")
    with late.file_held():
        late.press(Key.Key_Return)
        late.press(Key.Key_Escape)
        assert late.closed == []
    late.settle()
    assert (len(late.booked), late.closed) == (1, [True])
    assert late.panel.stage is late.panel.done


def test_another_booking_begins_after_what_is_being_written(late: Late) -> None:
    able, baker = late.other.patient(), late.other.patient("Baker", "Bo")
    late.asked(able.number, "consult")
    with late.file_held():
        late.press(Key.Key_Return)
        late.panel.begin()
        late.type("baker")
        late.press(Key.Key_Return)
        assert late.panel.patient == able
    late.settle()
    assert late.on_monday() == [("Consult", able.number, "booked")]
    assert (late.panel.stage, late.panel.patient) == (late.form, baker)


def test_what_was_pressed_after_an_enter_that_is_refused_does_not_hide_it(late: Late) -> None:
    able, baker = late.other.patient(), late.other.patient("Baker", "Bo")
    late.asked(able.number, "consult")
    first = chosen(late)
    (step,) = first.steps
    late.other.book_at(
        "Consult", baker.number, step.start, tuple(info.name for info in step.resources)
    )
    with late.file_held():
        late.press(Key.Key_Return)
        late.press(Key.Key_Escape)
        late.panel.begin()
    late.settle()
    assert (late.panel.patient, late.closed) == (able, [])
    assert late.form.notice.text.endswith("What you typed is kept; the next best days are shown.")
    assert late.on_monday() == [("Consult", baker.number, "booked")]


def test_a_panel_closed_by_mouse_while_it_writes_offers_it_no_more(late: Late) -> None:
    able = late.other.patient().number
    late.asked(able, "consult")
    with late.file_held():
        late.press(Key.Key_Return)
        late.panel.close_button.click()
        late.panel.hide()
    late.settle()
    assert late.on_monday() == [("Consult", able, "booked")]
    assert (late.booked, late.panel.stage) == ([], late.panel.done)


def test_a_hold_stays_with_its_booking_as_the_next_one_begins(late: Late) -> None:
    able, baker = late.other.patient(), late.other.patient("Baker", "Bo")
    late.asked(able.number, "consult")
    late.press(Key.Key_H, CTRL)
    late.settle()
    held = late.panel.hold_bar.visit
    with late.file_held():
        late.panel.begin(baker.number)
        late.type("call")
        assert late.form.patient == baker.number
    late.settle()
    assert (late.panel.patient, late.panel.hold_bar.visit) == (baker, None)
    (draft,) = late.panel.draft.shelf.drafts
    assert (draft.patient, draft.state.hold) == (able, held)
    assert (late.form.what.field.text(), kinds(late)) == ("call", ["Call"])


def test_what_was_read_for_somebody_else_is_not_shown(late: Late) -> None:
    able, baker = late.other.patient(), late.other.patient("Baker", "Bo")
    late.other.book_first("Consult", able.number)
    with late.file_held():
        late.panel.begin(able.number)
        late.panel.begin(baker.number)
    late.settle()
    assert (late.panel.patient, late.panel.coming.visits) == (baker, [])
