"""A picture that explains packing, drawn from a packing."""

from benchmarks.packed_days import CLOSES, OPENS, Size, packed_day
from benchmarks.svg import BLUE, FAINT, ORANGE, RULE, Drawing, Scale
from clinicdesk.scheduling.core.problem import AnswerStatus, Plan
from clinicdesk.scheduling.packing import pack

SECONDS = 60.0
"""That a packing may take; it ends by itself before."""


def packed_days() -> Drawing:
    """A day of nineteen patients: put in one after the other, and at the proven best."""
    problem = packed_day(1, Size(19))
    told = 0

    def progress(*_: object) -> None:
        nonlocal told
        told += 1

    # The second time that something is told everybody has been put in once.
    first = pack(problem, seconds=SECONDS, progress=progress, stop=lambda: told > 1)
    best = pack(problem, seconds=SECONDS)
    proven = "the proven best" if best.status is AnswerStatus.OPTIMAL else "the best found"
    drawing = Drawing(818, 316, "A packed day before and after")
    for place, (title, packing) in enumerate((("one by one", first), (proven, best))):
        left = 24 + 400 * place
        waiting = sum(map(_waiting, packing.plans))
        missing = f"{len(packing.unplaced)} not placed, " if packing.unplaced else ""
        title = f"{title}: {missing}{waiting} minutes of waiting"
        drawing.text(left, 24, title, bold=True)
        x = Scale(OPENS, CLOSES, left, left + 370)
        for minute in range(OPENS, CLOSES + 1, 60):
            drawing.line([(x(minute), 48), (x(minute), 272)], RULE)
            drawing.text(x(minute), 42, str(minute // 60), size=10, anchor="middle", color=FAINT)
        for row, plan in enumerate(sorted(packing.plans, key=_begin)):
            y = 52 + 11.5 * row
            end = max(step.end for step in plan.steps)
            drawing.rect(x(_begin(plan)), y + 3, x(end) - x(_begin(plan)), 3, ORANGE)
            for step in plan.steps:
                drawing.rect(x(step.start), y, x(step.end) - x(step.start) - 1, 9, BLUE, round_=2)
    drawing.text(24, 300, "A row is a patient, a bar a step, a thin line waiting.", color=FAINT)
    return drawing


def _begin(plan: Plan) -> int:
    return min(step.start for step in plan.steps)


def _waiting(plan: Plan) -> int:
    span = max(step.end for step in plan.steps) - _begin(plan)
    return span - sum(step.end - step.start for step in plan.steps)
