"""Work in a process of its own: its answer comes once, whatever becomes of the process."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.ui.kit import long_work, work_process
from clinicdesk.ui.kit.long_work import LongWork
from clinicdesk.ui.kit.work_process import (
    Failure,
    WorkDone,
    WorkFailed,
    WorkProcess,
    WorkRefused,
    WorkStopped,
)

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


def need_too_much(_told: Told) -> None:
    raise MemoryError


def go_on_for_ever(told: Told) -> None:
    told(1, 2)
    time.sleep(3600)


def keep_a_draft(path: Path, told: Told) -> None:
    """Has a file as long as it works."""
    try:
        path.touch()
        go_on_for_ever(told)
    finally:
        path.unlink(missing_ok=True)


def keep_a_draft_until(path: Path, free: Path, told: Told) -> None:
    """Is as long at removing its file as somebody wants, and shows that it is at it."""
    try:
        path.write_text("working")
        go_on_for_ever(told)
    finally:
        path.write_text("ending")
        while not free.exists():
            time.sleep(0.01)
        path.unlink()


def hear_nothing(told: Told) -> None:
    """As a library that makes a fault of its own of every exception."""
    try:
        go_on_for_ever(told)
    except KeyboardInterrupt:
        raise Refused(RefusalCode.CHANGE_NOTHING, number=3) from None


def end_all_the_same(told: Told) -> str:
    """What is asked to end when it is done already."""
    with suppress(KeyboardInterrupt):
        go_on_for_ever(told)
    return "done"


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


@pytest.mark.parametrize(
    ("function", "why"),
    [
        (fail, Failure.MISTAKE),
        (die, Failure.DIED),
        (need_too_much, Failure.NO_MEMORY),
    ],
)
def test_a_mistake_or_a_death_is_an_answer_that_names_nobody(
    qtbot: QtBot,
    capfd: pytest.CaptureFixture[str],
    function: Callable[[Told], None],
    why: Failure,
) -> None:
    work = LongWork()
    with qtbot.waitSignal(work.answered, timeout=60_000) as answered:
        work.begin(function)
    assert answered.args is not None
    (answer,) = answered.args
    assert isinstance(answer, WorkFailed)
    assert answer.why is why
    assert (answer.where.startswith("KeyError at ")) == (function is fail)
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
    with no_more_files(), qtbot.waitSignal(work.answered, timeout=60_000) as answered:
        assert work.begin(add, 1, 1)
        assert work.running
    assert (answered.args, work.running) == ([WorkFailed(Failure.NO_PROCESS)], False)
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


def test_what_is_stopped_takes_back_what_it_had_begun(qtbot: QtBot, tmp_path: Path) -> None:
    work, draft = LongWork(), tmp_path / "draft"
    with qtbot.waitSignal(work.progressed, timeout=60_000):
        work.begin(keep_a_draft, draft)
    assert draft.exists()
    with qtbot.waitSignal(work.answered, timeout=60_000) as answered:
        work.stop()
        work.stop()
        assert work.running, "until it has taken it back"
    assert (answered.args, draft.exists()) == ([WorkStopped()], False)


@pytest.mark.parametrize(
    ("function", "answer"), [(hear_nothing, WorkStopped()), (end_all_the_same, WorkDone("done"))]
)
def test_stopped_is_what_was_stopped_whatever_it_raises_and_no_more(
    qtbot: QtBot, function: Callable[[Told], object], answer: object
) -> None:
    work = LongWork()
    with qtbot.waitSignal(work.progressed, timeout=60_000):
        work.begin(function)
    with qtbot.waitSignal(work.answered, timeout=60_000) as answered:
        work.stop()
    assert answered.args == [answer]


def test_work_is_stopped_before_its_process_has_begun(qtbot: QtBot, tmp_path: Path) -> None:
    work, draft = LongWork(), tmp_path / "draft"
    work.begin(keep_a_draft, draft)
    with qtbot.waitSignal(work.answered, timeout=60_000) as answered:
        work.stop()
    assert (answered.args, draft.exists()) == ([WorkStopped()], False)


def test_what_is_long_at_taking_back_goes_on_with_that_unwatched(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_work, "PATIENCE", 0)
    monkeypatch.setattr(work_process, "PATIENCE", 60)
    work, draft, free = LongWork(), tmp_path / "draft", tmp_path / "free"
    with qtbot.waitSignal(work.progressed, timeout=60_000):
        work.begin(keep_a_draft_until, draft, free)
    with qtbot.waitSignal(work.answered, timeout=60_000) as answered:
        work.stop()
    assert (answered.args, work.running) == ([WorkStopped()], False)
    qtbot.waitUntil(lambda: draft.read_text() == "ending", timeout=60_000)
    free.touch()
    qtbot.waitUntil(lambda: not draft.exists(), timeout=60_000)


@pytest.mark.parametrize("way", ["cancelled", "the program ends"])
def test_nobody_waits_for_what_is_cancelled_and_it_leaves_nothing(
    qtbot: QtBot, tmp_path: Path, way: str
) -> None:
    work, draft = LongWork(), tmp_path / "draft"
    with qtbot.waitSignal(work.progressed, timeout=60_000):
        work.begin(keep_a_draft, draft)
    if way == "cancelled":
        work.cancel()
        assert not work.running
    else:
        WorkProcess.end_all()
    qtbot.waitUntil(lambda: not draft.exists(), timeout=60_000)


def test_a_window_that_is_killed_takes_its_work_with_it(qtbot: QtBot, tmp_path: Path) -> None:
    draft = tmp_path / "draft"
    window = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.kit.killed_window", str(draft)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    with window:
        assert window.stdout is not None
        assert window.stdout.readline() == b"at work\n"
        assert draft.exists()
        window.kill()
    qtbot.waitUntil(lambda: not draft.exists(), timeout=60_000)
