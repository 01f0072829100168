"""What `check` found broken in a clinic's file. Numbers only: a report may be sent to others."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "check.anchor-foreign": N_(
        "The file beside the clinic that says where its journal stood is another clinic's. Find"
        " out who has put it there; the next backup writes it anew."
    ),
    "check.anchor-unreadable": N_(
        "The file beside the clinic that says where its journal stood cannot be read, or is none"
        " that ClinicDesk wrote. Find out who has changed it; the next backup writes it anew."
    ),
    "check.baseline-differs": N_(
        "Rows {first} to {last} of the table {table} are not those that the journal knows: one was"
        " changed, added or removed without an entry in the journal."
    ),
    "check.baseline-missing": N_(
        "No entry of the journal says what the clinic held when it began: its beginning is lost."
    ),
    "check.breaks-rule": N_(
        "Appointment {appointment} on {day} at {start:time} breaks a rule that nobody has"
        " overridden ({rule:code}). Move or cancel it."
    ),
    "check.claims-differ": N_("Appointment {appointment} does not claim the time that it takes."),
    "check.class": N_("The group class of appointment {appointment} does not fit its members."),
    "check.class-breaks-rule": N_(
        "The group class {appointment} on {day} at {start:time} breaks a rule that nobody has"
        " overridden ({rule:code}). Its members have to be told."
    ),
    "check.file": N_("The file itself is damaged; put the newest copy of it in its place."),
    "check.hold": N_("The visit {visit:visit} is held without a hold, or the other way round."),
    "check.journal-chain": N_("Before entry {number} of the journal something was taken out."),
    "check.journal-emptied": N_(
        "The contents of journal entry {number} were taken out without an entry that says so."
    ),
    "check.journal-hash": N_("Entry {number} of the journal is not as it was written."),
    "check.journal-payload": N_("The contents of journal entry {number} are not as they were."),
    "check.journal-rebuilt": N_(
        "The journal was cut or written anew: entry {number} is not the one that was noted outside"
        " the file."
    ),
    "check.overlap": N_(
        "Appointments {one} and {other} have the same person or place at the same time on {day}."
    ),
    "check.reference": N_("Row {row} of the table {table} refers to something that is not there."),
    "check.row-differs": N_(
        "Row {row} of the table {table} was changed without an entry in the journal."
    ),
    "check.schema-changed": N_("The {what} {name} is not as ClinicDesk makes it."),
    "check.schema-extra": N_("The file has a {what} {name}, which is none of ClinicDesk's."),
    "check.schema-missing": N_("The file lacks the {what} {name}."),
    "check.sequence": N_("Numbers of the table {table} would be given a second time."),
    "check.sequence-ahead": N_(
        "Numbers of the table {table} were passed over: its next row would have one that is far"
        " too high, or none at all."
    ),
    "check.several-days": N_("The visit {visit:visit} is spread over several days."),
    "check.unreadable": N_(
        "Something in the file cannot be read (looking at: {part}); put the newest copy of it in"
        " its place."
    ),
    "check.value": N_(
        "What stands in row {row} of the table {table}, column {column}, is nothing that ClinicDesk"
        " can have written."
    ),
    "check.step-missing": N_("The visit {visit:visit} does not have all of its steps."),
}
"""By the code of a fault; the fields are its parameters."""
