"""How long a step lasts with those who do it: some need longer for it than the visit type says."""

from collections.abc import Sequence

from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, VisitTypeInfo
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused


def own_minutes(setup: ClinicSetup, kind: VisitTypeInfo, resources: Sequence[int]) -> int | None:
    """The longest minutes that one of these has of its own, in the order of the visit type's needs.

    None if none has: then the step lasts as long as the template or the visit type says.
    """
    own = [
        candidate.minutes
        for need, number in zip(kind.needs, resources, strict=False)
        for candidate in need.one_of
        if candidate.resource == setup.first_place(number) and candidate.minutes is not None
    ]
    return max(own, default=None)


def usual_minutes(setup: ClinicSetup, visit: Visit, row: Appointment) -> int:
    """What its template, or else its visit type, says; as it is booked where neither is known."""
    template = setup.templates.get(visit.template_id or 0)
    if template is not None and row.position < len(template.steps):
        step = template.steps[row.position]
        if step.visit_type == row.visit_type_id:
            return step.minutes
    kind = setup.visit_types.get(row.visit_type_id or 0)
    return kind.minutes if kind else row.minutes


def is_usual(setup: ClinicSetup, visit: Visit, row: Appointment) -> bool:
    """Whether it lasts as long as it does with those who do it, and nobody chose otherwise."""
    kind = setup.booked_kind(row.visit_type_id, row.resource_uses, row.place)
    own = None if kind is None else own_minutes(setup, kind, row.resources)
    return row.minutes == (own or usual_minutes(setup, visit, row))


def minutes_with(
    setup: ClinicSetup,
    visit: Visit,
    row: Appointment,
    resources: Sequence[int],
    wanted: int | None = None,
) -> int:
    """How many minutes the appointment lasts once these do it, in the order of its needs.

    A usual length follows whoever does it, longer and shorter; one that somebody chose becomes
    longer only. Raises Refused for `wanted` minutes that are fewer than they need, unless it is
    that short with them already.
    """
    kind = setup.booked_kind(row.visit_type_id, row.resource_uses, row.place)
    if kind is None:
        return row.minutes if wanted is None else wanted
    had, need = (own_minutes(setup, kind, some) for some in (row.resources, resources))
    if wanted is not None:
        if need is not None and wanted < need and (need != had or wanted < row.minutes):
            raise Refused(RefusalCode.VISIT_TOO_SHORT, step=kind.name, day=row.day, minutes=need)
        return wanted
    if had == need:
        return row.minutes
    if is_usual(setup, visit, row):
        return need or usual_minutes(setup, visit, row)
    return max(row.minutes, need or 0)
