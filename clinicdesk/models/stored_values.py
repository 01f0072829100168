"""Values that a row keeps as JSON: as the column has them, and as the rest of the program does."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

T = TypeVar("T")

HeldPart = tuple[int, int | None]
"""Half-open `[start, end)` in minutes after a step's start; None is the step's end."""

WHOLE_STEP: tuple[HeldPart, ...] = ((0, None),)

DayTimes = tuple[tuple[int, int], ...]
"""Half-open stretches `[start, end)` of one day, in minutes after midnight."""

WeekTimes = tuple[tuple[int, DayTimes], ...]
"""Days of the week (0 is Monday), by number, each with its stretches; it may have none."""

TextsByLanguage = tuple[tuple[str, str], ...]
"""A text in other languages than the clinic's first: pairs of BCP 47 code and text, by code."""


@dataclass(frozen=True)
class ResourceUse:
    """A resource that an appointment takes: for which parts of it, with which buffers in minutes.

    It stays as it was booked, whatever the visit type says later.
    """

    resource: int
    holds: tuple[HeldPart, ...] = WHOLE_STEP
    before: int = 0
    after: int = 0
    interprets: bool = False
    """Whether it is an interpreter, of whom the visit type itself says nothing."""


@dataclass(frozen=True)
class StepRule:
    """A sequence rule between two steps, named by their positions; gaps in minutes.

    `min_gap` None stands for the transfer minutes, `max_gap` None for no limit.
    """

    first: int
    then: int
    min_gap: int | None = None
    max_gap: int | None = None


@dataclass(frozen=True)
class HolidayRule:
    """A country's public holidays, or those of one part of it, but for some; see ClinicShape."""

    country: str
    subdivision: str | None = None
    excluded: tuple[str, ...] = ()
    excluded_in: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class SameRule:
    """Steps, named by their positions, that have the same resource of one kind ("practitioner")."""

    steps: tuple[int, ...]
    kind: str


@dataclass(frozen=True)
class Requirement:
    """What must be there before a step, and how many days ahead it must be asked for."""

    text: str
    lead_days: int


@dataclass(frozen=True)
class Profile:
    """What the directory says of a resource."""

    credentials: str
    languages: tuple[str, ...]
    conditions: tuple[str, ...]
    procedures: tuple[str, ...]
    takes_new_patients: bool


class DamagedValue(ValueError):
    """A column holds something else than what is ever written to it."""


class Stored(TypeDecorator[T], Generic[T]):
    """A JSON column whose values are frozen outside the database.

    `read` makes them of JSON values, as the column and the journal have them, `write` gives these
    back. With `optional` an empty object stands for None.
    """

    impl: type[TypeEngine[Any]] = JSON
    cache_ok = True

    def __init__(
        self, read: Callable[[Any], T], write: Callable[[T], Any], *, optional: bool = False
    ) -> None:
        super().__init__()
        self.read, self.write, self.optional = read, write, optional

    def plain(self, value: T | None) -> Any:
        """The JSON values that are kept of a value."""
        if value is None:
            return {} if self.optional else None
        return self.write(value)

    def value(self, plain: Any) -> T | None:
        """The value of what is kept; None where a join found no row."""
        absent = plain is None or (self.optional and plain == {})
        try:
            return None if absent else self.read(plain)
        except (AttributeError, LookupError, TypeError, ValueError):
            raise DamagedValue from None

    def process_bind_param(self, value: T | None, _dialect: Dialect) -> Any:
        return self.plain(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> T | None:
        return self.value(value)


def json_text(value: object) -> str:
    """JSON values as a column has them: one text for one value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _read_holds(plain: Iterable[Sequence[Any]]) -> tuple[HeldPart, ...]:
    return tuple((begin, end) for begin, end in plain)


def _plain_holds(holds: Iterable[HeldPart]) -> list[Any]:
    return [list(hold) for hold in holds]


def _read_uses(plain: Iterable[Mapping[str, Any]]) -> tuple[ResourceUse, ...]:
    return tuple(
        ResourceUse(
            use["resource"],
            _read_holds(use["holds"]),
            use["before"],
            use["after"],
            use.get("interprets", False),
        )
        for use in plain
    )


def _plain_uses(uses: Iterable[ResourceUse]) -> list[Any]:
    return [
        {
            "resource": use.resource,
            "holds": _plain_holds(use.holds),
            "before": use.before,
            "after": use.after,
        }
        # What was written before there were any stays as it is.
        | ({"interprets": True} if use.interprets else {})
        for use in uses
    ]


def _read_rules(plain: Iterable[Mapping[str, Any]]) -> tuple[StepRule, ...]:
    return tuple(
        StepRule(rule["first"], rule["then"], rule["min_gap"], rule["max_gap"]) for rule in plain
    )


def _plain_rules(rules: Iterable[StepRule]) -> list[Any]:
    return [
        {
            "first": rule.first,
            "then": rule.then,
            "min_gap": rule.min_gap,
            "max_gap": rule.max_gap,
        }
        for rule in rules
    ]


def _read_same_rules(plain: Iterable[Mapping[str, Any]]) -> tuple[SameRule, ...]:
    return tuple(SameRule(tuple(rule["steps"]), rule["kind"]) for rule in plain)


def _plain_same_rules(rules: Iterable[SameRule]) -> list[Any]:
    return [{"steps": list(rule.steps), "kind": rule.kind} for rule in rules]


def _read_holidays(plain: Mapping[str, Any]) -> HolidayRule:
    return HolidayRule(
        plain["country"],
        plain["subdivision"],
        tuple(plain["excluded"]),
        tuple((name, year) for name, year in plain["excluded_in"]),
    )


def _plain_holidays(rule: HolidayRule) -> Any:
    return {
        "country": rule.country,
        "subdivision": rule.subdivision,
        "excluded": list(rule.excluded),
        "excluded_in": [list(pair) for pair in rule.excluded_in],
    }


def _read_requirements(plain: Iterable[Mapping[str, Any]]) -> tuple[Requirement, ...]:
    return tuple(Requirement(item["text"], item["lead_days"]) for item in plain)


def _plain_requirements(requirements: Iterable[Requirement]) -> list[Any]:
    return [{"text": item.text, "lead_days": item.lead_days} for item in requirements]


def _read_profile(plain: Mapping[str, Any]) -> Profile:
    return Profile(
        plain["credentials"],
        tuple(plain["languages"]),
        tuple(plain["conditions"]),
        tuple(plain["procedures"]),
        plain["takes_new_patients"],
    )


def _plain_profile(profile: Profile) -> Any:
    return {
        "credentials": profile.credentials,
        "languages": list(profile.languages),
        "conditions": list(profile.conditions),
        "procedures": list(profile.procedures),
        "takes_new_patients": profile.takes_new_patients,
    }


def _read_texts(plain: Iterable[str]) -> tuple[str, ...]:
    return tuple(plain)


def _plain_texts(texts: Iterable[str]) -> list[str]:
    return list(texts)


def _read_weekdays(plain: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(int(day) for day in plain))


def _plain_weekdays(days: Iterable[int]) -> list[int]:
    return sorted(days)


def read_week(plain: Mapping[str, Iterable[Sequence[int]]]) -> WeekTimes:
    """The week that is kept as this object."""
    days = ((int(day), tuple((start, end) for start, end in plain[day])) for day in plain)
    return tuple(sorted(days))


def _plain_week(week: WeekTimes) -> dict[str, list[list[int]]]:
    return {str(day): [list(time) for time in times] for day, times in week}


def _read_texts_by_language(plain: Mapping[str, str]) -> TextsByLanguage:
    return tuple(sorted(plain.items()))


def _plain_texts_by_language(texts: TextsByLanguage) -> dict[str, str]:
    return dict(texts)


HOLDS = Stored(_read_holds, _plain_holds)
RESOURCE_USES = Stored(_read_uses, _plain_uses)
STEP_RULES = Stored(_read_rules, _plain_rules)
SAME_RULES = Stored(_read_same_rules, _plain_same_rules)
REQUIREMENTS = Stored(_read_requirements, _plain_requirements)
HOLIDAY_RULE = Stored(_read_holidays, _plain_holidays, optional=True)
PROFILE = Stored(_read_profile, _plain_profile, optional=True)
TEXTS = Stored(_read_texts, _plain_texts)
WEEKDAYS = Stored(_read_weekdays, _plain_weekdays)
WEEK_TIMES = Stored(read_week, _plain_week)
TEXTS_BY_LANGUAGE = Stored(_read_texts_by_language, _plain_texts_by_language)
