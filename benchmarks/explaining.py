"""Pictures that explain the search, drawn from the search itself on a small day.

Every bit and every cost in them is what the engine computes, so they cannot differ from it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from benchmarks.clinics import Size, clinic, request
from benchmarks.svg import BLUE, CARD, FAINT, GRAY, GREEN, INK, ORANGE, PALE, RULE, Drawing, Scale
from clinicdesk.scheduling import find_plans
from clinicdesk.scheduling.core.bit_sets import steps_of
from clinicdesk.scheduling.core.problem import (
    Alternative,
    Need,
    Problem,
    Request,
    Resource,
    SequenceRule,
    Step,
)
from clinicdesk.scheduling.core.stopping import poll_of
from clinicdesk.scheduling.search.bound_table import BoundTable
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit
from clinicdesk.scheduling.search.free_time.calendars import MinuteSet
from clinicdesk.scheduling.search.free_time.horizon import Horizon

DAY = date(2026, 11, 23)
FIRST, LAST = 480, 720
"""The morning that the pictures show."""
CELL = 13
LEFT = 170
CELLS = range(FIRST // 5, LAST // 5)
SHADES = ("#0a3069", "#0969da", "#54aeff", "#80ccff", "#b6e3ff", "#ddf4ff")
"""By what a cell costs above the least, the cheapest darkest."""


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def _hours(drawing: Drawing, y: float, bottom: float) -> None:
    for minute in range(FIRST, LAST + 1, 30):
        x = LEFT + (minute - FIRST) // 5 * CELL
        drawing.line([(x, y + 4), (x, bottom)], RULE)
        drawing.text(x, y, _clock(minute), size=11, anchor="middle", color=FAINT)


def _bits(drawing: Drawing, y: float, mask: int, color: str) -> None:
    for place, cell in enumerate(CELLS):
        inside = mask >> cell & 1
        drawing.rect(
            LEFT + place * CELL + 1, y, CELL - 2, 16, color if inside else "#f0f2f4", round_=2
        )


def free_starts() -> Drawing:
    """Where half an hour can begin: three shifts and three ands, for any number of days."""
    horizon = Horizon([DAY], 5)
    free = [(480, 515), (530, 600), (605, 630), (645, 700)]
    calendar = MinuteSet(horizon, {0: free})
    mask = calendar.starts((0, 5))
    drawing = Drawing(LEFT + len(CELLS) * CELL + 24, 214, "Free starts by shifting bits")
    _hours(drawing, 24, 164)
    rows = [("free minutes", mask)]
    for more, minutes in ((1, 10), (2, 20), (2, 30)):
        mask &= mask >> more
        rows.append((f"x & x >> {more}: {minutes} minutes", mask))
    assert mask == calendar.starts((0, 30))
    for place, (name, bits) in enumerate(rows):
        y = 40 + 32 * place
        drawing.text(16, y + 12, name, size=12)
        _bits(drawing, y, bits, BLUE if place < len(rows) - 1 else GREEN)
    drawing.text(
        16,
        192,
        "One bit is five minutes. A bit of the last row is a start from which 30 minutes are free.",
        color=FAINT,
    )
    return drawing


def horizon_bits() -> Drawing:
    """All days one after the other in one integer, each with a guard that stays empty."""
    drawing = Drawing(818, 128, "All days of the horizon in one integer")
    width = 118
    for day in range(3):
        x = 24 + day * 2 * width
        drawing.rect(x, 34, width, 30, PALE, stroke=BLUE)
        for begin, end in ((8, 40), (50, 66), (84, 110)):
            drawing.rect(x + begin, 38, end - begin, 22, BLUE, round_=2)
        drawing.rect(x + width, 34, width, 30, "#f6f8fa", stroke=GRAY)
        drawing.text(x + width / 2, 24, f"day {day + 1}", anchor="middle", bold=True)
        drawing.text(x + width * 1.5, 53, "guard: zeros", anchor="middle", color=FAINT, size=11)
    drawing.text(742, 54, "… 90 days", size=12)
    drawing.text(
        24,
        90,
        "A shift by up to a day takes bits into the guard, never into the next day. So one shift,",
        color=FAINT,
    )
    drawing.text(24, 108, "one and, one or of Python's integers asks about every day.", color=FAINT)
    return drawing


def small_problem() -> Problem:
    """An X-ray, then the surgeon within an hour, and a physical therapist at any time."""
    free = {
        "xray": [(480, 505), (540, 570), (600, 625), (660, 690)],
        "surgeon": [(520, 560), (605, 640), (655, 700)],
        "therapist": [(480, 520), (545, 590), (650, 715)],
    }
    resources = tuple(
        Resource(name, "practitioner", {DAY: tuple(times)}) for name, times in free.items()
    )
    minutes = {"xray": 15, "surgeon": 30, "therapist": 30}
    steps = tuple(
        Step(name, length, (Need((Alternative(name),)),)) for name, length in minutes.items()
    )
    rules = (SequenceRule("xray", "surgeon", 5, 60),)
    visit = Request("visit", steps, sequence=rules)
    whole = Problem(5, (DAY,), resources, (visit,))
    return replace(whole, weights=replace(whole.weights, short_gap=0))


def table() -> Drawing:
    """What the rest of a visit costs from every cell on, and the way down to the best plan."""
    problem = small_problem()
    visit = CompiledVisit(problem, problem.requests[0])
    grown = BoundTable([visit], visit.horizon.stretches_around(0)[0], poll_of(None))
    while grown.next_level is not None and grown.level < 60:
        grown.grow()
    plan = find_plans(problem).plans[0]
    sets = {
        0b010: "surgeon",
        0b100: "therapist",
        0b110: "surgeon, therapist",
        0b011: "X-ray, surgeon",
        0b111: "all three",
    }
    drawing = Drawing(LEFT + len(CELLS) * CELL + 24, 428, "The table of lower bounds")
    _hours(drawing, 24, 378)
    names = ("X-ray", "surgeon", "therapist")
    for number, name in enumerate(names):
        y = 40 + 24 * number
        drawing.text(16, y + 12, f"starts of the {name}", size=12)
        _bits(drawing, y, grown.fields.of_day(0, grown.pools[number][0].mask), GRAY)
    for place, (steps, name) in enumerate(sets.items()):
        y = 128 + 28 * place
        drawing.text(16, y + 12, f"left: {name}", size=12)
        whole = steps == grown.everything
        history = grown.reached if whole else grown.fits[steps_of(steps)]
        _costs(drawing, y, [(cost, grown.fields.of_day(0, cells)) for cost, cells in history])
    _plan(drawing, 290, plan.steps, names)
    for place, shade in enumerate(SHADES):
        x = LEFT + place * 100
        drawing.rect(x, 392, 14, 14, shade, stroke=RULE, round_=2)
        words = f"+{place * 5}" if place < len(SHADES) - 1 else f"+{place * 5} or more"
        drawing.text(x + 20, 404, words, size=12, color=FAINT)
    drawing.text(16, 404, "cost above the least", size=12, color=FAINT)
    return drawing


def _costs(drawing: Drawing, y: float, history: Sequence[tuple[int, int]]) -> None:
    """Each cell by the least cost from which the set fits there."""
    for place, cell in enumerate(CELLS):
        least = next((cost for cost, cells in history if cells >> cell & 1), None)
        shade = "#f0f2f4" if least is None else SHADES[min(least // 5, len(SHADES) - 1)]
        drawing.rect(LEFT + place * CELL + 1, y, CELL - 2, 16, shade, round_=2)


def _plan(drawing: Drawing, y: float, placed: Sequence[object], names: Sequence[str]) -> None:
    drawing.text(16, y + 40, "the best plan", size=12, bold=True)
    shown = dict(zip(("xray", "surgeon", "therapist"), names, strict=True))
    for one in placed:
        step, start, end = (getattr(one, name) for name in ("step", "start", "end"))
        x = LEFT + (start - FIRST) // 5 * CELL
        width = (end - start) // 5 * CELL
        drawing.rect(x + 1, y + 24, width - 2, 26, GREEN, round_=3)
        drawing.text(x + width / 2, y + 41, shown[step], size=11, anchor="middle", color=CARD)
        drawing.text(x + 1, y + 65, _clock(start), size=11, color=FAINT)


def days_by_bound() -> Drawing:
    """The days of a real question: lower bounds, best costs, and where the search may stop."""
    size = Size(days=40, load=0.75)
    days, resources, _ = clinic(2, size)
    asked = Problem(
        size.grid, days, resources, (replace(request(36, days, size), target=days[12]),)
    )
    bounds = _bounds(asked)
    costs = {plan.day: plan.cost for plan in find_plans(asked, top=len(days)).plans}
    tenth = sorted(costs.values())[9]
    drawing = Drawing(818, 320, "Days are taken in the order of their lower bounds")
    x = Scale(0, len(days) - 1, 70, 790)
    y = Scale(min(bounds.values()) - 20, max(*costs.values(), *bounds.values()) + 20, 250, 24)
    drawing.line([(70, y(tenth)), (790, y(tenth))], ORANGE, width=1.5, dash="6 4")
    drawing.text(790, y(tenth) - 6, f"tenth best: {tenth}", anchor="end", color=ORANGE, size=12)
    for place, day in enumerate(days):
        if day not in costs:
            drawing.text(x(place), 262, "×", anchor="middle", color=GRAY)
        else:
            looked = bounds[day] <= tenth
            color = BLUE if looked else GRAY
            drawing.line([(x(place), y(bounds[day])), (x(place), y(costs[day]))], color)
            drawing.dot(x(place), y(bounds[day]), color, hollow=True)
            drawing.dot(x(place), y(costs[day]), color)
    drawing.text(62, y(min(costs.values())) + 4, "cost", anchor="end", size=12, color=FAINT)
    drawing.text(430, 276, "working days of the horizon", anchor="middle", size=12, color=FAINT)
    for at, (words, ink, hollow) in enumerate(
        (
            ("lower bound", BLUE, True),
            ("best plan of the day", BLUE, False),
            ("never looked at: bound above the tenth best", GRAY, True),
            ("×  no plan", None, False),
        )
    ):
        left = 70 + (0, 130, 300, 620)[at]
        if ink is not None:
            drawing.dot(left, 298, ink, hollow=hollow, radius=4)
        drawing.text(left + 10, 302, words, size=12, color=INK)
    return drawing


def _bounds(asked: Problem) -> dict[date, int]:
    """What the table says of each day that has a plan."""
    visit = CompiledVisit(asked, asked.requests[0])
    bounds: dict[date, int] = {}
    for stretch in visit.horizon.stretches_around(visit.horizon.position_of[visit.target]):
        grown = BoundTable([visit], stretch, poll_of(None))
        while grown.next_level is not None and grown.level < 400:
            grown.grow()
        for above, starts in grown.reached:
            for field in grown.fields.touched(starts):
                way, position = grown.fields.days[field]
                cost = way.bases[grown.everything] + above + visit.day_cost(position)
                bounds.setdefault(visit.horizon.days[position], cost)
    return bounds


PICTURES = {
    "free-starts": free_starts,
    "horizon": horizon_bits,
    "table": table,
    "days-by-bound": days_by_bound,
}
