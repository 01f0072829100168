"""The page of figures and its pictures are made from rows as a run writes them."""

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import growth, packing_over_time, plan_search, worker_process
from benchmarks.explaining import PICTURES
from benchmarks.figures import FigureTable, Row, machine
from benchmarks.pictures import page
from benchmarks.svg import Drawing


def test_a_page_has_a_chart_and_the_tables_of_each_benchmark_that_was_run(tmp_path: Path) -> None:
    written = page([{"benchmark": "machine", "quick": False, **machine()}, *_rows()], tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "growth.svg",
        "packing-over-time.svg",
        "plan-search.svg",
        "worker-process.svg",
    ]
    for path in tmp_path.iterdir():
        assert f"(pictures/{path.name})" in written
        assert ElementTree.parse(path).getroot().tag.endswith("svg")
    assert "| CP-SAT, written naturally | 400 | 400 | 400 | 200 |" in written
    assert "| 19 patients, CP-SAT | 20 s | 20.0 s | none | 0 | - | stopped |" in written
    assert "Open shops" not in written
    assert "rough figures" not in written


def _rows() -> list[Row]:
    """A row or two of each benchmark, all of them plain."""
    plan: Row = dict.fromkeys(plan_search.WAYS, 2.0)
    plan |= {"cp_sat_natural": 400.0, "best_days": 10, "missed_by_earliest_fit": 3}
    grown = {
        "appointments": 9,
        "requests": 5,
        "that_fit": 4,
        "median": 1,
        "most_of_95": 2,
        "most": 3,
    }
    packed = {"patients": 19, "limit": 20.0, "seconds": 20.0}
    by_benchmark: dict[str, list[Row]] = {
        "plan_search": [{"appointments": 9, "days": 5, "practitioners": 4}, plan],
        "growth": [
            {"what": what, "value": value, **grown} for what in growth.NAMES for value in (1, 2)
        ],
        "packing_over_time": [
            packed | {"by": "engine", "cost": 90, "bound": 80, "status": "x", "curve": [[0.1, 90]]},
            packed | {"by": "cp_sat", "cost": None, "bound": 0, "status": "stopped", "curve": []},
        ],
        "worker_process": [
            {"way": way, "seconds": 2.0, "median": 10, "most_of_99": 11, "longest": 20}
            for way in worker_process.WAYS
        ],
    }
    assert packing_over_time.curve_of(by_benchmark["packing_over_time"][0]) == [(0.1, 90.0)]
    return [{"benchmark": name, **row} for name, rows in by_benchmark.items() for row in rows]


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
def test_pictures_of_the_search_are_drawn(draw: Callable[[], Drawing], tmp_path: Path) -> None:
    draw().save(tmp_path / "drawn.svg")

    assert len(ElementTree.parse(tmp_path / "drawn.svg").getroot()) > 10


def test_a_table_has_columns_of_equal_width_on_a_terminal() -> None:
    table = FigureTable(
        "Times", ("", "ms"), (("engine", "1"), ("CP-SAT", "100")), "All of one run."
    )

    assert table.as_text().splitlines() == [
        "Times",
        "         ms",
        "engine    1",
        "CP-SAT  100",
        "All of one run.",
    ]
    assert table.as_markdown().splitlines() == [
        "|  | ms |",
        "|---|---:|",
        "| engine | 1 |",
        "| CP-SAT | 100 |",
        "",
        "All of one run.",
    ]
