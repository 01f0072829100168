"""A day repaired at once, then again with more time, until it cannot get better."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from clinicdesk.scheduling import Problem, repair
from clinicdesk.services.absence.repair_attempts import RepairedDay, RepairQuestion, repair_day

STAGES = (0.0, 1.0, 4.0, 16.0)
"""Seconds of each look, which begins anew. After the last nobody waits for another list."""


def better_days(question: RepairQuestion, stop: Callable[[], bool]) -> Iterator[RepairedDay]:
    """The day without what is absent, whole, at once; then each on which more visits stay.

    It ends when no list can be better, after the last stage, or soon after `stop` says True.
    """
    least = len(question.affected) + 1
    hopeless = None
    for seconds in STAGES:
        # The first is whole whoever else waits: cut short, it would send home who has a place.
        found = repair_day(question, seconds, stop if seconds else None)
        if len(found.unplaced) < least:
            least = len(found.unplaced)
            yield found
        if least == 0 or stop():
            return
        if hopeless is None:
            hopeless = [name for name in found.unplaced if not _has_place(question, name)]
        if least <= len(hopeless):
            return


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
