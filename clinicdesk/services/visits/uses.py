"""What an appointment takes: for each need a resource, with its holds and buffers."""

from collections.abc import Sequence
from typing import Any

from clinicdesk.models.visits import Appointment
from clinicdesk.scheduling import PlacedStep
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, VisitTypeInfo
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.planning.requests import StepRequest
from clinicdesk.services.visits.lengths import own_minutes


def uses_of(
    setup: ClinicSetup, kind: VisitTypeInfo, step_request: StepRequest, step: PlacedStep
) -> list[dict[str, Any]]:
    """What a placed step takes: each need's resource with its holds and buffers.

    Raises Refused if a resource does not qualify or the minutes are not theirs: then the clinic's
    book has changed since the plan was made.
    """
    if len(step.resources) != len(kind.needs):
        raise Refused(RefusalCode.VISIT_PLAN_STALE)
    numbers = [int(name) for name in step.resources]
    uses = []
    for need, number in zip(kind.needs, numbers, strict=True):
        if all(option.resource != setup.first_place(number) for option in need.one_of):
            raise Refused(RefusalCode.VISIT_PLAN_STALE)
        uses.append(
            {
                "resource": number,
                "holds": [list(hold) for hold in need.holds],
                "before": need.before,
                "after": need.after,
            }
        )
    if step.end - step.start != (own_minutes(setup, kind, numbers) or step_request.minutes):
        raise Refused(RefusalCode.VISIT_PLAN_STALE)
    return uses


def exchanged_uses(
    setup: ClinicSetup, row: Appointment, resources: Sequence[int]
) -> list[dict[str, Any]]:
    """The same needs with other resources, each of which must qualify."""
    kind = setup.visit_types.get(row.visit_type_id or 0)
    if kind is None or len(resources) != len(row.uses) or len(kind.needs) != len(row.uses):
        raise Refused(RefusalCode.VISIT_RESOURCE_UNQUALIFIED)
    uses = []
    for use, need, number in zip(row.uses, kind.needs, resources, strict=True):
        qualified = {candidate.resource for candidate in need.one_of}
        if number != use["resource"] and setup.first_place(number) not in qualified:
            raise Refused(RefusalCode.VISIT_RESOURCE_UNQUALIFIED)
        uses.append({**use, "resource": number})
    return uses
