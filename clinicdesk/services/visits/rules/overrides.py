"""Who may set a soft rule aside, and the reason that stays on the appointment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clinicdesk.scheduling import Rule
from clinicdesk.services.context import Role
from clinicdesk.services.visits.rules.clinic_rules import AnyRule, ClinicRule

_FROM: Mapping[AnyRule, Role] = {
    Rule.SEQUENCE: Role.FRONT_DESK,
    Rule.TRANSFER: Role.FRONT_DESK,
    Rule.OUTSIDE: Role.PRACTITIONER,
    Rule.ALTERNATIVE_WINDOW: Role.PRACTITIONER,
    ClinicRule.LANE: Role.PRACTITIONER,
}
"""Soft rules by the first role that may set them aside; every other one is the manager's."""


def may_override(role: Role, rule: AnyRule) -> bool:
    """Whether that role may set the rule aside; each may what the one before it may."""
    roles = list(Role)
    return rule.soft and roles.index(role) >= roles.index(_FROM.get(rule, Role.MANAGER))


def roles_that_may(rules: Iterable[AnyRule]) -> tuple[Role, ...]:
    """Who may set all of these rules aside; nobody if one of them is hard."""
    asked = frozenset(rules)
    return tuple(role for role in Role if all(may_override(role, rule) for rule in asked))


@dataclass(frozen=True)
class Override:
    """A written reason for setting soft rules aside."""

    reason: str
