"""The search beside CP-SAT on random visits of two to eight steps.

    python -m tests.scheduling.against_cp_sat [--count 1000] [--seed 1] [--limit 20] [--save FOLDER]

Prints every difference and the slowest questions; exit 1 if there is a difference. Whatever the
count, a seed stands for the same problem. A question that takes the search more than `--limit`
seconds is told as stopped. `--save` writes the problems that differ as JSON.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from math import inf
from pathlib import Path
from time import monotonic, perf_counter

from clinicdesk.scheduling import find_plans
from clinicdesk.scheduling.core.problem import AnswerStatus
from clinicdesk.scheduling.core.violations import find_violations
from tests.scheduling.combined_visits import combined_visit
from tests.scheduling.cp_sat import best_days
from tests.scheduling.engine_values import json_of, problem_of
from tests.scheduling.oracle import Json, Oracle

TOP = 10


def differences(source: Json, limit: float = inf) -> Iterator[str]:
    """What is wrong with the answer to this problem, in words; nothing if all is right."""
    problem = problem_of(source)
    answer = find_plans(problem, top=TOP, stop=after(limit))
    if answer.status is AnswerStatus.STOPPED:
        yield f"not answered in {limit} s"
        return
    expected = best_days(source, TOP)
    found = [(plan.cost, plan.day.isoformat()) for plan in answer.plans]
    if found != expected:
        yield f"costs and days {found}, expected {expected}"
    if answer.status is not (AnswerStatus.OPTIMAL if expected else AnswerStatus.INFEASIBLE):
        yield f"status {answer.status}"
    for plan in answer.plans:
        for violation in find_violations(problem, plan):
            yield f"{plan.day}: {violation.rule} at {violation.where}"
        if Oracle(source).judge(json_of(plan)) != plan.cost:
            yield f"{plan.day}: the oracle does not say that it costs {plan.cost}"


def after(seconds: float) -> Callable[[], bool]:
    """A `stop` that says True once so many seconds are over."""
    end = monotonic() + seconds
    return lambda: monotonic() > end


def milliseconds(source: Json, limit: float) -> tuple[float, int]:
    """How long the question takes once the calendars are held, and how many days have a plan."""
    answer = find_plans(problem_of(source), top=TOP, stop=after(limit))
    return 1000 * answer.seconds, len(answer.plans)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=20)
    parser.add_argument("--save", type=Path)
    wanted = parser.parse_args()
    times = []
    wrong = answered = 0
    begin = perf_counter()
    for seed in range(wanted.seed, wanted.seed + wanted.count):
        source = combined_visit(seed)
        faults = list(differences(source, wanted.limit))
        wrong += bool(faults)
        for fault in faults:
            print(f"seed {seed}: {fault}", flush=True)
        if faults and wanted.save:
            (wanted.save / f"combined-visit-{seed}.json").write_text(json.dumps(source, indent=1))
        took, days = milliseconds(source, wanted.limit)
        answered += bool(days)
        times.append((took, seed, len(source["requests"][0]["steps"])))
        if not (seed - wanted.seed + 1) % 100:
            print(f"{seed}: {perf_counter() - begin:.0f} s, {wrong} different", flush=True)
    print(f"{wanted.count} problems, {answered} with a plan, {wrong} different", end="")
    print(f" ({perf_counter() - begin:.0f} s)")
    for took, seed, steps in sorted(times, reverse=True)[:10]:
        print(f"  seed {seed}, {steps} steps: {took:.1f} ms")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
