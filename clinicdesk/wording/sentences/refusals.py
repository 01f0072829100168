"""Why a clinic's file, or taking a change back, was refused; what was kept and what to do."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, Sentence

_LANGUAGES: Mapping[str, Sentence] = {
    "language.lacks": N_(
        "The language file {path:path} is not right at {key}: a text is missing there, is not one"
        " that it should have, or has other words in braces than the English one. Nothing was"
        " written. Mend it, or take the file away."
    ),
    "language.unreadable": N_(
        "The language file {path:path} cannot be read; nothing was written. Mend it, or take the"
        " file away."
    ),
}

_DATABASE: Mapping[str, Sentence] = {
    "database.absent": N_(
        "There is no clinic at {path:path}; make one with new-clinic or make-demo,"
        " or name another file."
    ),
    "database.busy": N_(
        "The clinic at {path:path} is in use by another desk or program; nothing was written."
        " Try again in a moment."
    ),
    "database.busy-reading": N_(
        "The clinic at {path:path} is held by another program and cannot be read just now."
        " Try again in a moment."
    ),
    "database.damaged": N_(
        "The clinic at {path:path} is damaged; it was not changed. Restore a backup of it, or ask"
        " whoever looks after this computer."
    ),
    "database.disk-full": N_(
        "The disk that holds {path:path} is full; nothing was written. Make room and try again."
    ),
    "database.empty": N_(
        "The file {path:path} is empty; it was not changed. Choose a clinic's file."
    ),
    "database.exists": N_(
        "There is something at {path:path} already; it was not changed. Choose another name."
    ),
    "database.foreign": N_(
        "{path:path} is not a ClinicDesk clinic; it was not changed. Choose a clinic's file."
    ),
    "database.foreign-schema": N_(
        "The clinic at {path:path} is not as ClinicDesk makes it: somebody has added, taken out or"
        " changed a table, an index or a trigger. It was not opened. 'clinicdesk check' names what"
        " it is; restore a backup."
    ),
    "setup.unusable": N_(
        "The clinic's file has something in row {row} of the table {table}, column {column}, that"
        " ClinicDesk can never have written, and cannot work with; nothing was changed. Restore a"
        " backup, or ask whoever gave you the file."
    ),
    "setup.zone-and-grid-fixed": N_(
        "The clinic's zone and the minutes of its grid cannot be changed once something is booked;"
        " nothing was changed. Leave both as they are."
    ),
    "database.newer": N_(
        "The clinic at {path:path} was made by a newer ClinicDesk; it was not changed."
        " Update this program."
    ),
    "database.older": N_(
        "The clinic at {path:path} was made by an older ClinicDesk; it was not changed."
        " Bring it up to date with clinicdesk upgrade, or open it in the window; a backup is kept."
    ),
    "database.path-too-long": N_(
        "The path {path:path} is too long for a clinic; nothing was written. Choose a shorter one."
    ),
    "database.read-only": N_(
        "The clinic at {path:path} may only be read here; nothing was written."
        " Ask whoever looks after this computer."
    ),
    "database.read-failed": N_(
        "The clinic at {path:path} cannot be read just now. See that its disk and its folder are"
        " there, then try again."
    ),
    "database.unreachable": N_(
        "{path:path} cannot be opened or written; nothing was changed."
        " See that its folder exists and is yours."
    ),
    "database.unsound-upgrade": N_(
        "The clinic at {path:path} was not upgraded and is as it was: something in it is not as"
        " ClinicDesk writes it. Restore a backup, or ask whoever looks after ClinicDesk."
    ),
    "database.upgraded": N_(
        "The clinic at {path:path} was upgraded for a newer ClinicDesk while it was open here;"
        " nothing was written. Update this program and start it again."
    ),
    "database.wal-in-use": N_(
        "The clinic at {path:path} is in use by a program that keeps it in another mode;"
        " it was not changed. Close that program first."
    ),
    "database.write-failed": N_(
        "The disk that holds {path:path} failed; nothing was written."
        " Check the disk, then try again."
    ),
}

_UNDO: Mapping[str, Sentence] = {
    "undo.nothing": N_("There is no change of this desk's to undo."),
    "redo.nothing": N_("There is no undone change of this desk's to redo."),
    "undo.older-schema": N_(
        "This change cannot be undone: it was made before the clinic's file was upgraded."
    ),
    "write.done-already": N_("This was written already; nothing was written a second time."),
    "undo.redacted": N_(
        "This change cannot be undone: its contents were removed from the journal."
    ),
    "undo.after-refusal": N_(
        "Something that was asked for before was refused, so nothing was undone or redone."
    ),
    "undo.another": N_(
        "This desk has made another change meanwhile; nothing was undone or redone. See the"
        " Edit menu for what it would be now."
    ),
    "program.mistake": N_(
        "This was not finished, by a mistake of ClinicDesk. Look whether it is there before you"
        " ask for it again."
    ),
    "undo.built-upon": N_(
        '"{change:code}" cannot be undone: it would leave a set-up with a mistake, as {about} goes'
        " by it since. Nothing was changed; change {about} first."
    ),
    "undo.told-built-upon": N_(
        "“{change}” cannot be undone: it would leave a set-up with a mistake, as {about} goes by it"
        " since. Nothing was changed; change {about} first."
    ),
    "undo.changed-since": N_(
        '"{change:code}" cannot be undone: {actor} at {workstation} changed the same since'
        ' ("{later:code}"). Nothing was changed.'
    ),
    "undo.told-changed-since": N_(
        "“{change}” cannot be undone: {actor} at {workstation} changed the same since"
        " (“{later}”). Nothing was changed."
    ),
    "undo.told-row-differs": N_(
        "“{change}” cannot be undone: what it wrote has changed since. Nothing was changed."
    ),
    "undo.row-differs": N_(
        '"{change:code}" cannot be undone: what it wrote has changed since. Nothing was changed.'
    ),
}

_RECORDS: Mapping[str, Sentence] = {
    "record.changed-since": N_(
        "{actor} at {workstation} changed this at {minute:time} on {day} ({change:code});"
        " your change was not made. Look at it again."
    ),
    "record.told-changed-since": N_(
        "{actor} at {workstation} changed this at {when} (“{change}”);"
        " your change was not made. Look at it again."
    ),
    "record.differs": N_(
        "This has changed since it was shown; your change was not made. Look at it again."
    ),
    "record.undo": N_("undo: {change:code}"),
    "record.redo": N_("redo: {change:code}"),
}

SENTENCES: Mapping[str, Sentence] = {**_LANGUAGES, **_DATABASE, **_UNDO, **_RECORDS}
"""By the code that a refusal carries; the fields are its parameters."""
