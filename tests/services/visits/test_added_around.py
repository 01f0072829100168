"""Steps added to a visit are the best for all of it, as trying every minute finds them too."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product

import pytest

from clinicdesk.models.database import Database
from clinicdesk.scheduling import (
    AnswerStatus,
    BookedStep,
    PlacedStep,
    Plan,
    Problem,
    Step,
    find_booked_violations,
)
from clinicdesk.scheduling.core.cost import plan_cost
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.planning.added_steps import find_visit_plans
from clinicdesk.services.planning.alternatives import alternative_options
from clinicdesk.services.planning.options import Option, Planned, plan_visit
from clinicdesk.services.planning.problem.problem_building import problems_of
from clinicdesk.services.planning.relaxations import visit_relaxations
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.visits.booking import add_steps, book_visit
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk

MakeClinic = Callable[..., Database]


def planned(at: Desk, visit_request: VisitRequest) -> Planned:
    return plan_visit(at.context, at.availability, visit_request, top=3)


def times(option: Option) -> list[tuple[str, int, int]]:
    return [(step.visit_type, step.start, step.end) for step in option.steps]


def late_visit(at: Desk, template: str, earliest: int) -> tuple[int, int]:
    """Patient and visit, which begins then or later."""
    patient = at.patient().number
    asked = replace(at.visit_request(template, patient, MONDAY, days=1), earliest=earliest)
    return patient, book_visit(at.context, at.database, asked, at.plan(asked)[0]).visit


def test_an_added_step_is_next_to_the_visit_and_its_option_says_the_whole(east: Desk) -> None:
    patient, visit = late_visit(east, "Consult", 14 * 60)
    asked = replace(east.visit_request("Adjustment", patient, MONDAY, days=1), joining=visit)
    found = planned(east, asked)
    (option,) = found.options
    assert (found.status, option.around) == (AnswerStatus.OPTIMAL, ((840, 860),))
    assert times(option) == [("Adjustment", 820, 835)]
    assert (option.on_site, option.waiting) == (40, 5)
    add_steps(east.context, east.database, visit, asked, option.plan)
    added = [(s.visit_type, s.start, s.end) for s in east.visit(visit).steps]
    assert sorted(added) == [("Adjustment", 820, 835), ("Consult", 840, 860)]
    assert check_clinic(east.database).broken == ()


def test_among_the_alternatives_is_none_that_stays_longer(east: Desk) -> None:
    patient, visit = late_visit(east, "Consult", 14 * 60)
    asked = replace(east.visit_request("Pair", patient, MONDAY, days=1), joining=visit)
    (best,) = planned(east, asked).options
    others = alternative_options(east.availability, asked, (best,)) or ()
    assert [code for code, option in others if option.on_site < best.on_site] == []


def placed_alone(problem: Problem, step: Step) -> Iterator[PlacedStep]:
    """Everywhere where the step could be if it were the only one."""
    request = replace(problem.requests[0], steps=(step,), sequence=(), same=())
    alone = replace(problem, requests=(request, *problem.requests[1:]))
    chosen = product(*(need.one_of for need in step.needs))
    for start, people in product(range(8 * 60, 13 * 60, problem.grid_minutes), list(chosen)):
        names = tuple(one.resource for one in people)
        minutes = max([one.minutes or 0 for one in people] + [0]) or step.minutes
        booked = [BookedStep(request.id, step.id, problem.days[0], start, names)]
        if not find_booked_violations(alone, request.id, booked):
            yield PlacedStep(step.id, start, start + minutes, names)


def least_cost(problem: Problem, around: tuple[tuple[int, int], ...]) -> int | None:
    """Of all plans that break nothing, with the time on site of the visit that is booked."""
    request, day = problem.requests[0], problem.days[0]
    costs = []
    for steps in product(*(list(placed_alone(problem, step)) for step in request.steps)):
        booked = [BookedStep(request.id, s.step, day, s.start, s.resources) for s in steps]
        if find_booked_violations(problem, request.id, booked):
            continue
        begin, end = min(s.start for s in steps), max(s.end for s in steps)
        whole = max(end, around[-1][1]) - min(begin, around[0][0])
        cost = plan_cost(problem, Plan(request.id, day, 0, steps))
        costs.append(cost + whole - (end - begin))
    return min(costs, default=None)


def joined(at: Desk, visit: int, patient: int, template: str) -> VisitRequest:
    return replace(at.visit_request(template, patient, MONDAY, days=1), joining=visit)


def test_to_a_visit_that_has_begun_steps_are_added_from_now_on(east: Desk, clock: Clock) -> None:
    patient, visit = late_visit(east, "Consult", 9 * 60)
    clock.set_wall("America/Chicago", MONDAY, 10, 30)
    (option,) = planned(east, joined(east, visit, patient, "Adjustment")).options
    assert times(option) == [("Adjustment", 630, 645)]
    assert (option.on_site, option.waiting) == (105, 70)


def test_beside_a_visit_off_the_grid_an_added_step_is_next_to_it_as_well(east: Desk) -> None:
    """The grid was another one when that was booked."""
    patient, visit = late_visit(east, "Consult", 14 * 60)
    asked = joined(east, visit, patient, "Adjustment")
    inputs = east.availability.problem_inputs(asked)
    booked = tuple(step._replace(start=842) for step in inputs.patient.appointments)
    inputs = replace(inputs, patient=replace(inputs.patient, appointments=booked))
    (problem,) = problems_of(inputs, asked)
    (plan,) = find_visit_plans(inputs, visit, problem, top=1).plans
    assert [(step.start, step.end) for step in plan.steps] == [(820, 835)]


def test_what_helps_says_the_whole_of_the_visit_too(east: Desk) -> None:
    patient, visit = late_visit(east, "Consult", 14 * 60)
    asked = replace(joined(east, visit, patient, "Adjustment"), latest=8 * 60 + 10)
    found = visit_relaxations(east.availability, asked)
    assert {
        (each.code, option.on_site - option.waiting) for each in found for option in each.options
    } == {("relaxation.window-later", 35)}
    again = [planned(east, each.visit_request).options[0] for each in found]
    assert [option.plan.steps for option in again] == [each.options[0].plan.steps for each in found]


WIDE = """[templates.wide]
name = "Wide"
steps = ["adjustment", "exercise"]
sequence = [{ first = "adjustment", then = "exercise", min_gap = 40 }]
"""

RULES = {
    "alone": "",
    "in one window": "one_window = true\n",
    "for forty minutes at most": "longest_stay = 40\n",
}


@pytest.mark.parametrize("taken", [(), (585,), (555, 665)])
@pytest.mark.parametrize(("begin", "booked"), [(540, "Wide"), (570, "Pair"), (660, "Pair")])
@pytest.mark.parametrize(("added", "rule"), [("Consult", "alone"), *(("Two", r) for r in RULES)])
def test_what_is_added_is_the_best_that_trying_every_minute_finds(
    make_clinic: MakeClinic, booked: str, added: str, begin: int, taken: tuple[int, ...], rule: str
) -> None:
    two = f'[templates.two]\nname = "Two"\nsteps = ["consult", "adjustment"]\n{RULES[rule]}'
    opening = '09:00-10:30", "11:00-12:00'
    text = harbor_file(opening=opening, hours="09:00-12:00") + (WIDE + two).encode()
    at = desk(make_clinic(text), Clock())
    patient, visit = late_visit(at, booked, begin)
    for start in taken:
        other = at.patient("Baker", str(start)).number
        at.book_at("Consult", other, start, ("Dr. Fisk", "Room 2"))
    asked = replace(at.visit_request(added, patient, MONDAY, days=1), joining=visit)
    found = planned(at, asked)
    around = found.options[0].around if found.options else ((0, 1),)
    best = [least_cost(problem, around) for problem in at.availability.problems(asked)]
    others = alternative_options(at.availability, asked, found.options) or ()
    stay = asked.longest_stay or 24 * 60
    assert [one for _, one in others if one.end - one.start > stay] == []
    assert [option.plan.cost for option in found.options] == [
        cost for cost in best if cost is not None
    ]
