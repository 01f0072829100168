"""The models of CP-SAT that the search is measured beside find the same costs as the search."""

from dataclasses import replace

import pytest

from benchmarks.clinics import Size, clinic, request
from benchmarks.cp_sat_days import NaturalDay, PrunedDay, costs_by_cp_sat
from benchmarks.plan_search import pools_by_day
from clinicdesk.scheduling import find_plans
from clinicdesk.scheduling.core.problem import Problem, Weights
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit

SIZE = Size(days=4, practitioners=16, rooms=12, load=0.6, steps=(2, 3))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_models_find_the_costs_of_the_search(seed: int) -> None:
    days, resources, _ = clinic(seed, SIZE)
    asked = replace(request(seed, days, SIZE), target=days[1])
    problem = Problem(SIZE.grid, days, resources, (asked,), weights=Weights(short_gap=0))
    visit = CompiledVisit(problem, asked)
    pools = pools_by_day(visit)

    found = [plan.cost for plan in find_plans(problem).plans]

    assert found
    assert costs_by_cp_sat(visit, lambda day: NaturalDay(visit, day)) == found
    assert costs_by_cp_sat(visit, lambda day: PrunedDay(visit, day, pools[day])) == found
