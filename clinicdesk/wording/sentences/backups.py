"""Backups: why one was not made, read or restored, and what is said when it was."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

_REFUSED: Mapping[str, Sentence] = {
    "backup.absent": N_("There is no backup at {path:path}; nothing was changed. Choose another."),
    "backup.changed": N_(
        "The backup {path:path} is not as it was made: it was damaged or changed since. Nothing"
        " was restored. Choose another backup."
    ),
    "backup.damaged": N_("{path:path} is damaged; nothing was restored. Choose another backup."),
    "backup.folder-gone": N_(
        "No backup was made: the folder {path:path} is not there. Connect the disk that it is on,"
        " or choose another folder."
    ),
    "backup.folder-unwritable": N_(
        "No backup was made: nothing can be written to {path:path}. See that the folder is yours"
        " and has room, or choose another."
    ),
    "backup.foreign": N_(
        "{path:path} is not a backup of a clinic; nothing was restored. Choose another backup."
    ),
    "backup.manifest-unreadable": N_(
        "What stands beside {path:path} about this backup cannot be read, so nobody knows whether"
        " it is whole. Nothing was restored. Choose another backup."
    ),
    "backup.newer": N_(
        "The backup {path:path} was made by a newer ClinicDesk; nothing was restored. Update this"
        " program, or choose an older backup."
    ),
    "backup.no-manifest": N_(
        "Beside {path:path} nothing says what it should hold, so nobody knows whether it is whole."
        " Choose another backup."
    ),
    "backup.unsound": N_(
        "No backup was made: the copy was not whole when it was read again. Run clinicdesk check"
        " on the clinic; the backups made before are as they were."
    ),
    "restore.another-clinic": N_(
        "The clinic at {path:path} is another one than the backup's; nothing was restored. Name"
        " another file for it with --database."
    ),
    "restore.in-use": N_(
        "The clinic at {path:path} is in use by another desk or program; nothing was restored."
        " Close it there, then try again."
    ),
    "restore.over-another-file": N_(
        "What is at {path:path} is no clinic; nothing was restored. Name another file with"
        " --database, or move it away first."
    ),
    "restore.over-backup": N_(
        "What is at {path:path} is itself a backup; nothing was restored over it. Name the clinic's"
        " file with --database."
    ),
    "upgrade.in-use": N_(
        "Other desks go on writing to the clinic at {path:path}; it was not upgraded and is as it"
        " was. Close it there, then try again."
    ),
}

_DONE: Mapping[str, Sentence] = {
    "said.backed-up": N_("The backup is {path:path}; it was read again and is whole."),
    "said.restored": N_("The clinic at {path:path} is as it was in {backup:path}."),
    "said.restored-kept": N_("What stood there before is kept in {kept:path}."),
    "said.restored-older": N_(
        "It is a clinic of an older ClinicDesk: bring it up to date with clinicdesk upgrade."
    ),
    "said.upgraded": N_(
        "The clinic at {path:path} is up to date. As it was before, it is kept in {backup:path}."
    ),
    "said.upgraded-already": N_("The clinic at {path:path} is up to date already."),
}

_WINDOW: Mapping[str, Sentence] = {
    "backups.all": N_("Backups, newest first"),
    "backups.back-up": N_("Back up now"),
    "backups.choose": N_("Choose a backup in the list first."),
    "backups.close": N_("Close"),
    "backups.cut-off": N_(
        "The last try ended before it was done; another follows soon. Ask whoever looks after"
        " ClinicDesk if that happens again."
    ),
    "backups.day": N_("{day}, {time}"),
    "backups.folder": N_("Kept in {path:path}"),
    "backups.folder-change": N_("Keep them elsewhere…"),
    "backups.folder-gone": N_(
        "The folder of the backups is not there: connect the disk that it is on, or keep them"
        " elsewhere."
    ),
    "backups.folder-title": N_("Where backups are kept"),
    "backups.elsewhere": P_(
        "Another desk has put the backup of {when} in the clinic's place; {count} change is no"
        " longer there.",
        "Another desk has put the backup of {when} in the clinic's place; {count} changes are no"
        " longer there.",
    ),
    "backups.elsewhere-file": P_(
        "Another desk has put a backup in the clinic's place; {count} change is no longer there.",
        "Another desk has put a backup in the clinic's place; {count} changes are no longer there.",
    ),
    "backups.inside": N_("Whole. {clinic}. Patients: {patients}; appointments: {appointments}."),
    "backups.inside-older": N_(
        "It is of an older ClinicDesk: once restored, it has to be brought up to date."
    ),
    "backups.inside-last": N_("Last change in it: {when}."),
    "backups.last": P_(
        "Last backup: {when}. {count} change since.",
        "Last backup: {when}. {count} changes since.",
    ),
    "backups.last-other": N_(
        "Newest backup: {when}, of what the clinic was before a restore. What it is now is not"
        " backed up yet."
    ),
    "backups.last-whole": N_("Last backup: {when}. Nothing has changed since."),
    "backups.look": N_("Look inside"),
    "backups.look-first": N_("Look into the backup first: it says what restoring would lose."),
    "backups.lost": P_(
        "Restoring it would take {count} change away.",
        "Restoring it would take {count} changes away.",
    ),
    "backups.lost-another": N_("It is another clinic's: it cannot be restored here."),
    "backups.lost-apart": P_(
        "It is from before a restore. Restoring it would take {count} change away that was made"
        " here since the two went different ways.",
        "It is from before a restore. Restoring it would take {count} changes away that were made"
        " here since the two went different ways.",
    ),
    "backups.lost-unknown": N_(
        "Nobody can tell what restoring it would take away: the clinic as it is now cannot be"
        " compared with it."
    ),
    "backups.made": N_("Backed up {when}; it was read again and is whole."),
    "backups.megabytes": N_("{count} MB"),
    "backups.name": N_("About backups"),
    "backups.no-taking-back": N_("There is no restore to take back: this window has made none."),
    "backups.none-yet": N_("There is no backup yet."),
    "backups.not-open": N_("Open the backups first."),
    "backups.quiet-gone": N_("The last backup, of {when}, is not in its folder any more."),
    "backups.quiet-last": N_("Last backup: {when}."),
    "backups.quiet-late": N_("Backups were missed since: look at Backups in the menu Clinic."),
    "backups.quiet-left": N_(
        "There is no backup in the folder: the last, of {when}, is not there any more."
    ),
    "backups.quiet-look": N_("Look at Backups in the menu Clinic."),
    "backups.quiet-none": N_("There is no backup yet."),
    "backups.restore": N_("Restore this backup"),
    "backups.restored": N_("The clinic is as it was in the backup of {when}."),
    "backups.restored-kept": N_(
        "What it was before is kept: “Take the restore back” brings it back."
    ),
    "backups.restored-older": N_(
        "The clinic is as it was in the backup of {when}, of an older ClinicDesk: it has to be"
        " brought up to date before anybody works with it. Choose “What"
        " can be done…” above the page."
    ),
    "backups.row": N_("{when} \N{MIDDLE DOT} {why} \N{MIDDLE DOT} {size}"),
    "backups.take-back": N_("Take the restore back"),
    "backups.take-back-lost": P_(
        "Taking the restore back would take {count} change away that was made since.",
        "Taking the restore back would take {count} changes away that were made since.",
    ),
    "backups.take-back-whole": N_("Nothing was changed since the restore."),
    "backups.taken-back": N_("The restore is taken back: the clinic is as it was before it."),
    "backups.title": N_("Backups"),
    "backups.today": N_("today, {time}"),
    "backups.why-asked": N_("made by hand"),
    "backups.why-import": N_("before a change of the clinic"),
    "backups.why-restore": N_("before a restore"),
    "backups.why-routine": N_("made automatically"),
    "backups.why-upgrade": N_("before an upgrade"),
    "backups.yesterday": N_("yesterday, {time}"),
}

SENTENCES: Mapping[str, Sentence] = {**_REFUSED, **_DONE, **_WINDOW}
"""By the code of a refusal, or of something that was done; the fields are its parameters."""
