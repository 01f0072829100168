"""Full clinic days packed by the engine and by CP-SAT: cost and proven bound as time goes by.

Both get the same days in the same run. CP-SAT has two workers and its natural model
(`packing_by_cp_sat`); what it takes to build the model is not counted. The engine has one thread.
"""

from collections.abc import Iterator, Sequence

from benchmarks.figures import FigureTable, Row, Wanted, number
from benchmarks.packed_days import Size, packed_day
from benchmarks.packing_by_cp_sat import pack_by_cp_sat
from clinicdesk.scheduling.core.problem import Problem
from clinicdesk.scheduling.packing import pack

PATIENTS = (19, 50, 100)
MOMENTS = (0.1, 0.5, 2.0, 10.0)
"""Seconds after which the engine is looked at."""
WORKERS = 2

Curve = list[tuple[float, int]]
"""Seconds, and the cost from then on."""


def rows(wanted: Wanted) -> Iterator[Row]:
    for patients in PATIENTS[:1] if wanted.quick else PATIENTS:
        problem = packed_day(wanted.seed, Size(patients))
        seconds = 3.0 if wanted.quick else wanted.seconds
        for moment in MOMENTS[:-1] if wanted.quick else MOMENTS:
            yield _by_engine(problem, patients, moment)
        yield _by_cp_sat(problem, patients, seconds)


def _by_engine(problem: Problem, patients: int, seconds: float) -> Row:
    curve: Curve = []

    def progress(cost: int, _bound: int, _placed: int, spent: float) -> None:
        if not curve or cost < curve[-1][1]:
            curve.append((round(spent, 4), cost))

    packing = pack(problem, seconds=seconds, progress=progress)
    return {
        "patients": patients,
        "by": "engine",
        "limit": seconds,
        "seconds": round(packing.seconds, 3),
        "cost": packing.cost,
        "bound": packing.bound,
        "unplaced": len(packing.unplaced),
        "status": packing.status.value,
        "curve": curve,
    }


def _by_cp_sat(problem: Problem, patients: int, seconds: float) -> Row:
    curve: Curve = []
    found = pack_by_cp_sat(
        problem,
        workers=WORKERS,
        seconds=seconds,
        progress=lambda cost, spent: curve.append((round(spent, 4), cost)),
    )
    return {
        "patients": patients,
        "by": "cp_sat",
        "limit": seconds,
        "seconds": round(found.seconds, 3),
        "cost": found.cost,
        "bound": found.bound,
        "unplaced": len(found.unplaced),
        "status": "optimal" if found.optimal else "stopped",
        "curve": curve,
    }


def curve_of(row: Row) -> list[tuple[float, float]]:
    """How the cost fell in a row's packing."""
    curve = row["curve"]
    assert isinstance(curve, list)
    return [(float(seconds), float(cost)) for seconds, cost in curve]


def tables(found: Sequence[Row]) -> list[FigureTable]:
    lines = []
    for row in found:
        engine = row["by"] == "engine"
        gap = "-"
        if row["cost"] is not None and number(row, "bound") > 0:
            gap = f"{100 * (number(row, 'cost') / number(row, 'bound') - 1):.1f} %"
        lines.append(
            (
                f"{row['patients']} patients, {'engine' if engine else 'CP-SAT'}",
                f"{number(row, 'limit'):g} s",
                f"{number(row, 'seconds'):.1f} s",
                "none" if row["cost"] is None else str(row["cost"]),
                str(row["bound"]),
                gap,
                str(row["status"]),
            )
        )
    return [
        FigureTable(
            "Cost of a packed day",
            ("", "given", "took", "cost", "bound", "gap", "status"),
            tuple(lines),
            f"CP-SAT has {WORKERS} workers, the engine one thread. The gap is that to the bound"
            " which the same search proved by then.",
        )
    ]
