"""What `--help` says of the command line, its commands and their options."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, Sentence

_USAGE: Mapping[str, Sentence] = {
    "usage.usage": N_("usage: "),
    "usage.arguments": N_("arguments"),
    "usage.options": N_("options"),
    "usage.commands": N_("commands:"),
    "usage.each": N_(
        "Each command has its own --help; --database and --json stand after its name."
    ),
    "usage.help": N_("show this help and do nothing else"),
    "usage.from-input": N_("{what}; - reads a line of input"),
}

_COMMANDS: Mapping[str, Sentence] = {
    "command.window": N_("The front desk of a spine clinic. Without a command, opens the window."),
    "command.demo": N_("Open the window on the demo clinic, made if it is absent."),
    "command.make-demo": N_("Make the demo clinic."),
    "command.new-clinic": N_("Make a clinic without patients from its file."),
    "command.show-clinic": N_("Write the clinic as its file."),
    "command.update-clinic": N_("Say what a clinic file changes in the clinic, or change it."),
    "command.add-patient": N_("Add one patient."),
    "command.patients": N_("Find patients."),
    "command.templates": N_("List the visit templates."),
    "command.plan": N_("Find the best plans of a combined visit."),
    "command.book": N_("Plan a combined visit and book it."),
    "command.cancel": N_("Cancel a combined visit whole, or one step of it."),
    "command.undo": N_("Take your last change back."),
    "command.day": N_("List every appointment of a day."),
    "command.export": N_(
        "Write the patient's calendar file of a combined visit, or one for each step."
    ),
    "command.upgrade": N_("Bring an older clinic up to date, after a backup."),
    "command.backup": N_("Make a backup and read it again."),
    "command.restore": N_("Put a backup in the clinic's place; what stood there is kept beside."),
    "command.export-all": N_(
        "Write every table as CSV and the clinic as its file, of a damaged clinic what reads."
    ),
    "command.doctor": N_("Say what somebody who helps must know; nothing personal."),
    "command.check": N_("Check that nothing in the clinic's file is broken."),
}

_OPTIONS: Mapping[str, Sentence] = {
    "option.database": N_("the clinic's file; left out, the clinic of this computer's user"),
    "option.json": N_("answer with one JSON object and nothing else"),
    "option.demo": N_("where the demo clinic is; left out, beside this user's clinic"),
    "option.new-file": N_("the new file"),
    "option.seed": N_("the same seed makes the same clinic (1)"),
    "option.today": N_("the day on which the demo begins (today)"),
    "option.clinic-file": N_("the file that describes the clinic"),
    "option.to-file": N_("write this file instead of stdout"),
    "option.apply": N_("change the clinic; left out, only say what would change"),
    "option.name": N_("last and first name"),
    "option.born": N_("birth date, YYYY-MM-DD"),
    "option.phone": N_("phone number"),
    "option.even-if-similar": N_("add a likely duplicate all the same"),
    "option.asked": N_("a name, a birth date, a number or the end of a phone number"),
    "option.patient": N_("the patient's number, such as P-12"),
    "option.template": N_("the visit template's name"),
    "option.from": N_("the first day to look at (today)"),
    "option.reason-overriding": N_("why a rule in the way may be broken"),
    "option.visit": N_("the combined visit's number, such as V-12"),
    "option.calendar-file": N_("write this file instead of stdout; of the steps, the FOLDER"),
    "option.form": N_(
        "visit: one event for the whole visit; steps: a file for each step, into FOLDER (visit)"
    ),
    "option.step": N_("only this step, by its appointment's number; left out, the whole visit"),
    "option.reason": N_("why, in a few words"),
    "option.patient-knows": N_("the patient was told: nobody has to call"),
    "option.date": N_("which day, YYYY-MM-DD"),
    "option.practitioner": N_("only this practitioner's appointments"),
    "option.backup-folder": N_("where to put it; left out, where this clinic's backups are kept"),
    "option.backup": N_("the backup's file, or a clinic's file that was kept"),
    "option.folder": N_("a new or empty folder"),
    "option.days": N_("how many days to look at, 1 to {most} (90)"),
    "option.top": N_("how many plans to find, 1 to {most} (3)"),
    "option.rank": N_("which of the plans to book, 1 to {most} (1)"),
}

SENTENCES: Mapping[str, Sentence] = {**_USAGE, **_COMMANDS, **_OPTIONS}
