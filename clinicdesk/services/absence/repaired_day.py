"""What is asked of a day without what is absent, and an answer: who moves, who has no place."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from clinicdesk.scheduling import (
    Absence,
    BookedStep,
    Disturbance,
    Interval,
    MovedStep,
    Placement,
    Problem,
    booked_placements,
)
from clinicdesk.services.absence.proposal import Call
from clinicdesk.services.absence.session_places import SessionPlaces, without_place

PRACTITIONER = "practitioner"


@dataclass(frozen=True)
class RepairQuestion:
    """One day without what is absent. Requests are called after visits.

    `affected` lose something in the absence, `fixed` never move, others may make room. Nothing
    moves to before `from_minute` (minutes after midnight).
    """

    problem: Problem
    absences: tuple[Absence, ...]
    from_minute: int
    affected: frozenset[str]
    fixed: frozenset[str]
    sessions: tuple[SessionPlaces, ...] = ()
    """Those that take so many only."""

    @cached_property
    def practitioners(self) -> frozenset[str]:
        """The resources whose change is noticed by the patient."""
        kinds = ((resource.id, resource.kind) for resource in self.problem.resources)
        return frozenset(name for name, kind in kinds if kind == PRACTITIONER)

    def told_patients(self, requests: Iterable[str]) -> frozenset[str]:
        """The patients of these requests who know of what is booked for them on the day."""
        return frozenset(self._patients[name] for name in requests) & self._told

    @cached_property
    def _patients(self) -> Mapping[str, str]:
        return {each.id: each.patient or each.id for each in self.problem.requests}

    @cached_property
    def _told(self) -> frozenset[str]:
        booked = self.problem.booked
        return frozenset(
            self._patients[item.request]
            for item in booked
            if item.told and item.request not in self.fixed
        )

    def noticed(self, move: MovedStep) -> bool:
        """Whether the patient comes at another time, or to another practitioner."""
        was = move.was
        return move.start != was.start or any(
            one != two and not self.practitioners.isdisjoint((one, two))
            for one, two in zip(was.resources, move.resources, strict=True)
        )

    def call_of(self, request: str) -> Call:
        """Whether the patient of a visit that changes for them has to be called because of it."""
        return Call.NEEDED if self.told_patients([request]) else Call.ANYWAY

    def disturbance(self, day: "RepairedDay") -> Disturbance:
        """How much a day disturbs: all who have no place there count as sent home."""
        furthest: defaultdict[str, int] = defaultdict(int)
        for move in day.moved:
            name = move.was.request
            furthest[name] = max(furthest[name], abs(move.start - move.was.start))
        changed = {move.was.request for move in day.moved if self.noticed(move)}
        called = self.told_patients(changed.union(day.unplaced))
        return Disturbance(len(day.unplaced), len(called), sum(furthest.values()))


@dataclass(frozen=True)
class RepairedDay:
    """An answer: the steps that move, and the requests that have no place.

    Each move is possible whether those without a place stay as they are booked or leave the day.
    """

    moved: tuple[MovedStep, ...]
    unplaced: tuple[str, ...]


def without_blocked_moves(question: RepairQuestion, day: RepairedDay) -> RepairedDay:
    """The same without the moves that need the place of a visit that stays as it is booked.

    Nor those beyond the places of a session.

    A visit whose move is given up stays as booked too; an affected one is then unplaced.
    """
    moved = list(day.moved)
    while blocked := _blocked(question.problem, question.sessions, moved):
        moved = [move for move in moved if move.was.request not in blocked]
    kept = {move.was.request for move in moved}
    given_up = {move.was.request for move in day.moved} - kept
    more = sorted(given_up & question.affected - set(day.unplaced))
    return RepairedDay(tuple(moved), (*day.unplaced, *more))


def _blocked(
    problem: Problem, sessions: Sequence[SessionPlaces], moved: Iterable[MovedStep]
) -> set[str]:
    """The moving requests that would occupy what a request that does not move has booked.

    Or the place of another in a session.
    """
    moves = {(move.was.request, move.was.step): move for move in moved}
    moving = {request for request, _ in moves}
    occupied: defaultdict[tuple[str, str], list[Interval]] = defaultdict(list)
    staying = (booked for booked in problem.booked if booked.request not in moving)
    for placement in booked_placements(problem, staying):
        for who, interval in _occupied(placement):
            occupied[who].append(interval)
    going = (_after(booked, moves) for booked in problem.booked if booked.request in moving)
    placements = list(booked_placements(problem, going))
    if sessions:
        before = list(booked_placements(problem, problem.booked))
        kept = [placement for placement in before if placement.request.id not in moving]
        crowded = set(without_place(sessions, before, [*kept, *placements]))
        if crowded:
            return crowded
    return {
        placement.request.id
        for placement in placements
        for who, (begin, end) in _occupied(placement)
        if any(low < end and begin < high for low, high in occupied[who])
    }


def _after(booked: BookedStep, moves: Mapping[tuple[str, str], MovedStep]) -> BookedStep:
    move = moves.get((booked.request, booked.step))
    if move is None:
        return booked
    return replace(booked, start=move.start, resources=move.resources)


def _occupied(placement: Placement) -> Iterator[tuple[tuple[str, str], Interval]]:
    """When it occupies which resource, buffers included, and when its patient."""
    for block in placement.blocks:
        for interval in block.intervals:
            yield ("resource", block.resource), interval
    if placement.request.patient is not None:
        yield ("patient", placement.request.patient), (placement.start, placement.end)
