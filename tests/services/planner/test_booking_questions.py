"""What a booking asks the planner is answered in parts, each whole, in the order of its use."""

import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from clinicdesk.models.database import Database
from clinicdesk.scheduling import AnswerStatus
from clinicdesk.services.clinic.clinic_setup import StepRule
from clinicdesk.services.planner.booking_questions import (
    BestDays,
    BookingPart,
    BookingQuestion,
    Easier,
    FittingDays,
    Helping,
    NotPlanned,
    StillPossible,
    further_options,
    plan_booking,
)
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.planning.alternatives import alternative_options
from clinicdesk.services.planning.fitting_days import fitting_days
from clinicdesk.services.planning.options import Option, plan_visit
from clinicdesk.services.planning.relaxations import visit_relaxations
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.setup.availability_changes import take_time_off
from tests.services.desk import MONDAY, Clock, Desk, desk


def told(
    at: Desk, question: BookingQuestion, stop: Callable[[], bool] = lambda: False
) -> tuple[list[BookingPart], tuple[BookingPart, ...]]:
    """The parts, and what was cut short, as they come from another process."""
    parts: list[BookingPart] = []
    thinking = Thinking(
        at.context,
        at.availability,
        lambda part: parts.append(pickle.loads(pickle.dumps(part))),
        stop,
    )
    sent = pickle.loads(pickle.dumps(question))
    return parts, plan_booking(thinking, sent)


def best_of(at: Desk, visit_request: VisitRequest) -> tuple[Option, ...]:
    return plan_visit(at.context, at.availability, visit_request, top=3).options


def test_the_best_days_come_first_and_then_which_days_fit(harbor: Database, clock: Clock) -> None:
    at = desk(harbor, clock)
    visit_request = at.visit_request("Day", at.patient().number, days=14)
    parts, rest = told(at, BookingQuestion(visit_request, days=(visit_request,)))
    best, days = parts
    assert isinstance(best, BestDays)
    assert (best.planned.options, best.gone) == (best_of(at, visit_request), None)
    assert len(best.planned.options) == 3
    whole = fitting_days(at.availability, visit_request)
    assert (days, rest) == (FittingDays(whole, whole=True), ())


def test_which_days_fit_is_told_of_the_first_weeks_of_each_stretch_and_then_of_more(
    harbor: Database, clock: Clock
) -> None:
    at = desk(harbor, clock)
    soon = at.visit_request("Day", at.patient().number, days=40)
    later = replace(soon, first_day=MONDAY + timedelta(30))
    parts, rest = told(at, BookingQuestion(soon, best=False, days=(soon, later)))
    told_days = [(len(part.days), part.whole) for part in parts if isinstance(part, FittingDays)]
    assert told_days == [(28, False), (58, False), (70, True)]
    assert (len(parts), rest) == (3, ())
    whole = {**fitting_days(at.availability, soon), **fitting_days(at.availability, later)}
    assert parts[-1] == FittingDays(whole, whole=True)


def test_what_is_still_possible_is_not_searched_for_again(harbor: Database, clock: Clock) -> None:
    at = desk(harbor, clock)
    visit_request = at.visit_request("Day", at.patient().number, days=14)
    for kept in best_of(at, visit_request):
        assert told(at, BookingQuestion(visit_request, kept=kept)) == ([StillPossible()], ())


def test_what_is_gone_is_named_with_the_best_days_that_are_left(
    harbor: Database, clock: Clock
) -> None:
    at = desk(harbor, clock)
    visit_request = at.visit_request("Consult", at.patient().number, days=14)
    kept = best_of(at, visit_request)[0]
    (step,) = kept.steps
    names = tuple(info.name for info in step.resources)
    at.book_at("Consult", at.patient("Baker").number, step.start, names, day=kept.day)
    (best,), rest = told(at, BookingQuestion(visit_request, kept=kept))
    assert isinstance(best, BestDays)
    assert (best.gone, best.planned.options) == (kept, best_of(at, visit_request))
    assert (kept in best.planned.options, rest) == (False, ())


def test_what_helps_is_told_one_after_another_and_ends_with_all(
    harbor: Database, clock: Clock
) -> None:
    at = desk(harbor, clock)
    visit_request = at.visit_request("Day", at.patient().number)
    far = replace(visit_request, rules=(StepRule(0, 1, 700, 800), *visit_request.rules[1:]))
    longer = replace(visit_request, days=30)
    easier = (Easier("relaxation.longer", longer), Easier("relaxation.everything", longer, True))
    (best, *helping), rest = told(at, BookingQuestion(far, easier=easier))
    assert isinstance(best, BestDays)
    assert (best.planned.status, rest) == (AnswerStatus.INFEASIBLE, ())
    found = [part for part in helping if isinstance(part, Helping)]
    assert len(found) == len(helping)
    assert [part.tried_all for part in found] == [False] * (len(found) - 1) + [True]
    sizes = [len(part.relaxations) for part in found]
    assert (sizes[0], len(sizes) > 3) == (1, True)
    *relaxed, other = found[-1].relaxations
    assert tuple(relaxed) == visit_relaxations(at.availability, far)
    assert (other.code, other.visit_request) == ("relaxation.longer", longer)


def test_preferences_are_given_up_where_nothing_else_helps(harbor: Database, clock: Clock) -> None:
    at = desk(harbor, clock)
    fisk = at.resource("Dr. Fisk")
    take_time_off(at.context, at.database, fisk, MONDAY, MONDAY + timedelta(6))
    visit_request = at.visit_request("Consult", at.patient().number)
    anything = replace(visit_request, days=30)
    easier = (Easier("relaxation.everything", anything, last=True),)
    (_best, *_so_far, last), _ = told(at, BookingQuestion(visit_request, easier=easier))
    assert isinstance(last, Helping)
    assert [(each.code, each.visit_request) for each in last.relaxations] == [
        ("relaxation.everything", anything)
    ]
    assert last.tried_all


def test_a_past_day_is_said_to_be_past(harbor: Database, clock: Clock) -> None:
    at = desk(harbor, clock)
    past = at.visit_request("Day", at.patient().number, MONDAY - timedelta(1))
    (part,), rest = told(at, BookingQuestion(past))
    assert isinstance(part, NotPlanned)
    assert (part.code, part.params["today"], rest) == ("plan.past", MONDAY, ())


def test_what_is_cut_short_is_no_part_but_the_end_of_the_answer(
    harbor: Database, clock: Clock
) -> None:
    at = desk(harbor, clock)
    visit_request = at.visit_request("Day", at.patient().number, days=14)
    question = BookingQuestion(visit_request, days=(visit_request,))
    parts, rest = told(at, question, lambda: True)
    best, days = rest[:2]
    assert (parts, days) == ([], FittingDays({}, whole=False))
    assert isinstance(best, BestDays)
    assert best.planned.status is AnswerStatus.STOPPED


def test_further_options_are_the_alternatives_to_those_that_are_listed(
    harbor: Database, clock: Clock
) -> None:
    at = desk(harbor, clock)
    visit_request = replace(
        at.visit_request("Call", at.patient().number, days=30), target=MONDAY + timedelta(10)
    )
    listed = best_of(at, visit_request)
    thinking = Thinking(at.context, at.availability, lambda _part: None, lambda: False)
    found = further_options(thinking, visit_request, listed)
    assert found
    assert found == alternative_options(at.availability, visit_request, listed)
