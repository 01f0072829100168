"""Days on which a practitioner is away, mended by the engine and by CP-SAT.

Both get the same days in the same run: everybody is booked, one practitioner's hours are gone. The
engine's first answer leaves everybody where they are who can stay. CP-SAT has two workers and its
natural model (`packing_by_cp_sat`); what it takes to build the model is not counted. The engine has
one thread, and all that it does from the question on counts.

Of several ways to mend a day (`pack_front`) each is held against the fewest that CP-SAT sends home
with as many calls.
"""

from collections.abc import Iterator, Sequence

from benchmarks.figures import FigureTable, Row, Wanted, number
from benchmarks.front_by_cp_sat import least_by_cp_sat
from benchmarks.packed_days import Lost, Size, broken_day, sick_day
from benchmarks.packing_by_cp_sat import pack_by_cp_sat
from clinicdesk.scheduling import repair
from clinicdesk.scheduling.core.problem import Problem
from clinicdesk.scheduling.packing.front import pack_front
from clinicdesk.scheduling.repairing import Repair

PATIENTS = (50, 100)
DAYS = 3
"""So many days of each size, from seeds that follow each other."""
MOMENTS = (0.3, 1.0, 3.0)
"""Seconds that the engine is given."""
CP_SAT_SECONDS = 10.0
WORKERS = 2
FRONT_PATIENTS = (20, 35, 50)
FRONT_MOMENTS = (3.0, 10.0)
"""Seconds that the engine is given for a whole front."""
FRONT_SECONDS = 60.0
"""Seconds that CP-SAT is given for each number of calls."""
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
    yield from _fronts(wanted)


def _fronts(wanted: Wanted) -> Iterator[Row]:
    """The ways of each day, each with the fewest that CP-SAT sends home with as many calls."""
    seconds = 3.0 if wanted.quick else FRONT_SECONDS
    for patients in FRONT_PATIENTS[:1] if wanted.quick else FRONT_PATIENTS:
        for lost in Lost:
            problem = broken_day(wanted.seed, Size(patients), lost)
            for moment in FRONT_MOMENTS[:1] if wanted.quick else FRONT_MOMENTS:
                front = pack_front(problem, seconds=moment)
                fewest: dict[int, int] = {}
                for way in reversed(front.ways):
                    # Of ways that call equally many, the one that sends home the fewest.
                    fewest[way.disturbance.called] = way.disturbance.sent_home
                for called, sent_home in fewest.items():
                    least = least_by_cp_sat(
                        problem, called=called, workers=WORKERS, seconds=seconds
                    )
                    found = least.disturbance
                    yield {
                        "by": "front",
                        "lost": lost.value,
                        "seed": wanted.seed,
                        "visits": len(problem.requests),
                        "limit": moment,
                        "called": called,
                        "sent_home": sent_home,
                        "cp_sat": None if found is None else found.sent_home,
                        "cp_sat_limit": seconds,
                        "bound": least.bound,
                    }


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
    return [_repairs([row for row in found if row["by"] != "front"]), _ways(found)]


def _ways(found: Sequence[Row]) -> FigureTable:
    lines = []
    for row in (row for row in found if row["by"] == "front"):
        lines.append(
            (
                f"{row['visits']} visits without {row['lost']} (day {row['seed']})",
                f"{number(row, 'limit'):g} s",
                str(row["called"]),
                str(row["sent_home"]),
                "none" if row["cp_sat"] is None else str(row["cp_sat"]),
                f"{number(row, 'cp_sat_limit'):g} s",
                str(row["bound"]),
            )
        )
    return FigureTable(
        "Several ways to mend a day",
        ("", "given", "called", "sent home", "by CP-SAT", "in", "at least"),
        tuple(lines),
        f"CP-SAT has {WORKERS} workers, and so long for each number of calls.",
    )


def _repairs(found: Sequence[Row]) -> FigureTable:
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
    return FigureTable(
        "A practitioner is away",
        ("", "given", "took", "cost", "without a place", "steps moved"),
        tuple(lines),
        f"CP-SAT has {WORKERS} workers, the engine one thread.",
    )
