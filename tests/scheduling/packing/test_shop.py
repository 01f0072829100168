"""Open shops: which problems are one, and what their search finds, on Taillard's instances."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from benchmarks.taillard import DAY, OpenShop, open_shops, problem_of
from clinicdesk.scheduling import pack
from clinicdesk.scheduling.core.problem import (
    Alternative,
    AnswerStatus,
    BookedStep,
    Need,
    Problem,
    Resource,
    SequenceRule,
    Step,
    Weights,
)
from clinicdesk.scheduling.core.stopping import Stopped
from clinicdesk.scheduling.packing.shop.decision import GaveUp, decided
from clinicdesk.scheduling.packing.shop.sequences import (
    Operations,
    Sequences,
    dispatched,
    length_of,
)
from clinicdesk.scheduling.packing.shop.shop import Schedule, Shop, ever_better, shop_of
from clinicdesk.scheduling.program.answer_checking import check_answer
from clinicdesk.scheduling.program.answers import packing_as_json, read_answer
from tests.scheduling.engine_values import Scaled

SMALL = open_shops((4,))


def shop_named(name: str) -> OpenShop:
    return next(one for one in open_shops() if one.name == name)


def recognized(problem: Problem) -> Shop:
    shop = shop_of(problem)
    assert shop is not None
    return shop


def counted(steps: int) -> Callable[[], None]:
    """A poll that stops the search after so many steps, whatever the clock says."""
    left = steps

    def poll() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Stopped

    return poll


def schedules(shop: Shop, seed: int, steps: int) -> list[Schedule]:
    found: list[Schedule] = []
    with suppress(Stopped):
        found.extend(ever_better(shop, seed, counted(steps)))
    return found


def random_operations(seed: int, jobs: int, machines: int) -> Operations:
    """Now and then a job passes a machine by."""
    rng = Random(seed)
    rows = [
        (rng.randint(1, 9), job, machine)
        for job in range(jobs)
        for machine in range(machines)
        if rng.random() < 0.9 or (job, machine) == (0, 0)
    ]
    minutes, of_jobs, of_machines = zip(*rows, strict=True)
    return Operations(minutes, of_jobs, of_machines)


def assert_apart(operations: Operations, starts: list[int]) -> None:
    for group in (operations.jobs, operations.machines):
        for number in set(group):
            taken = sorted(
                (start, start + minutes)
                for start, minutes, own in zip(starts, operations.minutes, group, strict=True)
                if own == number
            )
            assert taken[0][0] >= 0
            assert all(end <= begin for (_, end), (begin, _) in pairwise(taken))


def shortest(operations: Operations) -> int:
    """The least length, by trying every order of starting each operation as early as possible."""
    best = sum(operations.minutes)
    count = len(operations.minutes)

    def extend(left: frozenset[int], jobs: dict[int, int], machines: dict[int, int]) -> None:
        nonlocal best
        latest = max((*jobs.values(), *machines.values()), default=0)
        if latest >= best:
            return
        if not left:
            best = latest
        for one in left:
            job, machine = operations.jobs[one], operations.machines[one]
            end = max(jobs.get(job, 0), machines.get(machine, 0)) + operations.minutes[one]
            extend(left - {one}, jobs | {job: end}, machines | {machine: end})

    extend(frozenset(range(count)), {}, {})
    return best


def test_the_generator_makes_the_published_matrix() -> None:
    assert SMALL[0].minutes == ((34, 2, 54, 61), (15, 89, 70, 9), (38, 19, 28, 87), (95, 7, 34, 29))


def test_an_open_shop_is_recognized_with_its_loads_as_bound() -> None:
    for one in open_shops((4, 20)):
        shop = recognized(problem_of(one))
        assert shop.bound == one.bound
        assert (shop.opens, shop.closes) == (0, 1440)


BASE = problem_of(SMALL[0])
FIRST = BASE.requests[0]
FIRST_STEP = FIRST.steps[0]


def with_first_step(step: Step) -> Problem:
    request = replace(FIRST, steps=(step, *FIRST.steps[1:]))
    return replace(BASE, requests=(request, *BASE.requests[1:]))


def with_need(**changes: object) -> Problem:
    need = replace(FIRST_STEP.needs[0], **changes)  # type: ignore[arg-type]
    return with_first_step(replace(FIRST_STEP, needs=(need,)))


OTHERS = {
    "span counts": replace(BASE, weights=replace(BASE.weights, span=1)),
    "the end does not count": replace(BASE, weights=replace(BASE.weights, makespan=0)),
    "leaving out may pay": replace(BASE, weights=replace(BASE.weights, unplaced=1439)),
    "nobody comes": replace(BASE, requests=()),
    "something is booked": replace(BASE, booked=(BookedStep("j0", "s0", DAY, 0, ("m0",)),)),
    "one machine opens late": replace(
        BASE, resources=(replace(BASE.resources[0], free={DAY: ((1, 1440),)}), *BASE.resources[1:])
    ),
    "a break": replace(
        BASE,
        resources=tuple(replace(one, busy={DAY: ((700, 710),)}) for one in BASE.resources),
    ),
    "never free": replace(
        BASE, resources=tuple(Resource(one.id, one.kind, {}) for one in BASE.resources)
    ),
    "off the grid": replace(BASE, grid_minutes=5),
    "a window": replace(
        BASE, requests=(replace(FIRST, windows={DAY: ((0, 900),)}), *BASE.requests[1:])
    ),
    "a step's window": with_first_step(replace(FIRST_STEP, windows={DAY: ((0, 900),)})),
    "transfers": replace(BASE, requests=(replace(FIRST, transfer_minutes=1), *BASE.requests[1:])),
    "an order": replace(
        BASE, requests=(replace(FIRST, sequence=(SequenceRule("s0", "s1"),)), *BASE.requests[1:])
    ),
    "a choice": with_need(one_of=(Alternative("m0"), Alternative("m1"))),
    "nobody qualifies": with_need(one_of=()),
    "a buffer": with_need(after=1),
    "a part of the step": with_need(holds=((0, 1),)),
    "an alternative's window": with_need(one_of=(Alternative("m0", windows={DAY: ((0, 900),)}),)),
    "two needs": with_first_step(
        replace(FIRST_STEP, needs=(*FIRST_STEP.needs, Need((Alternative("m1"),))))
    ),
    "nothing but the patient": with_first_step(replace(FIRST_STEP, needs=())),
    "the same machine twice": replace(
        BASE,
        requests=(
            replace(FIRST, steps=(*FIRST.steps, replace(FIRST_STEP, id="again"))),
            *BASE.requests[1:],
        ),
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_not_an_open_shop_is_left_to_the_calendars(name: str) -> None:
    assert shop_of(OTHERS[name]) is None


def test_hours_penalties_and_own_minutes_are_respected() -> None:
    chosen = Alternative("m0", minutes=40, penalty=7)
    resources = tuple(replace(one, free={DAY: ((480, 800),)}) for one in BASE.resources)
    problem = replace(with_need(one_of=(chosen,)), resources=resources)
    best = schedules(recognized(problem), 0, 20_000)[-1]
    assert best.cost == 7 + max(step.end for plan in best.plans for step in plan.steps)
    packing = pack(problem, stop=lambda: False)
    assert packing.status is AnswerStatus.OPTIMAL
    assert_lawful(problem, packing_as_json(packing), best.cost)


def test_requests_of_one_patient_are_one_job() -> None:
    """Two patients' steps on two machines take 30 minutes side by side, one patient's 60."""
    steps = [Step("s", 30, (Need((Alternative(name),)),)) for name in ("m0", "m1")]
    requests = tuple(
        replace(FIRST, id=f"v{number}", steps=(step,), patient="p")
        for number, step in enumerate(steps)
    )
    assert recognized(replace(BASE, requests=requests)).bound == 60
    apart = tuple(replace(one, patient=None) for one in requests)
    assert recognized(replace(BASE, requests=apart)).bound == 30


def assert_lawful(problem: Problem, answer: object, cost: int) -> None:
    found, true_cost = check_answer(problem, read_answer(json.dumps(answer).encode(), problem))
    assert found == ()
    assert true_cost == cost


@pytest.mark.parametrize("one", SMALL, ids=lambda one: one.name)
def test_the_smallest_are_proven_whatever_the_seed(one: OpenShop, scaled: Scaled) -> None:
    shop = recognized(problem_of(one))
    for seed in range(scaled(2, 40)):
        found = list(ever_better(shop, seed, counted(10_000)))
        assert [schedule.cost for schedule in found][-1] == one.optimum
        costs = [schedule.cost for schedule in found]
        assert costs == sorted(set(costs), reverse=True)


@pytest.mark.parametrize("number", [2, 6])
def test_five_by_five_are_proven(number: int) -> None:
    one = shop_named(f"tai5-{number}")
    *_, last = ever_better(recognized(problem_of(one)), 0, counted(60_000))
    assert last.cost == one.optimum


@pytest.mark.parametrize("name", ["tai7-1", "tai10-6", "tai15-4", "tai20-9"])
def test_larger_ones_come_near_in_few_steps(name: str) -> None:
    one = shop_named(name)
    problem = problem_of(one)
    found = schedules(recognized(problem), 0, 800)
    assert found[-1].cost <= one.optimum * 1.05
    for schedule in found:
        answer = {
            "status": "stopped",
            "cost": schedule.cost,
            "bound": one.bound,
            "unplaced": [],
            "plans": plans_as_json(problem, schedule),
        }
        assert_lawful(problem, answer, schedule.cost)


def plans_as_json(problem: Problem, schedule: Schedule) -> object:
    whole = pack(problem, seconds=0)
    return packing_as_json(replace(whole, plans=schedule.plans))["plans"]


def test_pack_uses_it_and_proves_the_optimum() -> None:
    told: list[tuple[int, int, int]] = []
    problem = problem_of(SMALL[0])

    def tell(cost: int, bound: int, placed: int, _: float) -> None:
        told.append((cost, bound, placed))

    packing = pack(problem, seconds=600, progress=tell)
    assert packing.status is AnswerStatus.OPTIMAL
    assert packing.cost == packing.bound == SMALL[0].optimum
    assert told[-1] == (193, 186, 4)
    assert_lawful(problem, packing_as_json(packing), 193)


def test_a_stopped_search_has_a_complete_answer() -> None:
    problem = problem_of(shop_named("tai20-2"))
    packing = pack(problem, seconds=600, stop=lambda: True)
    assert packing.status is AnswerStatus.STOPPED
    assert packing.unplaced == ()
    assert_lawful(problem, packing_as_json(packing), packing.cost)


def test_a_day_too_short_for_all_leaves_somebody_out() -> None:
    resources = tuple(replace(one, free={DAY: ((0, 192),)}) for one in BASE.resources)
    problem = replace(BASE, resources=resources)
    assert list(ever_better(recognized(problem), 0, counted(10_000))) == []
    packing = pack(problem, seconds=0.5)
    assert packing.unplaced
    assert_lawful(problem, packing_as_json(packing), packing.cost)


def test_the_same_seed_gives_the_same_packings() -> None:
    shop = recognized(problem_of(shop_named("tai7-2")))
    assert schedules(shop, 3, 800) == schedules(shop, 3, 800)
    assert schedules(shop, 3, 800) != schedules(shop, 4, 800)


def test_decisions_are_right_on_both_sides_of_the_optimum(scaled: Scaled) -> None:
    for seed in range(scaled(12, 200)):
        operations = random_operations(seed, 2 + (seed % 10 == 9), 3)
        best = shortest(operations)
        assert decided(operations, best - 1, 10_000, Random(seed), counted(100_000)) is None
        starts = decided(operations, best, 10_000, Random(seed), counted(100_000))
        assert starts is not None
        assert_apart(operations, starts)
        assert length_of(operations, starts) == best


def test_a_guide_changes_no_decision() -> None:
    for seed in range(12):
        operations = random_operations(seed, 2 + (seed % 10 == 9), 3)
        best = shortest(operations)
        guide = Sequences(operations, dispatched(operations, Random(seed))).starts()
        poll = counted(100_000)
        assert decided(operations, best - 1, 10_000, Random(seed), poll, guide) is None
        for length in (best, length_of(operations, guide)):
            starts = decided(operations, length, 10_000, Random(seed), poll, guide)
            assert starts is not None
            assert_apart(operations, starts)
            assert length_of(operations, starts) <= length


def test_a_decision_is_given_up_after_so_many_dead_ends() -> None:
    shop = recognized(problem_of(shop_named("tai5-1")))
    with pytest.raises(GaveUp):
        decided(shop.operations, 299, 3, Random(0), counted(100_000))


def test_after_every_move_the_paths_are_those_of_the_sequences(scaled: Scaled) -> None:
    for seed in range(scaled(10, 200)):
        rng = Random(seed)
        operations = random_operations(seed, 4, 5)
        sequences = Sequences(operations, dispatched(operations, rng))
        count = len(operations.minutes)
        for _ in range(60):
            limit = sequences.length + rng.randint(0, 5)
            sequences.move(rng.randrange(count), limit, rng)
            anew = Sequences(operations, sequences.order)
            assert (anew.ends, anew.rests) == (sequences.ends, sequences.rests)
            assert sequences.length == anew.length <= limit
            assert_apart(operations, sequences.starts())
            assert length_of(operations, sequences.starts()) == sequences.length


def test_a_refused_move_changes_nothing() -> None:
    operations = random_operations(1, 4, 4)
    sequences = Sequences(operations, dispatched(operations, Random(1)))
    starts, order = sequences.starts(), list(sequences.order)
    for one in range(len(operations.minutes)):
        assert not sequences.move(one, 0, Random(0))
    assert (sequences.starts(), sequences.order) == (starts, order)
    assert Sequences(operations, sequences.order).rests == sequences.rests


def test_packings_come_one_at_a_time() -> None:
    shop = recognized(problem_of(shop_named("tai20-1")))
    first = next(ever_better(shop, 0, counted(0)))
    assert len(first.plans) == 20


def test_weights_of_the_clinic_make_no_open_shop() -> None:
    assert shop_of(replace(BASE, weights=Weights())) is None
