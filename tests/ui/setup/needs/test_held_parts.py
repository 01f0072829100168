"""The parts that a need holds, and their edges moved."""

from typing import Any

import pytest

from clinicdesk.ui.setup.needs.held_parts import (
    Edge,
    HeldParts,
    Side,
    drawn_parts,
    held_parts,
    with_parts,
)

SPLIT = HeldParts(60, ((0, 40), (45, 60)), after=5)


def test_the_edges_stand_from_left_to_right() -> None:
    assert SPLIT.edges == (
        Edge(Side.BEFORE, 0, 0),
        Edge(Side.START, 0, 0),
        Edge(Side.END, 0, 40),
        Edge(Side.START, 1, 45),
        Edge(Side.END, 1, 60),
        Edge(Side.AFTER, 1, 65),
    )


@pytest.mark.parametrize(
    ("edge", "steps", "moved"),
    [
        (0, -1, HeldParts(60, ((0, 40), (45, 60)), before=5, after=5)),
        (0, 1, SPLIT),
        (1, 2, HeldParts(60, ((10, 40), (45, 60)), after=5)),
        (1, -1, SPLIT),
        (1, 20, HeldParts(60, ((39, 40), (45, 60)), after=5)),
        (2, 9, HeldParts(60, ((0, 45), (45, 60)), after=5)),
        (3, -9, HeldParts(60, ((0, 40), (40, 60)), after=5)),
        (4, -1, HeldParts(60, ((0, 40), (45, 55)), after=5)),
        (4, 1, SPLIT),
        (5, -1, HeldParts(60, ((0, 40), (45, 60)))),
        (5, 99, HeldParts(60, ((0, 40), (45, 60)), after=240)),
    ],
)
def test_an_edge_moves_by_the_grid_as_far_as_its_neighbors_let_it(
    edge: int, steps: int, moved: HeldParts
) -> None:
    assert SPLIT.pushed(edge, steps, 5) == moved


def test_an_edge_beside_the_grid_goes_to_the_next_minute_on_it() -> None:
    odd = HeldParts(60, ((0, 42),))
    assert [odd.pushed(2, by, 5).parts for by in (-1, 1)] == [((0, 40),), ((0, 45),)]


def test_a_part_is_divided_and_taken_away() -> None:
    whole = HeldParts(60, ((0, 60),))
    divided = whole.split(0, 5)
    assert divided.parts == ((0, 30), (35, 60))
    assert divided.without(0).parts == ((35, 60),)
    assert divided.without(0).without(0).parts == ((35, 60),)
    assert HeldParts(10, ((0, 10),)).split(0, 5).parts == ((0, 10),)


NEEDS: list[tuple[dict[str, Any], HeldParts | None]] = [
    ({"one_of": ["pt"]}, HeldParts(60, ((0, 60),))),
    ({"one_of": ["pt"], "holds": ["0-40", "45-end"], "after": 5}, SPLIT),
    ({"one_of": ["pt"], "holds": ["0-90"]}, None),
    ({"one_of": ["pt"], "holds": ["20-end", "0-10"]}, None),
    ({"one_of": ["pt"], "holds": ["soon"]}, None),
]


@pytest.mark.parametrize(("need", "held"), NEEDS)
def test_what_can_be_drawn_of_a_need(need: dict[str, Any], held: HeldParts | None) -> None:
    assert held_parts(need, 60) == held
    if held is not None:
        assert with_parts(need, held) == need


def test_what_only_the_longest_visit_has_is_drawn_of_that() -> None:
    need = {"one_of": ["pt", {"who": "Ann", "minutes": 90}], "holds": ["0-70"]}
    assert drawn_parts(need, 60) == HeldParts(90, ((0, 70),))
