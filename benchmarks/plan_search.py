"""How long the ten best days of one patient take, beside CP-SAT, SQLite and earliest fit.

Every way answers the same requests in turn, since figures of different runs or machines cannot be
compared. Short gaps cost nothing except in `engine_with_short_gaps`, so that all ways minimize the
same cost; the ten costs of each must agree. The engine has its calendars drawn already, as it does
between two questions; the time to draw them, and to fetch the rows to draw them from, is measured
separately.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import perf_counter

from benchmarks.appointment_rows import AppointmentRows
from benchmarks.clinics import Size, clinic, request
from benchmarks.cp_sat_days import TOP, NaturalDay, PrunedDay, costs_by_cp_sat
from benchmarks.earliest_fit import days_by_earliest_fit
from benchmarks.figures import FigureTable, Row, Wanted, at_share, column, number, shown
from clinicdesk.scheduling import find_plans
from clinicdesk.scheduling.core.problem import Problem, Weights
from clinicdesk.scheduling.core.stopping import poll_of
from clinicdesk.scheduling.search.assigning.pools import StartPools
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit, draw_calendars

WAYS = {
    "engine": "the engine",
    "engine_with_short_gaps": "the engine, short gaps counted",
    "calendars": "drawing the calendars anew",
    "rows_of_request": "fetching the rows of the request's resources",
    "rows_of_all": "fetching all appointments of the practitioners",
    "cp_sat_pruned": "CP-SAT, starts pruned by the engine",
    "cp_sat_natural": "CP-SAT, written naturally",
}


def rows(wanted: Wanted) -> Iterator[Row]:
    size = Size()
    days, resources, count = clinic(wanted.seed, size)
    yield {"appointments": count, "days": size.days, "practitioners": size.practitioners}
    with AppointmentRows(resources) as stored:
        for place in range((4 if wanted.quick else wanted.requests) + 1):
            visit = request(wanted.seed + place, days, size)
            problem = Problem(size.grid, days, resources, (visit,))
            row = _measured(problem, stored, plain_first=place % 2 == 0)
            if place:  # the first one warms everything up
                yield row


def _measured(problem: Problem, stored: AppointmentRows, *, plain_first: bool) -> Row:
    """Milliseconds of each way, and the days that earliest fit misses.

    The engine is asked with and without short gaps; the second question finds more masks drawn.
    """
    asked = replace(problem, weights=Weights(short_gap=0))
    with_short_gaps = None if plain_first else find_plans(problem)
    answer = find_plans(asked)
    with_short_gaps = with_short_gaps or find_plans(problem)
    span = problem.days[0].isoformat(), problem.days[-1].isoformat()
    visit = CompiledVisit(asked, asked.requests[0])
    pools = pools_by_day(visit)
    costs = [plan.cost for plan in answer.plans]
    seconds = {
        "engine": answer.seconds,
        "engine_with_short_gaps": with_short_gaps.seconds,
        "calendars": _seconds_to_draw(problem),
        "rows_of_request": stored.of_request(problem.requests[0], *span)[1],
        "rows_of_all": stored.all_of_practitioners(*span)[1],
    }
    begin = perf_counter()
    assert costs == costs_by_cp_sat(visit, lambda day: PrunedDay(visit, day, pools[day]))
    between = perf_counter()
    assert costs == costs_by_cp_sat(visit, lambda day: NaturalDay(visit, day))
    seconds["cp_sat_pruned"], seconds["cp_sat_natural"] = between - begin, perf_counter() - between
    fitting = set().union(*(days_by_earliest_fit(visit, pool) for pool in {*pools.values()}))
    found = [visit.horizon.position_of[plan.day] for plan in answer.plans]
    return {
        **{way: round(1000 * value, 4) for way, value in seconds.items()},
        "steps": len(visit.steps),
        "best_days": len(found),
        "missed_by_earliest_fit": sum(1 for position in found if position not in fitting),
    }


def pools_by_day(visit: CompiledVisit) -> dict[int, StartPools]:
    """The start classes by day."""
    target = visit.horizon.position_of[visit.target]
    pools = [
        StartPools(visit, stretch, poll_of(None))
        for stretch in visit.horizon.stretches_around(target)
    ]
    return {position: pool for pool in pools for position in pool.stretch.days}


def _seconds_to_draw(problem: Problem) -> float:
    """Seconds to draw the calendars of the request's resources when none is kept."""
    unread = replace(problem, resources=tuple(map(replace, problem.resources)))
    begin = perf_counter()
    draw_calendars(unread, unread.requests[0])
    return perf_counter() - begin


def tables(found: Sequence[Row]) -> list[FigureTable]:
    measured = [row for row in found if "engine" in row]
    about = next(row for row in found if "appointments" in row)
    engine = at_share(column(measured, "engine"), 0.5)
    lines = []
    for way, name in WAYS.items():
        times = column(measured, way)
        figures = [at_share(times, share) for share in (0.5, 0.95, 1)]
        lines.append((name, *map(shown, figures), shown(figures[0] / engine)))
    missed = int(sum(column(measured, "missed_by_earliest_fit")))
    days = int(sum(number(row, "best_days") for row in measured))
    return [
        FigureTable(
            f"The {TOP} best days of one patient, in milliseconds",
            ("", "median", "95 %", "most", "times the engine"),
            tuple(lines),
            f"{len(measured)} requests of 2 to 5 steps; {about['days']} days,"
            f" {about['practitioners']} practitioners, {about['appointments']} appointments."
            f" The engine and both models of CP-SAT"
            " found the same costs. Taking each step at its earliest time finds"
            f" no plan on {missed} of the {days} days found.",
        )
    ]
