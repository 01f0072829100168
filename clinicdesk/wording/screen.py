"""The window's frame: actions, menus, palette, first run, and what stands in no other panel."""

from collections.abc import Mapping

from clinicdesk.wording.marking import N_, Sentence

_MENUS: Mapping[str, Sentence] = {
    "menu.clinic": N_("&Clinic"),
    "menu.edit": N_("&Edit"),
    "menu.go": N_("&Go"),
    "menu.visit": N_("&Visit"),
    "menu.view": N_("V&iew"),
    "menu.help": N_("&Help"),
}

_ACTIONS: Mapping[str, Sentence] = {
    "action.clinic.about": N_("About ClinicDesk"),
    "action.clinic.quit": N_("Quit"),
    "action.edit.undo": N_("Undo"),
    "action.edit.redo": N_("Redo"),
    "action.go.day": N_("The day"),
    "action.go.my-day": N_("A practitioner's day"),
    "action.go.today": N_("Today"),
    "action.go.previous-day": N_("Previous day"),
    "action.go.next-day": N_("Next day"),
    "action.go.date": N_("Go to a date…"),
    "action.visit.new": N_("Book a combined visit"),
    "action.visit.book": N_("Book the chosen option"),
    "action.visit.hold": N_("Hold the chosen option"),
    "action.visit.new-patient": N_("Add a patient"),
    "action.visit.open": N_("Open the appointment"),
    "action.visit.arrive": N_("Patient has arrived"),
    "action.visit.check-in": N_("Check in"),
    "action.visit.complete": N_("Complete the step"),
    "action.visit.no-show": N_("Patient did not come"),
    "action.visit.back-to-booked": N_("Back to booked"),
    "action.visit.cancel": N_("Cancel the whole visit…"),
    "action.visit.cancel-step": N_("Cancel this step…"),
    "action.visit.restore": N_("Restore what was cancelled"),
    "action.visit.export": N_("Write the calendar file…"),
    "action.visit.history": N_("History of the visit"),
    "action.view.zoom-in": N_("Larger"),
    "action.view.zoom-out": N_("Smaller"),
    "action.view.zoom-reset": N_("Usual size"),
    "action.view.columns": N_("Choose columns…"),
    "action.view.saved-1": N_("Columns: saved view 1"),
    "action.view.saved-2": N_("Columns: saved view 2"),
    "action.view.saved-3": N_("Columns: saved view 3"),
    "action.view.saved-4": N_("Columns: saved view 4"),
    "action.view.saved-5": N_("Columns: saved view 5"),
    "action.view.saved-6": N_("Columns: saved view 6"),
    "action.view.save": N_("Save these columns as a view…"),
    "action.view.privacy": N_("Hide names"),
    "action.view.theme-system": N_("Colours: as the system"),
    "action.view.theme-light": N_("Colours: light"),
    "action.view.theme-dark": N_("Colours: dark"),
    "action.view.single-letters": N_("Shortcuts of a single letter"),
    "action.help.palette": N_("Find an action…"),
    "action.help.shortcuts": N_("Shortcuts"),
    "action.why-not-here": N_("There is nothing here that this could be done to."),
}

SENTENCES: Mapping[str, Sentence] = {**_MENUS, **_ACTIONS}
"""By code."""
