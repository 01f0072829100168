"""What an appointment takes: for each need a resource, with its holds and buffers."""

from collections.abc import Sequence
from dataclasses import replace

from clinicdesk.models.stored_values import ResourceUse
from clinicdesk.models.visits import Appointment
from clinicdesk.scheduling import PlacedStep
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, VisitTypeInfo
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.planning.requests import StepRequest
from clinicdesk.services.visits.rules.lengths import own_minutes


def planned_uses(
    setup: ClinicSetup, kind: VisitTypeInfo, step_request: StepRequest, step: PlacedStep
) -> tuple[ResourceUse, ...]:
    """What a placed step takes: each need's resource with its holds and buffers.

    Raises Refused if a resource does not qualify or the minutes are not theirs: then the clinic's
    setup has changed since the plan was made.
    """
    if len(step.resources) != len(kind.needs):
        raise Refused(RefusalCode.VISIT_PLAN_STALE)
    numbers = [int(name) for name in step.resources]
    for need, number in zip(kind.needs, numbers, strict=True):
        if all(option.resource != setup.first_place(number) for option in need.one_of):
            raise Refused(RefusalCode.VISIT_PLAN_STALE)
    if step.end - step.start != (own_minutes(setup, kind, numbers) or step_request.minutes):
        raise Refused(RefusalCode.VISIT_PLAN_STALE)
    return tuple(need.used(number) for need, number in zip(kind.needs, numbers, strict=True))


def exchanged_uses(
    setup: ClinicSetup, row: Appointment, resources: Sequence[int]
) -> tuple[ResourceUse, ...]:
    """The same needs with other resources. Raises Refused if one of these does not qualify."""
    kind, uses = setup.booked_kind(row.visit_type_id, row.resources), row.resource_uses
    if kind is None or len(uses) != len(resources):
        raise Refused(RefusalCode.VISIT_RESOURCE_UNQUALIFIED)
    for use, need, number in zip(uses, kind.needs, resources, strict=True):
        qualified = {candidate.resource for candidate in need.one_of}
        if number != use.resource and setup.first_place(number) not in qualified:
            raise Refused(RefusalCode.VISIT_RESOURCE_UNQUALIFIED)
    return tuple(replace(use, resource=number) for use, number in zip(uses, resources, strict=True))
