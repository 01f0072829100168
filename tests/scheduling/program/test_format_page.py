"""`docs/problem-format.md` has every key that is read or written, and its examples are true."""

import json
import re
from pathlib import Path

from clinicdesk.scheduling import Rule, find_plans
from clinicdesk.scheduling.core.problem import Weights
from clinicdesk.scheduling.program.answer_checking import check_answer
from clinicdesk.scheduling.program.answers import answer_as_json, read_answer
from clinicdesk.scheduling.program.problem_reading import read_problem

CHECKOUT = Path(__file__).resolve().parents[3]
PAGE = (CHECKOUT / "docs" / "problem-format.md").read_text("utf-8")
PROBLEM, ANSWER = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
KEYS = re.compile(r'(?:required|optional|given)\("(\w+)"\)')


def test_the_example_is_a_problem_whose_best_plan_is_the_one_shown() -> None:
    problem = read_problem(PROBLEM.encode())
    shown = json.loads(ANSWER)
    found = answer_as_json(find_plans(problem, top=1))
    assert {**found, "seconds": 0} == {**shown, "seconds": 0}
    assert check_answer(problem, read_answer(ANSWER.encode(), problem)) == ((), 75)


def test_every_key_that_is_read_stands_in_the_examples_or_beside_them() -> None:
    program = CHECKOUT / "clinicdesk" / "scheduling" / "program"
    read = {key for path in program.glob("*.py") for key in KEYS.findall(path.read_text("utf-8"))}
    assert {"one_of", "grid_minutes", "unplaced"} <= read
    assert sorted(key for key in read if f'"{key}"' not in PAGE and f"`{key}`" not in PAGE) == []


def test_the_weights_of_the_example_are_those_that_stand_for_left_out_ones() -> None:
    assert read_problem(PROBLEM.encode()).weights == Weights()


def test_every_rule_is_named() -> None:
    assert [rule for rule in Rule if f"`{rule}`" not in PAGE] == []
