"""Days on which a practitioner is away, mended by the engine and by CP-SAT.

Both get the same days in the same run: everybody is booked, one practitioner's hours are gone. The
engine's first answer leaves everybody where they are who can stay. CP-SAT has two workers and its
natural model (`packing_by_cp_sat`); what it takes to build the model is not counted. The engine has
one thread, and all that it does from the question on counts.
"""

from collections.abc import Iterator, Sequence

from benchmarks.figures import FigureTable, Row, Wanted, number
from benchmarks.packed_days import Size, sick_day
from benchmarks.packing_by_cp_sat import pack_by_cp_sat
from clinicdesk.scheduling import repair
from clinicdesk.scheduling.core.problem import Problem
from clinicdesk.scheduling.repairing import Repair

PATIENTS = (50, 100)
DAYS = 3
"""So many days of each size, from seeds that follow each other."""
MOMENTS = (0.3, 1.0, 3.0)
"""Seconds that the engine is given."""
CP_SAT_SECONDS = 10.0
WORKERS = 2
FIRST_ASKED = 5
"""How often the first answer is asked for; the middle one counts."""


def rows(wanted: Wanted) -> Iterator[Row]:
    for patients in PATIENTS[:1] if wanted.quick else PATIENTS:
        for seed in range(wanted.seed, wanted.seed + (1 if wanted.quick else DAYS)):
            problem = sick_day(seed, Size(patients))
            about: Row = {
                "patients": patients,
                "seed": seed,
                "visits": len(problem.requests),
                "steps": len(problem.booked),
            }
            yield {**about, "by": "first", **_first(problem)}
            for moment in MOMENTS:
                found = repair(problem, day=problem.days[0], seconds=moment)
                yield {**about, "by": "engine", "limit": moment, **_figures(found)}
            yield {**about, "by": "cp_sat", **_by_cp_sat(problem, 3.0 if wanted.quick else None)}


def _first(problem: Problem) -> Row:
    answers: list[Repair] = []
    for _ in range(FIRST_ASKED):
        told: list[Repair] = []
        repair(problem, day=problem.days[0], seconds=0.0, progress=told.append)
        answers.append(told[0])
    answers.sort(key=lambda answer: answer.seconds)
    return {"limit": 0.0, **_figures(answers[FIRST_ASKED // 2])}


def _figures(found: Repair) -> Row:
    return {
        "seconds": round(found.seconds, 4),
        "cost": found.cost,
        "unplaced": len(found.cannot_stay),
        "moved": len(found.moved),
        "moved_for_others": sum(not one.affected for one in found.moved),
    }


def _by_cp_sat(problem: Problem, seconds: float | None) -> Row:
    limit = CP_SAT_SECONDS if seconds is None else seconds
    found = pack_by_cp_sat(problem, workers=WORKERS, seconds=limit)
    now = {
        (plan.request, step.step): (step.start, step.resources)
        for plan in found.plans
        for step in plan.steps
    }
    kept = sum(
        now.get((item.request, item.step)) == (item.start, item.resources)
        for item in problem.booked
    )
    return {
        "limit": limit,
        "seconds": round(found.seconds, 4),
        "cost": found.cost,
        "unplaced": len(found.unplaced),
        "moved": len(now) - kept,
        "bound": found.bound,
    }


def tables(found: Sequence[Row]) -> list[FigureTable]:
    names = {"first": "first answer", "engine": "engine", "cp_sat": "CP-SAT"}
    lines = []
    for row in found:
        # CP-SAT may have found nothing at all in its time.
        figures = ("none",) * 3
        if row["cost"] is not None:
            figures = (str(row["cost"]), str(row["unplaced"]), str(row["moved"]))
        lines.append(
            (
                f"{row['visits']} visits (day {row['seed']}), {names[str(row['by'])]}",
                f"{number(row, 'limit'):g} s" if row["limit"] else "-",
                f"{1000 * number(row, 'seconds'):.0f} ms",
                *figures,
            )
        )
    return [
        FigureTable(
            "A practitioner is away",
            ("", "given", "took", "cost", "without a place", "steps moved"),
            tuple(lines),
            f"CP-SAT has {WORKERS} workers, the engine one thread.",
        )
    ]
