"""`docs/packing.md`: its worked examples are what the engine computes, its map leads somewhere."""

import re
from datetime import date
from functools import reduce
from importlib import import_module
from pathlib import Path

import pytest

from clinicdesk.scheduling.core.bit_sets import Cell, Mask, Number, steps_of
from clinicdesk.scheduling.core.problem import (
    Alternative,
    Need,
    Problem,
    Request,
    Resource,
    SequenceRule,
    Step,
)
from clinicdesk.scheduling.core.stopping import poll_of
from clinicdesk.scheduling.packing.shop.decision import _Limits, _Partial, _rows
from clinicdesk.scheduling.packing.shop.sequences import Operations
from clinicdesk.scheduling.search import search_plans
from clinicdesk.scheduling.search.assigning.later_needs import LaterNeedsOfDay
from clinicdesk.scheduling.search.assigning.occupied import Occupancy
from clinicdesk.scheduling.search.assigning.resources import FreeResources, TimedStep
from clinicdesk.scheduling.search.bound_table import BoundTable
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit
from clinicdesk.scheduling.search.day_states import SeenStates, State, nothing_placed
from clinicdesk.scheduling.search.walk import Walk

CHECKOUT = Path(__file__).resolve().parents[2]
PAGE = (CHECKOUT / "docs" / "packing.md").read_text("utf-8")
NO_STOP = poll_of(None)
DAY = date(2026, 3, 2)
GRID = 10
Rows = list[tuple[str, ...]]


def rows_below(heading: str) -> Rows:
    """The rows of the first table below a heading, its own first line left out."""
    section = PAGE.split(f"{heading}\n", 1)[1].split("\n#", 1)[0]
    table = re.search(r"^\|.*\n\|[-|]+\n((?:\|.*\n)+)", section, re.MULTILINE)
    assert table, heading
    lines = table[1].splitlines()
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def minute_of(shown: str) -> int:
    hours, minutes = shown.split(":")
    return 60 * int(hours) + int(minutes)


def cell_of(shown: str) -> Cell:
    return Cell(Number(minute_of(shown) // GRID))


def starts_in(mask: Mask) -> str:
    """The starts of a mask of one day."""
    return ", ".join(clock(GRID * cell) for cell in range(mask.bit_length()) if mask >> cell & 1)


def table_of(problem: Problem) -> BoundTable:
    visit = CompiledVisit(problem, problem.requests[0])
    return BoundTable([visit], visit.horizon.stretch(0, 1), NO_STOP)


def free(name: str, *times: str) -> Resource:
    return Resource(name, "room", {DAY: ((minute_of(times[0]), minute_of(times[1])),)})


def step(name: str, minutes: int, *rooms: str, clean_up: int = 0) -> Step:
    return Step(name, minutes, (Need(tuple(map(Alternative, rooms)), after=clean_up),))


def test_the_levels_of_the_table() -> None:
    request = Request(
        "visit",
        (step("X-ray", 10, "imaging"), step("surgeon", 20, "office")),
        sequence=(SequenceRule("X-ray", "surgeon"),),
    )
    rooms = free("imaging", "8:00", "8:20"), free("office", "8:40", "9:10")
    problem = Problem(GRID, (DAY,), rooms, (request,))
    table = table_of(problem)
    surgeon, everything = steps_of(0b10), steps_of(0b11)
    levels: Rows = []
    bases = table.fields.ways[0].bases
    while table.next_level is not None:
        table.grow()
        cost, fits = table.fits[surgeon][-1]
        assert cost == table.level
        before = table.fits[surgeon][-2][1] if len(levels) else fits ^ fits
        begins = [
            table.fields.of_day(0, starts) for cost, starts in table.reached if cost == table.level
        ]
        levels.append(
            (
                str(table.level),
                starts_in(table.fields.of_day(0, fits & ~before)),
                starts_in(begins[0]) if begins else "–",
                str(bases[everything] + table.level) if begins else "–",
            )
        )
    assert rows_below("#### A table of two steps") == levels
    assert bases == [0, 10, 20, 30]
    (plan,) = search_plans(problem).plans
    assert (plan.cost, plan.steps[0].start) == (50, minute_of("8:10"))
    table = table_of(problem)
    best = Walk(table, NO_STOP).best(0, 50, None)
    assert best is not None
    assert (best.cost, table.level, table.next_level) == (50, 20, 30)


class Dominance:
    """A blood test, an X-ray and the surgeon, and states in which the first two are placed."""

    def __init__(self) -> None:
        steps = (
            step("blood test", 20, "lab"),
            step("X-ray", 10, "room 1", "room 3", clean_up=35),
            step("surgeon", 20, "room 1", "room 2"),
        )
        rooms = (
            free("lab", "8:00", "17:00"),
            free("room 1", "8:00", "17:00"),
            free("room 2", "9:00", "17:00"),
            free("room 3", "8:00", "9:05"),
        )
        self.table = table_of(Problem(GRID, (DAY,), rooms, (Request("visit", steps),)))
        (way,) = self.table.fields.ways
        free_resources = FreeResources(way.visit, way.start_pools, 0)
        self.occupancy = Occupancy(way.visit, 0, free_resources, NO_STOP)
        self.later_needs = LaterNeedsOfDay(way, 0)

    def state(self, blood_test: str, x_ray: str) -> State:
        """Both steps placed at these times, the surgeon to come at 9:00 or later."""
        starts = [cell_of(blood_test), cell_of(x_ray), cell_of("9:00")]
        placed = [TimedStep(number, starts[number], (20, 10)[number], 0) for number in (0, 1)]
        placed.sort(key=lambda timed: timed.start)
        (way,) = self.table.fields.ways
        end = placed[-1].start + placed[-1].minutes // GRID
        state = nothing_placed(self.table.everything, 3, end, way.visit.horizon.cells)
        for timed in placed:
            steps = state.steps ^ 1 << timed.step
            later = self.later_needs.after(steps, starts, state.latest)
            occupied = self.occupancy.after(state.occupied, timed, later)
            state = state._replace(steps=steps, later=later, occupied=occupied)
        cost = GRID * (end - placed[0].start)
        return state._replace(cost=cost, earliest=(cell_of("0:00"), cell_of("0:00"), starts[2]))

    def dominates(self, state: State, other: State) -> bool:
        seen = SeenStates(self.occupancy, GRID)
        assert not seen.dominate(state)
        return seen.dominate(other)


def test_dominance() -> None:
    example, shown = Dominance(), rows_below("#### Four states of a day")
    states = {name: example.state(*starts) for name, *starts in (row[:3] for row in shown)}
    computed: Rows = []
    for (name, state), row in zip(states.items(), shown, strict=True):
        (last_uses,) = state.occupied
        by = [
            other for other in states if other != name and example.dominates(states[other], state)
        ]
        computed.append(
            (
                *row[:3],
                clock(GRID * state.cell),
                str(state.cost),
                ", ".join(f"{use.resource} until {clock(use.end)}" for use in last_uses) or "–",
                ", ".join(by) or "none",
            )
        )
    assert shown == computed


def test_edge_finding() -> None:
    shown = rows_below("#### Three operations on one machine")
    minutes, earliest, latest_ends = ([int(row[column]) for row in shown] for column in range(1, 4))
    length = max(latest_ends)
    operations = Operations(minutes, jobs=(0, 1, 2), machines=(0, 0, 0))
    rows = _rows(operations)
    partial = _Partial(len(minutes), rows)
    partial.ready[0][:] = earliest
    partial.ready[1][:] = [length - end for end in latest_ends]
    _Limits(operations, rows, length).narrow(partial)
    assert (earliest, partial.ready[0]) == ([0, 2, 3], [8, 2, 3])
    assert [int(row[-1]) for row in shown] == partial.ready[0]
    assert partial.ready[1] == [length - end for end in latest_ends]


@pytest.mark.parametrize(
    ("idea", "module", "names"),
    rows_below("## Where each idea lives"),
    ids=str,
)
def test_each_idea_lives_where_the_map_says(idea: str, module: str, names: str) -> None:
    path = module.strip("`").removesuffix(".py").replace("/", ".")
    there = import_module(f"clinicdesk.scheduling.{path}")
    assert re.fullmatch(r"`[^`]+`(, `[^`]+`)*", names), idea
    for name in re.findall(r"`([^`]+)`", names):
        reduce(getattr, name.split("."), there)


def test_modules_are_named_with_their_folder() -> None:
    """So that what is checked of every page sees them."""
    assert re.findall(r"`\w+\.py`", PAGE) == []


def test_every_word_of_the_glossary_has_one_line() -> None:
    words = [row[0] for row in rows_below("## Words")]
    assert words == sorted(set(words), key=str.lower)
    assert {"dominance", "level", "pool", "walk", "edge finding", "Lagrangian bound"} <= set(words)
