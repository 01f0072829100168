"""A relaxation: what gives way, the plans that this opens, and what it counts for."""

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
    "longest-stay": (0, 1),
    "one-window": (20, 0),
    "same": (60, 0),
    "rule": (90, 0),
    "two-days": (60, 60),
    "left-out": (300, 0),
}
"""By kind, what a relaxation counts for on top of its plans' cost, in the same unit (a minute on
site): once, and for each minute by which it gives way (for two days: each largest gap given up).

Prices only order what is offered: waiting is cheap, working hours and left out steps are not.
"""


@dataclass(frozen=True)
class Relaxation:
    """What gives way, as a code with params, and what it opens.

    The kinds and params of single limits are listed in `limits.py`, those of `two-days` in
    `two_days.py`, of `later-day` in `relaxations.py`; `both` has `parts`, two pairs of kind and
    params.
    """

    kind: str
    params: Mapping[str, object]
    plans: tuple[Plan, ...]
    """One plan; on two days one for each day."""
    problems: tuple[Problem, ...] = field(repr=False, compare=False)
    """For each plan the problem of one request in which it is the best plan and keeps all rules."""
    price: int
    """What it counts for on top of the cost of its plans."""

    @property
    def worth(self) -> int:
        """The price and what the plans cost: the lower the better."""
        return self.price + sum(plan.cost for plan in self.plans)


def price(kind: str, amount: int) -> int:
    """What giving way by `amount` counts for."""
    once, each = PRICES[kind]
    return once + each * amount
