"""The rules that a clinic adds to the engine's: one row each, with what checks it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple, Self

from clinicdesk.models.visits import Appointment
from clinicdesk.scheduling import Rule
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.codes import RuleCode
from clinicdesk.services.planning.problem.interpreting import Language, is_understood
from clinicdesk.services.planning.problem.session_quotas import SessionQuotas
from clinicdesk.services.visits.rules.resource_uses import unqualified


class Breach(NamedTuple):
    """An appointment that breaks a rule, and what is concerned, with names for whoever words it."""

    row: Appointment
    params: Mapping[str, object]


Languages = Mapping[int, Language]
"""By visit: what somebody has to interpret for its patient."""

Check = Callable[[ClinicSetup, Sequence[Appointment], Languages], Iterator[Breach]]
"""Which of these appointments break the rule. They may be of many visits. Values alone decide: it
is asked at every step of a drag, too."""

HARD: Final = False
SOFT: Final = True


def _lane_taken(
    setup: ClinicSetup, rows: Sequence[Appointment], _languages: Languages
) -> Iterator[Breach]:
    lanes = {lane for places in setup.lanes.values() for lane in places}
    for row in rows:
        for number in row.resources:
            if number in lanes:
                yield Breach(row, {"resource": setup.resources[number].name})


def _not_understood(
    setup: ClinicSetup, rows: Sequence[Appointment], languages: Languages
) -> Iterator[Breach]:
    for row in rows:
        language = languages.get(row.visit_id)
        kind = setup.booked_kind(row.visit_type_id, row.resource_uses, row.place)
        # A group class, as what the clinic offers otherwise now, is settled by hand.
        if language is None or kind is None or row.class_id is not None:
            continue
        if not is_understood(setup, language, kind.needs, row.resource_uses):
            about = {"step": kind.name, "day": row.day, "start": row.start}
            yield Breach(row, {**about, "language": language.name})


def _unqualified(
    setup: ClinicSetup, rows: Sequence[Appointment], _languages: Languages
) -> Iterator[Breach]:
    for row in rows:
        kind = setup.visit_types.get(row.visit_type_id or 0)
        for index in unqualified(setup, row):
            info = setup.resources[row.resource_uses[index].resource]
            about = {"step": kind.name if kind else "", "day": row.day, "resource": info.name}
            yield Breach(row, about)


class ClinicRule(StrEnum):
    """A rule of which the engine knows nothing."""

    soft: bool
    check: Check | None

    def __new__(cls, name: str, soft: bool, check: Check | None) -> Self:
        rule = str.__new__(cls, name)
        rule._value_ = name
        rule.soft, rule.check = soft, check
        return rule

    LANE = "lane", SOFT, _lane_taken
    """A second place of a resource is closed unless somebody opens it for a work-in."""
    ONE_WINDOW = "one-window", SOFT, None
    """A visit never goes on after the clinic was closed; the engine knows it as a window's rule."""
    WAY = "way", SOFT, None
    """Between a call and a visit on site lies the way; for the engine these are a step's hours."""
    NEW_PATIENT = "new-patient", SOFT, None
    """Some take nobody who is new to the clinic; for the engine they have no session for them."""
    INTERPRETER = "interpreter", SOFT, _not_understood
    """A patient for whom somebody interprets is understood by whoever leads the step."""
    REQUIREMENT = "requirement", SOFT, None
    """What must be there before can be had by then: asked when the day is agreed, never after."""
    QUOTA = "quota", SOFT, None
    """A session takes so many of a visit type on one day: counted with all that is booked."""
    UNQUALIFIED = "unqualified", HARD, _unqualified
    """Who or what is booked for a step qualifies for it, as the clinic is now."""
    RETIRED = "retired", HARD, None
    """What the clinic does not have any more takes nobody; for the engine it is never there."""


def quota_breaches(
    quotas: SessionQuotas, written: Collection[int]
) -> Iterator[tuple[ClinicRule, Breach]]:
    """Which of the appointments `written` now have no place in a session that is counted."""
    for over in quotas.over(written):
        kind = quotas.setup.visit_types.get(over.row.visit_type_id or 0)
        info = quotas.setup.resources.get(over.resource)
        if over.row.id in written and kind is not None and info is not None:
            about = {"step": kind.name, "day": over.row.day, "resource": info.name}
            yield ClinicRule.QUOTA, Breach(over.row, {**about, "most": over.at_most})


AnyRule = Rule | ClinicRule


OF_THE_PEOPLE = frozenset({ClinicRule.INTERPRETER, ClinicRule.UNQUALIFIED})
"""Rules of who it is done by alone: asked when that was agreed, not when only the time changes."""


def clinic_breaches(
    setup: ClinicSetup, rows: Sequence[Appointment], languages: Languages
) -> Iterator[tuple[ClinicRule, Breach]]:
    """Which rules of the clinic's own these appointments break."""
    for rule in ClinicRule:
        for breach in rule.check(setup, rows, languages) if rule.check else ():
            yield rule, breach


def rule_code(rule: AnyRule) -> RuleCode:
    """The code of the sentence that an appointment breaks the rule, with the check's parameters."""
    return RuleCode(f"rule.{rule}")


def rule_name_code(rule: AnyRule) -> RuleCode:
    """The code of what the rule is called."""
    return RuleCode(f"rule-name.{rule}")


def short_rule_code(rule: AnyRule) -> RuleCode:
    """The code of the few words beside an appointment that is dragged."""
    return RuleCode(f"rule-short.{rule}")
