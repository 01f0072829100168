"""Going from one clinic to another: what was open lately, the demo and how it is marked."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, Sentence

_OTHERS: Mapping[str, Sentence] = {
    "clinics.line": N_("{name} \N{MIDDLE DOT} {folder:path}"),
    "clinics.demo-line": N_("Demo: {name} \N{MIDDLE DOT} {folder:path}"),
    "clinics.load-filter": N_("Clinic files and backups (*.toml *.db)"),
    "clinics.load-title": N_("A clinic file or a backup of which a new clinic is made"),
    "clinics.not-there": N_("{clinic:whole} (not there now)"),
    "clinics.open-filter": N_("Clinics (*.db)"),
    "clinics.open-now": N_("{clinic:whole} (open now)"),
    "clinics.open-title": N_("The clinic to open"),
    "clinics.recent": N_("Clinics that were open on this computer"),
    "clinics.recent-keys": N_(
        "Enter opens the clinic; what is being written here is finished before. Delete takes it off"
        " this list only. Esc goes back."
    ),
}

_DEMO: Mapping[str, Sentence] = {
    "clinics.demo-elsewhere": N_(
        "This demo clinic is where somebody has put it, and stays there: {path:path}. Whoever wants"
        " it no more deletes that file."
    ),
    "clinics.demo-is-open": N_("The demo clinic is open already."),
    "clinics.demo-removed": N_(
        "The demo clinic is removed. Ctrl+Shift+D brings it back until ClinicDesk is started anew."
    ),
    "clinics.no-demo": N_("This is no demo clinic; there is none to remove."),
    "demo.band": N_("Invented patients. Nothing that is booked here is real."),
    "demo.clinic-file": N_("This is the demo clinic; its people are invented."),
    "demo.clinic.remove-demo": N_("Remove the demo"),
    "demo.clinic.switch": N_("Another clinic…"),
    "demo.mark": N_("Demo"),
    "demo.stays": N_(
        "The demo clinic in {path:path} could not be removed: the system does not let it go, as"
        " where another window has it open. It is as it was; close that window and try again."
    ),
}

SENTENCES: Mapping[str, Sentence] = {**_OTHERS, **_DEMO}
"""By code."""
