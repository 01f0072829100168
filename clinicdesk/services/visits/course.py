"""When a patient came, was in a room, was begun with and was done: written with each status."""

from datetime import date

from clinicdesk.models.statuses import Stage, Status
from clinicdesk.models.visits import Appointment
from clinicdesk.services.clinic.clinic_setup import ClinicSetup


def note_course(row: Appointment, status: Status, now: tuple[date, int]) -> None:
    """Write what goes with a status that is about to be given; a step back clears what came after.

    `now` is the clinic's day and minute after midnight: of another day than the row's own nobody
    knows when it was. What is called off keeps how far it had come.
    """
    minute = now[1] if now[0] == row.day else None
    row.left_unseen = False
    if status.here:
        row.arrived_at = minute if row.arrived_at is None else row.arrived_at
        row.done_at = None
    elif status.stage is Stage.COMPLETED:
        row.done_at = minute
    elif status.stage is not Stage.CALLED_OFF:
        forget_course(row)


def forget_course(row: Appointment) -> None:
    """The patient was never here for it."""
    row.arrived_at = row.done_at = None
    leave_room(row)


def enter_room_of_name(
    row: Appointment, setup: ClinicSetup, text: str, now: tuple[date, int]
) -> None:
    """The patient is in the room of that name, if somebody who is here today was noted in one."""
    named = text.strip().casefold()
    rooms = (info for info in setup.resources.values() if info.kind == "room")
    room = next((info.id for info in rooms if info.name.casefold() == named), None)
    if room is None or room == row.room_id or not row.status.here or row.day != now[0]:
        return
    row.room_id, row.roomed_at, row.begun_at = room, now[1], None


def leave_room(row: Appointment) -> None:
    """The patient waits again, or is gone: in no room, and with nobody."""
    if row.room_id is not None:
        # What somebody has typed stands for itself.
        row.whereabouts = ""
    row.roomed_at = row.begun_at = row.room_id = None
