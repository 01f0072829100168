"""How the search for one patient grows: with steps, practitioners, days, and how full they are.

One of the four is changed at a time, the others stay as in `clinics.Size`. Short gaps cost here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from benchmarks.clinics import Size, clinic, request
from benchmarks.figures import FigureTable, Row, Wanted, at_share, column, shown
from clinicdesk.scheduling import find_plans
from clinicdesk.scheduling.core.problem import Problem

ROOMS_FOR_EIGHT = 5
"""Rooms for every eight practitioners."""

Sizes = dict[str, dict[float, Size]]


def _sizes(quick: bool) -> Sizes:
    sizes: Sizes = {
        "steps": {count: Size(steps=(count, count)) for count in range(2, 9)},
        "practitioners": {
            count: Size(practitioners=count, rooms=max(8, count * ROOMS_FOR_EIGHT // 8))
            for count in (10, 20, 40, 80, 120)
        },
        "days": {count: Size(days=count) for count in (10, 30, 90, 180, 365)},
        "fill": {share / 10: Size(load=share / 10) for share in range(1, 9)},
    }
    if quick:
        return {what: dict([*of.items()][::3]) for what, of in sizes.items()}
    return sizes


def rows(wanted: Wanted) -> Iterator[Row]:
    for what, sizes in _sizes(wanted.quick).items():
        for value, size in sizes.items():
            yield {"what": what, "value": value, **_measured(wanted, size)}


def _measured(wanted: Wanted, size: Size) -> Row:
    """Milliseconds of the ten best days; the first requests only warm up what is drawn lazily."""
    days, resources, count = clinic(wanted.seed, size)
    asked = 10 if wanted.quick else 2 * wanted.requests
    empty = Problem(size.grid, days, resources, ())
    times, found = [], 0
    for place in range(asked + 5):
        visit = request(wanted.seed + place, days, size)
        answer = find_plans(replace(empty, requests=(visit,)))
        if place >= 5:
            times.append(1000 * answer.seconds)
            found += bool(answer.plans)
    times.sort()
    return {
        "appointments": count,
        "requests": asked,
        "that_fit": found,
        "median": round(at_share(times, 0.5), 4),
        "most_of_95": round(at_share(times, 0.95), 4),
        "most": round(times[-1], 4),
    }


NAMES = {
    "steps": "steps",
    "practitioners": "practitioners",
    "days": "working days",
    "fill": "share of time taken",
}


def tables(found: Sequence[Row]) -> list[FigureTable]:
    made = []
    for what, name in NAMES.items():
        of_what = [row for row in found if row["what"] == what]
        lines = tuple(
            (
                str(row["value"]),
                str(row["appointments"]),
                f"{row['that_fit']} of {row['requests']}",
                *(shown(value) for key in FIGURES for value in column([row], key)),
            )
            for row in of_what
        )
        made.append(
            FigureTable(
                f"The ten best days by {name}, in milliseconds",
                (name, "appointments", "requests that fit", "median", "95 %", "most"),
                lines,
            )
        )
    return made


FIGURES = ("median", "most_of_95", "most")
