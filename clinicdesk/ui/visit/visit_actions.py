"""What this desk can do with a visit, each as one verb; whoever asks hears what became of it."""

from clinicdesk.models.statuses import Status
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.visits.asking_interpreters import ask_interpreter
from clinicdesk.services.visits.changing import (
    arrive,
    cancel_step,
    cancel_visit,
    change_status,
    note_whereabouts,
    restore_visit,
)
from clinicdesk.services.visits.moving import Move, move_appointments
from clinicdesk.services.visits.on_the_day import (
    begin_step,
    leave_unseen,
    note_purpose,
    room_patient,
)
from clinicdesk.services.visits.purpose import Purpose
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.services.visits.seen import seen_of
from clinicdesk.ui.desk import Desk, Write
from clinicdesk.ui.visit.steps.moves import StatusMove, back, onward


def give_status(
    desk: Desk, visit: VisitInfo, step: AppointmentInfo, status: Status
) -> Write[Changed]:
    """Give the step a status; arriving, or not coming, is the whole visit's."""
    if status is Status.ARRIVED and step.status is Status.BOOKED:
        return desk.write(arrive, visit.number, seen=seen_of(visit))
    move = onward(visit, step, status)
    # What may not follow is refused with a sentence.
    numbers = move.appointments if move else (step.number,)
    return desk.write(change_status, numbers, status, seen=seen_of(visit))


def take_back(desk: Desk, visit: VisitInfo, step: AppointmentInfo) -> Write[Changed]:
    """Take the step's last status back."""
    # What has nothing before it is refused with a sentence.
    move = back(visit, step) or StatusMove(Status.BOOKED, (step.number,))
    return desk.write(change_status, move.appointments, move.status, seen=seen_of(visit))


def note_where(desk: Desk, visit: VisitInfo, appointment: int, where: str) -> Write[Changed]:
    """Note where the patient is."""
    return desk.write(note_whereabouts, appointment, where, seen=seen_of(visit))


def room(desk: Desk, visit: VisitInfo, step: AppointmentInfo) -> Write[Changed]:
    """Show the patient into the booked room; who is in a room waits again."""
    inside = step.roomed_at is not None
    to = None if inside else step.booked_room
    return desk.write(room_patient, step.number, to, seen=seen_of(visit))


def begin(desk: Desk, visit: VisitInfo, step: AppointmentInfo) -> Write[Changed]:
    """Whoever treats the patient is with them now."""
    return desk.write(begin_step, step.number, seen=seen_of(visit))


def leave(desk: Desk, visit: VisitInfo) -> Write[Changed]:
    """The patient has left unseen."""
    return desk.write(leave_unseen, visit.number, seen=seen_of(visit))


def note_purpose_of(desk: Desk, step: AppointmentInfo, purpose: Purpose) -> Write[Changed]:
    """Note what the step is for, as it was seen when somebody began to type."""
    return desk.write(
        note_purpose,
        step.number,
        comes_for=purpose.comes_for,
        note=purpose.note,
        seen=seen_of(step),
    )


def restore(desk: Desk, visit: VisitInfo) -> Write[Changed]:
    """Book what was cancelled again where it was."""
    return desk.write(restore_visit, visit.number, seen=seen_of(visit))


def lengthen(
    desk: Desk,
    visit: VisitInfo,
    step: AppointmentInfo,
    by: int,
    override: Override | None = None,
) -> Write[Changed]:
    """Have the step last longer by so many minutes; less than 0: shorter."""
    move = Move(step.number, minutes=step.end - step.start + by)
    return desk.write(move_appointments, (move,), override=override, seen=seen_of(visit))


def interpret(desk: Desk, visit: VisitInfo, step: AppointmentInfo) -> Write[Changed]:
    """Have the step interpreted."""
    return desk.write(ask_interpreter, step.number, seen=seen_of(visit))


def cancel(
    desk: Desk, visit: VisitInfo, step: AppointmentInfo | None, reason: str, *, patient_knows: bool
) -> Write[Changed]:
    """Cancel that step, or without one the whole visit."""
    seen = seen_of(visit)
    if step is None:
        return desk.write(
            cancel_visit, visit.number, reason, patient_knows=patient_knows, seen=seen
        )
    return desk.write(cancel_step, step.number, reason, patient_knows=patient_knows, seen=seen)
