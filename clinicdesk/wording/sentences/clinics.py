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
    "demo.band": N_("Invented patients: nothing here is real."),
    "demo.clinic-file": N_("This is the demo clinic; its people are invented."),
    "demo.clinic.remove-demo": N_("Remove the demo"),
    "demo.clinic.switch": N_("Another clinic…"),
    "demo.mark": N_("Demo"),
    "demo.stays": N_(
        "The demo clinic in {path:path} could not be removed: the system does not let it go, as"
        " where another window has it open. It is as it was; close that window and try again."
    ),
}

_FIRST: Mapping[str, Sentence] = {
    "first.along": N_("These come along, as ticked combined visits have them: {what}."),
    "first.back": N_("Back"),
    "first.closed": N_("closed"),
    "first.hours": N_(
        "When the clinic is open, day by day, like 08:00-12:00, 13:00-17:00. A day with nothing is"
        " closed. Whoever works here has the same hours at first."
    ),
    "first.lacking": N_(
        "Not here yet: {what}. Until that is added these cannot be booked: {visits}."
    ),
    "first.made": N_(
        "The clinic is made, and visits can be booked (Ctrl+N). Here is who works there; Esc goes"
        " to the day."
    ),
    "first.make": N_("Make the clinic"),
    "first.name": N_("The clinic's name"),
    "first.name-missing": N_("Type a name too, or take away what they are: Delete does it there."),
    "first.next": N_("Go on"),
    "first.nobody": N_("A clinic needs somebody who sees patients: type one name at least."),
    "first.people": N_(
        "Everybody whose time is booked: who sees patients, and who helps. More can be added"
        " whenever somebody comes. Who is something that the list does not have: choose the last of"
        " it, then type what they are."
    ),
    "first.person": N_("Name of person {number}"),
    "first.person-hint": N_("Name"),
    "first.room": N_("How many: {name}"),
    "first.rooms": N_("How many rooms there are"),
    "first.specialty": N_("What person {number} is"),
    "first.own-specialty": N_("What person {number} is, typed"),
    "first.own-specialty-hint": N_("like Massage therapy"),
    "first.own-specialty-missing": N_("Type what they are, or choose it in the list above."),
    "first.specialty-own": N_("Something else: type it"),
    "first.tick-all": N_("Tick all ({keys})"),
    "first.tick-none": N_("Tick none ({keys})"),
    "first.specialty-choose": N_("What are they?"),
    "first.specialty-missing": N_("Choose what they are."),
    "first.templates": N_("Combined visits"),
    "first.title-1": N_("New clinic, 1 of 3: when it is open"),
    "first.title-2": N_("New clinic, 2 of 3: who works here"),
    "first.title-3": N_("New clinic, 3 of 3: what it offers"),
    "first.visit-types": N_("Visit types"),
    "first.zone": N_("The clinic's time zone"),
    "first.zone-hint": N_("a city, like Chicago"),
    "first.zone-missing": N_(
        "This computer does not say in which time zone it is; type the clinic's city, then go on."
    ),
    "first.zone-none": N_("No time zone is called {text}; type a large city of the same time."),
    "first.zone-which": N_("More than one: {zones}. Type more of the name."),
}

SENTENCES: Mapping[str, Sentence] = {**_OTHERS, **_DEMO, **_FIRST}
"""By code."""
