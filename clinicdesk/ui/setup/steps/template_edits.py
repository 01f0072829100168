"""A template's steps and rules, changed step by step. Pure, no widgets.

Steps and rules go by their places in the lists of the clinic file, counted from 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.ui.setup.steps.step_text import USUAL_KIND, Step, step_key, step_kind

Rule = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """A visit type that a step may be of: what it is called, and its usual minutes."""

    name: str
    minutes: int


Kinds = Mapping[str, Kind]
"""By key."""


@dataclass(frozen=True)
class Template:
    """The entries of `steps`, `sequence` and `same`."""

    steps: tuple[Step, ...] = ()
    rules: tuple[Rule, ...] = ()
    same: tuple[Rule, ...] = ()

    def minutes_of(self, step: int, kinds: Kinds) -> int:
        """How long it lasts; 0 for one that nobody knows."""
        entry = self.steps[step]
        own = None if isinstance(entry, str) else entry.get("minutes")
        kind = kinds.get(step_kind(entry))
        return int(own or (kind.minutes if kind else 0))

    def place_of(self, key: object) -> int | None:
        """Where the step of that key stands; None if there is none."""
        return next((n for n, step in enumerate(self.steps) if step_key(step) == key), None)

    def same_as(self, step: int) -> tuple[tuple[int, str], ...]:
        """The steps before it with which it has the same, and what of theirs: "practitioner"."""
        key = step_key(self.steps[step])
        found = []
        for rule in self.same:
            if key in rule.get("steps", ()):
                places = (self.place_of(name) for name in rule["steps"])
                first = min((place for place in places if place is not None), default=step)
                if first < step:
                    found.append((first, str(rule.get("kind", USUAL_KIND))))
        return tuple(found)

    def lasting(self, step: int, minutes: int, kinds: Kinds) -> "Template":
        """With that step so long, within a day."""
        entry = self.steps[step]
        table: dict[str, Any] = {"visit_type": entry} if isinstance(entry, str) else dict(entry)
        minutes = max(1, min(minutes, MIDNIGHT))
        kind = kinds.get(step_kind(entry))
        table.pop("minutes", None)
        if kind is None or minutes != kind.minutes:
            table["minutes"] = minutes
        bare: Step = str(table["visit_type"]) if table.keys() == {"visit_type"} else table
        return replace(self, steps=_put(self.steps, step, (bare,)))

    def moved(self, step: int, by: int) -> "Template":
        """With that step so many places further on, if there are."""
        to = step + by
        if not 0 <= to < len(self.steps):
            return self
        left = _put(self.steps, step, ())
        return replace(self, steps=(*left[:to], self.steps[step], *left[to:]))

    def without_step(self, step: int) -> "Template":
        """Without that step, and without the rules that named it."""
        key = step_key(self.steps[step])
        same = [{**one, "steps": [k for k in one["steps"] if k != key]} for one in self.same]
        return Template(
            _put(self.steps, step, ()),
            tuple(rule for rule in self.rules if key not in (rule.get("first"), rule.get("then"))),
            tuple(one for one in same if len(one["steps"]) > 1),
        )

    def with_rule_from(self, step: int) -> "Template":
        """With a rule that the next step comes after that one, if there is none of the two."""
        if step + 1 >= len(self.steps):
            return self
        first, then = step_key(self.steps[step]), step_key(self.steps[step + 1])
        if any({first, then} == {rule.get("first"), rule.get("then")} for rule in self.rules):
            return self
        return replace(self, rules=(*self.rules, {"first": first, "then": then}))

    def without_rule(self, rule: int) -> "Template":
        """Without that rule."""
        return replace(self, rules=_put(self.rules, rule, ()))

    def with_least_gap(self, rule: int, minutes: int) -> "Template":
        """With so many minutes between the two at least; below 0 nothing is said of it."""
        most = self.rules[rule].get("max_gap")
        least = None if minutes < 0 else min(minutes, MIDNIGHT if most is None else most)
        return self._with_gaps(rule, least, most)

    def with_most_gap(self, rule: int, minutes: int) -> "Template":
        """With so many minutes between the two at most; beyond a day there is no limit."""
        least = self.rules[rule].get("min_gap")
        most = None if minutes > MIDNIGHT else max(minutes, least or 0)
        return self._with_gaps(rule, least, most)

    def _with_gaps(self, rule: int, least: int | None, most: int | None) -> "Template":
        bare = {key: value for key, value in self.rules[rule].items() if not key.endswith("_gap")}
        gaps = {"min_gap": least, "max_gap": most}
        stated = {key: value for key, value in gaps.items() if value is not None}
        return replace(self, rules=_put(self.rules, rule, ({**bare, **stated},)))


def _put(items: tuple[Any, ...], at: int, instead: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*items[:at], *instead, *items[at + 1 :])
