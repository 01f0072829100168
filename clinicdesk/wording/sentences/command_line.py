"""What the command line says: about a wrong line, and what it has done."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

_LINE: Mapping[str, Sentence] = {
    "clock.malformed": N_(
        "{variable} must be a time of the clinic's wall clock such as 2026-11-23T09:00, not"
        ' "{text}"; nothing was done.'
    ),
    "line.date-out-of-range": N_(
        "{name} must be a date in the years {first} to {last}, not {text}; nothing was done."
    ),
    "line.empty": N_("{name} is empty; nothing was done. Give it a value."),
    "line.input-missing": N_(
        "{name} is to be read from standard input, which has no line for it; nothing was done."
        " Give one line for each."
    ),
    "line.input-not-utf-8": N_(
        "{name} came from standard input and is not UTF-8 text; nothing was done. Type it again."
    ),
    "line.input-too-long": N_(
        "{name} came from standard input in a line of more than {longest} bytes; nothing was done."
        " Shorten it."
    ),
    "line.not-a-date": N_(
        '{name} must be a date such as 2026-11-23, not "{text}"; nothing was done.'
    ),
    "line.no-folder": N_(
        "{name} {text} writes several files: say with -o into which folder. Nothing was written."
    ),
    "line.not-a-form": N_('{name} must be visit or steps, not "{text}"; nothing was written.'),
    "line.not-a-number": N_(
        '{name} must be a whole number in the digits 0 to 9, not "{text}"; nothing was done.'
    ),
    "line.not-ics": N_(
        '{name} must name a file that ends in .ics, not "{text}"; nothing was written.'
    ),
    "line.not-utf-8": N_("Argument {position} is not UTF-8 text; nothing was done. Type it again."),
    "line.out-of-range": N_(
        "{name} must be a whole number from {low} to {high}, not {text}; nothing was done."
    ),
    "line.path-too-long": N_(
        "The path {path:path} is too long for this computer; nothing was read or written there."
        " Choose a shorter one."
    ),
    "line.twice": N_("{name} is given twice; nothing was done. Give it once."),
    "line.unknown-command": N_(
        'There is no command "{name}"; nothing was done. See clinicdesk --help.'
    ),
    "line.wrong": N_("{problem}; nothing was done. See {command} --help."),
}

_REFUSED: Mapping[str, Sentence] = {
    "book.always-slower": N_(
        "Other desks were faster {tries} times in a row; nothing was booked. Try again in a moment."
    ),
    "book.nothing-offered": N_("Nothing was booked. {reasons:whole}"),
    "book.rank-beyond": P_(
        "There is only {count} plan, so none of rank {rank}; nothing was booked."
        " Choose a lower rank, more days or a larger --top.",
        "There are only {count} plans, so none of rank {rank}; nothing was booked."
        " Choose a lower rank, more days or a larger --top.",
    ),
    "check.broken": P_(
        "One thing is broken in the clinic at {path:path}; it was not changed. {first}",
        "{count} things are broken in the clinic at {path:path}; it was not changed."
        " The first are these: {first}",
    ),
    "clinic-file.absent": N_("There is no file {path:path}; nothing was done. Choose another."),
    "clinic-file.exists": N_(
        "{path:path} exists, and is not a clinic as show-clinic writes it; nothing was written."
        " Choose another name."
    ),
    "clinic-file.no-file": N_(
        "{path:path} is not a file that describes a clinic; nothing was done. Choose another."
    ),
    "clinic-file.unreadable": N_(
        "{path:path} cannot be read; nothing was done. See that it is yours."
    ),
    "command.no-memory": N_(
        "This computer does not have enough memory left to go on; the clinic's file is as it was,"
        " or has all of what was asked for. Close other programs, and look before you ask again."
    ),
    "command.stopped": N_(
        "This was stopped; what it had begun is taken back, or is written whole. Look before you"
        " ask for it again."
    ),
    "command.unforeseen": N_(
        "ClinicDesk cannot go on ({kind} at {place}): this is a fault of the program. What it had"
        " begun is written whole or not at all. Run clinicdesk check, and tell whoever"
        " looks after ClinicDesk."
    ),
    "command.unwritten": N_(
        "The answer could not be written; what was asked for is done all the same."
        " See that there is room, and look before you ask for it again."
    ),
    "database.server": N_(
        "This version keeps a clinic in a file, not on a server; nothing was done."
        " Name a file's path."
    ),
    "day.not-a-practitioner": N_(
        '"{name}" is not a practitioner but of the kind {sort:word}; nothing is listed.'
        " Name a practitioner."
    ),
    "export.file-exists": N_(
        "{path:path} is there already and is no calendar file; it was not changed."
        " Choose another name."
    ),
    "export.name-too-long": N_(
        "The name {path:path} is too long for a file here; nothing was written."
        " Choose a shorter one."
    ),
    "export.no-folder": N_(
        "There is no folder {path:path}; nothing was written. Make it, or name another."
    ),
    "export.unwritable": N_(
        "{path:path} cannot be written; nothing was left behind."
        " See that its folder exists, is yours and has room."
    ),
    "window.no-library": N_(
        "The window cannot be opened, because a part of Qt is missing here: {library}."
        " Install it; until then see clinicdesk --help for the commands."
    ),
    "window.no-screen": N_(
        "There is no screen here to show the clinic at {path:path} on; it was not changed."
        " See clinicdesk --help for the commands."
    ),
}

_JOB: Mapping[str, Sentence] = {
    "job.making": N_("Making the demo clinic; this takes part of a minute…"),
    "job.booking": N_("Booking a combined visit…"),
    "job.drawing": N_("Drawing the day…"),
    "job.booked": N_('Booked "{template}" for {name} ({number:patient}) as {visit:visit}:'),
    "job.picture": N_("A picture of the day in the window is in {picture:path}."),
    "job.no-picture": N_(
        "No picture of the day could be drawn: that needs Qt's libraries, which make run adds, and"
        " room on the disk."
    ),
    "job.files": N_(
        "The clinic is in {clinic:path}, the patient's calendar file in {calendar:path}."
    ),
    "job.folder": N_(
        "{path:path} cannot be written; no demo clinic was made."
        " See that the folder is yours and has room."
    ),
    "job.made": N_(
        'Made the demo clinic "Lakeside Spine Center": {patients} patients,'
        " {appointments} appointments."
    ),
}

_PROGRESS: Mapping[str, Sentence] = {
    "progress.line": N_("{what} {percent} %"),
    "progress.backup": N_("Making a backup and reading it again…"),
    "progress.check": N_("Checking a copy of the clinic…"),
    "progress.update-clinic": N_("Looking at what the clinic file changes…"),
    "progress.demo": N_("Making the demo clinic…"),
    "progress.doctor": N_("Looking at the clinic's file…"),
    "progress.export-all": N_("Writing everything…"),
    "progress.founding": N_("Making the clinic…"),
    "progress.planning": N_("Looking for plans…"),
    "progress.restore": N_("Reading the backup, and putting it in the clinic's place…"),
    "progress.upgrade": N_("Bringing the clinic up to date, after a backup…"),
}
"""What a long command does, on a terminal, in one line without control characters."""

_DONE: Mapping[str, Sentence] = {
    "said.booked": N_("Booked as combined visit {visit:visit}."),
    "said.cancelled": N_("Cancelled {visit:visit}, all that was still to come of it."),
    "said.cancelled-step": N_("Cancelled the step {number} of {visit:visit}."),
    "said.clinic-added": P_("Added, {count}:", "Added, {count}:"),
    "said.clinic-as-it-is": N_("The clinic is as the file says; there is nothing to change."),
    "said.clinic-breaks": P_(
        "Breaks a rule then, {count} appointment to come:",
        "Break a rule then, {count} appointments to come:",
    ),
    "said.clinic-left-out": P_(
        "Not held, as somebody who takes part is taken then, {count} time of a meeting:",
        "Not held, as somebody who takes part is taken then, {count} times of meetings:",
    ),
    "said.clinic-left-out-time": N_("{meeting}: {day} at {start:time}"),
    "said.clinic-changed": N_("The clinic was changed; undo takes it back."),
    "said.clinic-stay": N_(
        "What breaks a rule stays as it is booked; whoever cannot come then stands on the call"
        " list until moved."
    ),
    "said.clinic-not-changed": N_("Nothing was changed: --apply does it."),
    "said.clinic-retired": P_("Retired, {count}:", "Retired, {count}:"),
    "said.clinic-changes": P_("Changed, {count}:", "Changed, {count}:"),
    "said.clinic-made": N_(
        "Made {name} at {path:path}. Practitioners: {practitioners}; rooms: {rooms};"
        " visit templates: {templates}."
    ),
    "said.demo-made": N_(
        "Made the demo clinic at {path:path}: {patients} patients, {appointments} appointments."
    ),
    "said.no-appointments": N_("There is no appointment on {day}."),
    "said.no-templates": N_("This clinic has no visit template."),
    "said.nobody-found": N_("Nobody was found."),
    "said.option": N_(
        "Option {rank}: {weekday} {day}, {start:time} to {end:time}, {waiting:length} of waiting"
    ),
    "said.patient-added": N_("Added {name} as {number:patient}."),
    "said.replanned": P_(
        "Another desk was faster, so it was planned again.",
        "Other desks were faster, so it was planned again {count} times.",
    ),
    "said.sound": N_("Nothing is broken."),
    "said.undone-breaks": P_(
        "Breaks a rule now, {count} appointment to come:",
        "Break a rule now, {count} appointments to come:",
    ),
    "said.undone": N_('Undone: "{change:code}".'),
}

SENTENCES: Mapping[str, Sentence] = {**_LINE, **_REFUSED, **_JOB, **_PROGRESS, **_DONE}
"""By the code of a refusal, or of something that was done; the fields are its parameters."""
