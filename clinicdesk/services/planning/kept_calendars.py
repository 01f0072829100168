"""The engine's resources, kept with every day that was read; a question reads the days it adds."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from clinicdesk.scheduling import Resource, Windows
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.hours import Hours
from clinicdesk.services.planning.problem.occupied_time import read_busy, read_resources

DAYS_KEPT = 400
"""Of each resource; beyond that only the days of the present question stay."""


class KeptCalendars:
    """One `Resource` for each resource, on all days that were ever asked about, in any order.

    Its `free` times name every day that is known, without minutes where there are none; the engine
    looks at the days of its problem alone. The engine keeps what it derives with each object: one
    to which nothing was added stays the same, and so do the masks of days that were known before.
    """

    def __init__(self) -> None:
        self._kept: dict[int, Resource] = {}

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()

    def on(
        self,
        session: Session,
        setup: ClinicSetup,
        hours: Hours,
        numbers: Sequence[int],
        days: Sequence[date],
        *,
        expired: Collection[int],
    ) -> dict[int, Resource]:
        """The resources of these numbers with what is known of `days` at least.

        Claims of the visits `expired` do not count.
        """
        wanted = dict.fromkeys(days)
        lacking: defaultdict[tuple[date, ...], list[int]] = defaultdict(list)
        for number in numbers:
            known = self._kept[number].free if number in self._kept else {}
            if missing := tuple(day for day in wanted if day not in known):
                lacking[missing].append(number)
        for missing, those in lacking.items():
            found = read_resources(session, setup, hours, those, missing, expired=expired)
            for number, resource in found.items():
                self._add(number, resource, missing, days)
        return {number: self._kept[number] for number in numbers}

    def _add(
        self, number: int, found: Resource, missing: Sequence[date], days: Sequence[date]
    ) -> None:
        """Add the missing days, as they were found, to what is kept for the present `days`."""
        # The search's own module, which reading the first day does without.
        from clinicdesk.scheduling import replace_times

        free = {day: found.free.get(day, ()) for day in missing}
        busy = {day: found.busy[day] for day in missing if day in found.busy}
        kept = self._kept.get(number)
        if kept is not None and len(kept.free) + len(missing) > DAYS_KEPT:
            kept = Resource(kept.id, kept.kind, _only(days, kept.free), _only(days, kept.busy))
        self._kept[number] = (
            Resource(found.id, found.kind, free, busy)
            if kept is None
            else replace_times(kept, free=free, busy=busy)
        )

    def reread(
        self,
        session: Session,
        numbers: Iterable[int],
        days: Iterable[date],
        *,
        expired: Collection[int],
    ) -> None:
        """Read again what occupies these resources on those of the days that are known."""
        # The search's own module, which reading the first day does without.
        from clinicdesk.scheduling import replace_times

        changed = sorted(days)
        touched = [
            number
            for number in sorted(self._kept.keys() & set(numbers))
            if not self._kept[number].free.keys().isdisjoint(changed)
        ]
        if not touched:
            return
        busy = read_busy(session, touched, changed, expired=expired)
        for number in touched:
            kept, times = self._kept[number], busy[number]
            again = {day: times.get(day, ()) for day in changed if day in kept.free}
            self._kept[number] = replace_times(kept, busy=again)


def _only(days: Iterable[date], windows: Windows) -> Windows:
    return {day: windows[day] for day in days if day in windows}
