"""Finding a place for each visit that a change breaks, on a copy in which the change is made.

Each repair is written there as it is found, so that the next one knows of it: by day, as an absence
is mended, but nobody else makes room, as there is time to go to another day; where a visit has no
place on its own, on the best day near it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from time import thread_time

from sqlalchemy import select

from clinicdesk.models.database import Database
from clinicdesk.models.visits import Claim
from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.services.absence.absence_day import DayToMend, read_day_to_mend
from clinicdesk.services.absence.aims import Aim
from clinicdesk.services.absence.proposal import Call, MovedVisit, StrandedVisit
from clinicdesk.services.absence.proposing import moved_visits
from clinicdesk.services.absence.ways import ways_to_mend
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.planning.options import Option, plan_visit
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.setup.nobody_left import why_no_place
from clinicdesk.services.setup.repairs import NewPlace, Repair, Repairs
from clinicdesk.services.visits.moving import move_appointments
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo

FURTHEST = 120
"""By how many minutes somebody is moved at most who keeps the day."""

DAY_SECONDS = 0.3
"""How long the engine looks for better ways to mend one day, once it has some."""

BEFORE, AFTER = 7, 28
"""How many days before and after its own a visit may go to that has no place there."""


_NOTHING = Repairs()


@dataclass(frozen=True)
class Looking:
    """How repairs are looked for.

    `instead`: whose visits go to which colleague, at the same time where that can be. `known` is
    what an earlier look has found, which this one begins with. It ends after so many `seconds` of
    the processor, or when `stop` says so; `tell` is given what is found by then, again and again.
    """

    seconds: float
    instead: Mapping[int, int]
    stop: Callable[[], bool]
    tell: Callable[[Repairs], object]
    known: Repairs = _NOTHING


def find_repairs(
    context: Context, copy: Database, broken: Sequence[AppointmentInfo], looking: Looking
) -> Repairs:
    """Look for a place for each of these, in the order of their days, until all have been looked at
    or it has to end.

    `copy` is the clinic with the change, and nobody else's: the repairs stand in it afterwards.
    """
    search = _Search(context, copy, looking)
    known = search.begin_with(looking.known)
    by_day: defaultdict[date, list[AppointmentInfo]] = defaultdict(list)
    for appointment in broken:
        if appointment.visit not in known:
            by_day[appointment.day].append(appointment)
    for day in sorted(by_day):
        search.mend(day, by_day[day])
    return search.repairs(ended=True)


_Time = tuple[int, date, int, int]
"""Resource, day, start and end of what an appointment takes."""


class _Search:
    def __init__(self, context: Context, copy: Database, looking: Looking) -> None:
        self._context, self._copy, self._looking = context, copy, looking
        with copy.reading() as session:
            self._setup, self._hours = read_clinic(session)
        self._today, _ = context.wall_clock(self._setup.zone)
        self._availability = Availability(context, copy)
        self._ends = thread_time() + looking.seconds
        self._found: dict[int, Repair] = {}
        self._without: dict[int, str] = {}
        self._given_up: list[tuple[_Time, int]] = []
        """What visits take no more since they were repaired, with each the visit."""
        self._cut_short = False
        """Whether something was not looked at as it was over."""

    def is_over(self) -> bool:
        """Whether nobody waits, or the time is up."""
        return thread_time() > self._ends or self._looking.stop()

    def repairs(self, *, ended: bool = False) -> Repairs:
        """What was found until now; whether that is all."""
        whole = ended and not self._cut_short
        return Repairs(tuple(self._found.values()), dict(self._without), whole, ended)

    def begin_with(self, known: Repairs) -> frozenset[int]:
        """Write these, if nothing is in their way by now; the visits that are known then."""
        if not self._write(known.found):
            return frozenset()
        self._without = dict(known.without)
        return frozenset({*known.without, *(v for one in known.found for v in one.visits)})

    def mend(self, day: date, broken: Sequence[AppointmentInfo]) -> None:
        """Find a place for each of these appointments of one day, if it is not over."""
        if self.is_over():
            self._cut_short = True
            return
        by_visit: defaultdict[int, list[AppointmentInfo]] = defaultdict(list)
        for one in broken:
            by_visit[one.visit].append(one)
        left = [own for own in by_visit.values() if not self._to_colleague(own)]
        with self._copy.reading() as session:
            numbers = {one.number for own in left for one in own}
            mended = read_day_to_mend(session, self._context, day, numbers, making_room=False)
        for case in mended.manual:
            self._without[case.appointment.visit] = case.why
        unplaced = self._on_the_day(mended)
        self._looking.tell(self.repairs())
        for name in unplaced:
            if self.is_over():
                self._cut_short = True
                break
            self._on_another_day(mended.stranded[int(name)])
            self._looking.tell(self.repairs())

    def _to_colleague(self, steps: Sequence[AppointmentInfo]) -> bool:
        """At the same time with whoever takes over, if that can be; a class is mended as a day."""
        places = tuple(
            NewPlace(one, one.day, one.start, one.end, self._with_colleague(one)) for one in steps
        )
        kept = any(one.group is not None or one.patient is None for one in steps)
        if kept or all(place.resources == place.appointment.resources for place in places):
            return False
        return self._write([Repair(steps[0].visit, places, Call.NEEDED)])

    def _with_colleague(self, step: AppointmentInfo) -> tuple[int, ...]:
        return tuple(self._looking.instead.get(number, number) for number in step.resources)

    def _on_the_day(self, mended: DayToMend) -> Sequence[str]:
        """Write the way in which the fewest are sent home; the requests without a place."""
        affected = sorted(mended.question.affected)
        if not affected:
            return ()
        until = thread_time() + DAY_SECONDS
        ways = ways_to_mend(
            mended.question, FURTHEST, stop=lambda: thread_time() > until or self.is_over()
        )
        repaired = ways.days[Aim.FEWEST_HOME]
        found = [_on_its_day(visit) for visit in moved_visits(mended, repaired.moved)]
        return repaired.unplaced if self._write(found) else affected

    def _on_another_day(self, stranded: StrandedVisit) -> None:
        """On the best day near its own: with the same people at about its time, at any, else with
        others.
        """
        if stranded.visit_request is None:
            self._without.update(dict.fromkeys(stranded.visits, stranded.why))
            return
        anybody = self._near(stranded.visit_request, stranded.steps[0].day)
        for wanted in self._with_same_people_first(anybody, stranded):
            for option in self._options(wanted):
                if self._write([_to(stranded, option)]):
                    return
        why = why_no_place(self._setup, self._hours, anybody)
        self._without.update(dict.fromkeys(stranded.visits, why))

    def _near(self, request: VisitRequest, day: date) -> VisitRequest:
        """The same on the days near that one, by anybody."""
        first = max(self._today + timedelta(days=1), day - timedelta(days=BEFORE))
        days = (day + timedelta(days=AFTER) - first).days
        return replace(request, first_day=first, days=days, target=max(day, first))

    def _with_same_people_first(
        self, anybody: VisitRequest, stranded: StrandedVisit
    ) -> Iterator[VisitRequest]:
        own = tuple(
            replace(wanted, practitioner=self._who(step))
            for wanted, step in zip(anybody.steps, _by_position(stranded), strict=True)
        )
        if own != anybody.steps:
            same_people = replace(anybody, steps=own)
            start, end = stranded.steps[0].start, max(step.end for step in stranded.steps)
            earliest, latest = max(0, start - FURTHEST), min(MIDNIGHT, end + FURTHEST)
            yield replace(same_people, earliest=earliest, latest=latest)
            yield same_people
        yield anybody

    def _who(self, step: AppointmentInfo) -> int | None:
        infos = (self._setup.resources.get(number) for number in step.resources)
        who = next((info.id for info in infos if info and info.kind == "practitioner"), None)
        return None if who is None else self._looking.instead.get(who, who)

    def _options(self, request: VisitRequest) -> tuple[Option, ...]:
        self._availability.news()
        try:
            return plan_visit(self._context, self._availability, request, top=1).options
        except Refused:
            return ()

    def _write(self, repairs: Sequence[Repair]) -> bool:
        """Write them on the copy, all or none; what each relies on is known then."""
        owners = {row: repair.visit for repair in repairs for row in _rows(repair)}
        before = self._taken(owners)
        moves = [move for repair in repairs for move in repair.moves]
        try:
            if moves:
                move_appointments(self._context, self._copy, moves)
        except Refused:
            return False
        after = self._taken(owners)
        self._given_up += [(time, owner) for time, owner in before if (time, owner) not in after]
        for repair in repairs:
            taken = [time for time, owner in after if owner == repair.visit]
            relies_on = {owner for time, owner in self._given_up if _meets(time, taken)}
            self._found[repair.visit] = replace(
                repair, relies_on=frozenset(relies_on - {repair.visit})
            )
        return True

    def _taken(self, owners: Mapping[int, int]) -> list[tuple[_Time, int]]:
        """What these appointments take now, each with its owner."""
        columns = (Claim.appointment_id, Claim.resource_id, Claim.day, Claim.start, Claim.end)
        with self._copy.reading() as session:
            rows = session.execute(select(*columns).where(Claim.appointment_id.in_(owners))).all()
        return [((row[1], row[2], row[3], row[4]), owners[row[0]]) for row in rows]


def _rows(repair: Repair) -> Iterator[int]:
    """The appointments that it moves; of a class the class's own too."""
    for appointment in repair.shown:
        yield appointment.number
        if appointment.group is not None:
            yield appointment.group


def _meets(time: _Time, taken: Iterable[_Time]) -> bool:
    resource, day, start, end = time
    return any(
        other[:2] == (resource, day) and start < other[3] and other[2] < end for other in taken
    )


def _on_its_day(visit: MovedVisit) -> Repair:
    places = tuple(
        NewPlace(step.appointment, step.appointment.day, step.start, step.end, step.resources)
        for step in visit.steps
    )
    return Repair(visit.visit, places, visit.call, members=visit.members)


def _by_position(stranded: StrandedVisit) -> list[AppointmentInfo]:
    """Its steps as those of its request are numbered."""
    return sorted(stranded.steps, key=lambda step: step.position)


def _to(stranded: StrandedVisit, option: Option) -> Repair:
    steps = _by_position(stranded)
    places = tuple(
        NewPlace(
            steps[int(placed.step)],
            option.day,
            placed.start,
            placed.end,
            tuple(int(name) for name in placed.resources),
        )
        for placed in sorted(option.plan.steps, key=lambda placed: placed.start)
    )
    return Repair(stranded.visit, places, stranded.call)
