"""Long work: what is being done, how far it is, and why it came to no end."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, Sentence

_LINE: Mapping[str, Sentence] = {
    "action.clinic.stop-work": N_("Cancel what is being done"),
    "work.busy": N_(
        "Something else is being done just now; try again when that has ended, or cancel it."
    ),
    "work.cancel": N_("Cancel"),
    "work.nothing": N_("Nothing is being done that could be cancelled."),
    "work.progress": N_("How much is done"),
    "work.share": N_("{percent} % is done"),
    "work.stopping": N_("Being cancelled…"),
}

_DOING: Mapping[str, Sentence] = {
    "work.doing-backup": N_("A backup is being made…"),
    "work.doing-bundle": N_("What support must know is being found out…"),
    "work.doing-demo": N_("The demo clinic is being made…"),
    "work.doing-export": N_("Everything is being written…"),
    "work.doing-founding": N_("The clinic is being made…"),
    "work.doing-look": N_("The backup is being read…"),
    "work.doing-restore": N_("The backup is read, and put in the clinic's place…"),
}

_NO_END: Mapping[str, Sentence] = {
    "work.died": N_(
        "This ended before it was done, as when this computer has no memory left. What it writes"
        " is there whole or not at all. Close other programs and try again, and ask whoever looks"
        " after ClinicDesk if it happens once more."
    ),
    "work.mistake": N_(
        "This was not finished, by a mistake of the program ({where}). What it writes is there"
        " whole or not at all. Try again, and tell whoever looks after ClinicDesk."
    ),
    "work.no-memory": N_(
        "This computer does not have enough memory left for this. What it writes is there whole or"
        " not at all. Close other programs and try again."
    ),
    "work.no-process": N_(
        "This computer has no room for another process now; nothing was begun. Close other"
        " programs and try again."
    ),
    "work.stopped": N_("This was cancelled; what had been begun is taken back."),
}

SENTENCES: Mapping[str, Sentence] = {**_LINE, **_DOING, **_NO_END}
"""By code."""
