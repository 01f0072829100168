"""Who may set a soft rule aside, and the reason that stays on the appointment."""

from collections.abc import Iterable
from dataclasses import dataclass

from clinicdesk.scheduling import SOFT_RULES
from clinicdesk.services.context import Role

LANE = "lane"
"""Taking a second place of a resource, closed unless somebody opens it for a work-in."""

MAY_OVERRIDE: dict[Role, frozenset[str]] = {
    Role.FRONT_DESK: frozenset({"sequence", "transfer"}),
    Role.PRACTITIONER: frozenset({"sequence", "transfer", "outside", "alternative-window", LANE}),
    Role.MANAGER: SOFT_RULES | {LANE},
}
"""Soft rules by the role that may override them; hard rules nobody may."""


def roles_that_may(rules: Iterable[str]) -> tuple[Role, ...]:
    """Who may set all of these rules aside; nobody if one of them is hard."""
    asked = frozenset(rules)
    return tuple(role for role in Role if asked <= MAY_OVERRIDE[role])


@dataclass(frozen=True)
class Override:
    """A written reason for setting soft rules aside."""

    reason: str
