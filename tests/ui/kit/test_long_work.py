"""Work in a process of its own: its answer comes once, whatever becomes of the process."""

import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.ui.kit.long_work import LongWork, WorkDone, WorkFailed, WorkRefused

Told = Callable[[int, int], None]


def add(one: int, other: int, told: Told) -> int:
    told(1, 2)
    told(2, 2)
    return one + other


def refuse(_told: Told) -> None:
    raise Refused(RefusalCode.CHANGE_NOTHING, number=3)


def fail(_told: Told) -> None:
    raise KeyError("Unmistakable, Ann")


def die(_told: Told) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def go_on_for_ever(told: Told) -> None:
    told(1, 2)
    time.sleep(3600)


@contextmanager
def no_more_files() -> Iterator[None]:
    """This process can open nothing, so that no other one can be begun."""
    free = os.dup(0)
    os.close(free)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_the_answer_and_what_was_told_before(qtbot: QtBot) -> None:
    work, told = LongWork(), []
    work.progressed.connect(lambda done, total: told.append((done, total)))
    with qtbot.waitSignal(work.answered, timeout=60_000) as answered:
        assert work.begin(add, 2, 3)
        assert not work.begin(add, 4, 5), "one at a time"
    assert (answered.args, told, work.running) == ([WorkDone(5)], [(1, 2), (2, 2)], False)


def test_a_refusal_comes_back_as_its_code(qtbot: QtBot) -> None:
    work = LongWork()
    with qtbot.waitSignal(work.answered, timeout=60_000) as answered:
        work.begin(refuse)
    assert answered.args == [WorkRefused("change.nothing", {"number": 3})]


@pytest.mark.parametrize("function", [fail, die])
def test_a_mistake_or_a_death_is_an_answer_that_names_nobody(
    qtbot: QtBot, capfd: pytest.CaptureFixture[str], function: Callable[[Told], None]
) -> None:
    work = LongWork()
    with qtbot.waitSignal(work.answered, timeout=60_000) as answered:
        work.begin(function)
    assert answered.args is not None
    (answer,) = answered.args
    assert isinstance(answer, WorkFailed)
    assert "Unmistakable" not in answer.where + "".join(capfd.readouterr())


def test_what_is_cancelled_is_not_heard_of_again(qtbot: QtBot) -> None:
    work = LongWork()
    answers: list[object] = []
    work.answered.connect(answers.append)
    with qtbot.waitSignal(work.progressed, timeout=60_000):
        work.begin(go_on_for_ever)
    work.cancel()
    with qtbot.waitSignal(work.answered, timeout=60_000):
        assert work.begin(add, 1, 1), "and there is room for other work"
    assert answers == [WorkDone(2)]


def test_where_no_process_can_be_begun_that_is_the_answer(qtbot: QtBot) -> None:
    work = LongWork()
    with qtbot.waitSignal(work.answered) as answered:
        with no_more_files():
            assert work.begin(add, 1, 1)
        assert work.running
    assert (answered.args, work.running) == ([WorkFailed("no process")], False)
    with qtbot.waitSignal(work.answered, timeout=60_000) as answered:
        assert work.begin(add, 1, 1), "once there is room again"
    assert answered.args == [WorkDone(2)]


def test_what_could_not_be_begun_is_not_heard_of_once_it_is_cancelled(qtbot: QtBot) -> None:
    work = LongWork()
    with no_more_files():
        work.begin(add, 1, 1)
    work.cancel()
    with qtbot.waitSignal(work.answered, timeout=60_000) as answered:
        work.begin(add, 2, 2)
    assert answered.args == [WorkDone(4)]
