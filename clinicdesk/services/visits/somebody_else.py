"""Who else could do an appointment at its time: how long with each, and what that would break."""

from collections.abc import Iterator
from dataclasses import dataclass

from clinicdesk.models.database import Database
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.services.visits.rules.clinic_rules import AnyRule
from clinicdesk.services.visits.rules.overrides import may_override
from clinicdesk.services.visits.trying import MoveTrial, read_move_trial


@dataclass(frozen=True)
class SomebodyElse:
    """One who could do it, for so many `minutes` from its start, with the move that has them do it.

    `broken` are the rules that this breaks and a reason may pass over, each with the parameters of
    its words.
    """

    name: str
    minutes: int
    move: Move
    broken: tuple[tuple[AnyRule, dict[str, object]], ...] = ()


def read_somebody_else(
    context: Context, database: Database, step: AppointmentInfo
) -> tuple[SomebodyElse, ...]:
    """In place of its first practitioner; first those with whom no rule is broken.

    Who is taken then, or does not do it, is left out.
    """
    trial = read_move_trial(database, step.visit)
    found = _tried(context, trial, step)
    return tuple(sorted(found, key=lambda one: bool(one.broken)))


def _tried(context: Context, trial: MoveTrial, step: AppointmentInfo) -> Iterator[SomebodyElse]:
    setup, row = trial.setup, trial.rows.get(step.number)
    if row is None:
        return
    kind = setup.booked_kind(row.visit_type_id, row.resource_uses, row.place)
    for index, need in enumerate(kind.needs if kind else ()):
        now = setup.first_place(row.resources[index])
        if now not in setup.resources or setup.resources[now].kind != "practitioner":
            continue
        for candidate in need.one_of:
            if candidate.resource == now or candidate.resource not in setup.resources:
                continue
            resources = (*row.resources[:index], candidate.resource, *row.resources[index + 1 :])
            move = Move(step.number, resources=resources)
            name = setup.resources[candidate.resource].name
            one = _with(context, trial, name, move)
            if one is not None:
                yield one
        return


def _with(context: Context, trial: MoveTrial, name: str, move: Move) -> SomebodyElse | None:
    try:
        tried = trial.tried(context, [move])
    except Refused:
        return None
    if not all(may_override(context.role, broken.rule) for broken in tried.broken):
        return None
    broken = tuple((one.rule, dict(one.params)) for one in tried.broken)
    return SomebodyElse(name, tried.minutes[move.appointment], move, broken)
