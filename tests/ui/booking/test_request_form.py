"""What is asked for, as a value, and what is said of an answer."""

from dataclasses import replace
from datetime import date

import pytest

from clinicdesk.scheduling.core.problem import AnswerStatus
from clinicdesk.services.clinic.clinic_setup import StepRule
from clinicdesk.services.planning.options import Planned
from clinicdesk.services.planning.requests import StepRequest
from clinicdesk.ui.booking.form.catalog import matches
from clinicdesk.ui.booking.request.option_text import found_text
from clinicdesk.ui.booking.request.request_form import RequestForm
from clinicdesk.ui.kit.entry.fields import time_in_words
from tests.services.desk import MONDAY
from tests.ui.side_panel import Rig

A, B, C = StepRequest(1, 15), StepRequest(2, 30), StepRequest(3, 20)


def test_a_step_taken_out_takes_its_rules_along() -> None:
    rules = (StepRule(0, 1, 5, 30), StepRule(1, 2, 0, 60))
    request_form = RequestForm(steps=(A, B, C), rules=rules, template=7)
    assert request_form.without_step(0) == RequestForm(steps=(B, C), rules=(StepRule(0, 1, 0, 60),))
    assert request_form.without_step(1) == RequestForm(steps=(A, C))


def test_a_template_after_a_step_is_no_template_any_more(panels: Rig) -> None:
    setup = panels.desk.setup
    day = setup.template_named("Day")
    alone = RequestForm().with_template(day)
    assert (alone.template, alone.rules) == (day.id, day.rules)
    call = next(kind for kind in setup.visit_types.values() if kind.name == "Call")
    both = RequestForm().with_type(call).with_template(day)
    assert both.template is None
    assert both.steps == (StepRequest(call.id, call.minutes), *alone.steps)
    assert [(rule.first, rule.then) for rule in both.rules] == [(1, 2), (2, 3)]


def test_the_target_day_is_among_the_days_that_are_searched(panels: Rig) -> None:
    setup = panels.desk.setup
    request_form = RequestForm(steps=(A,), near=date(2027, 9, 1), practitioner=2)
    visit_request = request_form.visit_request(setup, 1, MONDAY)
    assert (visit_request.first_day, visit_request.days, visit_request.target) == (
        MONDAY,
        185,
        date(2027, 9, 1),
    )
    assert visit_request.steps == (replace(A, practitioner=2),)


def test_what_could_be_given_up_beside_the_relaxations() -> None:
    assert [code for code, _ in RequestForm(steps=(A,)).easier()] == ["relaxation.longer"]
    preferred = RequestForm(
        steps=(A, B), practitioner=2, weekdays=frozenset({1}), latest=600, days=180
    )
    ((code, request_form),) = preferred.easier()
    assert (code, request_form) == ("relaxation.everything", RequestForm(steps=(A, B), days=180))


def test_a_relaxation_changes_what_is_asked_for_and_nothing_else(panels: Rig) -> None:
    setup = panels.desk.setup
    request_form = RequestForm(
        steps=(A, B, C), practitioner=2, latest=600, template=7, near=date(2027, 3, 9)
    )
    visit_request = request_form.visit_request(setup, 1, MONDAY)
    assert request_form.relaxed(visit_request, visit_request) == request_form
    another = replace(
        visit_request,
        steps=(visit_request.steps[0], replace(B, practitioner=5), visit_request.steps[2]),
    )
    by_another = request_form.relaxed(visit_request, another)
    assert by_another.steps == (A, replace(B, practitioner=5), C)
    assert by_another.visit_request(setup, 1, MONDAY) == another
    ordered = replace(request_form, in_order=True)
    visit_request = ordered.visit_request(setup, 1, MONDAY)
    one_less = replace(
        visit_request, rules=visit_request.rules[1:], latest=640, weekdays=frozenset({1, 2})
    )
    assert ordered.relaxed(visit_request, one_less).visit_request(setup, 1, MONDAY) == one_less
    first_day = replace(
        visit_request, steps=visit_request.steps[:1], rules=(), first_day=date(2027, 3, 2), days=1
    )
    assert ordered.relaxed(
        visit_request, replace(first_day, target=None, template=None)
    ) == RequestForm(steps=(A,), practitioner=2, latest=600, first=date(2027, 3, 2), days=1)


def test_an_early_stop_is_said(panels: Rig) -> None:
    setup = panels.desk.setup
    visit_request = RequestForm(steps=(A,)).visit_request(setup, 1, MONDAY)
    said = {
        status: found_text(Planned(status, (), (), 0.3004), visit_request)
        for status in (AnswerStatus.OPTIMAL, AnswerStatus.STOPPED)
    }
    assert said == {
        AnswerStatus.OPTIMAL: "proven best of 90 days · 300 ms",
        AnswerStatus.STOPPED: "best so far of 90 days: stopped after 300 ms",
    }


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("9", 540), ("9:30", 570), ("930", 570), ("09.30", 570), ("2 pm", 840), ("2p", 840),
        ("12 am", 0), ("12pm", 720), ("noon", 720), ("24:00", 1440), ("1115", 675),
        ("", None), ("25", None), ("9:75", None), ("13 pm", None), ("soon", None),
    ],
)  # fmt: skip
def test_times_as_people_say_them(text: str, minutes: int | None) -> None:
    assert time_in_words(text) == minutes


@pytest.mark.parametrize(
    ("text", "found"),
    [("new", True), ("spine as", True), ("assess", True), ("nsa", True), ("ne ass", True),
     ("pine", False), ("new x", False), ("sn", False)],
)  # fmt: skip
def test_the_catalog_is_searched_by_the_beginnings_of_words(text: str, found: bool) -> None:
    assert matches("New spine assessment", text) is found
