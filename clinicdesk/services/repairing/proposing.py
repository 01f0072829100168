"""Working out a day whose practitioner is away: who moves where, who cannot stay, who is left."""

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.visits import Appointment, Claim
from clinicdesk.scheduling import repair
from clinicdesk.scheduling.problem import MIDNIGHT, BookedStep, Problem
from clinicdesk.scheduling.repairing import Absence, Move, Repair
from clinicdesk.scheduling.repairing.day import affected_visits, day_to_repair
from clinicdesk.services.clinic.book import ClinicBook
from clinicdesk.services.clinic.standing import read_standing
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.planning.taken import expired_holds
from clinicdesk.services.repairing.day_problem import (
    DayRows,
    build_day,
    kept_near,
    movable_visits,
    read_rows,
)
from clinicdesk.services.repairing.offering import wish_of, with_options
from clinicdesk.services.repairing.values import (
    Away,
    InTheWay,
    MovedVisit,
    NewPlace,
    Proposal,
    StrandedVisit,
)
from clinicdesk.services.visits.reading import AppointmentInfo, read_appointments

SECONDS = 0.6
"""For the day; what follows for those who cannot stay takes milliseconds each."""

_LOOKS = (
    (0, False, False, 0.08),
    (30, False, False, 0.08),
    (90, False, False, 0.08),
    (180, False, False, 0.08),
    (MIDNIGHT, False, False, 0.08),
    (MIDNIGHT, True, False, 0.5),
    (MIDNIGHT, True, True, 1.0),
)
"""One after the other while a visit is without a place: by how many minutes it goes, earlier or
later; whether others make room; whether all that are hit go that far; and which share of the time
that is left it takes, where it is the hardest the most."""

OTHERS_REACH = 30
"""Minutes by which others make room: nobody of them has to agree to another half of the day."""


def propose_repair(
    context: Context,
    database: Database,
    availability: Availability,
    away: Away,
    *,
    seconds: float = SECONDS,
    stop: Callable[[], bool] | None = None,
) -> Proposal:
    """The least disturbing new day without what is away; nothing is written.

    What has begun stays, and so does what breaks a rule already for another reason. The first
    answer is made whole however few the `seconds`; once `stop` says True, no better one is looked
    for. Raises Refused for a time that is past or ends before it begins, NotFound for a resource
    that the clinic does not have.
    """
    begins = time.perf_counter()
    with database.reading() as session:
        day = _read(session, context, away)
    mended = _mended(day, begins + seconds, stop)
    stranded = [_stranded(day, out.request) for out in mended.cannot_stay]
    moved = _moved(day, mended.moved)
    in_the_way = _in_the_way(day)
    touched = {visit.visit for visit in moved} | {visit.visit for visit in stranded}
    touched |= {item.appointment.visit for item in in_the_way}
    return Proposal(
        away=day.away,
        moved=moved,
        stranded=with_options(availability, stranded, {}, stop),
        in_the_way=in_the_way,
        unaffected=len(_to_come(day.rows) - touched),
        hit=day.hit,
        from_minute=day.rows.from_minute,
    )


@dataclass(frozen=True)
class _Day:
    """Everything that was read: the rows, as a desk sees them, and as a problem."""

    away: Away
    book: ClinicBook
    rows: DayRows
    infos: Mapping[int, AppointmentInfo]
    movable: frozenset[int]
    hit: frozenset[int]
    problem: Problem
    still: frozenset[str]


def _read(session: Session, context: Context, away: Away) -> _Day:
    book, hours = read_standing(session)
    info = book.resources.get(away.resource)
    if info is None:
        raise NotFound("resource.unknown", name=str(away.resource))
    away = Away(info.lane_of or info.id, away.day, away.start, away.end)
    if away.start >= away.end:
        raise Refused("hours.ends-before-it-begins")
    today, minute = context.wall_clock(book.zone)
    if (away.day, away.end) <= (today, minute):
        raise Refused("absence.past", day=away.day)
    from_minute = minute if away.day == today else 0
    now = int(context.instant().timestamp())
    rows = read_rows(session, away.day, from_minute, expired_holds(session, now))
    movable = movable_visits(book, rows)
    problem, still = build_day(session, book, hours, rows, movable, now=now)
    there = {row.id for row in rows.appointments}
    infos = {
        item.number: item
        for item in read_appointments(session, Appointment.day == away.day)
        if item.number in there
    }
    hit = appointments_within(session, book, away, from_minute) & there
    return _Day(away, book, rows, infos, movable, frozenset(hit), problem, still)


def appointments_within(
    session: Session, book: ClinicBook, away: Away, from_minute: int
) -> set[int]:
    """The appointments with a busy claim in the absence, from that minute on.

    Of a group class, its members.
    """
    numbers = [away.resource, *book.lanes.get(away.resource, ())]
    claimed = select(Claim.appointment_id).where(
        Claim.resource_id.in_(numbers),
        Claim.day == away.day,
        Claim.busy,
        Claim.start < away.end,
        Claim.end > max(away.start, from_minute),
    )
    return set(
        session.scalars(
            select(Appointment.id).where(
                Appointment.busy,
                Appointment.status != "fulfilled",
                Appointment.group_size.is_(None),
                or_(Appointment.id.in_(claimed), Appointment.session_id.in_(claimed)),
            )
        )
    )


def _mended(day: _Day, ends: float, stop: Callable[[], bool] | None) -> Repair:
    """The day without what is away, by `ends` on the clock of `time.perf_counter`.

    To the engine every move is alike. So a visit that is hit keeps its time where somebody else
    can take it, and goes only as far as it must where not; others are asked to make room, and
    then all that are hit to go anywhere, only before one is sent home.
    """
    hit = {str(row.visit_id) for row in day.rows.appointments if row.id in day.hit}
    others = {str(number) for number in day.movable} - hit
    broken = _broken_otherwise(day, hit)
    best, out, near = None, hit, dict.fromkeys(others, OTHERS_REACH)
    for reach, make_room, anywhere, share in _LOOKS:
        near |= dict.fromkeys(hit if anywhere else out, reach)
        standing = day.still | (broken if make_room else others | broken)
        found = _repaired(day, near, standing, share * (ends - time.perf_counter()), stop)
        if best is None or len(found.cannot_stay) < len(best.cannot_stay):
            best = found
        out = {one.request for one in found.cannot_stay}
        if not out:
            break
    assert best is not None
    return best


def _repaired(
    day: _Day,
    reach: Mapping[str, int],
    standing: frozenset[str],
    seconds: float,
    stop: Callable[[], bool] | None,
) -> Repair:
    problem = kept_near(day.problem, reach)
    known = {resource.id for resource in problem.resources}
    numbers = (day.away.resource, *day.book.lanes.get(day.away.resource, ()))
    minutes = ((day.away.start, day.away.end),)
    return repair(
        problem,
        [Absence(str(n), day.away.day, minutes) for n in numbers if str(n) in known],
        day=day.away.day,
        from_minute=day.rows.from_minute,
        standing=standing,
        seconds=seconds,
        stop=stop,
    )


def _broken_otherwise(day: _Day, hit: Collection[str]) -> frozenset[str]:
    """Visits that break a rule already, knowingly or not, and that the absence does not hit."""
    work = day_to_repair(day.problem, day.away.day, day.rows.from_minute, day.still)
    return frozenset(affected_visits(work).difference(hit))


def _to_come(rows: DayRows) -> set[int]:
    return {
        row.visit_id
        for row in rows.appointments
        if not rows.begun(row) and rows.visits[row.visit_id].patient_id is not None
    }


def _moved(day: _Day, moves: Iterable[Move]) -> tuple[MovedVisit, ...]:
    by_visit: defaultdict[int, list[Move]] = defaultdict(list)
    for move in moves:
        by_visit[int(move.was.request)].append(move)
    found = []
    for visit, own in by_visit.items():
        steps = sorted((_new_place(day, move) for move in own), key=lambda step: step.start)
        patient = steps[0].appointment.patient
        assert patient is not None
        found.append(MovedVisit(visit, patient, tuple(steps), own[0].affected))
    return tuple(sorted(found, key=lambda v: (not v.affected, v.steps[0].start, v.visit)))


def _new_place(day: _Day, move: Move) -> NewPlace:
    item = _appointment(day, move.was)
    request = next(r for r in day.problem.requests if r.id == move.was.request)
    step = next(s for s in request.steps if s.id == move.was.step)
    own = [
        alternative.minutes
        for need, name in zip(step.needs, move.resources, strict=True)
        for alternative in need.one_of
        if alternative.resource == name and alternative.minutes is not None
    ]
    end = move.start + max(own, default=step.minutes)
    return NewPlace(item, move.start, end, tuple(int(name) for name in move.resources))


def _appointment(day: _Day, booked: BookedStep) -> AppointmentInfo:
    visit, position = int(booked.request), int(booked.step)
    return next(i for i in day.infos.values() if (i.visit, i.position) == (visit, position))


def _stranded(day: _Day, request: str) -> StrandedVisit:
    rows = day.rows.of(int(request))
    steps = _infos(day, [row for row in rows if not day.rows.begun(row)])
    patient = steps[0].patient
    assert patient is not None
    why = ""
    if any(day.rows.begun(row) for row in rows):
        why = "absence.under-way"
    elif any(row.status != "booked" for row in rows):
        why = "absence.here-already"
    wish = None if why else wish_of(day.rows.visits[int(request)], rows)
    return StrandedVisit(int(request), patient, steps, wish, why=why)


def _infos(day: _Day, rows: Sequence[Appointment]) -> tuple[AppointmentInfo, ...]:
    return tuple(sorted((day.infos[row.id] for row in rows), key=lambda i: (i.start, i.number)))


def _in_the_way(day: _Day) -> tuple[InTheWay, ...]:
    """What stands in the absence and is neither moved nor without a place."""
    found = []
    for row in day.rows.appointments:
        if row.id in day.hit and (row.visit_id not in day.movable or day.rows.begun(row)):
            found.append(InTheWay(day.infos[row.id], _why_left(day, row)))
    return tuple(sorted(found, key=lambda i: (i.appointment.start, i.appointment.number)))


def _why_left(day: _Day, row: Appointment) -> str:
    if row.status == "pending":
        return "absence.held"
    if row.session_id is not None:
        return "absence.class"
    if day.rows.visits[row.visit_id].patient_id is None:
        return "absence.own-time"
    return "absence.under-way" if day.rows.begun(row) else "absence.not-movable"
