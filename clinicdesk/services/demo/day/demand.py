"""How busy the demo clinic is, read from its file: bundles, single steps, courses."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from clinicdesk.resource_files import resource_file
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, SameRule, StepRule
from clinicdesk.services.demo.day.free_time import GridKind


@dataclass(frozen=True)
class Bundle:
    """Steps that one patient has on one day; `template` is its number, None without one.

    `of_kind` has the resources of each kind that a same rule names.
    """

    key: str
    weight: int
    kinds: tuple[GridKind, ...]
    rules: tuple[StepRule, ...]
    transfer_minutes: int
    template: int | None = None
    same_rules: tuple[SameRule, ...] = ()
    one_window: bool = False
    longest_stay: int | None = None
    of_kind: Mapping[str, frozenset[int]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Lead:
    """Somebody who leads single steps: what, how often, and how full their day gets (of 1)."""

    resource: int
    busy: float
    kinds: tuple[GridKind, ...]
    weights: tuple[int, ...]


@dataclass(frozen=True)
class Course:
    """How many times in a row somebody comes, at least so many days apart."""

    times: int = 1
    apart: int = 1


@dataclass(frozen=True)
class Demand:
    """Everything that decides how many come for what."""

    fewest: int
    most: int
    combined_of_hundred: int
    classes: int
    coming_weeks: tuple[int, ...]
    bundles: tuple[Bundle, ...]
    leads: tuple[Lead, ...]
    first_visits: frozenset[str]
    courses: Mapping[str, Course]
    next_steps: Mapping[str, tuple[str, ...]]

    def share(self, day: date, today: date) -> float:
        """How full a day gets: 1, full, for the past and today, later less and less."""
        ahead = max(0, (day - today).days) / 7
        week = int(ahead)
        steps = (*self.coming_weeks, self.coming_weeks[-1])
        here, then = steps[min(week, len(steps) - 1)], steps[min(week + 1, len(steps) - 1)]
        return (here + (then - here) * (ahead - week)) / 100


def read_demand(setup: ClinicSetup, kinds: Mapping[str, GridKind]) -> Demand:
    """The demand of `resources/demo/demand.toml` on this clinic's people and templates."""
    values = tomllib.loads(resource_file("demo", "demand.toml").read_text("utf-8"))
    full = values["full_day"]
    return Demand(
        fewest=full["fewest"],
        most=full["most"],
        combined_of_hundred=full["combined_of_hundred"],
        classes=full["classes"],
        coming_weeks=tuple(values["coming_weeks"]["percent"]),
        bundles=_bundles(values, setup, kinds),
        leads=_leads(values["leads"], setup, kinds),
        first_visits=frozenset(values["first_visits"]["steps"]),
        courses={key: Course(**course) for key, course in values["courses"].items()},
        next_steps={key: tuple(steps) for key, steps in values["next_steps"].items()},
    )


def _bundles(
    values: Mapping[str, Any], setup: ClinicSetup, kinds: Mapping[str, GridKind]
) -> tuple[Bundle, ...]:
    by_number = {kind.id: kind for kind in kinds.values()}
    templates = {template.key: template for template in setup.templates.values()}
    found = [
        Bundle(
            key,
            weight,
            tuple(by_number[step.visit_type] for step in templates[key].steps),
            templates[key].rules,
            templates[key].transfer_minutes,
            templates[key].id,
            templates[key].same_rules,
            templates[key].one_window,
            templates[key].longest_stay,
            {
                rule.kind: frozenset(
                    number for number, info in setup.resources.items() if info.kind == rule.kind
                )
                for rule in templates[key].same_rules
            },
        )
        for key, weight in values["combined"].items()
    ]
    found += [
        Bundle(
            " + ".join(item["steps"]),
            item["weight"],
            tuple(kinds[key] for key in item["steps"]),
            (),
            setup.transfer_minutes,
        )
        for item in values["bundles"]
    ]
    return tuple(found)


def _leads(
    values: Mapping[str, Any], setup: ClinicSetup, kinds: Mapping[str, GridKind]
) -> tuple[Lead, ...]:
    return tuple(
        Lead(
            info.id,
            values[key]["busy"] / 100,
            tuple(kinds[step] for step in values[key]["steps"]),
            tuple(values[key]["steps"].values()),
        )
        for info in setup.resources.values()
        for key in info.types
        if key in values and info.lane_of is None
    )
