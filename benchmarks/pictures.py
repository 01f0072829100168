"""The document's pictures and its page of figures, from the JSON lines of one run.

    python -m benchmarks --out FILE && python -m benchmarks.pictures FILE [--into docs]

writes `packing-figures.md` and `pictures/*.svg`. Without FILE only the pictures that explain the
search, which need no measurement.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from benchmarks.__main__ import BENCHMARKS
from benchmarks.charts import CHARTS
from benchmarks.explaining import PICTURES
from benchmarks.explaining_packing import packed_days
from benchmarks.figures import Row, of_benchmark

ABOUT = """Written by `python -m benchmarks.pictures` from one run of `python -m benchmarks`; every
ratio is of figures of that run. What is measured, and how, is said at the top of each module in
`benchmarks/`. How the engine works: [packing.md](packing.md)."""
MACHINE = """Measured {date} with Python {python} and OR-Tools {ortools} on {system}, {cores} cores
({processor}); the search: {search}; load of the machine before the run: {load}."""
TITLES = {
    "plan_search": "One patient, ninety days",
    "growth": "How it grows",
    "thousand_questions": "The slowest of a thousand questions",
    "compiled_search": "The search, compiled",
    "saying_no": "Why not, and what would help",
    "packing_over_time": "Packing a day",
    "open_shop": "Open shops",
    "repaired_days": "Repair",
    "worker_process": "A window beside it",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--into", type=Path, default=Path("docs"))
    given = parser.parse_args()
    pictures = given.into / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    for name, draw in {**PICTURES, "packed-days": packed_days}.items():
        draw().save(pictures / f"{name}.svg")
    if given.file is not None:
        lines = given.file.read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        (given.into / "packing-figures.md").write_text(page(rows, pictures), encoding="utf-8")


def page(rows: Sequence[Row], pictures: Path) -> str:
    """The page of figures; its charts are drawn on the way."""
    machine = of_benchmark(rows, "machine")[0]
    parts = [
        "# Figures of the packing engine",
        ABOUT,
        MACHINE.format(**machine),
    ]
    if machine["quick"]:
        parts.append("**These are rough figures of a quick run.**")
    for name, benchmark in BENCHMARKS.items():
        of_name = of_benchmark(rows, name)
        if not of_name:
            continue
        parts.append(f"## {TITLES[name]}")
        if name in CHARTS:
            file = f"{name.replace('_', '-')}.svg"
            CHARTS[name](of_name).save(pictures / file)
            parts.append(f"![{TITLES[name]}](pictures/{file})")
        for table in benchmark.tables(of_name):
            parts += [f"**{table.title}**", table.as_markdown()]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    main()
