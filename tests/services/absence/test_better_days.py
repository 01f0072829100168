"""A day repaired at once, then better: until no list can be better, or somebody says to stop."""

import pytest

from clinicdesk.services.absence import better_days
from clinicdesk.services.absence.better_days import better_days as each_better
from clinicdesk.services.absence.repair_attempts import RepairedDay, RepairQuestion
from tests.services.absence.test_repaired_days import question

LOOKS = [("1", "2"), ("1",), ("1", "2"), ()]
"""What four looks leave without a place, the third one worse than the one before."""


def looked(
    monkeypatch: pytest.MonkeyPatch, asked: RepairQuestion, stops: int = 9
) -> tuple[list[tuple[str, ...]], list[float]]:
    """What is handed over, and the seconds of each look; told to stop after so many of them."""
    given: list[float] = []

    def look(_question: RepairQuestion, seconds: float, _stop: object) -> RepairedDay:
        given.append(seconds)
        return RepairedDay((), LOOKS[len(given) - 1])

    monkeypatch.setattr(better_days, "repair_day", look)
    found = [day.unplaced for day in each_better(asked, lambda: len(given) >= stops)]
    return found, given


def test_only_what_is_better_is_handed_over_and_never_more_than_everybody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(better_days, "_has_place", lambda _question, _name: True)
    stages = list(better_days.STAGES)
    assert looked(monkeypatch, question()) == ([("1", "2"), ("1",), ()], stages)


def test_told_to_stop_it_begins_no_further_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(better_days, "_has_place", lambda _question, _name: True)
    stages = list(better_days.STAGES)
    assert looked(monkeypatch, question(), stops=1) == ([("1", "2")], stages[:1])
    assert looked(monkeypatch, question(), stops=3) == ([("1", "2"), ("1",)], stages[:3])


@pytest.mark.parametrize(("unplaced", "proven"), [((), True), (("1",), True), (("1", "2"), False)])
def test_that_no_list_is_better_is_known_where_the_others_have_no_place_even_alone(
    unplaced: tuple[str, ...], proven: bool
) -> None:
    assert better_days.cannot_be_better(question(), RepairedDay((), unplaced)) is proven


def test_where_nobody_else_can_stay_the_search_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Visit 1 wants the therapist who is away, whatever the others do."""
    stages = list(better_days.STAGES)
    assert looked(monkeypatch, question()) == ([("1", "2"), ("1",)], stages[:2])


def test_the_first_look_is_whole_although_somebody_else_waits() -> None:
    (found,) = each_better(question(second_room=True), lambda: True)
    assert (found.unplaced, [move.was.request for move in found.moved]) == (("1",), ["2"])
