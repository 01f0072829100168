"""Where a template's steps are drawn: one after the other, as soon as its rules allow. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from clinicdesk.ui.setup.steps.template_edits import Kinds, Template


@dataclass(frozen=True)
class Bar:
    """A step, by its place in the template, and its minutes `[start, end)` from the first start."""

    step: int
    start: int
    end: int


@dataclass(frozen=True)
class Arrow:
    """A sequence rule, by its place, from one step to another, by theirs."""

    rule: int
    first: int
    then: int


@dataclass(frozen=True)
class Staircase:
    """The bars from top to bottom, and the arrows between them."""

    bars: tuple[Bar, ...]
    arrows: tuple[Arrow, ...]

    @property
    def minutes(self) -> int:
        """From the first start to the last end."""
        return max((bar.end for bar in self.bars), default=0)


def staircase(template: Template, kinds: Kinds, transfer: int) -> Staircase:
    """The template drawn; `transfer` are the minutes between two steps of which no rule says more.

    A rule of a step that is not there is left out; steps that wait for each other stand as listed.
    """
    arrows = tuple(_arrows(template))
    bars: dict[int, Bar] = {}
    for step in _in_order(len(template.steps), arrows):
        before = next(reversed(bars), None)
        start = max((0, *_bounds(template, arrows, bars, step, before, transfer)))
        bars[step] = Bar(step, start, start + template.minutes_of(step, kinds))
    return Staircase(tuple(bars.values()), arrows)


def _arrows(template: Template) -> Iterator[Arrow]:
    for number, rule in enumerate(template.rules):
        first, then = template.place_of(rule.get("first")), template.place_of(rule.get("then"))
        if first is not None and then is not None and first != then:
            yield Arrow(number, first, then)


def _in_order(count: int, arrows: tuple[Arrow, ...]) -> Iterator[int]:
    left = list(range(count))
    while left:
        free = [
            step
            for step in left
            if not any(arrow.then == step and arrow.first in left for arrow in arrows)
        ]
        step = (free or left)[0]
        left.remove(step)
        yield step


def _bounds(
    template: Template,
    arrows: tuple[Arrow, ...],
    bars: dict[int, Bar],
    step: int,
    before: int | None,
    transfer: int,
) -> Iterator[int]:
    """From when on the step can be, by the step drawn before it and by the rules."""
    ruled = {arrow.first: arrow.rule for arrow in arrows if arrow.then == step}
    if before is not None and before not in ruled:
        yield bars[before].end + transfer
    for first, rule in ruled.items():
        if first in bars:
            least = template.rules[rule].get("min_gap")
            yield bars[first].end + (transfer if least is None else int(least))
