"""Days side by side: what is cut out of them, and what is done to all of them at once."""

from random import Random

from clinicdesk.scheduling.core.bit_sets import Mask, mask_of
from clinicdesk.scheduling.core.stopping import poll_of
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit
from clinicdesk.scheduling.search.day_fields import DayFields
from clinicdesk.scheduling.search.way_on_days import WayOnDays
from tests.scheduling.clinics import clinic_problem
from tests.scheduling.engine_values import Scaled, problem_of

NO_STOP = poll_of(None)
FARTHEST = 7


def some_fields(seed: int) -> DayFields:
    """The fields of a visit on some days, each day twice: as if there were two ways."""
    problem = problem_of(clinic_problem(seed, days=5, steps=3))
    visit = CompiledVisit(problem, problem.requests[0])
    stretch = visit.horizon.stretch(0, 5)
    return DayFields([WayOnDays(visit, stretch, NO_STOP) for _ in range(2)], FARTHEST, NO_STOP)


def random_mask(fields: DayFields, rng: Random) -> Mask:
    """Some cells of some fields."""
    mask = mask_of(rng.getrandbits(fields.every_cell.bit_length())) & fields.every_cell
    return mask & rng.getrandbits(fields.every_cell.bit_length())


def cells_by_field(fields: DayFields, mask: Mask) -> list[set[int]]:
    of_fields = [fields.cut_out(number, mask) for number in range(len(fields.days))]
    return [{cell for cell in range(fields.width) if cells >> cell & 1} for cells in of_fields]


def test_a_field_has_the_starts_of_its_day_and_way(scaled: Scaled) -> None:
    for seed in range(scaled(10, 200)):
        fields = some_fields(seed)
        assert fields.days
        for step in range(3):
            pools = fields.pools(step)
            for number, (way, position) in enumerate(fields.days):
                stretch = way.stretch
                expected = way.starts[step] & stretch.field(position)
                found = mask_of(0)
                for pool in pools:
                    found |= fields.of_day(number, pool.mask)
                assert found == expected >> stretch.shift_of(position), seed


def test_what_is_later_or_earlier_stays_within_its_field(scaled: Scaled) -> None:
    for seed in range(scaled(10, 200)):
        fields, rng = some_fields(seed), Random(seed)
        mask = random_mask(fields, rng)
        before = cells_by_field(fields, mask)
        later = [set(range(min(cells), fields.width)) if cells else set() for cells in before]
        earlier = [set(range(max(cells) + 1)) if cells else set() for cells in before]
        assert cells_by_field(fields, fields.later(mask)) == later, seed
        assert cells_by_field(fields, fields.earlier(mask)) == earlier, seed
        assert fields.touched(mask) == [n for n, cells in enumerate(before) if cells], seed


def test_no_shift_reaches_another_field(scaled: Scaled) -> None:
    for seed in range(scaled(10, 200)):
        fields, rng = some_fields(seed), Random(seed)
        mask, by = random_mask(fields, rng), rng.randint(0, FARTHEST)
        before = cells_by_field(fields, mask)
        moved = [{cell + by for cell in cells if cell + by < fields.width} for cells in before]
        assert cells_by_field(fields, mask << by & fields.every_cell) == moved, seed
        moved = [{cell - by for cell in cells if cell >= by} for cells in before]
        assert cells_by_field(fields, mask >> by & fields.every_cell) == moved, seed
