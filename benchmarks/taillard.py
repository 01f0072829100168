"""Taillard's sixty open shops, made from their published seeds, as problems for `pack`.

Every job visits every machine once, in any order; the last end is to be as early as possible.
Source: E. Taillard, "Benchmarks for basic scheduling problems", European Journal of Operational
Research 64 (1993), 278-285: the generator, the seeds, and bounds that others have closed since.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clinicdesk.scheduling.core.intervals import MIDNIGHT
from clinicdesk.scheduling.core.problem import (
    Alternative,
    Need,
    Problem,
    Request,
    Resource,
    Step,
    Weights,
)

DAY = date(2026, 11, 23)
LONGEST = 99
"""Durations are uniform from 1 to this."""

PUBLISHED = {
    4: (
        (1166510396, 164000672, 193),
        (1624514147, 1076870026, 236),
        (1116611914, 1729673136, 271),
        (410579806, 1453014524, 250),
        (1036100146, 375655500, 295),
        (597897640, 322140729, 189),
        (1268670769, 556009645, 201),
        (307928077, 421384574, 217),
        (667545295, 485515899, 261),
        (35780816, 492238933, 217),
    ),
    5: (
        (527556884, 1343124817, 300),
        (1046824493, 1973406531, 262),
        (1165033492, 86711717, 323),
        (476292817, 24463110, 310),
        (1181363416, 606981348, 326),
        (897739730, 513119113, 312),
        (577107303, 2046387124, 303),
        (1714191910, 1928475945, 300),
        (1813128617, 2091141708, 353),
        (808919936, 183753764, 326),
    ),
    7: (
        (1840686215, 1827454623, 435),
        (1026771938, 1312166461, 443),
        (609471574, 670843185, 468),
        (1022295947, 398226875, 463),
        (1513073047, 1250759651, 416),
        (1612211197, 95606345, 451),
        (435024109, 1118234860, 422),
        (1760865440, 1099909092, 424),
        (122574075, 10979313, 458),
        (248031774, 1685251301, 398),
    ),
    10: (
        (1344106948, 1868311537, 637),
        (425990073, 1111853152, 588),
        (666128954, 1750328066, 598),
        (442723456, 1369177184, 577),
        (2033800800, 1344077538, 640),
        (964467313, 1735817385, 538),
        (1004528509, 967002400, 616),
        (1667495107, 818777384, 595),
        (1806968543, 1561913259, 595),
        (938376228, 344628625, 596),
    ),
    15: (
        (1561423441, 1787167667, 937),
        (204120997, 213027331, 918),
        (801158374, 1812110433, 871),
        (1502847623, 1527847153, 934),
        (282791231, 1855451778, 946),
        (1130361878, 849417380, 933),
        (379464508, 944419714, 891),
        (1760142791, 1955448160, 893),
        (1993140927, 179408412, 899),
        (1678386613, 1567160817, 902),
    ),
    20: (
        (957638, 9237185, 1155),
        (162587311, 1489531109, 1241),
        (965299017, 1054695706, 1257),
        (1158457671, 1499999517, 1248),
        (1191143707, 1530757746, 1256),
        (1826671743, 901609771, 1204),
        (1591533998, 1146547719, 1294),
        (937297777, 92726463, 1169),
        (687896268, 1731298717, 1289),
        (687034842, 684013066, 1241),
    ),
}
"""Time seed, machine seed and optimal makespan of the instances of each size."""


@dataclass(frozen=True)
class OpenShop:
    """`minutes[job][machine]`, and the proven optimum in minutes."""

    name: str
    minutes: tuple[tuple[int, ...], ...]
    optimum: int

    @property
    def bound(self) -> int:
        """The largest load of a job or a machine."""
        return max(map(sum, (*self.minutes, *zip(*self.minutes, strict=True))))


class Generator:
    """The paper's random numbers: x -> 16807 x mod (2^31 - 1), as a fraction of the modulus."""

    MULTIPLIER, MODULUS = 16807, 2**31 - 1

    def __init__(self, seed: int) -> None:
        self._state = seed

    def uniform(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both possible."""
        self._state = self.MULTIPLIER * self._state % self.MODULUS
        return low + self._state * (high - low + 1) // self.MODULUS


def open_shops(sizes: Sequence[int] = tuple(PUBLISHED)) -> list[OpenShop]:
    """The ten instances of each size, in the published order."""
    return [
        OpenShop(f"tai{size}-{number}", _minutes(size, time_seed, machine_seed), optimum)
        for size in sizes
        for number, (time_seed, machine_seed, optimum) in enumerate(PUBLISHED[size], 1)
    ]


def _minutes(size: int, time_seed: int, machine_seed: int) -> tuple[tuple[int, ...], ...]:
    """All durations are drawn first; then each job's machines are shuffled in place."""
    times, places = Generator(time_seed), Generator(machine_seed)
    drawn = [[times.uniform(1, LONGEST) for _ in range(size)] for _ in range(size)]
    rows = []
    for durations in drawn:
        machines = list(range(size))
        for place in range(size):
            other = places.uniform(place, size - 1)
            machines[place], machines[other] = machines[other], machines[place]
        of_machine = dict(zip(machines, durations, strict=True))
        rows.append(tuple(of_machine[machine] for machine in range(size)))
    return tuple(rows)


def problem_of(shop: OpenShop) -> Problem:
    """A request for each job and a resource for each machine, all day free; only the end counts.

    A job does not visit a machine on which it takes no time.
    """
    machines = range(len(shop.minutes[0]))
    resources = tuple(Resource(f"m{m}", "machine", {DAY: ((0, MIDNIGHT),)}) for m in machines)
    requests = tuple(
        Request(
            f"j{number}",
            tuple(
                Step(f"s{machine}", minutes, (Need((Alternative(f"m{machine}"),)),))
                for machine, minutes in enumerate(row)
                if minutes
            ),
        )
        for number, row in enumerate(shop.minutes)
    )
    weights = Weights(span=0, unplaced=2 * MIDNIGHT, makespan=1)
    return Problem(1, (DAY,), resources, requests, weights=weights)
