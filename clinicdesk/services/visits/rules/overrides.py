"""Who may override a soft rule, and the reason that stays on the appointment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clinicdesk.scheduling import Rule
from clinicdesk.services.context import Role
from clinicdesk.services.visits.rules.clinic_rules import AnyRule, ClinicRule

FIRST_ROLE: Mapping[AnyRule, Role] = {
    Rule.WINDOW: Role.MANAGER,
    Rule.STEP_WINDOW: Role.MANAGER,
    Rule.SEQUENCE: Role.FRONT_DESK,
    Rule.TRANSFER: Role.FRONT_DESK,
    Rule.SAME: Role.FRONT_DESK,
    Rule.LONGEST_STAY: Role.FRONT_DESK,
    Rule.OUTSIDE: Role.PRACTITIONER,
    Rule.ALTERNATIVE_WINDOW: Role.PRACTITIONER,
    ClinicRule.LANE: Role.PRACTITIONER,
    ClinicRule.ONE_WINDOW: Role.FRONT_DESK,
    ClinicRule.WAY: Role.FRONT_DESK,
    ClinicRule.NEW_PATIENT: Role.FRONT_DESK,
    ClinicRule.REQUIREMENT: Role.FRONT_DESK,
    ClinicRule.QUOTA: Role.MANAGER,
    ClinicRule.INTERPRETER: Role.FRONT_DESK,
}
"""Every soft rule by the first role that may override it; each role may what the one before may."""


def may_override(role: Role, rule: AnyRule) -> bool:
    """Whether that role may override the rule; nobody may override a hard one."""
    roles = list(Role)
    return rule.soft and roles.index(role) >= roles.index(FIRST_ROLE[rule])


def roles_that_may(rules: Iterable[AnyRule]) -> tuple[Role, ...]:
    """Who may override all of these rules; nobody if one of them is hard."""
    asked = frozenset(rules)
    return tuple(role for role in Role if all(may_override(role, rule) for rule in asked))


@dataclass(frozen=True)
class Override:
    """A written reason for overriding soft rules."""

    reason: str
