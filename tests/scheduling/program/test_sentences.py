"""Every code of the engine has a plain sentence."""

import re
from dataclasses import replace
from datetime import date

import pytest

from clinicdesk.scheduling import find_plans
from clinicdesk.scheduling.core.problem import PlacedStep, Plan
from clinicdesk.scheduling.core.rules import Rule, Violation
from clinicdesk.scheduling.program import reason_sentences
from clinicdesk.scheduling.program import relaxation_sentences as why_not_sentences
from clinicdesk.scheduling.program.reason_sentences import (
    clock,
    reason_sentence,
    violation_sentence,
)
from clinicdesk.scheduling.program.relaxation_sentences import relaxation_sentence
from clinicdesk.scheduling.why_not import limits, reasons, relaxations, two_days
from clinicdesk.scheduling.why_not.relaxation import PRICES, Relaxation
from tests.scheduling.engine_values import Scaled, problem_of
from tests.scheduling.problems import random_problem


def test_every_reason_that_the_search_documents_has_a_sentence() -> None:
    documented = re.findall(r"^- `([a-z-]+)`", reasons.__doc__ or "", re.MULTILINE)
    assert sorted(documented) == sorted(reason_sentences._REASONS)


def test_every_rule_has_a_sentence() -> None:
    assert list(reason_sentences._RULES) == list(Rule), "program/reason_sentences.py"


def test_reasons_become_one_sentence_each(scaled: Scaled) -> None:
    said = set()
    for seed in range(8_000_000, 8_000_000 + scaled(60, 5_000)):
        for reason in find_plans(problem_of(random_problem(seed))).reasons:
            says = reason_sentence(reason)
            assert says[0].isupper() or says[0].isdigit()
            assert says.endswith(".")
            assert "\n" not in says
            said.add(reason.code)
    assert len(said) > 5


@pytest.mark.parametrize(
    ("minute", "says"),
    [
        (0, "00:00"),
        (545, "09:05"),
        (1440, "24:00"),
        (1500, "25:00"),
        (-5, "5 minutes before midnight"),
    ],
)
def test_times_are_said_as_on_a_clock(minute: int, says: str) -> None:
    assert clock(minute) == says


def test_no_control_character_of_a_name_stands_in_a_sentence() -> None:
    params = {"request": "a\x1b[2J", "step": "b\n", "fault": "absent"}
    says = violation_sentence(Violation(Rule.MISSING_STEP, "", params))
    assert says == r'Step "b\n" of "a\u001b[2J" has no place.'


def test_every_kind_of_relaxation_has_a_sentence_and_is_documented() -> None:
    told = "".join(filter(None, (limits.__doc__, two_days.__doc__, relaxations._later_day.__doc__)))
    documented = re.findall(r"(?<![-a-z])`([a-z]+(?:-[a-z]+)*)`", told)
    assert set(PRICES) | {"both"} == set(why_not_sentences._KINDS)
    assert set(PRICES) <= set(documented)


def test_relaxations_become_one_sentence_each(scaled: Scaled) -> None:
    said = set()
    for seed in range(8_000_000, 8_000_000 + scaled(60, 5_000)):
        for relaxation in relaxations.find_relaxations(problem_of(random_problem(seed))):
            says = relaxation_sentence(relaxation)
            assert says[0].isupper() or says[0].isdigit() or says[0] == '"'
            assert says.endswith(".")
            assert "\n" not in says
            said.add(relaxation.kind)
    assert len(said) > 3


def test_a_relaxation_says_what_gives_way_and_when() -> None:
    plan = Plan("visit", date(2026, 11, 24), 0, (PlacedStep("pt", 615, 645, ("kim",)),))
    params = {"first": "x-ray", "then": "pt", "rule": 0, "old": 60, "new": 75}
    longer = Relaxation("max-gap", params, (plan,), (), 15)
    assert relaxation_sentence(longer) == (
        'Up to 75 minutes between "x-ray" and "pt" instead of 60: 2026-11-24 10:15.'
    )
    later = replace(plan, day=date(2026, 11, 26))
    divided = {"earlier": ("x-ray",), "later": ("pt",), "given_up": (("x-ray", "pt"),)}
    assert relaxation_sentence(Relaxation("two-days", divided, (plan, later), (), 60)) == (
        'On two days, first "x-ray", then "pt", whatever time passes between "x-ray" and "pt":'
        " 2026-11-24 10:15 and 2026-11-26 10:15."
    )
