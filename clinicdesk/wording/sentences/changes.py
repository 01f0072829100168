"""What a change of the journal is called: after "Undo", in a list, in the answer of `undo`."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "absence.accepted": P_(
        "enter an absence and reschedule {count} visit",
        "enter an absence and reschedule {count} visits",
    ),
    "backups.folder-chosen": N_("choose where backups are kept"),
    "clinic.changed": N_("change how the clinic is set up"),
    "clinic.edited": N_("change the set-up ({what:code})"),
    "clinic.edited-and-mended": P_(
        "change the set-up ({what:code}) and move {count} visit",
        "change the set-up ({what:code}) and move {count} visits",
    ),
    "clinic.founded": N_("found the clinic"),
    "clinic.retired": N_("retire {what:code}"),
    "clinic.retired-and-mended": P_(
        "retire {what:code} and move {count} visit",
        "retire {what:code} and move {count} visits",
    ),
    "clinic.restored": N_("restore the clinic from the backup {backup}"),
    "clinic.upgraded": N_("upgrade the clinic's file"),
    "delay.noted": P_(
        "note that {name} runs {minutes} minute late",
        "note that {name} runs {minutes} minutes late",
        "minutes",
    ),
    "demo.made": N_("make the demo clinic"),
    "hold.expired": P_(
        "end expired hold {visits:visit}", "end expired holds {visits:visit}", "visits"
    ),
    "hold.made": N_("hold {visit:visit} for {patient:patient}"),
    "hold.released": N_("release hold {visit:visit}"),
    "hours.changed": N_("change working hours"),
    "hours.extra": N_("open extra hours"),
    "hours.extra-cancelled": N_("take back extra hours"),
    "hours.time-off": N_("enter an absence"),
    "hours.time-off-cancelled": N_("take back an absence"),
    "meetings.written-on": N_("write the clinic's meetings on"),
    "journal.redacted": P_(
        "take out the contents of journal entry {entries}",
        "take out the contents of journal entries {entries}",
        "entries",
    ),
    "message.dropped": N_("hold back the message about visit {visit:visit}"),
    "message.failed": N_("note that the message about visit {visit:visit} was not sent"),
    "message.sent": N_("note that the message about visit {visit:visit} was sent"),
    "message.taken": N_("begin to send the message about visit {visit:visit}"),
    "message.unsure": N_("note that the message about visit {visit:visit} was perhaps sent"),
    "message.written": N_("write a message about visit {visit:visit}"),
    "message.written-again": N_("write the message about visit {visit:visit} again"),
    "patient.added": N_("add patient {patient:patient}"),
    "patient.changed": N_("change patient {patient:patient}"),
    "patient.merged": N_("merge patient {gone:patient} into {patient:patient}"),
    "task.asked": N_("write a note to the desk"),
    "task.done": N_("tick a note to the desk"),
    "task.reopened": N_("open a note to the desk again"),
    "visit.begun": N_("note that visit {visit:visit} has begun"),
    "visit.booked": N_("book visit {visit:visit} of {patient:patient}"),
    "visit.cancelled": N_("cancel visit {visit:visit}"),
    "visit.confirmed": N_("note that visit {visit:visit} is confirmed"),
    "visit.extended": N_("add steps to visit {visit:visit} of {patient:patient}"),
    "visit.interpreted": N_("have visit {visit:visit} interpreted"),
    "visit.left-unseen": N_("note that the patient of visit {visit:visit} left unseen"),
    "visit.moved": P_("move visit {visits:visit}", "move visits {visits:visit}", "visits"),
    "visit.not-reached": N_("note that nobody was reached for visit {visit:visit}"),
    "visit.purpose": N_("note what visit {visit:visit} is for"),
    "visit.restored": N_("restore visit {visit:visit}"),
    "visit.roomed": N_("note in which room the patient of visit {visit:visit} is"),
    "visit.status-changed": P_(
        "mark visit {visits:visit} as {status:word}",
        "mark visits {visits:visit} as {status:word}",
        "visits",
    ),
    "visit.told": N_("note that the patient was told of visit {visit:visit}"),
    "visit.whereabouts": N_("note where the patient of visit {visit:visit} is"),
}
"""By the code of a journal entry; the fields are its parameters."""
