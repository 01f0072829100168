"""A booked step that is to have another time: it keeps its holds and buffers, not its people."""

from collections.abc import Sequence
from dataclasses import replace

from clinicdesk.models.stored_values import ResourceUse
from clinicdesk.services.clinic.clinic_setup import Candidate, ClinicSetup, VisitTypeInfo
from clinicdesk.services.planning.problem.engine_steps import StepNeed
from clinicdesk.services.planning.requests import StepRequest

OTHERS = 6
"""What it costs that somebody else does it than now: in three steps less than one day's waiting."""


def kept_needs(
    setup: ClinicSetup, kind: VisitTypeInfo, uses: Sequence[ResourceUse], agreed: int | None
) -> tuple[StepNeed, ...]:
    """Each need with what it has now, then whoever else qualifies today.

    `kind` has its needs in the order of the `uses`; `agreed` minutes are those that somebody chose.
    """
    return tuple(
        StepNeed(use, _candidates(setup, kind, index, use, agreed))
        for index, use in enumerate(uses)
    )


def asked_needs(setup: ClinicSetup, step: StepRequest) -> tuple[StepNeed, ...]:
    """The same for a step whose visit is to go to another time, whoever does it now being best.

    What the clinic does not have any more is left out, and of a second place the first is meant.
    """
    agreed = step.minutes if step.agreed else None
    kind = step.kind(setup)
    return tuple(
        replace(need, one_of=_on_offer(setup, kind, index, need))
        for index, need in enumerate(kept_needs(setup, kind, step.booked, agreed))
    )


def fixed_needs(step: StepRequest) -> tuple[StepNeed, ...]:
    """The needs of a step that has its place: whoever it has there is the only candidate."""
    fixed = step.fixed
    assert fixed is not None
    return tuple(
        StepNeed(use, (Candidate(number, fixed.minutes),))
        for use, number in zip(step.booked, fixed.resources, strict=True)
    )


def _on_offer(
    setup: ClinicSetup, kind: VisitTypeInfo, index: int, need: StepNeed
) -> tuple[Candidate, ...]:
    present, *others = need.one_of
    first = replace(present, resource=setup.first_place(present.resource))
    penalized = [
        replace(candidate, penalty=candidate.penalty + OTHERS)
        for candidate in others
        if candidate.resource != first.resource
    ]
    known = first.resource in kind.needs[index].numbers
    return (first, *penalized) if known else tuple(penalized)


def _candidates(
    setup: ClinicSetup, kind: VisitTypeInfo, need: int, use: ResourceUse, agreed: int | None
) -> tuple[Candidate, ...]:
    one_of = kind.needs[need].one_of
    first = setup.first_place(use.resource)
    present = next((c for c in one_of if c.resource == first), Candidate(use.resource))
    others = (candidate for candidate in one_of if candidate.resource != use.resource)
    return tuple(
        _lasting(candidate, _minutes(candidate, agreed, stays=candidate.resource == use.resource))
        for candidate in (replace(present, resource=use.resource), *others)
    )


def _lasting(candidate: Candidate, minutes: int | None) -> Candidate:
    return candidate if candidate.minutes == minutes else replace(candidate, minutes=minutes)


def _minutes(candidate: Candidate, agreed: int | None, *, stays: bool) -> int | None:
    """How long the step lasts with a candidate that has minutes of its own."""
    if candidate.minutes is None or agreed is None:
        return candidate.minutes
    return agreed if stays else max(candidate.minutes, agreed)
