"""What late running does to a day, as values: the window knows these without the engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clinicdesk.services.visits.reading.delays import DelayInfo


@dataclass(frozen=True)
class Knock:
    """An appointment that cannot begin when it is booked, by `minutes`.

    `late` is whoever runs late; `others` whether it is with somebody else, whom it reaches.
    """

    appointment: int
    minutes: int
    late: int
    others: bool


@dataclass(frozen=True)
class Healing:
    """What later starts do for it: so many appointments start later, by at most so many minutes.

    `stuck` are the appointments that then have no place any more.
    """

    pushed: int
    most: int
    stuck: tuple[int, ...]


@dataclass(frozen=True)
class RunsLate:
    """A practitioner who runs late, whom that meets, and what heals it."""

    delay: DelayInfo
    knocks: tuple[Knock, ...]
    healing: Healing


def worst(found: Iterable[RunsLate]) -> Mapping[int, Knock]:
    """By appointment the one that makes it wait longest."""
    knocks: dict[int, Knock] = {}
    for each in found:
        for knock in each.knocks:
            before = knocks.get(knock.appointment)
            if before is None or before.minutes < knock.minutes:
                knocks[knock.appointment] = knock
    return knocks
