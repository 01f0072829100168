"""A template changed step by step, and where it is drawn."""

from typing import Any

import pytest

from clinicdesk.ui.setup.steps.staircase import Arrow, Bar, Staircase, staircase
from clinicdesk.ui.setup.steps.template_edits import Kind, Template

KINDS = {"x-ray": Kind("Spine X-ray", 15), "new": Kind("Physiatry", 45), "pt": Kind("PT", 60)}
FILM: dict[str, Any] = {"first": "x-ray", "then": "new", "min_gap": 10, "max_gap": 60, "why": "so"}
DAY = Template(("x-ray", "new", "pt"), (FILM,), ({"steps": ["new", "pt"]},))


def with_film(**gaps: int) -> Template:
    return Template(DAY.steps, ({"first": "x-ray", "then": "new", "why": "so", **gaps},), DAY.same)


def test_a_step_has_minutes_of_its_own_only_where_they_differ() -> None:
    longer = DAY.lasting(2, 65, KINDS)
    assert longer.steps == ("x-ray", "new", {"visit_type": "pt", "minutes": 65})
    assert longer.minutes_of(2, KINDS) == 65
    assert longer.lasting(2, 60, KINDS) == DAY


def test_a_step_is_moved_and_no_further_than_the_ends() -> None:
    assert DAY.moved(0, 1).steps == ("new", "x-ray", "pt")
    assert DAY.moved(2, -1).steps == ("x-ray", "pt", "new")
    assert (DAY.moved(0, -1), DAY.moved(2, 1)) == (DAY, DAY)


def test_a_step_goes_with_the_rules_that_name_it() -> None:
    assert DAY.without_step(1) == Template(("x-ray", "pt"))
    assert DAY.without_step(0) == Template(("new", "pt"), (), DAY.same)


def test_a_rule_is_added_once_and_taken_away() -> None:
    added = DAY.with_rule_from(1)
    assert added.rules == (FILM, {"first": "new", "then": "pt"})
    assert (DAY.with_rule_from(0), DAY.with_rule_from(2)) == (DAY, DAY)
    assert added.without_rule(1) == DAY


@pytest.mark.parametrize(
    ("least", "left"),
    [
        (20, with_film(min_gap=20, max_gap=60)),
        (75, with_film(min_gap=60, max_gap=60)),
        (-5, with_film(max_gap=60)),
    ],
)
def test_the_smallest_gap_stays_below_the_largest(least: int, left: Template) -> None:
    assert DAY.with_least_gap(0, least) == left


@pytest.mark.parametrize(
    ("most", "left"),
    [
        (30, with_film(min_gap=10, max_gap=30)),
        (5, with_film(min_gap=10, max_gap=10)),
        (1441, with_film(min_gap=10)),
    ],
)
def test_the_largest_gap_stays_above_the_smallest(most: int, left: Template) -> None:
    assert DAY.with_most_gap(0, most) == left


def test_a_step_knows_with_which_before_it_it_has_the_same() -> None:
    same = (
        {"steps": ["pt", "x-ray"], "kind": "room"},
        {"steps": ["new", "pt"]},
        {"steps": ["gone"]},
    )
    template = Template(DAY.steps, (), same)
    assert [template.same_as(step) for step in range(3)] == [
        (),
        (),
        ((0, "room"), (1, "practitioner")),
    ]


def test_steps_are_drawn_as_soon_as_their_rules_allow() -> None:
    assert staircase(DAY, KINDS, 5) == Staircase(
        (Bar(0, 0, 15), Bar(1, 25, 70), Bar(2, 75, 135)), (Arrow(0, 0, 1),)
    )


def test_what_comes_first_is_drawn_first_whatever_the_list_says() -> None:
    assert [bar.step for bar in staircase(DAY.moved(0, 2), KINDS, 5).bars] == [1, 2, 0]
    assert [bar.step for bar in staircase(DAY.moved(0, 1), KINDS, 5).bars] == [1, 0, 2]


def test_rules_in_a_circle_and_of_steps_that_are_not_there_are_no_hindrance() -> None:
    circle = Template(
        ("x-ray", "gone"),
        (FILM, {"first": "x-ray", "then": "gone"}, {"first": "gone", "then": "x-ray"}, {}),
    )
    assert staircase(circle, KINDS, 5) == Staircase(
        (Bar(0, 0, 15), Bar(1, 20, 20)), (Arrow(1, 0, 1), Arrow(2, 1, 0))
    )
