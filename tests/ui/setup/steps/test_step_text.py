"""A template's steps and rules as they are typed, and back."""

from typing import Any

import pytest

from clinicdesk.exchange.clinic_file.clinic_reading import parsed
from clinicdesk.resource_files import resource_file
from clinicdesk.ui.setup.steps.step_text import (
    rule_entry,
    rule_line,
    same_entry,
    same_line,
    step_entry,
    step_line,
)

STEPS: dict[str, Any] = {
    "x-ray": "x-ray",
    "emg (45 min)": {"visit_type": "emg", "minutes": 45},
    "emg (45 min, video)": {"visit_type": "emg", "minutes": 45, "place": "video"},
    "talk (on site)": {"visit_type": "talk", "place": "on site"},
    "pt-session as second": {"visit_type": "pt-session", "key": "second"},
    'pt-session as "then, again" (30 min)': {
        "visit_type": "pt-session",
        "key": "then, again",
        "minutes": 30,
    },
}


@pytest.mark.parametrize("line", STEPS)
def test_a_step_is_read_as_it_is_shown(line: str) -> None:
    assert (step_entry(line), step_line(STEPS[line])) == (STEPS[line], line)


KNOWN = {"physiatry, new": "physiatry-new", "spine x-ray": "x-ray"}


def test_a_visit_type_is_known_by_its_name_too() -> None:
    assert [step_entry(line, KNOWN) for line in ("Physiatry, NEW", "spine x-ray (20 min)")] == [
        "physiatry-new",
        {"visit_type": "x-ray", "minutes": 20},
    ]
    assert rule_entry("Spine X-ray then physiatry, new: 5-10", KNOWN) == {
        "first": "x-ray",
        "then": "physiatry-new",
        "min_gap": 5,
        "max_gap": 10,
    }
    assert same_entry("spine x-ray, second", KNOWN) == {"steps": ["x-ray", "second"]}


def test_names_that_hold_what_separates_are_read_without_quotation_marks() -> None:
    known = {
        "assessment: physician": "physician", "assessment: pt": "pt", "talk; then plan": "talk",
        "team": "team", "pt (first)": "first",
    }  # fmt: skip
    line = "Assessment: physician then talk; then plan: 15-45; Assessment: PT is read before."
    assert rule_entry("assessment: PT then Assessment: physician: up to 30", known) == {
        "first": "pt",
        "then": "physician",
        "max_gap": 30,
    }
    assert rule_entry(line.replace("talk; then plan", '"talk; then plan"'), known) == {
        "first": "physician",
        "then": "talk",
        "min_gap": 15,
        "max_gap": 45,
        "why": "Assessment: PT is read before.",
    }
    assert step_entry("PT (first) as second (30 min)", known) == {
        "visit_type": "first",
        "key": "second",
        "minutes": 30,
    }
    assert same_entry("Assessment: PT, team, physiatry: room", known) == {
        "steps": ["pt", "team", "physiatry"],
        "kind": "room",
    }


def test_what_stands_in_brackets_and_is_neither_is_part_of_the_name() -> None:
    assert step_entry("EMG (left, 2nd)") == "EMG (left, 2nd)"


RULES: dict[str, dict[str, Any]] = {
    "x-ray then talk": {"first": "x-ray", "then": "talk"},
    "x-ray then talk: 10-60; the film: it is read, first": {
        "first": "x-ray",
        "then": "talk",
        "min_gap": 10,
        "max_gap": 60,
        "why": "the film: it is read, first",
    },
    "x-ray then talk: 0 or more": {"first": "x-ray", "then": "talk", "min_gap": 0},
    "x-ray then talk: up to 30": {"first": "x-ray", "then": "talk", "max_gap": 30},
    '"first, then" then talk; so': {"first": "first, then", "then": "talk", "why": "so"},
}


@pytest.mark.parametrize("line", RULES)
def test_a_rule_is_read_as_it_is_shown(line: str) -> None:
    assert (rule_entry(line), rule_line(RULES[line])) == (RULES[line], line)


TYPED: dict[str, dict[str, Any]] = {
    "a THEN b:10 \N{EN DASH} 60": {"first": "a", "then": "b", "min_gap": 10, "max_gap": 60},
    "a then b: at least 5": {"first": "a", "then": "b", "min_gap": 5},
    "a then b: 5-": {"first": "a", "then": "b", "min_gap": 5},
    "a then b: at most 5": {"first": "a", "then": "b", "max_gap": 5},
    "a then b: soon": {"first": "a", "then": "b", "max_gap": "soon"},
    "a": {"first": "a"},
    "then b": {"then": "b"},
}


@pytest.mark.parametrize("line", TYPED)
def test_whatever_is_typed_is_handed_on_to_the_files_reader(line: str) -> None:
    assert rule_entry(line) == TYPED[line]


SAME: dict[str, dict[str, Any]] = {
    "emg, talk": {"steps": ["emg", "talk"]},
    "emg, talk: room": {"steps": ["emg", "talk"], "kind": "room"},
}


@pytest.mark.parametrize("line", SAME)
def test_the_same_is_read_as_it_is_shown(line: str) -> None:
    assert (same_entry(line), same_line(SAME[line])) == (SAME[line], line)


@pytest.mark.parametrize("name", ["small.toml", "lakeside.toml"])
def test_every_template_of_a_whole_clinic_stays_what_it_is(name: str) -> None:
    tables: Any = parsed(resource_file("clinics", name).read_bytes())
    templates = tables["templates"].values()
    steps = [step for template in templates for step in template["steps"]]
    rules = [rule for template in templates for rule in template.get("sequence", ())]
    assert [step_entry(step_line(step)) for step in steps] == steps
    assert [rule_entry(rule_line(rule)) for rule in rules] == rules
    assert steps
    assert rules
