"""A relaxation: what gives way, and the plans that this opens."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from clinicdesk.scheduling.core.problem import Plan, Problem

PRICES: Mapping[str, tuple[int, int]] = {
    "later-day": (0, 0),
    "max-gap": (0, 1),
    "person": (10, 0),
    "window-earlier": (10, 1),
    "window-later": (10, 1),
    "window-days": (30, 0),
    "min-gap": (20, 2),
    "transfer": (20, 2),
    "step-window": (30, 1),
    "alternative-window": (30, 1),
    "overtime-before": (30, 2),
    "overtime-after": (30, 2),
    "rule": (90, 0),
    "two-days": (60, 60),
    "left-out": (300, 0),
}
"""What a relaxation counts for beside the cost of its plans, in the same unit, a minute on site:
once, and for each minute (of two days: for each largest gap) by which it gives way.

They order what is offered, nothing else: what waiting costs nobody, hours and steps cost most.
"""


@dataclass(frozen=True)
class Relaxation:
    """What gives way, as a code with params, and what it opens.

    Kinds and params of single limits are documented in `limits`, those of `two-days` and
    `later-day` where they are found (`two_days`, `relaxations`); `both` has two of them as `parts`,
    pairs of kind and params.
    """

    kind: str
    params: Mapping[str, object]
    plans: tuple[Plan, ...]
    """One plan; of two days one for each, by day."""
    problems: tuple[Problem, ...] = field(repr=False, compare=False)
    """For each plan the problem of one request in which it is the best plan and breaks no rule."""
    price: int
    """What it counts for beside the cost of its plans."""

    @property
    def worth(self) -> int:
        """The lower the better: the price and what the plans cost."""
        return self.price + sum(plan.cost for plan in self.plans)


def price(kind: str, amount: int) -> int:
    """What giving way by `amount` counts for."""
    once, each = PRICES[kind]
    return once + each * amount
