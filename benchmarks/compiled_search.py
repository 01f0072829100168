"""The same questions to the search as its sources say it and compiled: equal answers, how quick.

`bootstrap/compile_search.py` compiles it. Each half runs in a process of its own and answers the
same questions, one after the other.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from time import process_time

from benchmarks.figures import FigureTable, Row, Wanted, at_share, column, shown
from benchmarks.thousand_questions import TOP, questions
from clinicdesk.scheduling.search import search_plans
from clinicdesk.scheduling.search.compiled_folder import PLAIN, is_compiled
from clinicdesk.scheduling.search.compiled_visit import draw_calendars

QUESTIONS = 280


def rows(wanted: Wanted) -> Iterator[Row]:
    count = 56 if wanted.quick else QUESTIONS
    for name, plain in (("plain Python", "1"), ("compiled", "")):
        for row in _answered(plain, wanted.seed, count):
            yield {"engine": name, **row}


def _answered(plain: str, seed: int, count: int) -> Iterator[Row]:
    command = [sys.executable, "-m", "benchmarks.compiled_search", str(seed), str(count)]
    environment = {**os.environ, PLAIN: plain}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as answering:
        assert answering.stdout is not None
        yield from map(json.loads, answering.stdout)
    if answering.returncode:
        raise RuntimeError(f"the questions ended with {answering.returncode}")


def _answer(seed: int, count: int) -> None:
    """Each question's milliseconds, and its answer in short."""
    if is_compiled() == bool(os.environ.get(PLAIN)):
        raise RuntimeError("nothing is compiled; run bootstrap/compile_search.py first")
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
