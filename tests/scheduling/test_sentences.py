"""Every code of the engine has a plain sentence."""

import re

import pytest

from clinicdesk.scheduling import sentences
from clinicdesk.scheduling.problem import Violation
from clinicdesk.scheduling.rules import RULES
from clinicdesk.scheduling.search import find_plans
from clinicdesk.scheduling.sentences import clock, reason_sentence, violation_sentence
from clinicdesk.scheduling.why_not import reasons
from tests.scheduling.engine_values import Scaled, problem_of
from tests.scheduling.problems import random_problem


def test_every_reason_that_the_search_documents_has_a_sentence() -> None:
    documented = re.findall(r"^- `([a-z-]+)`", reasons.__doc__ or "", re.MULTILINE)
    assert sorted(documented) == sorted(sentences._REASONS)


def test_every_rule_has_a_sentence() -> None:
    names = {rule.__doc__.split("`")[1] for rule in RULES if rule.__doc__}
    assert set(sentences._RULES) == names | {"left-out", "cost"}


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
    says = violation_sentence(Violation("missing-step", "", params))
    assert says == r'Step "b\n" of "a\u001b[2J" has no place.'
