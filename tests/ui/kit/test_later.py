"""Parts that are made late, and the steps that are taken while nothing else is to be done."""

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from clinicdesk.ui.kit.later import Later

pytestmark = pytest.mark.usefixtures("qtbot")


def test_a_part_is_made_once_when_it_is_called_for() -> None:
    owner = QObject()
    later = Later(owner)
    made: list[QObject] = []

    def make() -> QObject:
        made.append(QObject())
        return made[-1]

    part = later.part(make)
    assert (part.made, made) == (None, [])
    first = part()
    assert (part.made, part(), made) == (first, first, [first])
    assert later.parts == [part]


def test_a_part_that_could_not_be_made_is_made_the_next_time() -> None:
    owner = QObject()
    divisors = iter([0, 1])

    def make() -> QObject:
        assert 1 // next(divisors)
        return owner

    part = Later(owner).part(make)
    with pytest.raises(ZeroDivisionError):
        part()
    assert (part.made, part()) == (None, owner)


def test_steps_are_taken_in_their_order_one_each_time_nothing_else_is_to_be_done(
    qtbot: QtBot,
) -> None:
    owner = QObject()
    later = Later(owner)
    taken: list[tuple[str, int]] = []
    for name in ("first", "second", "third"):
        later.add(lambda name=name: taken.append((name, later.waiting)))  # type: ignore[misc]
    assert taken == []
    later.begin()
    qtbot.waitUntil(lambda: later.waiting == 0, timeout=60_000)
    assert taken == [("first", 2), ("second", 1), ("third", 0)]


def test_a_step_that_fails_is_not_tried_again() -> None:
    owner = QObject()
    later = Later(owner)
    taken: list[str] = []
    later.add(lambda: 1 / 0)
    later.add(lambda: taken.append("second"))
    with pytest.raises(ZeroDivisionError):
        later.finish()
    later.finish()
    assert (later.waiting, taken) == (0, ["second"])


def test_whoever_stops_has_no_more_steps_taken() -> None:
    owner = QObject()
    later = Later(owner)
    taken: list[str] = []
    later.add(lambda: taken.append("first"))
    later.begin()
    later.stop()
    later.finish()
    assert taken == []
