"""What binds the steps of a visit together, for the engine: order, the same resource, the stay.

As it is asked for, and as it is written: a visit keeps the rules that it was booked with.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from clinicdesk.models.stored_values import SameRule, StepRule
from clinicdesk.scheduling import NeedPlace, Request, SameResource, SequenceRule, Step
from clinicdesk.services.clinic.clinic_setup import ClinicSetup


class BoundSteps(Protocol):
    """Whatever says how its steps, by their positions, belong together."""

    @property
    def rules(self) -> tuple[StepRule, ...]: ...
    @property
    def same_rules(self) -> tuple[SameRule, ...]: ...
    @property
    def one_window(self) -> bool: ...
    @property
    def longest_stay(self) -> int | None: ...
    @property
    def transfer_minutes(self) -> int: ...


def bound(setup: ClinicSetup, request: Request, rules: BoundSteps) -> Request:
    """The request, whose steps are called after their positions, with those rules that concern it.

    A rule of steps that the request does not have concerns it no more.
    """
    present = {int(step.id): step for step in request.steps}
    return replace(
        request,
        transfer_minutes=rules.transfer_minutes,
        sequence=tuple(
            SequenceRule(str(rule.first), str(rule.then), rule.min_gap, rule.max_gap)
            for rule in rules.rules
            if rule.first in present and rule.then in present
        ),
        same=tuple(_groups(setup, present, rules.same_rules)),
        one_window=rules.one_window,
        longest_stay=rules.longest_stay,
    )


_Names = Mapping[NeedPlace, frozenset[int]]
"""By need: the resources of one kind that can fill it; a second lane goes by the first."""


def _groups(
    setup: ClinicSetup, present: Mapping[int, Step], rules: Sequence[SameRule]
) -> Iterator[SameResource]:
    kinds = {str(number): info.kind for number, info in setup.resources.items()}
    for rule in rules:
        steps = [_of_kind(setup, present[p], kinds, rule.kind) for p in rule.steps if p in present]
        steps = [needs for needs in steps if needs]
        if len(steps) > 1:
            group = _most_in_common(steps)
            if not _same_already(group):
                yield tuple(group)


def _of_kind(setup: ClinicSetup, step: Step, kinds: Mapping[str, str], kind: str) -> _Names:
    named = {
        NeedPlace(step.id, index): frozenset(
            setup.first_place(int(item.resource))
            for item in need.one_of
            if kinds.get(item.resource) == kind
        )
        for index, need in enumerate(step.needs)
    }
    return {place: names for place, names in named.items() if names}


def _most_in_common(steps: Sequence[_Names]) -> _Names:
    """One need of each step: of a step that two practitioners do together, whose need it is."""
    found = []
    for place, names in steps[0].items():
        group, shared = {place: names}, names
        for needs in steps[1:]:
            best = max(needs, key=lambda other: len(needs[other] & shared))
            group[best] = needs[best]
            shared &= needs[best]
        found.append((len(shared), group))
    return max(found, key=lambda item: item[0])[1]


def _same_already(group: _Names) -> bool:
    """Whether each step has one resource only, and all of them the same, be it on a second lane."""
    return len(set(group.values())) == 1 and all(len(names) == 1 for names in group.values())
