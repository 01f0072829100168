"""Full clinic days packed by the engine and by CP-SAT: cost and proven bound as time goes by.

Both get the same days in the same run. CP-SAT has two workers and its natural model
(`packing_by_cp_sat`); what it takes to build the model is not counted. The engine has one thread.
"""

from collections.abc import Iterator, Sequence

from benchmarks.figures import Row, Table, Wanted, number
from benchmarks.packed_days import Size, packed_day
from benchmarks.packing_by_cp_sat import pack_by_cp_sat
from clinicdesk.scheduling.packing import pack
from clinicdesk.scheduling.problem import Problem

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
        yield _by_engine(problem, patients, min(seconds, MOMENTS[-1]))
        yield _by_cp_sat(problem, patients, seconds)


def _by_engine(problem: Problem, patients: int, seconds: float) -> Row:
    curve: Curve = []
    bounds: Curve = []

    def progress(cost: int, bound: int, _: int, spent: float) -> None:
        if not curve or cost < curve[-1][1]:
            curve.append((round(spent, 4), cost))
        if not bounds or bound > bounds[-1][1]:
            bounds.append((round(spent, 4), bound))

    packing = pack(problem, seconds=seconds, progress=progress)
    return {
        "patients": patients,
        "by": "engine",
        "seconds": round(packing.seconds, 3),
        "cost": packing.cost,
        "bound": packing.bound,
        "unplaced": len(packing.unplaced),
        "status": packing.status.value,
        "curve": curve,
        "bounds": bounds,
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
        "seconds": round(found.seconds, 3),
        "cost": found.cost,
        "bound": found.bound,
        "unplaced": len(found.unplaced),
        "status": "optimal" if found.optimal else "stopped",
        "curve": curve,
    }


def cost_after(curve: Sequence[Sequence[float]], seconds: float) -> float | None:
    """The cost of the best packing by then, None if there was none yet."""
    return next((cost for spent, cost in reversed(curve) if spent <= seconds), None)


def curve_of(row: Row) -> list[tuple[float, float]]:
    """How the cost fell in a row's packing."""
    curve = row["curve"]
    assert isinstance(curve, list)
    return [(float(seconds), float(cost)) for seconds, cost in curve]


def tables(found: Sequence[Row]) -> list[Table]:
    lines = []
    for row in found:
        engine = row["by"] == "engine"
        after = (_shown(cost_after(curve_of(row), seconds)) for seconds in MOMENTS)
        gap = "-"
        if row["cost"] is not None and number(row, "bound") > 0:
            gap = f"{100 * (number(row, 'cost') / number(row, 'bound') - 1):.1f} %"
        lines.append(
            (
                f"{row['patients']} patients, {'engine' if engine else 'CP-SAT'}",
                *after,
                _shown(row["cost"]),
                f"{number(row, 'seconds'):.1f} s",
                str(row["bound"]),
                gap,
                str(row["status"]),
            )
        )
    moments = tuple(f"after {seconds:g} s" for seconds in MOMENTS)
    return [
        Table(
            "Cost of a packed day, patients new",
            ("", *moments, "at the end", "ended after", "bound", "gap", "status"),
            tuple(lines),
            f"CP-SAT with {WORKERS} workers, the engine with one thread. The gap is that to the"
            " bound which the same search proved.",
        )
    ]


def _shown(cost: object) -> str:
    return "none" if cost is None else f"{cost:.0f}" if isinstance(cost, float) else str(cost)
