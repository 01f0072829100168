"""The rules of a plan: one row each, with whether it may be overridden and what checks it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Self

from clinicdesk.scheduling.core import checks
from clinicdesk.scheduling.core.checks import Breach, Case

Check = Callable[[Case], Iterator[Breach]]

HARD: Final = False
"""Nobody may override it: nothing is in two places at once."""
SOFT: Final = True
"""A desk may override it where its role allows that, with a reason."""


class Rule(StrEnum):
    """A rule by the name that the problem format has for it, in the order of checking."""

    soft: bool
    check: Check | None
    """None for what no single plan can break by itself, or what it only states."""

    def __new__(cls, name: str, soft: bool, check: Check | None) -> Self:
        rule = str.__new__(cls, name)
        rule._value_ = name
        rule.soft, rule.check = soft, check
        return rule

    MISSING_STEP = "missing-step", HARD, checks.missing_step
    ONE_DAY = "one-day", HARD, checks.one_day
    GRID = "grid", HARD, checks.grid
    RESOURCES = "resources", HARD, checks.resources
    MINUTES = "minutes", HARD, checks.minutes
    WINDOW = "window", SOFT, checks.window
    STEP_WINDOW = "step-window", SOFT, checks.step_window
    ALTERNATIVE_WINDOW = "alternative-window", SOFT, checks.alternative_window
    SEQUENCE = "sequence", SOFT, checks.sequence
    TRANSFER = "transfer", SOFT, checks.transfer
    SAME = "same", SOFT, checks.same
    LONGEST_STAY = "longest-stay", SOFT, checks.longest_stay
    PATIENT_OVERLAP = "patient-overlap", HARD, checks.patient_overlap
    TAKEN = "taken", HARD, checks.taken
    OUTSIDE = "outside", SOFT, checks.outside
    COST = "cost", HARD, None
    """The stated cost is the true one: see `violations.cost_violations`."""
    LEFT_OUT = "left-out", HARD, None
    """A packing leaves out only what it may: see `program/answer_checking.py`."""
    FURTHEST = "furthest", HARD, None
    """In a front a booked step stays on its day, near its booked start."""
    FRONT = "front", HARD, None
    """No way of a front is as good as another, and they stand in their order."""

    def violations(self, case: Case) -> "Iterator[Violation]":
        """Where the case breaks this rule."""
        for breach in self.check(case) if self.check else ():
            yield Violation(self, breach.where, breach.params)


@dataclass(frozen=True)
class Violation:
    """One broken rule of a plan, and `where` in the answer.

    `params` name what is concerned (step, resource, day, start, end, ...) for whoever words it.
    """

    rule: Rule
    where: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def hard(self) -> bool:
        """True for a rule that nobody may override."""
        return not self.rule.soft
