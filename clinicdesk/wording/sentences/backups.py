"""Backups: why one was not made, read or restored, and what is said when it was."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, Sentence

_REFUSED: Mapping[str, Sentence] = {
    "backup.absent": N_("There is no backup at {path:path}; nothing was changed. Name another."),
    "backup.changed": N_(
        "The backup {path:path} is not as it was made: it was damaged or changed since. Nothing"
        " was restored. Choose another backup."
    ),
    "backup.damaged": N_("{path:path} is damaged; nothing was restored. Choose another backup."),
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

SENTENCES: Mapping[str, Sentence] = {**_REFUSED, **_DONE}
"""By the code of a refusal, or of something that was done; the fields are its parameters."""
