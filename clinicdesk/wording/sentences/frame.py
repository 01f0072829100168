"""The window's frame: actions, menus, palette, first run, and what stands in no other panel."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

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
    "action.clinic.demo": N_("Open the demo clinic"),
    "action.clinic.load": N_("New clinic from a clinic file or backup…"),
    "action.clinic.new": N_("New clinic…"),
    "action.clinic.open": N_("Open another clinic…"),
    "action.clinic.remove-demo": N_("Remove the demo clinic"),
    "action.clinic.switch": N_("Switch to another clinic…"),
    "action.clinic.away": N_("Practitioner away…"),
    "action.clinic.way-1": N_("Reschedule list: the first way"),
    "action.clinic.way-2": N_("Reschedule list: the second way"),
    "action.clinic.way-3": N_("Reschedule list: the third way"),
    "action.clinic.look-longer": N_("Reschedule list: look longer for better ways"),
    "action.clinic.backup-folder": N_("Choose where backups are kept…"),
    "action.clinic.backup-look": N_("Look inside the backup"),
    "action.clinic.backup-now": N_("Back up now"),
    "action.clinic.backup-restore": N_("Restore the backup"),
    "action.clinic.backup-take-back": N_("Take the restore back"),
    "action.clinic.backups": N_("Backups"),
    "action.clinic.export-all": N_("Export everything…"),
    "action.clinic.file-help": N_("What can be done about the clinic's file…"),
    "action.clinic.quit": N_("Quit"),
    "action.edit.undo": N_("Undo"),
    "action.edit.redo": N_("Redo"),
    "action.go.day": N_("The day"),
    "action.go.flow": N_("The flow of the day"),
    "action.view.by-practitioner": N_("The flow by practitioner"),
    "action.clinic.late": N_("Somebody runs late…"),
    "action.go.tasks": N_("Notes to the desk"),
    "action.go.closing-list": N_("What is still open of the day"),
    "action.go.check-in": N_("Check in by birth date"),
    "action.go.my-day": N_("A practitioner's day"),
    "action.go.today": N_("Today"),
    "action.go.previous-day": N_("Previous day"),
    "action.go.next-day": N_("Next day"),
    "action.go.date": N_("Go to a date…"),
    "action.go.call-list": N_("Call list"),
    "action.go.cannot-take-place": N_("Visits that cannot take place"),
    "action.go.directory": N_("Directory"),
    "action.patient.merge": N_("Merge two records of one patient"),
    "action.go.patient": N_("Find a patient"),
    "action.visit.new": N_("Book a combined visit"),
    "action.visit.book": N_("Book the chosen option"),
    "action.visit.hold": N_("Hold the chosen option"),
    "action.visit.requirement-there": N_("What keeps days away is there"),
    "action.visit.same-practitioner": N_("The same practitioner for all steps"),
    "action.visit.wait-unbooked": N_("Put on the waitlist as it stands here"),
    "action.visit.purpose": N_("What this booking is for, and a note"),
    "action.visit.new-patient": N_("Add a patient"),
    "action.visit.drafts": N_("Bookings on the shelf…"),
    "action.visit.resume": N_("Go on with the last booking on the shelf"),
    "action.visit.throw-away": N_("Throw this booking away"),
    "action.visit.bring-back": N_("Bring back the booking that was thrown away"),
    "action.visit.open": N_("Open the appointment"),
    "action.visit.arrive": N_("Patient has arrived"),
    "action.visit.check-in": N_("Check in"),
    "action.visit.complete": N_("Complete the step"),
    "action.visit.no-show": N_("Patient did not come"),
    "action.visit.room": N_("Into the room, or back to waiting"),
    "action.visit.begin": N_("With the practitioner now"),
    "action.visit.left-unseen": N_("Patient left unseen"),
    "action.visit.back-to-booked": N_("Back to booked"),
    "action.visit.cancel": N_("Cancel the whole visit…"),
    "action.visit.cancel-step": N_("Cancel this step…"),
    "action.visit.move": N_("Move the whole visit…"),
    "action.visit.somebody-else": N_("Somebody else for this step…"),
    "action.visit.longer": N_("This step longer"),
    "action.visit.shorter": N_("This step shorter"),
    "action.visit.book-again": N_("Book the same again"),
    "action.visit.follow-up": N_("Book a follow-up with the same practitioner"),
    "action.visit.as-offered": N_("Move it with what is offered now, or as booked"),
    "action.visit.patient-knows": N_("The patient knows of the move, or not"),
    "action.visit.restore": N_("Restore what was cancelled"),
    "action.visit.interpret": N_("Ask an interpreter for this step"),
    "action.visit.export": N_("Write the calendar file of the visit…"),
    "action.visit.export-steps": N_("Write a calendar file for each step…"),
    "action.patient.calendar": N_("Write all coming visits into a calendar file…"),
    "action.visit.itinerary": N_("The patient's itinerary on paper…"),
    "action.visit.history": N_("History of the visit"),
    "action.visit.patient": N_("The patient's page"),
    "action.view.zoom-in": N_("Larger"),
    "action.view.zoom-out": N_("Smaller"),
    "action.view.zoom-reset": N_("Actual size"),
    "action.view.columns": N_("Choose columns…"),
    "action.view.saved-1": N_("Columns: saved view 1"),
    "action.view.saved-2": N_("Columns: saved view 2"),
    "action.view.saved-3": N_("Columns: saved view 3"),
    "action.view.saved-4": N_("Columns: saved view 4"),
    "action.view.saved-5": N_("Columns: saved view 5"),
    "action.view.saved-6": N_("Columns: saved view 6"),
    "action.view.save": N_("Save these columns as a view…"),
    "action.clinic.own-time": N_("Practitioner's absences and extra hours…"),
    "action.view.my-span": N_("Practitioner's day, week or month"),
    "action.view.privacy": N_("Hide names"),
    "action.view.reveal": N_("Show the name of the patient in front"),
    "action.view.theme-system": N_("Colors: as the system"),
    "action.view.theme-light": N_("Colors: light"),
    "action.view.theme-dark": N_("Colors: dark"),
    "action.view.language-system": N_("Language: as the system"),
    # A language is found by whoever speaks it.
    "action.view.language-en": N_("Language: English"),
    "action.view.language-es": N_("Idioma: español"),
    "view.language-chosen": N_("{language}. It is so from the next start of the window on."),
    "action.view.single-letters": N_("Shortcuts of a single letter"),
    "action.help.bundle": N_("Support bundle…"),
    "action.help.copy": N_("Copy for support"),
    "action.help.guide-desk": N_("Guide for the front desk"),
    "action.help.guide-manager": N_("Guide for managers"),
    "action.help.guide-practitioner": N_("Guide for practitioners"),
    "action.help.log": N_("Open the log's folder"),
    "action.help.palette": N_("Find an action…"),
    "action.help.shortcuts": N_("Shortcuts"),
    "action.what-is-being-written": N_("what is being written"),
    "action.why-nothing-to-undo": N_("This desk has no change to undo or redo."),
    "action.why-layer": N_("Something else waits for an answer; answer it, or press Esc, first."),
    "action.why-not-here": N_("This has nothing to act on here."),
    "action.why-not-day": N_("This works on the day's page only; go there first."),
    "action.why-other-patient": N_(
        "A booking for another patient is open. Close it, or open this appointment, first."
    ),
    "action.why-in-panel": N_(
        "The keyboard is in the panel at the side, and nothing stands there for this key. Go to the"
        " appointment on the day first."
    ),
    "action.why-other-row": N_(
        "The keyboard is at another patient of the list. Go to this one's appointment first."
    ),
    "action.why-no-booking": N_("No booking is on screen; begin one first."),
}

_RAIL: Mapping[str, Sentence] = {
    "rail.go.day": N_("Day"),
    "rail.go.flow": N_("Flow"),
    "rail.go.my-day": N_("My day"),
    "rail.visit.new": N_("Book"),
    "rail.visit.drafts": N_("Shelf"),
    "rail.help.palette": N_("Find"),
    "rail.view.privacy": N_("Names"),
    "rail.help.shortcuts": N_("Keys"),
}

_CLOSING: Mapping[str, Sentence] = {
    "closing.finishing": N_(
        "Finishing what is being written; the window closes as soon as that is done."
    ),
    "closing.unsure": N_(
        "It is not sure yet whether what was asked for last is written: another desk or program"
        " may be using the clinic's file. Wait, or close the window again to leave all the same;"
        " the next start says what became of it."
    ),
    "closing.was-written": N_("Written as the window was closed the last time: {change}"),
    "closing.was-not-written": N_(
        "What was being written as the window was closed the last time was not written, and"
        " nothing of it is there. Do it again if it is still wanted."
    ),
}

_FRAME: Mapping[str, Sentence] = {
    "screen.about": N_(
        "Version {version}. Books coordinated same-day visits for an integrated spine clinic."
        " Everything it knows stays in the clinic's own database on this computer."
    ),
    "screen.about-support": N_(
        "If something goes wrong: the log, which names no patient, is in {path:path}."
    ),
    "screen.being-written": N_("Being written…"),
    "screen.close": N_("Close"),
    "screen.fault": N_(
        "Something in ClinicDesk did not work as it should (code {code}). What was saved is safe,"
        " and you can go on. Please give the code to whoever looks after this computer; more"
        " stands in {file}."
    ),
    "planner.none": N_(
        "This computer has no room now for the process that plans; plans are sought for a moment"
        " only. Close other programs and start ClinicDesk again."
    ),
    "planner.failed": N_(
        "This could not be worked out because of a mistake in ClinicDesk. What you typed is kept;"
        " ask for it once more, or change it, to try again."
    ),
    "screen.fault-go-on": N_("Go on"),
    "screen.fault-title": N_("Something went wrong in ClinicDesk"),
    "screen.palette": N_("Find an action or a patient"),
    "screen.palette-hint": N_("A few letters of an action, or a patient's name"),
    "screen.palette-list": N_("What was found"),
    "screen.palette-nothing": N_("Nothing is called that; type fewer letters."),
    "screen.shortcuts": N_("Shortcuts"),
    "guide.title": N_("Guide"),
    "guide.button": N_("{page} ({key})"),
    "guide.desk": N_("Front desk"),
    "guide.practitioner": N_("Practitioners"),
    "guide.manager": N_("Managers"),
    "screen.title": N_("{clinic} – ClinicDesk"),
    "screen.title-demo": N_("Demo: {clinic} – ClinicDesk"),
    "screen.waiting-to-write": N_(
        "Still being written: another desk or program may be using the clinic's file."
    ),
    "screen.toast-undo": N_("Undo"),
}

_WELCOME: Mapping[str, Sentence] = {
    "welcome.title": N_("Welcome to ClinicDesk"),
    "welcome.lead": N_("One patient, several practitioners, one day: how would you like to begin?"),
    "welcome.demo": N_("Look around"),
    "welcome.demo-text": N_(
        "A busy made-up clinic with invented patients, clearly marked as a demo. Nothing you do"
        " there matters."
    ),
    "welcome.demo-do": N_("Open the demo clinic"),
    "welcome.back": N_("Back to {clinic}"),
    "welcome.file": N_("Open a clinic file"),
    "welcome.file-text": N_(
        "A clinic that you have, its backup, or its people, rooms, hours and visit types as text."
    ),
    "welcome.file-do": N_("Choose the file…"),
    "welcome.file-filter": N_("Clinic files (*.toml *.db)"),
    "welcome.empty": N_("Begin empty"),
    "welcome.empty-text": N_(
        "Your own clinic in three steps: when it is open, who works there, what it offers. The"
        " first visit can be booked right after."
    ),
    "welcome.empty-do": N_("Begin"),
}

_MY_DAY: Mapping[str, Sentence] = {
    "my-day.after": N_("then {visit_type} at {time:time} with {who}, {place}"),
    "my-day.before": N_("comes from {visit_type} with {who}, until {time:time} ({status})"),
    "my-day.card": N_("{time}, {name}, {status}"),
    "my-day.away": N_("Off from {start:time} to {end:time}."),
    "my-day.away-for": N_("Off from {start:time} to {end:time}: {reason}."),
    "my-day.book": N_("Book a visit with them"),
    "my-day.booked": P_("{count} booked", "{count} booked"),
    "my-day.breaks": N_("Break {times}."),
    "my-day.closed": N_("The clinic is closed."),
    "my-day.closed-for": N_("The clinic is closed: {reason}."),
    "my-day.days": N_("{first} – {last}"),
    "my-day.empty": N_("Nobody is booked with this practitioner on this day."),
    "my-day.free": N_("{hours} h {minutes} min free"),
    "my-day.free-hours": N_("{hours} h free"),
    "my-day.free-minutes": N_("{minutes} min free"),
    "my-day.free-from": N_("free {times}"),
    "my-day.in": N_("In from {start:time} to {end:time}."),
    "my-day.is-closed": N_("closed"),
    "my-day.is-closed-for": N_("closed: {reason}"),
    "my-day.is-off": N_("off"),
    "my-day.is-off-for": N_("off: {reason}"),
    "my-day.month": N_("{month} {year}"),
    "my-day.more": N_("and {count} more"),
    "my-day.next": N_("Next day"),
    "my-day.next-in": P_(
        "In again on {day} from {start:time}: {count} booked, at {first:time}.",
        "In again on {day} from {start:time}: {count} booked, the first at {first:time}.",
    ),
    "my-day.next-in-nobody": N_("In again on {day} from {start:time}: nobody is booked."),
    "my-day.no-break": N_("No break."),
    "my-day.nobody": N_("No patient is chosen; go to a card with the arrows or the mouse."),
    "my-day.not-in": N_("Not in on this day."),
    "my-day.not-tomorrow": N_("Not in tomorrow."),
    "my-day.note-said": N_("note: {note}"),
    "my-day.off": N_("Off all day."),
    "my-day.off-for": N_("Off all day: {reason}."),
    "my-day.off-until": N_("Off until {day}."),
    "my-day.off-until-for": N_("Off until {day}: {reason}."),
    "my-day.on-break": N_("On a break until {end:time}."),
    "my-day.span-day": N_("Day"),
    "my-day.span-week": N_("Week"),
    "my-day.span-month": N_("Month"),
    "my-day.why-not-here": N_("Go to a practitioner's day first (Ctrl+2)."),
    "my-day.tomorrow": P_(
        "Tomorrow from {start:time}: {count} booked, at {first:time}.",
        "Tomorrow from {start:time}: {count} booked, the first at {first:time}.",
    ),
    "my-day.tomorrow-nobody": N_("Tomorrow from {start:time}: nobody is booked."),
    "my-day.now": N_("NOW"),
    "my-day.is-next": N_("NEXT"),
    "my-day.patient-here": N_("the patient's appointment: {start:time} – {end:time}"),
    "my-day.note-about": N_("Note to the desk about {name}"),
    "my-day.note-hint": N_("book the MRI first"),
    "my-day.open-a-day": N_("Open a day first (Enter)."),
    "my-day.past": N_("{day} \N{MIDDLE DOT} past day"),
    "my-day.previous": N_("Previous day"),
    "my-day.today": N_("Today"),
    "my-day.week": N_("The week"),
    "my-day.week-day": N_("{weekday}: {count} booked"),
    "my-day.who": N_("Whose day"),
}

_DONE: Mapping[str, Sentence] = {
    "done.absence.accepted": P_(
        "Entered the absence; {count} visit is rescheduled",
        "Entered the absence; {count} visits are rescheduled",
    ),
    "done.backups.folder-chosen": N_("Chose where backups are kept"),
    "done.clinic.changed": N_("Changed how the clinic is set up"),
    "done.clinic.edited": N_("Changed the set-up ({what:code})"),
    "done.clinic.edited-and-mended": P_(
        "Changed the set-up ({what:code}) and moved {count} visit",
        "Changed the set-up ({what:code}) and moved {count} visits",
    ),
    "done.clinic.founded": N_("Founded the clinic"),
    "done.clinic.retired": N_("Retired {what:code}"),
    "done.clinic.retired-and-mended": P_(
        "Retired {what:code} and moved {count} visit",
        "Retired {what:code} and moved {count} visits",
    ),
    "done.clinic.restored": N_("Restored the clinic from the backup {backup}"),
    "done.clinic.upgraded": N_("Upgraded the clinic's file"),
    "done.delay.noted": P_(
        "{name} runs {minutes} minute late", "{name} runs {minutes} minutes late", "minutes"
    ),
    "done.demo.made": N_("Made the demo clinic"),
    "done.hold.expired": N_("Hold expired: {whom}"),
    "done.hold.made": N_("Held for {whom}"),
    "done.hold.released": N_("Released the hold: {whom}"),
    "done.hours.changed": N_("Changed working hours"),
    "done.hours.extra": N_("Opened extra hours"),
    "done.hours.extra-cancelled": N_("Took back extra hours"),
    "done.hours.time-off": N_("Entered an absence"),
    "done.hours.time-off-cancelled": N_("Took back an absence"),
    "done.meetings.written-on": N_("Wrote the clinic's meetings on"),
    "done.message.dropped": N_("Held the message back: {whom}"),
    "done.message.sent": N_("Noted as sent: {whom}"),
    "done.message.written": N_("Message is sent in 3 minutes: {whom}"),
    "done.message.written-again": N_("Message is sent again in 3 minutes: {whom}"),
    "done.patient.added": N_("Added {whom}"),
    "done.patient.changed": N_("Changed {whom}"),
    "done.patient.merged": N_("Merged {whom}"),
    "done.visit.booked": N_("Booked {whom}"),
    "done.visit.cancelled": N_("Cancelled {whom}"),
    "done.visit.confirmed": N_("Confirmed {whom}"),
    "done.visit.extended": N_("Added steps for {whom}"),
    "done.visit.interpreted": N_("Asked an interpreter for {whom}"),
    "done.visit.moved": N_("Moved {whom}"),
    "done.visit.not-reached": N_("Noted as not reached: {whom}"),
    "done.visit.restored": N_("Restored {whom}"),
    "done.task.asked": N_("Note to the desk: {whom}"),
    "done.task.done": N_("Ticked: {whom}"),
    "done.task.reopened": N_("To be done again: {whom}"),
    "done.visit.begun": N_("Begun: {whom}"),
    "done.visit.left-unseen": N_("Left unseen: {whom}"),
    "done.visit.purpose": N_("Noted what it is for: {whom}"),
    "done.visit.roomed": N_("Noted the room: {whom}"),
    "done.visit.status-changed": N_("Marked as {status:word}: {whom}"),
    "done.visit.told": N_("Noted as told: {whom}"),
    "done.visit.whereabouts": N_("Noted whereabouts: {whom}"),
    "done.undone": N_("Undone: {change}"),
    "done.redone": N_("Redone: {change}"),
    "undone.breaks": P_(
        "{count} appointment breaks a rule now: {named:whole}. {keys} lists what cannot take"
        " place.",
        "{count} appointments break a rule now: {named:whole}. {keys} lists what cannot take"
        " place.",
    ),
    "undone.left-out": P_(
        "{count} time of a meeting is not held, as somebody is taken then: {named:whole}.",
        "{count} times of meetings are not held, as somebody is taken then: {named:whole}.",
    ),
    "undone.more": P_("and {count} more", "and {count} more"),
    "told.from-to": N_("{was} to {now}"),
    "told.others": P_("{name} and {count} other", "{name} and {count} others"),
}
"""What was done, by the code of its journal entry; `whom` has the patient and the times."""

SENTENCES: Mapping[str, Sentence] = {
    **_CLOSING,
    **_DONE,
    **_MENUS,
    **_ACTIONS,
    **_RAIL,
    **_FRAME,
    **_WELCOME,
    **_MY_DAY,
}
"""By code."""
