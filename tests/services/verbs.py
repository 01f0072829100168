"""Anything that a desk may do, at random: for what is kept in memory beside what is read anew."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from clinicdesk.services.setup.availability_changes import (
    cancel_time_off,
    open_extra_hours,
    take_time_off,
)
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.booking import book_visit, hold_visit, release_hold
from clinicdesk.services.visits.changing import cancel_visit, restore_visit
from clinicdesk.services.visits.moving import Move, move_appointments
from tests.services.desk import MONDAY, Desk

TEMPLATES = ("Day", "Pair", "Consult", "Call", "Back class")


def anything(at: Desk, random: Random, numbers: dict[str, list[int]]) -> None:
    """One verb of a desk on something of anybody's."""
    context, database = at.context, at.database
    patient = random.choice(numbers["patients"])
    visits, day = numbers["visits"], MONDAY + timedelta(days=random.randrange(2))
    who = random.choice([info.id for info in at.setup.resources.values()])
    verbs: list[Callable[[], object]] = [
        lambda: undo(context, database),
        lambda: redo(context, database),
        lambda: open_extra_hours(context, database, who, day, 400, 500),
        lambda: numbers["away"].append(take_time_off(context, database, who, day, day).number),
        lambda: cancel_time_off(context, database, random.choice(numbers["away"] or [0])),
    ]
    if visits:
        visit = random.choice(visits)
        steps = at.visit(visit).steps
        moves = [Move(step.number, start=step.start + 30) for step in steps if step.busy]
        verbs += [
            lambda: cancel_visit(context, database, visit, "asked"),
            lambda: restore_visit(context, database, visit),
            lambda: release_hold(context, database, visit),
            lambda: move_appointments(context, database, moves),
        ]
    verb = random.choice(verbs)
    if random.random() < 0.5:
        visit_request = at.visit_request(random.choice(TEMPLATES), patient, day, 1)
        plans = at.plan(visit_request)
        if plans:
            write = random.choice((book_visit, book_visit, hold_visit))
            visits.append(write(context, database, visit_request, plans[0]).visit)
    else:
        verb()
