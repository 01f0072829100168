"""The check of the clinic's file in the window: while it runs, and what it found."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "action.clinic.check": N_("Check the clinic's file…"),
    "checking.broken": P_(
        "The check found {count} fault. Nothing was changed. Show this list to whoever looks after"
        " ClinicDesk, and keep the newest backup.",
        "The check found {count} faults. Nothing was changed. Show this list to whoever looks after"
        " ClinicDesk, and keep the newest backup.",
    ),
    "checking.cancel": N_("Cancel"),
    "checking.copied": N_("Copied; paste it into your message."),
    "checking.copy": N_("C&opy"),
    "checking.damaged": N_(
        "The file is damaged; the check changed nothing. Close this, and choose “What can be"
        " done…” above the page."
    ),
    "checking.faults": N_("Faults that were found"),
    "checking.running": N_(
        "A copy of the clinic's file is being checked. Everybody can go on working."
    ),
    "checking.times": N_("{text} ({count} times)"),
    "checking.sound": P_(
        "Nothing is broken: {count} appointment, and everything else in the clinic's file, is as"
        " ClinicDesk wrote it.",
        "Nothing is broken: {count} appointments, and everything else in the clinic's file, are as"
        " ClinicDesk wrote them.",
    ),
}
