"""What was cut short is no answer, even if nobody waits any more for what interrupted it."""

import pickle
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from multiprocessing import Pipe
from multiprocessing.connection import Connection

import pytest

from clinicdesk.services.planner.planner_process import OpenQuestions, Thinker
from clinicdesk.services.planner.questions import Asked, Dropped, Thinking, Whole
from tests.services.desk import Desk

INTERRUPTION = Asked(2, "other", b"")


class Window:
    """The end of the link at which somebody asks; the question itself has hold of it here."""

    link: Connection
    begun = 0
    questions: OpenQuestions


def interrupted(thinking: Thinking) -> str:
    """Somebody asks something else while this is thought about, and wants no answer any more."""
    Window.begun += 1
    if Window.begun > 1:
        return "whole"
    Window.link.send(INTERRUPTION)
    wait_until(thinking.stop)
    Window.link.send(Dropped("other"))
    wait_until(lambda: Window.questions.newest() != INTERRUPTION)
    return "cut short"


def wait_until(come: Callable[[], bool]) -> None:
    while not come():
        pass


@pytest.fixture
def link() -> Iterator[Connection]:
    """The planner's end."""
    window, planner = Pipe()
    Window.link, Window.begun = window, 0
    with closing(window), closing(planner):
        yield planner


def test_a_question_that_was_interrupted_for_a_moment_is_begun_again(
    link: Connection, east: Desk
) -> None:
    questions = Window.questions = OpenQuestions(link)
    receiving = threading.Thread(target=questions.receive, daemon=True)
    receiving.start()
    thinker = Thinker(east.context, east.database.path, 30)
    Window.link.send(Asked(1, "one", pickle.dumps((interrupted, ()))))
    answer_newest(questions, thinker)
    assert not Window.link.poll()
    answer_newest(questions, thinker)
    number, content = Window.link.recv()
    reply = pickle.loads(content)
    assert (number, type(reply), reply.value) == (1, Whole, "whole")
    Window.link.close()
    receiving.join()


def answer_newest(questions: OpenQuestions, thinker: Thinker) -> None:
    asked = questions.newest()
    assert asked is not None
    questions.answer(asked, thinker)
