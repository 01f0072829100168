"""Charts of measurements: bars of times, growth curves, packings over time, pauses of a window."""

from collections.abc import Sequence

from benchmarks import packing_over_time, plan_search, worker_process
from benchmarks.figures import Row, at_share, column, number, shown
from benchmarks.growth import NAMES
from benchmarks.svg import (
    BLUE,
    FAINT,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    RULE,
    Drawing,
    Point,
    Scale,
    around,
    powers_of_ten,
)


def plan_search_chart(rows: Sequence[Row]) -> Drawing:
    """A bar for each way to the ten best days: its median, and a line to its slowest in twenty."""
    times = {way: column(rows, way) for way in plan_search.WAYS}
    low, high = around([at_share(of, share) for of in times.values() for share in (0.5, 0.95)])
    x = Scale(low, high, 330, 760, log=True)
    drawing = Drawing(818, 50 + 34 * len(times) + 34, "The ten best days of one patient")
    bottom = 46 + 34 * len(times)
    for power in powers_of_ten(low, high):
        drawing.line([(x(power), 34), (x(power), bottom)], RULE)
        drawing.text(x(power), 26, f"{power:g} ms", anchor="middle", size=11, color=FAINT)
    for place, (way, of) in enumerate(times.items()):
        y = 44 + 34 * place
        middle, slow = at_share(of, 0.5), at_share(of, 0.95)
        color = ORANGE if way.startswith("cp_sat") else GREEN
        color = BLUE if way.startswith("engine") else color
        drawing.text(16, y + 15, plan_search.WAYS[way], size=12)
        drawing.rect(x(low), y, max(1.0, x(middle) - x(low)), 22, color, round_=2)
        drawing.line([(x(middle), y + 11), (x(slow), y + 11)], color, width=2)
        drawing.text(x(slow) + 6, y + 15, shown(middle), size=11, color=FAINT)
    words = "Bar and number: median. Line: up to the slowest of twenty. Logarithmic."
    drawing.text(16, bottom + 24, words, size=12, color=FAINT)
    return drawing


def growth_chart(rows: Sequence[Row]) -> Drawing:
    """Four small charts, one for each thing that grows."""
    drawing = Drawing(818, 470, "How the search for one patient grows")
    low, high = around([number(row, key) for row in rows for key in ("median", "most")])
    for place, (what, name) in enumerate(NAMES.items()):
        left, top = 62 + place % 2 * 400, 40 + place // 2 * 220
        of_what = [row for row in rows if row["what"] == what]
        values = [number(row, "value") for row in of_what]
        x = Scale(values[0], values[-1], left + 10, left + 320)
        y = Scale(low, high, top + 150, top, log=True)
        drawing.text(left, top - 16, name, bold=True, size=12)
        for power in powers_of_ten(low, high):
            drawing.line([(left, y(power)), (left + 330, y(power))], RULE)
            words = f"{power:g} ms"
            drawing.text(left - 6, y(power) + 4, words, anchor="end", size=10, color=FAINT)
        for value in values:
            drawing.text(x(value), top + 168, f"{value:g}", anchor="middle", size=10, color=FAINT)
        for key, color in (("most", GREY), ("most_of_95", GREEN), ("median", BLUE)):
            points = [(x(number(row, "value")), y(number(row, key))) for row in of_what]
            drawing.line(points, color, width=2)
            for point in points:
                drawing.dot(*point, color)
    _legend(drawing, 450, (("median", BLUE), ("95 %", GREEN), ("slowest", GREY)))
    return drawing


def packing_chart(rows: Sequence[Row]) -> Drawing:
    """For each day the cost so far over time, of both searches, and the bounds they end with."""
    sizes = list(dict.fromkeys(number(row, "patients") for row in rows))
    drawing = Drawing(818, 60 + 210 * len(sizes), "Cost of a packed day over time")
    for place, patients in enumerate(sizes):
        # Of the engine's packings the one that had most time shows its curve.
        longest = {str(row["by"]): row for row in rows if row["patients"] == patients}
        _one_day(drawing, 40 + 210 * place, f"{patients:g} patients", [*longest.values()])
    _legend(
        drawing,
        40 + 210 * len(sizes),
        (("engine", BLUE), ("CP-SAT", ORANGE), ("dashed: the bound that it proved", FAINT)),
    )
    return drawing


def _one_day(drawing: Drawing, top: float, title: str, rows: Sequence[Row]) -> None:
    left, right, bottom = 80.0, 790.0, top + 140
    ends = [number(row, "seconds") for row in rows]
    bounds = [number(row, "bound") for row in rows if number(row, "bound") > 0]
    costs = [number(row, "cost") for row in rows if row["cost"] is not None]
    highest = 2 * min(costs)
    x = Scale(0.01, max(*ends, 1.0), left, right - 30, log=True)
    y = Scale(min(*bounds, *costs) * 0.95, highest, bottom, top)
    drawing.text(left, top - 12, title, bold=True, size=12)
    for power in powers_of_ten(0.01, max(ends)):
        drawing.line([(x(power), top), (x(power), bottom)], RULE)
        drawing.text(x(power), bottom + 16, f"{power:g} s", anchor="middle", size=10, color=FAINT)
    for share in (0, 0.5, 1):
        value = min(costs) * (1 + share)
        drawing.text(left - 8, y(value) + 4, f"{value:.0f}", anchor="end", size=10, color=FAINT)
    for row in rows:
        color = BLUE if row["by"] == "engine" else ORANGE
        curve = packing_over_time.curve_of(row)
        points = _steps(curve, number(row, "seconds"), highest)
        if points:
            drawing.line([(x(max(0.01, a)), y(b)) for a, b in points], color, width=2)
            drawing.dot(x(points[-1][0]), y(points[-1][1]), color)
        else:
            cost = (
                "no packing" if row["cost"] is None else f"cost {row['cost']}, above the picture,"
            )
            words = f"{cost} in {shown(number(row, 'seconds'))} s"
            drawing.text(right, top + 12, words, anchor="end", size=12, color=color)
        bound = number(row, "bound")
        if bound > 0:
            ends_at = x(number(row, "seconds"))
            drawing.line([(left, y(bound)), (ends_at, y(bound))], color, dash="5 4")


def _steps(curve: Sequence[Point], end: float, highest: float) -> list[Point]:
    """A falling staircase up to the end, cut off above."""
    points: list[Point] = []
    for seconds, cost in curve:
        if points:
            points.append((seconds, points[-1][1]))
        if cost <= highest:
            points.append((seconds, cost) if points else (seconds, highest))
            points.append((seconds, cost))
    return [*points, (end, points[-1][1])] if points else []


def worker_chart(rows: Sequence[Row]) -> Drawing:
    """The longest pause of the window in each way."""
    longest = {str(row["way"]): number(row, "longest") for row in rows}
    low, high = around(list(longest.values()))
    x = Scale(low, high, 250, 740, log=True)
    bottom = 46 + 34 * len(longest)
    drawing = Drawing(818, bottom + 34, "The longest pause of a window while a day is packed")
    for power in powers_of_ten(low, high):
        drawing.line([(x(power), 34), (x(power), bottom)], RULE)
        drawing.text(x(power), 26, f"{power:g} ms", anchor="middle", size=11, color=FAINT)
    for place, (way, pause) in enumerate(longest.items()):
        y = 44 + 34 * place
        drawing.text(16, y + 15, worker_process.WAYS[way], size=12)
        drawing.rect(x(low), y, max(1.0, x(pause) - x(low)), 22, PURPLE, round_=2)
        drawing.text(x(pause) + 6, y + 15, f"{pause:.0f}", size=11, color=FAINT)
    words = "The longest time between two ticks of the event loop. Logarithmic."
    drawing.text(16, bottom + 22, words, size=12, color=FAINT)
    return drawing


def _legend(drawing: Drawing, y: float, entries: Sequence[tuple[str, str]]) -> None:
    for place, (words, color) in enumerate(entries):
        x = 62 + 120 * place
        drawing.rect(x, y - 9, 14, 6, color, round_=2)
        drawing.text(x + 20, y - 2, words, size=12, color=FAINT)


CHARTS = {
    "plan_search": plan_search_chart,
    "growth": growth_chart,
    "packing_over_time": packing_chart,
    "worker_process": worker_chart,
}
