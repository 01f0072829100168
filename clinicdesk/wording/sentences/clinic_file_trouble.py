"""What befalls a clinic's file while it is open, or where it is only read: what to do then."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "database.is-backup": N_(
        "{path:path} is a backup, which is kept as it is; it was not changed. Restore it in the"
        " clinic's place, or open the clinic's own file."
    ),
    "database.another-clinic": N_(
        "Another clinic is at {path:path} now; nothing is read from it or written to it."
        " Put the file back that was there; its work goes on by itself."
    ),
    "database.network-share": N_(
        "The clinic at {path:path} is on a network share ({share}), where writes of several"
        " computers can damage it: it is only read here. Keep it on this computer's own disk;"
        " for several computers a clinic needs a server."
    ),
    "database.network-share-for-new": N_(
        "{path:path} is on a network share ({share}), where writes of several computers can damage"
        " a clinic: none is put there. Choose a folder on this computer's own disk; for several"
        " computers a clinic needs a server."
    ),
    "database.no-memory": N_(
        "This computer has too little memory left to work with the clinic at {path:path}; nothing"
        " was written, and the file is as it was. Close other programs, then try again."
    ),
    "database.replaced": N_(
        "The clinic's file {path:path} was replaced while it was open; nothing was written to"
        " the new one. Look at it again before you go on."
    ),
    "database.synced-folder": N_(
        "The clinic at {path:path} is in a folder that {program} copies to other computers, which"
        " can damage it: it is only read here. Keep it in a folder of this computer's own;"
        " for several computers a clinic needs a server."
    ),
    "database.synced-folder-for-new": N_(
        "{path:path} is in a folder that {program} copies to other computers, which can damage a"
        " clinic: none is put there. Choose a folder of this computer's own; for several computers"
        " a clinic needs a server."
    ),
    "database.unfinished": N_(
        "The last write to the clinic at {path:path} was cut off, and it may only be read here, so"
        " it cannot be put in order. Copy it, with the file beside it whose name ends in -journal,"
        " to where it may be written."
    ),
    "database.vanished": N_(
        "The clinic's file {path:path} is not there any more: it was renamed, moved or removed, or"
        " its disk was. Nothing is written meanwhile. Put it back; work goes on by itself."
    ),
    "screen.file-help": N_("What can be done…"),
    "screen.file-well": N_("The clinic's file is in order again."),
}
"""By the code that a refusal carries; the fields are its parameters."""
