"""The rules that a clinic adds to the engine's, which knows nothing of them."""

from enum import StrEnum
from typing import Final, NewType, Self

from clinicdesk.scheduling import Rule

HARD: Final = False
SOFT: Final = True


class ClinicRule(StrEnum):
    """A rule of the clinic's own; the verbs that check it stand in `visits/visit_rules.py`."""

    soft: bool

    def __new__(cls, name: str, soft: bool) -> Self:
        rule = str.__new__(cls, name)
        rule._value_ = name
        rule.soft = soft
        return rule

    LANE = "lane", SOFT
    """A second place of a resource is closed unless somebody opens it for a work-in."""
    RETIRED = "retired", HARD
    """What the clinic does not have any more takes nobody."""


AnyRule = Rule | ClinicRule

RuleCode = NewType("RuleCode", str)
"""A code that follows from a rule's name, so that a new rule needs no code of its own."""


def rule_code(rule: AnyRule) -> RuleCode:
    """The code of the sentence that an appointment breaks the rule, with the check's parameters."""
    return RuleCode(f"rule.{rule}")


def rule_name_code(rule: AnyRule) -> RuleCode:
    """The code of what the rule is called."""
    return RuleCode(f"rule-name.{rule}")


def short_rule_code(rule: AnyRule) -> RuleCode:
    """The code of the few words beside an appointment that is dragged."""
    return RuleCode(f"rule-short.{rule}")
