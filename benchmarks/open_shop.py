"""How near `pack` comes to the known optima of Taillard's open shops, and how soon.

    python -m benchmarks.open_shop [--seconds 10] [--sizes 4 5 7 10 15 20] [--seed 0]

One JSON line an instance, then a table by size. Every packing is checked by the rules that check
any answer. Seconds are those until a packing within 1 % of the optimum, and until the optimum;
they are this machine's, with whatever else it does.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from benchmarks.figures import FigureTable, Row, Wanted, column, number, shown
from benchmarks.taillard import PUBLISHED, OpenShop, open_shops, problem_of
from clinicdesk.scheduling import pack
from clinicdesk.scheduling.program.answer_checking import check_answer
from clinicdesk.scheduling.program.answers import packing_as_json, read_answer

NEAR = 1.01
SECONDS = 10.0
"""The most for each of the sixty, when all benchmarks are run; most are proven long before."""
QUICK_SIZES, QUICK_SECONDS = (4, 5, 7, 10), 1.0


@dataclass(frozen=True)
class Measured:
    """One instance; `gap` in percent of the optimum, seconds None where it was not reached."""

    name: str
    size: int
    optimum: int
    found: int
    gap: float
    near: float | None
    best: float | None
    proven: bool
    seconds: float


def rows(wanted: Wanted) -> Iterator[Row]:
    shops = open_shops(QUICK_SIZES)[::5] if wanted.quick else open_shops()
    for shop in shops:
        yield asdict(measured(shop, QUICK_SECONDS if wanted.quick else SECONDS, seed=0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(PUBLISHED))
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    found = []
    for shop in open_shops(wanted.sizes):
        found.append(asdict(measured(shop, wanted.seconds, wanted.seed)))
        print(json.dumps(found[-1]), flush=True)
    for table in tables(found):
        print(f"\n{table.as_text()}")


def measured(shop: OpenShop, seconds: float, seed: int) -> Measured:
    problem = problem_of(shop)
    improvements: list[tuple[int, float]] = []
    packing = pack(
        problem,
        seconds=seconds,
        seed=seed,
        progress=lambda cost, _bound, _placed, spent: improvements.append((cost, spent)),
    )
    answer = read_answer(json.dumps(packing_as_json(packing)).encode(), problem)
    assert check_answer(problem, answer) == ((), packing.cost), shop.name
    assert not packing.unplaced, shop.name

    def until(cost: float) -> float | None:
        return next((round(spent, 3) for found, spent in improvements if found <= cost), None)

    return Measured(
        shop.name,
        len(shop.minutes),
        shop.optimum,
        packing.cost,
        round(100 * (packing.cost / shop.optimum - 1), 2),
        until(NEAR * shop.optimum),
        until(shop.optimum),
        packing.cost == packing.bound,
        round(packing.seconds, 3),
    )


def tables(found: Sequence[Row]) -> list[FigureTable]:
    lines = []
    for size in sorted({int(number(row, "size")) for row in found}):
        of = [row for row in found if row["size"] == size]
        near, gaps = column(of, "near"), column(of, "gap")
        lines.append(
            (
                f"{size} x {size}",
                f"{sum(row['found'] == row['optimum'] for row in of)} of {len(of)}",
                str(sum(row["proven"] is True for row in of)),
                f"{sum(gaps) / len(gaps):.2f} %",
                f"{gaps[-1]:.2f} %",
                f"{len(near)} of {len(of)}",
                shown(near[-1]) if near else "-",
            )
        )
    head = ("", "optimal", "proven", "mean gap", "worst", "within 1 %", "seconds to that, at most")
    return [FigureTable("Taillard's open shops", head, tuple(lines))]


if __name__ == "__main__":
    main()
