"""Which visits of a day may be moved to repair it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment
from clinicdesk.services.absence.day_rows import DayRows
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.visits.rules.resource_uses import unqualified


def movable_visits(setup: ClinicSetup, rows: DayRows, affected: Collection[int]) -> frozenset[int]:
    """The visits of which every step to come may be moved, and there is one; a group class is one.

    A class that nobody has to mend stays, and whoever is in another keeps what else they have; so
    does what is done by somebody who does not qualify for it any more. Of a patient who has one on
    site and another by phone or video the second stays as it is, the one with an `affected`
    appointment being the first: the way between them is kept from both ends by nobody.
    """
    steps: defaultdict[int, list[Appointment]] = defaultdict(list)
    for row in rows.appointments:
        steps[row.visit_id].append(row)
    movable = {
        number: own
        for number, own in steps.items()
        if any(not rows.begun(row) for row in own)
        and all(_fits_the_setup(setup, row) for row in own)
        and all(rows.begun(row) or row.status.movable for row in own)
        and (
            _class_may_move(rows, own, affected)
            if rows.visits[number].patient_id is None
            else _any_of(own, affected) or not any(unqualified(setup, row) for row in own)
        )
    }
    staying = {
        row.visit_id
        for number in movable
        if rows.visits[number].patient_id is None
        for row in rows.of_members(movable[number][0].id)
    }
    kept: defaultdict[int | None, set[bool]] = defaultdict(set)
    found = set()
    in_classes: set[int | None] = set()
    for number, own in sorted(
        movable.items(), key=lambda item: (not _any_of(item[1], affected), item[0])
    ):
        if rows.visits[number].patient_id is None:
            people = {rows.visits[row.visit_id].patient_id for row in rows.members[own[0].id]}
            # Where somebody is in two of them, one stays: each knows only where the other was.
            if in_classes.isdisjoint(people):
                found.add(number)
            in_classes |= people
            continue
        if number in staying:
            continue
        forms = {setup.on_site(row.visit_type_id, row.place) for row in own}
        before = kept[rows.visits[number].patient_id]
        if not setup.way_minutes or len(forms | before) < 2 or not before:
            before |= forms
            found.add(number)
    return frozenset(found)


def _any_of(rows: Iterable[Appointment], affected: Collection[int]) -> bool:
    return any(row.id in affected for row in rows)


def _fits_the_setup(setup: ClinicSetup, row: Appointment) -> bool:
    """Whether each of its needs can be met by others; a hold's never can, nor a place's in a class.

    What the clinic does not have any more is met by others like what is absent.
    """
    kind = setup.booked_kind(row.visit_type_id, row.resource_uses, row.place)
    return kind is not None and row.class_id is None and row.status is not Status.PENDING


def _class_may_move(rows: DayRows, own: Sequence[Appointment], affected: Collection[int]) -> bool:
    """Whether it is a class that has to be mended, and all who are in it can go with it."""
    (row,) = own if len(own) == 1 else (None,)
    if row is None or row.group_size is None or rows.begun(row):
        return False
    members = rows.members.get(row.id, ())
    concerned = row.id in affected or any(member.id in affected for member in members)
    return bool(members) and concerned and all(member.status.movable for member in members)
