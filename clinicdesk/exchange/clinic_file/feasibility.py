"""Whether what a clinic file asks for can ever happen: people enough, free for long enough."""

from collections.abc import Iterator

from clinicdesk.exchange.clinic_file.clinic_so_far import ClinicSoFar
from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.table_reading import TomlTable
from clinicdesk.exchange.clinic_shape import NeedShape, Place, VisitTypeShape


def check_somebody(shape: VisitTypeShape, table: TomlTable, clinic: ClinicSoFar) -> None:
    """Every need can be met at once by different resources, each with a long enough stretch."""
    opening = clinic.longest_opening()
    if opening and shape.minutes > opening:
        table.fault(
            "minutes", FaultCode.LONGER_THAN_OPENING, minutes=shape.minutes, opening=opening
        )
        return
    for place in (shape.place, *shape.other_places):
        if not _somebody_at(place, shape, table, clinic):
            return


def _somebody_at(
    place: Place, shape: VisitTypeShape, table: TomlTable, clinic: ClinicSoFar
) -> bool:
    """The same where it is had at one place, which not every need belongs to."""
    able, asked = [], []
    for index, need in enumerate(shape.needs):
        if need.places and place not in need.places:
            continue
        qualified = dict(qualifying(need, shape.minutes, clinic))
        if not qualified:
            return False  # the entries of those who would qualify are faulty, and reported
        fitting = {
            name
            for name, minutes in qualified.items()
            if clinic.longest[name] >= longest_block(need, minutes)
        }
        if not fitting:
            needed = min(longest_block(need, minutes) for minutes in qualified.values())
            clinic.faults.add(table.at("needs", index), FaultCode.NEVER_FREE, minutes=needed)
            return False
        able.append(fitting)
        asked.append(index)
    short = first_unmatched(able)
    if short is not None and clinic.complete:
        clinic.faults.add(table.at("needs", asked[short]), FaultCode.TOO_FEW_RESOURCES)
        return False
    return True


def qualifying(need: NeedShape, minutes: int, clinic: ClinicSoFar) -> Iterator[tuple[str, int]]:
    """Every resource that qualifies, with the minutes that the step would last with it.

    Later pairs of one resource replace earlier ones: one that is named goes by its own entry.
    """
    for candidate in reversed(need.one_of):
        for resource in clinic.of_type(candidate.type) if candidate.type else ():
            yield resource.name, candidate.minutes or minutes
    for candidate in need.one_of:
        if candidate.resource:
            yield candidate.resource, candidate.minutes or minutes


def longest_block(need: NeedShape, minutes: int) -> int:
    """The longest unbroken time that a need takes from one resource, buffers included."""
    return (
        need.before
        + need.after
        + max((minutes if end is None else min(end, minutes)) - start for start, end in need.holds)
    )


def first_unmatched(able: list[set[str]]) -> int | None:
    """The first need that gets no resource of its own when each takes one, None if all do.

    Augmenting paths (Kuhn): a need may make earlier ones choose again.
    """
    chosen: dict[str, int] = {}

    def settle(need: int, tried: set[str]) -> bool:
        for name in sorted(able[need] - tried):
            tried.add(name)
            if name not in chosen or settle(chosen[name], tried):
                chosen[name] = need
                return True
        return False

    return next((need for need in range(len(able)) if not settle(need, set())), None)


def check_sessions(clinic: ClinicSoFar, visit_types: dict[str, VisitTypeShape]) -> None:
    """Report each session for a visit type that never needs the session's resource."""
    reported = set()
    for use in clinic.session_uses:
        known = use.visit_type in clinic.sound and use.resource in clinic.resources
        if not known or use.path in reported:
            continue
        visit_type = visit_types[use.visit_type]
        able = {name for need in visit_type.needs for name, _ in qualifying(need, 1, clinic)}
        if use.resource not in able:
            reported.add(use.path)
            clinic.faults.add(
                use.path, FaultCode.SESSION_NOT_FOR, value=use.visit_type, resource=use.resource
            )
