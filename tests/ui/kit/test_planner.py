"""The planner's process: newest question first, parts, deaths, and what answers in its place."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.planner.questions import Declined, Failed, Part, Reply, Thinking, Whole
from clinicdesk.ui.kit.background.planner import LatePlanner
from clinicdesk.ui.kit.background.planner_process import DEATHS, PlannerProcess
from clinicdesk.ui.kit.background.planner_thread import PlannerThread
from tests.services.desk import Clock
from tests.services.desk import desk as make_desk
from tests.ui.kit.test_long_work import no_more_files
from tests.ui.kit.test_worker import no_more_threads

LONG = 60_000
CLINIC = "Harbor Spine Practice"


FOUNDED = 1
"""The number of the last entry of a clinic in which nothing was done yet."""

whole, part = partial(Whole, as_of=FOUNDED), partial(Part, as_of=FOUNDED)


def who(thinking: Thinking, *words: str) -> tuple[str, ...]:
    return (thinking.context.workstation, thinking.availability.setup().name, *words)


def process_number(_thinking: Thinking) -> int:
    return os.getpid()


def count_on(thinking: Thinking, gate: str) -> str:
    """Tells that it has begun, and goes on until it is interrupted, or until the gate is there."""
    thinking.tell("begun")
    while not thinking.stop():
        if Path(gate).exists():
            return "through"
    return "stopped"


def die(_thinking: Thinking) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(thinking: Thinking, mark: str) -> str:
    if not Path(mark).exists():
        Path(mark).touch()
        die(thinking)
    return "alive again"


def refuse(_thinking: Thinking) -> None:
    raise Refused(RefusalCode.CHANGE_NOTHING, number=3)


def fail(_thinking: Thinking) -> None:
    raise KeyError("Unmistakable, Ann")


pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def planner(make_clinic: Callable[..., Database]) -> Iterator[PlannerProcess]:
    database = make_clinic()
    context = make_desk(database, Clock(), "east").context
    made = PlannerProcess(context, database, lambda: PlannerThread(context, database, 0.2))
    yield made
    made.stop()


def answered(qtbot: QtBot, planner: PlannerProcess, found: list[Reply]) -> list[Reply]:
    qtbot.waitUntil(lambda: not planner.pending, timeout=LONG)
    return found


def test_a_question_is_answered_with_the_clinic_and_the_desk(
    qtbot: QtBot, planner: PlannerProcess
) -> None:
    found: list[Reply] = []
    planner.ask("one", who, ("there",), found.append)
    assert found == []
    assert answered(qtbot, planner, found) == [whole(("east", CLINIC, "there"))]


def test_it_is_another_process_and_stays_the_same_one(
    qtbot: QtBot, planner: PlannerProcess
) -> None:
    found: list[Reply] = []
    planner.ask("one", process_number, (), found.append)
    answered(qtbot, planner, found)
    planner.ask("one", process_number, (), found.append)
    first, second = answered(qtbot, planner, found)
    assert first == second != whole(os.getpid())


def test_of_a_topic_only_the_newest_is_answered_and_the_older_one_stops(
    qtbot: QtBot, planner: PlannerProcess, tmp_path: Path
) -> None:
    older, newer = list[Reply](), list[Reply]()
    planner.ask("one", count_on, (str(tmp_path / "never"),), older.append)
    qtbot.waitUntil(lambda: older == [part("begun")], timeout=LONG)
    planner.ask("one", who, (), newer.append)
    assert answered(qtbot, planner, newer) == [whole(("east", CLINIC))]
    assert older == [part("begun")]


def test_another_topic_is_answered_first_and_the_older_one_is_begun_again(
    qtbot: QtBot, planner: PlannerProcess, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    older, newer = list[Reply](), list[Reply]()
    planner.ask("one", count_on, (str(gate),), older.append)
    qtbot.waitUntil(lambda: older == [part("begun")], timeout=LONG)
    planner.ask("two", who, (), newer.append)
    qtbot.waitUntil(lambda: newer == [whole(("east", CLINIC))], timeout=LONG)
    gate.touch()
    assert answered(qtbot, planner, older) == [part("begun"), part("begun"), whole("through")]


def test_a_dropped_question_stops_and_is_never_answered(
    qtbot: QtBot, planner: PlannerProcess, tmp_path: Path
) -> None:
    dropped, other = list[Reply](), list[Reply]()
    planner.ask("one", count_on, (str(tmp_path / "never"),), dropped.append)
    planner.drop("one")
    planner.ask("two", who, (), other.append)
    answered(qtbot, planner, other)
    assert dropped == []


def test_a_planner_that_dies_is_started_and_asked_again(
    qtbot: QtBot, planner: PlannerProcess, tmp_path: Path
) -> None:
    found: list[Reply] = []
    planner.ask("one", die_once, (str(tmp_path / "mark"),), found.append)
    assert answered(qtbot, planner, found) == [whole("alive again")]


def test_a_question_that_kills_it_each_time_is_not_asked_for_ever(
    qtbot: QtBot, planner: PlannerProcess
) -> None:
    found: list[Reply] = []
    planner.ask("one", die, (), found.append)
    assert answered(qtbot, planner, found) == [Failed("planner")]
    planner.ask("one", who, (), found.append)
    assert answered(qtbot, planner, found)[1:] == [whole(("east", CLINIC))]
    assert DEATHS == 2


def test_who_fails_to_hear_of_the_deaths_keeps_nobody_else_waiting(
    qtbot: QtBot, planner: PlannerProcess
) -> None:
    found: list[Reply] = []

    def fail_to_hear(reply: Reply) -> None:
        found.append(reply)
        raise KeyError("one")

    planner.ask("one", die, (), fail_to_hear)
    planner.ask("two", die, (), fail_to_hear)
    with capture_exceptions() as escaped:
        assert answered(qtbot, planner, found) == [Failed("planner")] * 2
    assert [kind for kind, *_ in escaped] == [KeyError] * 2


def test_a_question_that_kills_it_takes_no_other_one_with_it(
    qtbot: QtBot, planner: PlannerProcess
) -> None:
    older, killing, newer = list[Reply](), list[Reply](), list[Reply]()
    planner.ask("one", who, (), older.append)
    planner.ask("two", die, (), killing.append)
    planner.ask("three", who, (), newer.append)
    planner.ask("one", who, (), older.append)
    answered(qtbot, planner, older)
    assert (older, killing, newer) == (
        [whole(("east", CLINIC))],
        [Failed("planner")],
        [whole(("east", CLINIC))],
    )


class Unread:
    """Can be pickled; to read it again fails, with somebody's name."""

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return int, ("Unmistakable, Ann",)


def give_what_cannot_be_sent(_thinking: Thinking) -> object:
    return threading.Lock()


def tell_what_cannot_be_sent(thinking: Thinking) -> None:
    thinking.tell(threading.Lock())


def give_what_cannot_be_read(_thinking: Thinking) -> object:
    return Unread()


def tell_what_cannot_be_read(thinking: Thinking) -> None:
    thinking.tell(Unread())


@pytest.mark.parametrize(
    ("question", "arguments", "kind"),
    [
        (lambda _thinking: None, (), "PicklingError"),
        (who, (threading.Lock(),), "TypeError"),
        (who, (Unread(),), "ValueError"),
        (give_what_cannot_be_sent, (), "TypeError"),
        (tell_what_cannot_be_sent, (), "TypeError"),
        (give_what_cannot_be_read, (), "ValueError"),
        (tell_what_cannot_be_read, (), "ValueError"),
    ],
    ids=[
        "question not sent", "argument not sent", "argument not read", "answer not sent",
        "part not sent", "answer not read", "part not read",
    ],
)  # fmt: skip
def test_what_cannot_be_pickled_or_unpickled_has_failed_and_the_planner_goes_on(
    qtbot: QtBot,
    planner: PlannerProcess,
    question: Callable[..., object],
    arguments: tuple[object, ...],
    kind: str,
) -> None:
    found: list[Reply] = []
    planner.ask("number", process_number, (), found.append)
    (before,) = answered(qtbot, planner, found)
    planner.ask("one", question, arguments, found.append)
    _, failed = answered(qtbot, planner, found)
    assert isinstance(failed, Failed)
    assert failed.where.startswith(f"{kind} at ")
    assert "Unmistakable" not in failed.where
    planner.ask("number", process_number, (), found.append)
    assert answered(qtbot, planner, found)[2:] == [before]


def test_it_is_killed_by_somebody_else_between_two_questions(
    qtbot: QtBot, planner: PlannerProcess
) -> None:
    found: list[Reply] = []
    planner.ask("one", process_number, (), found.append)
    [killed] = answered(qtbot, planner, found)
    assert isinstance(killed, Whole)
    os.kill(killed.value, signal.SIGKILL)
    planner.ask("one", who, (), found.append)
    assert answered(qtbot, planner, found)[1:] == [whole(("east", CLINIC))]


def test_a_refusal_and_a_mistake_are_answers_and_name_nobody(
    qtbot: QtBot, planner: PlannerProcess
) -> None:
    found: list[Reply] = []
    planner.ask("one", refuse, (), found.append)
    answered(qtbot, planner, found)
    planner.ask("one", fail, (), found.append)
    refused, failed = answered(qtbot, planner, found)
    assert refused == Declined(RefusalCode.CHANGE_NOTHING, {"number": 3})
    assert isinstance(failed, Failed)
    assert failed.where.startswith("KeyError at ")
    assert "Unmistakable" not in failed.where


def test_a_mistake_is_an_answer_where_a_thread_answers_too(
    qtbot: QtBot, make_clinic: Callable[..., Database]
) -> None:
    database = make_clinic()
    thread = PlannerThread(make_desk(database, Clock(), "east").context, database, None)
    found: list[Reply] = []
    thread.ask("one", fail, (), found.append)
    thread.ask("two", who, (), found.append)
    qtbot.waitUntil(lambda: not thread.pending, timeout=LONG)
    thread.stop()
    failed, answer = found
    assert isinstance(failed, Failed)
    assert failed.where.startswith("KeyError at ")
    assert "Unmistakable" not in failed.where
    assert answer == whole(("east", CLINIC))


def test_where_no_process_can_be_started_a_thread_answers(
    qtbot: QtBot, planner: PlannerProcess
) -> None:
    found: list[Reply] = []
    with no_more_files(), qtbot.waitSignal(planner.cannot, timeout=LONG):
        planner.ask("one", process_number, (), found.append)
    assert answered(qtbot, planner, found) == [whole(os.getpid())]
    planner.ask("one", process_number, (), found.append)
    assert answered(qtbot, planner, found)[1:] == [whole(os.getpid())]


def test_a_process_that_no_thread_can_hear_is_ended_and_a_thread_answers(
    qtbot: QtBot, planner: PlannerProcess
) -> None:
    found: list[Reply] = []
    planner.ask("one", process_number, (), found.append)
    [alone] = answered(qtbot, planner, found)
    assert isinstance(alone, Whole)
    os.kill(alone.value, signal.SIGKILL)
    with no_more_threads(), qtbot.waitSignal(planner.cannot, timeout=LONG):
        planner.ask("one", process_number, (), found.append)
    assert answered(qtbot, planner, found) == [alone, whole(os.getpid())]
    assert multiprocessing.active_children() == []


def test_a_clinic_that_is_away_is_a_refusal_until_it_is_there_again(
    qtbot: QtBot, planner: PlannerProcess, tmp_path: Path
) -> None:
    path = planner._path
    away = path.rename(tmp_path / "away.db")
    found: list[Reply] = []
    planner.ask("one", who, (), found.append)
    [refused] = answered(qtbot, planner, found)
    assert refused == Declined("database.absent", {"path": str(path)})
    away.rename(path)
    planner.ask("one", who, (), found.append)
    assert answered(qtbot, planner, found)[1:] == [whole(("east", CLINIC))]


def late_one(database: Database, made: list[PlannerThread]) -> LatePlanner[PlannerThread]:
    context = make_desk(database, Clock(), "east").context

    def make() -> PlannerThread:
        made.append(PlannerThread(context, database, None))
        return made[-1]

    return LatePlanner(make)


def test_a_late_planner_is_made_for_the_first_question_and_answers_it(
    qtbot: QtBot, make_clinic: Callable[..., Database]
) -> None:
    made, found = list[PlannerThread](), list[Reply]()
    late = late_one(make_clinic(), made)
    late.drop("one")
    assert (late.pending, made) == (0, [])
    late.ask("one", who, (), found.append)
    qtbot.waitUntil(lambda: not late.pending, timeout=LONG)
    assert (found, made) == ([whole(("east", CLINIC))], [late()])
    late.stop()


def test_a_late_planner_that_nobody_asks_any_more_is_not_made(
    make_clinic: Callable[..., Database],
) -> None:
    made, found = list[PlannerThread](), list[Reply]()
    late = late_one(make_clinic(), made)
    late.stop()
    late.ask("one", who, (), found.append)
    assert (late(), late.pending, made, found) == (None, 0, [], [])
