"""What an appointment takes: a resource for each need, perhaps an interpreter, for how long."""

from collections.abc import Sequence
from dataclasses import replace

from clinicdesk.models.stored_values import ResourceUse
from clinicdesk.models.visits import Appointment
from clinicdesk.scheduling import PlacedStep
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, NeedInfo, VisitTypeInfo
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.planning.problem.interpreting import interpreting_need
from clinicdesk.services.planning.requests import StepRequest
from clinicdesk.services.visits.rules.lengths import own_minutes


def planned_uses(
    setup: ClinicSetup, kind: VisitTypeInfo, step_request: StepRequest, step: PlacedStep
) -> tuple[ResourceUse, ...]:
    """What a placed step takes: each need's resource with its holds and buffers.

    Raises Refused if a resource does not qualify or the minutes are not theirs: then the clinic's
    setup has changed since the plan was made.
    """
    numbers = [int(name) for name in step.resources]
    own, besides = numbers[: len(kind.needs)], numbers[len(kind.needs) :]
    if len(own) != len(kind.needs) or not _may_interpret(setup, besides):
        raise Refused(RefusalCode.VISIT_PLAN_STALE)
    for need, number in zip(kind.needs, own, strict=True):
        if all(option.resource != setup.first_place(number) for option in need.one_of):
            raise Refused(RefusalCode.VISIT_PLAN_STALE)
    if step.end - step.start != (own_minutes(setup, kind, numbers) or step_request.minutes):
        raise Refused(RefusalCode.VISIT_PLAN_STALE)
    uses = tuple(need.used(number) for need, number in zip(kind.needs, own, strict=True))
    return (*uses, *_interpreting(setup, kind.needs, besides))


def exchanged_uses(
    setup: ClinicSetup, row: Appointment, resources: Sequence[int]
) -> tuple[ResourceUse, ...]:
    """The same needs with other resources; last an interpreter, if there is to be one.

    Raises Refused if one of these does not qualify.
    """
    kind = setup.booked_kind(row.visit_type_id, row.resource_uses, row.place)
    uses = tuple(use for use in row.resource_uses if not use.interprets)
    own, besides = resources[: len(uses)], resources[len(uses) :]
    had = [use for use in row.resource_uses if use.interprets and [use.resource] == [*besides]]
    if kind is None or len(uses) != len(own) or not (had or _may_interpret(setup, besides)):
        raise Refused(RefusalCode.VISIT_RESOURCE_UNQUALIFIED)
    for use, need, number in zip(uses, kind.needs, own, strict=False):
        qualified = {candidate.resource for candidate in need.one_of}
        if number != use.resource and setup.first_place(number) not in qualified:
            raise Refused(RefusalCode.VISIT_RESOURCE_UNQUALIFIED)
    exchanged = (replace(use, resource=number) for use, number in zip(uses, own, strict=True))
    return (*exchanged, *(had or _interpreting(setup, uses, besides)))


def unqualified(setup: ClinicSetup, row: Appointment) -> tuple[int, ...]:
    """Which of what it takes does not qualify, as the clinic is now, by the places in its uses.

    None of one whose visit type needs other things by now: it keeps what it was booked with. What
    the clinic does not have any more is not among them.
    """
    kind = setup.booked_kind(row.visit_type_id, row.resource_uses, row.place)
    pairs = zip(kind.needs if kind else (), row.resource_uses, strict=False)
    return tuple(
        index
        for index, (need, use) in enumerate(pairs)
        if use.resource in setup.resources
        and not use.interprets
        and setup.first_place(use.resource) not in need.numbers
    )


def _may_interpret(setup: ClinicSetup, numbers: Sequence[int]) -> bool:
    """Whether these are at most one interpreter, of whichever language: that is a rule's to ask."""
    able = (setup.first_place(number) in setup.interpreters for number in numbers)
    return len(numbers) <= 1 and all(able)


def _interpreting(
    setup: ClinicSetup, needs: Sequence[NeedInfo | ResourceUse], numbers: Sequence[int]
) -> tuple[ResourceUse, ...]:
    need = interpreting_need(setup, needs)
    return tuple(replace(need.used(number), interprets=True) for number in numbers)
