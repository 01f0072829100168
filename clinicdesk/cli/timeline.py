"""A plan as a small timeline: a bar for each step, all to one scale."""

from clinicdesk.cli.clock_text import clock_text
from clinicdesk.services.planning.options import Option, OptionStep
from clinicdesk.wording import readable, say, weekday_text
from clinicdesk.wording.machine.tables import GAP, columns, padded

WIDEST = 48
"""Columns of the bars; a longer visit has a coarser scale."""

SCALES = (5, 10, 15, 20, 30, 60)
"""Minutes that one column may stand for."""

BUSY, IDLE = "█", "·"


def plan_text(option: Option) -> str:
    """A headline, the hours above the bars, and a line for each step."""
    headline = say(
        "said.option",
        {
            "rank": option.rank,
            "weekday": weekday_text(option.day),
            "day": option.day,
            "start": option.start,
            "end": option.end,
            "waiting": option.waiting,
        },
    )
    first, last = option.start // 60 * 60, option.end
    scale = next((each for each in SCALES if (last - first) <= each * WIDEST), SCALES[-1])
    width = -(-(last - first) // scale)
    kinds = max(columns(readable(step.visit_type)) for step in option.steps)
    steps = "".join(_line(step, first, scale, width, kinds) for step in option.steps)
    return f"{headline}\n{_hours(first, last, scale)}\n{steps}"


def _hours(first: int, last: int, scale: int) -> str:
    """The axis: each full hour, or as many of them as there is room for, above its column."""
    line = " " * len(_times(0, 0))
    begin = len(line)
    for hour in range(first, last, 60):
        column = begin + (hour - first) // scale
        if column >= len(line):
            line = line.ljust(column) + clock_text(hour) + " "
    return line.rstrip()


def _line(step: OptionStep, first: int, scale: int, width: int, kinds: int) -> str:
    begin, end = (step.start - first) // scale, -(-(step.end - first) // scale)
    bar = IDLE * begin + BUSY * (end - begin)
    names = ", ".join(readable(info.name) for info in step.resources)
    cells = (bar.ljust(width, IDLE), padded(readable(step.visit_type), kinds), names)
    return f"{_times(step.start, step.end)}{GAP.join(cells)}".rstrip() + "\n"


def _times(start: int, end: int) -> str:
    return f"  {clock_text(start)}-{clock_text(end)}{GAP}"
