"""A day repaired at once, then again with more time, until it cannot get better."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from clinicdesk.scheduling import Problem, repair
from clinicdesk.services.absence.repair_attempts import RepairedDay, RepairQuestion, repair_day

STAGES = (0.0, 1.0, 4.0, 16.0)
"""Seconds of each look, which begins anew. After the last nobody waits for another list."""


def better_days(question: RepairQuestion, stop: Callable[[], bool]) -> Iterator[RepairedDay]:
    """The day without what is absent, whole, at once; then each on which more visits stay.

    It ends when no list can be better, after the last stage, or soon after `stop` says True:
    `cannot_be_better` tells of the last one which it was.
    """
    best: RepairedDay | None = None
    for seconds in STAGES:
        # The first is whole whoever else waits: cut short, it would send home who has a place.
        found = repair_day(question, seconds, stop if seconds else None)
        if best is None or len(found.unplaced) < len(best.unplaced):
            best = found
            yield best
        if stop() or cannot_be_better(question, best):
            return


def cannot_be_better(question: RepairQuestion, day: RepairedDay) -> bool:
    """Whether on no list more visits stay, for certain: the others have no place even alone."""
    return not any(_has_place(question, name) for name in day.unplaced)


def _has_place(question: RepairQuestion, name: str) -> bool:
    """Whether the visit would have a place on that day if no other had to be thought of.

    Only what never moves is in its way: where there is none now, no list has one.
    """
    alone = repair(
        _alone(question.problem, question.fixed | {name}),
        question.absences,
        day=question.problem.days[0],
        from_minute=question.from_minute,
        fixed=question.fixed,
        seconds=0,
    )
    return not alone.cannot_stay


def _alone(problem: Problem, wanted: frozenset[str]) -> Problem:
    """The problem of these requests; the others are not there at all."""
    return replace(
        problem,
        requests=tuple(each for each in problem.requests if each.id in wanted),
        booked=tuple(each for each in problem.booked if each.request in wanted),
    )
