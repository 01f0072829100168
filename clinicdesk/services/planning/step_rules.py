"""What binds steps by their positions, when steps are added before them or taken out."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from clinicdesk.models.stored_values import SameRule, StepRule


def sequence_at(rules: Iterable[StepRule], new: Mapping[int, int]) -> tuple[StepRule, ...]:
    """The rules with the steps' new positions; without those of a step that has none."""
    return tuple(
        replace(rule, first=new[rule.first], then=new[rule.then])
        for rule in rules
        if rule.first in new and rule.then in new
    )


def same_at(rules: Iterable[SameRule], new: Mapping[int, int]) -> tuple[SameRule, ...]:
    """The same of same rules, each for those of its steps that are left, two or more."""
    found = (
        replace(rule, steps=tuple(new[step] for step in rule.steps if step in new))
        for rule in rules
    )
    return tuple(rule for rule in found if len(rule.steps) > 1)


def shifted(count: int, by: int) -> dict[int, int]:
    """The new positions of so many steps when `by` others come before them."""
    return {position: position + by for position in range(count)}
