"""Whoever is retired takes part in the clinic's meetings no more, as long as others hold them."""

from dataclasses import replace

from clinicdesk.exchange.clinic_shape import ClinicShape, Meeting
from clinicdesk.services.setup.entries import KIND_OF, Edit


def without_retired(now: ClinicShape, edit: Edit) -> ClinicShape:
    """The clinic with whoever the edit retires out of its meetings.

    A meeting that nobody else takes part in stays as it is: it has to be retired first.
    """
    if edit.after is not None or edit.part not in KIND_OF:
        return now
    name = edit.item.name
    gone = {one.name for one in now.resources if name in (one.name, one.part_of)}
    return replace(now, meetings=tuple(_without(meeting, gone) for meeting in now.meetings))


def _without(meeting: Meeting, gone: set[str]) -> Meeting:
    left = tuple(name for name in meeting.resources if name not in gone)
    return replace(meeting, resources=left) if left else meeting
