"""The same questions with the room `scheduling/search` compiled by mypyc: equal answers, how quick.

The program is pure Python and ships nothing that is compiled; this says what that costs. A copy of
the engine is compiled in a folder of its own, so a C compiler must be there. Each half runs in a
process of its own and answers the same questions, one after the other.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import process_time

from benchmarks.figures import FigureTable, Row, Wanted, at_share, column, shown
from benchmarks.thousand_questions import TOP, questions
from clinicdesk.scheduling.search import search_plans
from clinicdesk.scheduling.search.compiled_visit import draw_calendars

QUESTIONS = 280
ROOT = Path(__file__).parents[1]
SEARCH = Path("clinicdesk") / "scheduling" / "search"


def rows(wanted: Wanted) -> Iterator[Row]:
    count = 56 if wanted.quick else QUESTIONS
    with tempfile.TemporaryDirectory() as scratch:
        compiled = Path(scratch)
        _compile(compiled)
        for name, folder in (("plain Python", ROOT), ("compiled", compiled)):
            for row in _answered(folder, wanted.seed, count):
                yield {"engine": name, **row}


def _compile(folder: Path) -> None:
    """A copy of what the questions need, its search compiled where it stands."""
    for part in ("clinicdesk", "benchmarks"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
    files = [str(path.relative_to(folder)) for path in sorted((folder / SEARCH).rglob("*.py"))]
    command = [str(Path(sys.executable).with_name("mypyc")), *files]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    # mypyc leaves the sources beside what it made of them: only the latter is loaded.
    if not list((folder / SEARCH).glob("*.so")) + list((folder / SEARCH).glob("*.pyd")):
        raise RuntimeError("mypyc compiled nothing")


def _answered(folder: Path, seed: int, count: int) -> Iterator[Row]:
    command = [sys.executable, "-m", "benchmarks.compiled_search", str(seed), str(count)]
    environment = {"PYTHONPATH": str(folder), "PATH": ""}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    ) as answering:
        assert answering.stdout is not None
        yield from map(json.loads, answering.stdout)
    if answering.returncode:
        raise RuntimeError(f"the questions ended with {answering.returncode}")


def _answer(seed: int, count: int) -> None:
    """Each question's milliseconds, and its answer in short."""
    for problem in questions(seed, count):
        draw_calendars(problem, problem.requests[0])
        begun = process_time()
        answer = search_plans(problem, top=TOP)
        took = 1000 * (process_time() - begun)
        found = [(plan.day.isoformat(), plan.cost) for plan in answer.plans]
        steps = len(problem.requests[0].steps)
        print(json.dumps({"steps": steps, "processor": took, "found": found}), flush=True)


def tables(found: Sequence[Row]) -> list[FigureTable]:
    of = {
        name: [row for row in found if row["engine"] == name]
        for name in ("plain Python", "compiled")
    }
    plain, compiled = of.values()
    equal = [row["found"] for row in plain] == [row["found"] for row in compiled]
    lines = []
    for name, answered in of.items():
        times = column(answered, "processor")
        yardstick = at_share(column(plain, "processor"), 0.99)
        shares = [shown(at_share(times, share)) for share in (0.5, 0.95, 0.99, 1)]
        lines.append((name, *shares, f"{at_share(times, 0.99) / yardstick:.2f}"))
    return [
        FigureTable(
            f"The {TOP} best days of a mixed question, in milliseconds of the processor",
            ("engine", "median", "95 %", "99 %", "most", "99 % against plain"),
            tuple(lines),
            f"{len(plain)} questions, answers {'equal' if equal else 'NOT EQUAL'}.",
        )
    ]


if __name__ == "__main__":
    _answer(int(sys.argv[1]), int(sys.argv[2]))
