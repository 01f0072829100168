"""How near `pack` comes to the known optima of Taillard's open shops, and how soon.

    python -m benchmarks.open_shop [--seconds 10] [--sizes 4 5 7 10 15 20] [--seed 0]

One JSON line an instance, then a table by size. Every packing is checked by the rules that check
any answer. Seconds are those until a packing within 1 % of the optimum, and until the optimum;
they are this machine's, with whatever else it does.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from benchmarks.taillard import PUBLISHED, OpenShop, open_shops, problem_of
from clinicdesk.scheduling import pack
from clinicdesk.scheduling.answers import packing_as_json, read_answer
from clinicdesk.scheduling.checking import check_answer

NEAR = 1.01


@dataclass(frozen=True)
class Row:
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(PUBLISHED))
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    rows = []
    for shop in open_shops(wanted.sizes):
        rows.append(measured(shop, wanted.seconds, wanted.seed))
        print(json.dumps(asdict(rows[-1])), flush=True)
    report(rows)


def measured(shop: OpenShop, seconds: float, seed: int) -> Row:
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

    return Row(
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


def report(rows: Sequence[Row]) -> None:
    print(f"\n{'':8}{'optimal':>9}{'proven':>8}{'mean gap':>10}{'worst':>8}{'seconds to 1 %':>24}")
    print(f"{'':43}{'reached':>12}{'most':>12}")
    for size in sorted({row.size for row in rows}):
        of = [row for row in rows if row.size == size]
        near = [row.near for row in of if row.near is not None]
        optimal = sum(row.found == row.optimum for row in of)
        gaps = [row.gap for row in of]
        print(
            f"{f'{size}x{size}':8}{optimal:9}{sum(row.proven for row in of):8}"
            f"{sum(gaps) / len(gaps):10.2f}{max(gaps):8.2f}"
            f"{len(near):12}{max(near, default=float('nan')):12.2f}"
        )


if __name__ == "__main__":
    main()
