"""Whom it meets that somebody runs late, and which later starts heal the day."""

from collections.abc import Iterable, Sequence

from clinicdesk.models.database import Database
from clinicdesk.scheduling import (
    BookedStep,
    find_knock_on_delays,
    shift_right,
)
from clinicdesk.services.absence.absence_day import DayToMend, read_day_to_mend
from clinicdesk.services.context import Context
from clinicdesk.services.flow.late_values import Healing, Knock, RunsLate
from clinicdesk.services.visits.reading.delays import DelayInfo, read_delays
from clinicdesk.services.visits.reading.visit_rows import today_of

NOBODY: tuple[RunsLate, ...] = ()


def knock_on(context: Context, database: Database) -> tuple[RunsLate, ...]:
    """Everybody who runs late today, by number. It may take a while: the engine is asked."""
    with database.reading() as session:
        today = today_of(session, context)
        delays = read_delays(session, today)
        if not delays:
            return NOBODY
        day = read_day_to_mend(session, context, today, ())
    return tuple(_runs_late(day, delays[number]) for number in sorted(delays))


def _runs_late(day: DayToMend, delay: DelayInfo) -> RunsLate:
    problem, minute = day.question.problem, day.question.from_minute
    name = str(delay.resource)
    if name not in {resource.id for resource in problem.resources}:
        return RunsLate(delay, (), Healing(0, 0, ()))
    asked = (problem, problem.booked, name, minute, delay.minutes)
    waits: dict[BookedStep, int] = {}
    for collision in find_knock_on_delays(*asked):
        waits[collision.step] = max(waits.get(collision.step, 0), collision.minutes)
    healed = shift_right(*asked)
    pushes = [push.start - push.step.start for push in healed.pushed]
    knocks = [
        Knock(number, minutes, delay.resource, delay.resource not in resources)
        for step, minutes in waits.items()
        for number, resources in _appointments(day, step)
    ]
    stuck = [number for step in healed.stuck for number, _ in _appointments(day, step)]
    healing = Healing(len(pushes), max(pushes, default=0), tuple(stuck))
    return RunsLate(delay, tuple(knocks), healing)


def _appointments(day: DayToMend, step: BookedStep) -> Iterable[tuple[int, Sequence[int]]]:
    """The appointments that a step of the engine's stands for, with who and what they take.

    Of a group class its members; of what cannot be moved none: nobody can be told of it.
    """
    if not step.request.isdecimal():
        return
    visit = int(step.request)
    if visit in day.members:
        yield from ((item.number, item.resources) for item in day.members[visit])
        return
    item = day.appointments.get((visit, int(step.step)))
    if item is not None:
        yield item.number, item.resources
