"""A clinic that cannot be opened, and what goes to whoever helps."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

_CANNOT_OPEN: Mapping[str, Sentence] = {
    "cannot-open.title": N_("The clinic cannot be opened"),
    "cannot-open.title-away": N_("The clinic is not there"),
    "cannot-open.title-backup": N_("This is a backup"),
    "cannot-open.title-beside": N_("The clinic's file"),
    "cannot-open.title-damaged": N_("The clinic is damaged"),
    "cannot-open.title-older": N_("The clinic has to be upgraded"),
    "cannot-open.title-opening": N_("The clinic is being opened"),
    "cannot-open.what-now": N_("What can be done:"),
    "cannot-open.absent": N_(
        "The clinic at {path:path} is not there now. Connect the disk or the network that holds it"
        " and try again, or restore a backup."
    ),
    "cannot-open.damaged": N_(
        "The clinic at {path:path} is damaged; it was not changed. Put a backup in its place, or"
        " export what can still be read, and tell whoever looks after this computer."
    ),
    "cannot-open.damaged-alone": N_(
        "The clinic at {path:path} is damaged; it was not changed. No backup of it was found where"
        " backups are kept. Restore one that is kept elsewhere, or export what can still be read,"
        " and ask whoever looks after this computer."
    ),
    "cannot-open.foreign-schema": N_(
        "The clinic at {path:path} is not as ClinicDesk makes it: somebody has added, taken out or"
        " changed a table, an index or a trigger. It was not opened. See what is different, or put"
        " a backup in its place."
    ),
    "cannot-open.foreign-schema-alone": N_(
        "The clinic at {path:path} is not as ClinicDesk makes it: somebody has added, taken out or"
        " changed a table, an index or a trigger. It was not opened. No backup of it was found"
        " where backups are kept. See what is different, restore one that is kept elsewhere, or"
        " export what can be read."
    ),
    "cannot-open.is-backup": N_(
        "{path:path} is a backup, which is kept as it is. To put it in the clinic's place, restore"
        " it from its file; to work, open the clinic's own file."
    ),
    "cannot-open.older": N_(
        "The clinic at {path:path} was made by an older ClinicDesk; it was not changed. It has to"
        " be brought up to date before it can be used here."
    ),
    "cannot-open.backups": N_("Backups, the newest first"),
    "cannot-open.settling": N_(
        "The clinic at {path:path} was not closed as it should have been, or another program is"
        " writing in it. It is looked through before it is opened; nothing is lost."
    ),
    "cannot-open.waiting": P_(
        "It opens by itself as soon as it can. {count} second so far.",
        "It opens by itself as soon as it can. {count} seconds so far.",
    ),
    "cannot-open.trying": N_("The clinic is being opened…"),
    "cannot-open.looking": N_("Looking for backups…"),
    "cannot-open.backup": P_(
        "{day} at {time:time}, {why}, {patients} patient",
        "{day} at {time:time}, {why}, {patients} patients",
        by="patients",
    ),
    "cannot-open.fault": N_(
        "Something in ClinicDesk did not work as it should while it opened the clinic (code"
        " {code}). Please give the code to whoever looks after this computer."
    ),
    "cannot-open.window": N_("ClinicDesk"),
    "cannot-open.again": N_("&Try again"),
    "cannot-open.again-text": N_("When the disk, the network or the other program is ready."),
    "cannot-open.upgrade": N_("&Upgrade now"),
    "cannot-open.upgrade-anyway": N_("&Upgrade all the same"),
    "cannot-open.upgrade-text": N_(
        "Makes a backup first, then brings the clinic up to date. Older programs cannot open it"
        " then."
    ),
    "cannot-open.others": N_(
        "Other programs have this clinic open: {programs}. Close them first; or upgrade all the"
        " same, and they write nothing more until they are updated too."
    ),
    "cannot-open.restore": N_("&Restore the chosen backup"),
    "cannot-open.restore-text": N_(
        "Puts it in the clinic's place. What is there now is kept beside it."
    ),
    "cannot-open.restore-file": N_("Restore from a &file…"),
    "cannot-open.restore-file-text": N_(
        "A backup kept somewhere else, on another disk for example. It stays as it is."
    ),
    "cannot-open.restore-which": N_("Which backup to restore"),
    "cannot-open.restore-filter": N_("Backups (*.db);;All files (*)"),
    "cannot-open.check": N_("See what is &different"),
    "cannot-open.check-text": N_(
        "Checks a copy, and names each table, index or trigger that is not ClinicDesk's."
    ),
    "cannot-open.export": N_("&Export all that reads…"),
    "cannot-open.export-text": N_(
        "Writes every table that can still be read to a new folder, for a spreadsheet."
    ),
    "cannot-open.export-where": N_("Where the folder with the export shall be"),
    "cannot-open.anew": N_("Begin a&new…"),
    "cannot-open.anew-text": N_(
        "Only if that clinic is not wanted any more: the way to another one in its place."
    ),
    "cannot-open.other": N_("&Open another clinic…"),
    "cannot-open.other-text": N_("A clinic's file somewhere else on this computer."),
    "cannot-open.other-which": N_("Which clinic to open"),
    "cannot-open.other-filter": N_("Clinics (*.db);;All files (*)"),
    "cannot-open.doing-check": N_("The clinic is being checked…"),
    "cannot-open.doing-export-all": N_("All that reads is being written…"),
    "cannot-open.doing-restore": N_("The backup is read, and put in the clinic's place…"),
    "cannot-open.doing-upgrade": N_(
        "A backup is made, then the clinic is brought up to date. With many years in it this takes"
        " minutes…"
    ),
    "cannot-open.copy": N_("&Copy for support"),
    "cannot-open.bundle": N_("Support &bundle…"),
    "cannot-open.back": N_("Back to the &window"),
    "cannot-open.quit": N_("&Quit"),
}

_EXPORTING: Mapping[str, Sentence] = {
    "exporting-all.working": N_("Everything is being written; where it is will be said here."),
}

_SUPPORT: Mapping[str, Sentence] = {
    "support.bundle-title": N_("Where to write the support bundle"),
    "support.bundle-filter": N_("ZIP files (*.zip)"),
    "support.copied": N_("Copied; paste it into your message. It names no patient."),
    "support.failed": N_(
        "What support must know could not be found out; nothing was written. Try again."
    ),
    "support.log-is-in": N_("The log is in the folder {path:path}."),
    "support.unwritable": N_(
        "{path:path} cannot be written, or is no support bundle; it was not changed."
        " Choose another name."
    ),
    "support.written": N_("Wrote the support bundle {path:path}. It names no patient."),
}

SENTENCES: Mapping[str, Sentence] = {**_CANNOT_OPEN, **_EXPORTING, **_SUPPORT}
"""By code."""
