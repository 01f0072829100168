"""Filling one day: classes first, then combined visits, then single steps until it is full."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heapify, heappop, heappush
from random import Random

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.services.demo.day.caseload import Caseload
from clinicdesk.services.demo.day.combining import any_start, combine
from clinicdesk.services.demo.day.demand import Bundle, Demand, Lead
from clinicdesk.services.demo.day.free_time import FreeTime, GridKind, GridStep
from clinicdesk.services.demo.day.interpreted import Interpreted
from clinicdesk.services.demo.day.open_days import Calendar
from clinicdesk.services.demo.fates import Fate, draw_fate

WEEKEND = 5
"""The first day of the week on which only some are here."""

SMALLEST_CLASS = 5

COARSE = 15
"""Minutes of the coarser grid on which steps begin where nothing is booked next to them."""

HELD_DAYS, WAITING_DAYS = range(1, 4), range(1, 11)
"""Days from today on which a desk holds something, or somebody waits for a place."""


@dataclass(frozen=True)
class PlannedVisit:
    """A visit with its place and what becomes of it; `bundle` None for a single step.

    A class has `members`, each with a fate of their own, instead of a patient.
    """

    patient: int | None
    steps: tuple[GridStep, ...]
    fate: Fate
    bundle: Bundle | None = None
    members: tuple[tuple[int, Fate], ...] = ()

    @property
    def appointments(self) -> int:
        """How many appointments of patients it is."""
        return len(self.members) or len(self.steps)


class DayPlanner:
    """Fills one day after the other, in their order."""

    def __init__(
        self,
        random: Random,
        calendar: Calendar,
        demand: Demand,
        caseload: Caseload,
        interpreted: Interpreted,
        today: date,
    ) -> None:
        self._random, self._calendar, self._demand = random, calendar, demand
        self._caseload, self._interpreted, self._today = caseload, interpreted, today
        self._coarse = sum(1 << cell for cell in range(0, MIDNIGHT // calendar.grid, COARSE // 5))
        self._classes = [kind for kind in calendar.kinds.values() if kind.group_size > 1]

    def plan(self, day: date) -> list[PlannedVisit]:
        """All visits of the day. The caseload must have begun it."""
        share = self._demand.share(day, self._today)
        time = self._calendar.free_time(day)
        wanted = round(share * self._random.randint(self._demand.fewest, self._demand.most))
        visits: list[PlannedVisit] = []
        if day.weekday() < WEEKEND:
            visits += self._group_classes(day, time, share)
            visits += self._combined(day, time, share, wanted)
        here = sum(visit.appointments for visit in visits)
        visits += self._singles(day, time, share, wanted - here)
        ahead = (day - self._today).days
        if ahead in HELD_DAYS:
            visits += self._extra(time, Fate.HELD)
        if ahead in WAITING_DAYS:
            visits += self._extra(time, Fate.WAITING)
        return visits

    def _group_classes(self, day: date, time: FreeTime, share: float) -> Iterator[PlannedVisit]:
        for kind in self._classes * self._demand.classes:
            starts = time.starts(kind) & self._coarse
            if not starts or self._random.random() > share:
                continue
            step = time.take(kind, any_start(starts, self._random))
            if step is None:
                continue
            size = self._random.randint(SMALLEST_CLASS, kind.group_size)
            members = tuple(
                (
                    self._caseload.under_treatment(kind.key, None),
                    draw_fate(self._random, day, self._today, share),
                )
                for _ in range(max(1, round(size * share)))
            )
            yield PlannedVisit(None, (step,), Fate.KEPT, members=members)

    def _combined(
        self, day: date, time: FreeTime, share: float, wanted: int
    ) -> Iterator[PlannedVisit]:
        left = round(wanted * self._demand.combined_of_hundred / 100)
        bundles = {bundle.key: bundle for bundle in self._demand.bundles}
        while left and bundles:
            weights = [bundle.weight for bundle in bundles.values()]
            bundle = self._random.choices(list(bundles.values()), weights)[0]
            new = self._is_new(bundle.key)
            steps = combine(self._random, time, bundle, self._calendar.grid, new=new)
            if steps is None:
                del bundles[bundle.key]
                continue
            left -= 1
            fate = draw_fate(self._random, day, self._today, share)
            yield self._visit(time, bundle.key, None, steps, fate, new=new, bundle=bundle)

    def _singles(
        self, day: date, time: FreeTime, share: float, wanted: int
    ) -> Iterator[PlannedVisit]:
        """Whoever has most left to fill is next, so that all days fill evenly."""
        hours = {
            lead.resource: self._calendar.hours_of(lead.resource, day).bit_count()
            for lead in self._demand.leads
        }
        waiting = [(0.0, index) for index in range(len(self._demand.leads))]
        waiting = [
            (self._filled(time, lead, hours), index)
            for index, lead in enumerate(self._demand.leads)
            if hours[lead.resource]
        ]
        heapify(waiting)
        while wanted > 0 and waiting:
            filled, index = heappop(waiting)
            if filled >= share:
                break
            lead = self._demand.leads[index]
            fate = draw_fate(self._random, day, self._today, share)
            visit = self._single(time, lead, fate, crowded=share > self._random.random())
            if visit is None:
                continue
            wanted -= 1
            yield visit
            heappush(waiting, (self._filled(time, lead, hours), index))

    @staticmethod
    def _filled(time: FreeTime, lead: Lead, hours: dict[int, int]) -> float:
        """How far a lead's day is filled, of what it is to be: 1 is all of it."""
        free = time.free[lead.resource].bit_count() / hours[lead.resource]
        return (1 - free) / lead.busy

    def _single(
        self, time: FreeTime, lead: Lead, fate: Fate, *, crowded: bool
    ) -> PlannedVisit | None:
        """One step with this lead, of the first kind that still fits; None if none does."""
        first = self._random.choices(lead.kinds, lead.weights)[0]
        for kind in (first, *(kind for kind in lead.kinds if kind is not first)):
            new = self._is_new(kind.key)
            starts = time.starts(kind, lead=lead.resource, new=new)
            if not starts:
                continue
            start = self._choose(time, kind, lead.resource, starts, crowded=crowded)
            step = time.take(kind, start, lead=lead.resource, new=new)
            if step is not None:
                return self._visit(time, kind.key, lead.resource, (step,), fate, new=new)
        return None

    def _choose(
        self, time: FreeTime, kind: GridKind, lead: int, starts: int, *, crowded: bool
    ) -> int:
        """A start without idle minutes beside it on a crowded day; else at a round time."""
        if crowded:
            blocks = next(need.blocks for need in kind.needs if lead in need.one_of)
            occupied = ~time.free[lead]
            begin, end = blocks[0][0], blocks[-1][1]
            before = occupied >> begin - 1 if begin else occupied << 1
            starts = starts & (before | occupied >> end) or starts
        elif starts & self._coarse:
            starts &= self._coarse
        return any_start(starts, self._random)

    def _extra(self, time: FreeTime, fate: Fate) -> Iterator[PlannedVisit]:
        """One more single step, where anybody has time."""
        leads: Sequence[Lead] = self._demand.leads
        for lead in self._random.sample(leads, len(leads)):
            visit = self._single(time, lead, fate, crowded=False)
            if visit is not None:
                yield visit
                return

    def _visit(
        self,
        time: FreeTime,
        what: str,
        lead: int | None,
        steps: tuple[GridStep, ...],
        fate: Fate,
        *,
        new: bool,
        bundle: Bundle | None = None,
    ) -> PlannedVisit:
        taken = steps

        def suits(patient: int) -> bool:
            """Whether they are understood by whoever leads the steps; who interprets is taken."""
            nonlocal taken
            with_them = self._interpreted.take(time, steps, patient)
            taken = with_them or steps
            return with_them is not None

        if new:
            patient = self._caseload.newcomer(what, suits)
        else:
            patient = self._caseload.under_treatment(what, lead, suits)
        steps = taken
        if not fate.took_time:
            for step in steps:
                time.give_back(step)
        return PlannedVisit(patient, steps, fate, bundle)

    def _is_new(self, what: str) -> bool:
        return what in self._demand.first_visits and self._caseload.newcomers
