"""What has one row of words each has it: statuses, rules."""

from clinicdesk.models.statuses import Status
from clinicdesk.scheduling import Rule
from clinicdesk.scheduling.core.violations import find_violations
from clinicdesk.services.visits.rules.clinic_rules import (
    AnyRule,
    ClinicRule,
    rule_code,
    rule_name_code,
    short_rule_code,
)
from clinicdesk.wording.catalog import SENTENCES
from clinicdesk.wording.machine.filling import fields
from clinicdesk.wording.sentences.rules import RULES
from clinicdesk.wording.sentences.statuses import STATUSES
from tests.scheduling.broken_rules import BROKEN_ONCE
from tests.scheduling.engine_values import plan_of, problem_of
from tests.scheduling.examples import sound_plan, sound_problem

ALL_RULES: tuple[AnyRule, ...] = (*Rule, *ClinicRule)


def test_every_status_has_its_words_and_a_button_if_it_is_given_by_one() -> None:
    assert list(STATUSES) == list(Status), "wording/sentences/statuses.py: a row a status"
    with_button = [status for status, words in STATUSES.items() if words.button is not None]
    assert with_button == [status for status in Status if status.traits.next_after]


def test_every_rule_has_its_words_and_a_name_if_it_may_be_set_aside() -> None:
    assert list(RULES) == list(ALL_RULES), "wording/sentences/rules.py: a row a rule"
    assert {rule_code(rule) for rule in ALL_RULES} <= SENTENCES.keys()
    assert {short_rule_code(rule) for rule in ALL_RULES} <= SENTENCES.keys()
    named = {rule_name_code(rule) for rule in ALL_RULES if rule.soft}
    assert named <= SENTENCES.keys()


def test_the_words_of_every_rule_are_filled_by_what_its_check_finds() -> None:
    given: dict[AnyRule, set[str]] = {ClinicRule.LANE: {"resource"}}
    for change, _ in BROKEN_ONCE.values():
        problem, plan = sound_problem(), sound_plan()
        change(problem, plan)
        for found in find_violations(problem_of(problem), plan_of(plan)):
            # Where a stretch begins is called so for the desk: `visits/visit_rules.py`.
            params = {"begin" if name == "from" else name for name in found.params}
            given[found.rule] = given.get(found.rule, params) & params
    lacking = {
        rule: fields(RULES[rule].broken) | fields(RULES[rule].short) - params
        for rule, params in given.items()
        if not fields(RULES[rule].broken) | fields(RULES[rule].short) <= params
    }
    assert lacking == {}
