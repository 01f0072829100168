"""Every figure of the packing engine and of the window, one after the other, or those named.

    python -m benchmarks [NAME ...] [--quick] [--out FILE] [--requests 20] [--seconds 30] [--seed 1]

Each measurement is a JSON line (also in FILE), each benchmark ends with a table. No figure is ever
compared with one of another run. `python -m benchmarks.pictures FILE` makes the document's.
"""

import argparse
import json
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks import (
    compiled_search,
    finding_patients,
    growth,
    open_shop,
    opening,
    packing_over_time,
    plan_search,
    repaired_days,
    saying_no,
    standing_still,
    starting,
    thousand_questions,
    worker_process,
)
from benchmarks.figures import Benchmark, Row, Wanted, machine

BENCHMARKS: dict[str, Benchmark] = {
    "plan_search": plan_search,
    "growth": growth,
    "thousand_questions": thousand_questions,
    "compiled_search": compiled_search,
    "saying_no": saying_no,
    "packing_over_time": packing_over_time,
    "repaired_days": repaired_days,
    "open_shop": open_shop,
    "worker_process": worker_process,
    "opening": opening,
    "standing_still": standing_still,
    "finding_patients": finding_patients,
    "starting": starting,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--quick", action="store_true", help="under a minute, rough figures")
    parser.add_argument("--out", type=Path, help="write the JSON lines to this file too")
    parser.add_argument("--requests", type=int, default=Wanted.requests)
    parser.add_argument("--seconds", type=float, default=Wanted.seconds, help="CP-SAT for a day")
    parser.add_argument("--seed", type=int, default=Wanted.seed)
    given = parser.parse_args()
    unknown = [name for name in given.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no benchmark called {unknown[0]}; there are {', '.join(BENCHMARKS)}")
    wanted = Wanted(given.quick, given.seed, given.requests, given.seconds)
    run(given.names or list(BENCHMARKS), wanted, given.out)


def run(names: Sequence[str], wanted: Wanted, out: Path | None) -> None:
    """Measure, and show each measurement as soon as it is there."""
    with ExitStack() as files:
        file = None if out is None else files.enter_context(out.open("w", encoding="utf-8"))

        def tell(row: Row) -> None:
            line = json.dumps(row)
            print(line, flush=True)
            if file is not None:
                print(line, file=file, flush=True)

        tell({"benchmark": "machine", "quick": wanted.quick, **machine()})
        for name in names:
            rows = []
            for row in BENCHMARKS[name].rows(wanted):
                rows.append(row)
                tell({"benchmark": name, **row})
            for table in BENCHMARKS[name].tables(rows):
                print(f"\n{table.as_text()}\n", flush=True)


if __name__ == "__main__":
    main()
