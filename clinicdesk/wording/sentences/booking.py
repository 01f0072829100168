"""Booking in the window: patient, preferences, options, and one visit opened."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

_PATIENT: Mapping[str, Sentence] = {
    "identity.title": N_("The patient"),
    "identity.born": N_("Born {born} ({age} y)"),
    "identity.reveal": N_("Show the name"),
    "identity.nobody": N_("The clinic's own time"),
    "patient-search.title": N_("Find the patient"),
    "patient-search.hint": N_("Name, birth date, phone or number"),
    "patient-search.how": N_(
        "The beginning of a name, a birth date, the last digits of a phone number, or a number"
        " such as P-10482."
    ),
    "patient-search.searching": N_("searching\N{HORIZONTAL ELLIPSIS}"),
    "patient-search.nobody": N_("No patient matches “{text}”. Check the spelling, or add."),
    "patient-search.more": N_("There are more; keep typing."),
    "patient-search.similar": N_("Similar name: ask for the birth date"),
    "patient-search.deceased": N_("Deceased"),
    "patient-search.barred": N_("Not booked any more"),
    "patient-search.formerly": N_("{name}, {number:patient}, was merged into this record"),
    "patient-search.further-number": N_("{phone} is another number of theirs"),
    "patient-search.number-of": N_("{phone} is the number of {name}"),
    "patient-search.add": N_("Add “{text}” as a new patient"),
    "new-patient.title": N_("A new patient"),
    "new-patient.family": N_("Last name"),
    "new-patient.given": N_("First name"),
    "new-patient.born": N_("Birth date"),
    "new-patient.born-hint": N_("5/4/78, 4 May 78, 05041978"),
    "new-patient.phone": N_("Phone"),
    "new-patient.speaks": N_("Speaks"),
    "new-patient.speaks-hint": N_("a language, if not the clinic's own"),
    "new-patient.interpreter": N_("Needs an interpreter"),
    "new-patient.email": N_("E-mail"),
    "new-patient.later": N_("can be collected later"),
    "new-patient.save": N_("Add and go on"),
    "new-patient.back": N_("Back to the search"),
    "new-patient.no-family": N_("Write the last name."),
    "new-patient.no-given": N_("Write the first name."),
    "new-patient.no-born": N_("Ask for the birth date."),
    "new-patient.no-phone": N_("Ask for a phone number that is answered."),
    "new-patient.born-unread": N_("This is not a date; write it like 5/4/78 or 4 May 78."),
    "new-patient.born-future": N_("{born} is in the future."),
    "new-patient.born-old": N_("{born} is more than 120 years ago."),
    "new-patient.born-echo": N_("{born} ({age} y)"),
    "duplicates.title": N_("This may be somebody who is already a patient"),
    "duplicates.typed": N_("Typed now"),
    "duplicates.use": N_("The same person: use {number:patient}"),
    "duplicates.used": N_(
        "This is {number:patient}, who was a patient already; what you typed was not saved."
    ),
    "duplicates.somebody-else": N_("Somebody else: add as new"),
    "fields.no-time": N_("“{text}” is not a time; write it like 9, 9:30 or 2 pm."),
    "fields.no-email": N_("“{text}” is no e-mail address; write it like ann@example.com."),
    "fields.no-day": N_("“{text}” is not a day; write it like tue, +2w or 24 nov."),
    "fields.past-day": N_("{day} is past."),
}

_PREFERENCES: Mapping[str, Sentence] = {
    "what.title": N_("What for"),
    "what.hint": N_("What for? Also when: … thu 9:30, … after 3, … now"),
    "what.hint-more": N_("Another step, or when: +2w, after 3"),
    "what.none": N_(
        "No combined visit and no step begins with “{text}”. Type another beginning; Esc clears."
    ),
    "steps.size": P_("1 step · {minutes} min", "{count} steps · {minutes} min"),
    "steps.at-on-site": N_("on site"),
    "steps.at-phone": N_("by phone"),
    "steps.at-video": N_("by video"),
    "steps.minutes": P_("1 min", "{count} min"),
    "steps.free": N_("Free steps"),
    "steps.in-order": N_("In this order"),
    "steps.longest-stay": N_("At most {longest_stay:length} in all"),
    "steps.one-window": N_("Never across hours in which the clinic is closed"),
    "steps.same-assistant": N_("Same assistant as step {number}"),
    "steps.same-equipment": N_("Same equipment as step {number}"),
    "steps.same-of": N_("{step}: {same}"),
    "steps.same-practitioner": N_("Same practitioner as step {number}"),
    "steps.same-room": N_("Same room as step {number}"),
    "steps.remove": N_("Take out step {number}, {step}"),
    "preferences.title": N_("Preferences: {text}"),
    "preferences.none": N_("Anyone, any day, any time"),
    "preferences.practitioner": N_("Practitioner"),
    "preferences.anyone": N_("Anyone"),
    "preferences.weekdays": N_("Days that suit"),
    "preferences.on-weekday": N_("{day} suits"),
    "preferences.earliest": N_("Not before"),
    "preferences.latest": N_("Done by"),
    "preferences.any-time": N_("any time"),
    "preferences.around": N_("Which day"),
    "preferences.near": N_("From this day, or near it"),
    "preferences.from-day": N_("From"),
    "preferences.near-day": N_("Near"),
    "preferences.day": N_("Day"),
    "preferences.day-hint": N_("today, tue, +2w, 24 nov"),
    "preferences.days": N_("Within how many days"),
    "preferences.within": P_("on this day only", "within {count} days"),
    "preferences.not-before": N_("from {time:time}"),
    "preferences.not-after": N_("until {time:time}"),
    "preferences.around-day": N_("near {day}"),
    "preferences.after-day": N_("from {day}"),
    "when.today": N_("Today"),
    "when.tomorrow": N_("Tomorrow"),
}

_OPTIONS: Mapping[str, Sentence] = {
    "planned.title": N_("Best days"),
    "planned.searching": N_("searching\N{HORIZONTAL ELLIPSIS}"),
    "planned.proven": P_(
        "proven best of 1 day · {milliseconds} ms",
        "proven best of {count} days · {milliseconds} ms",
    ),
    "planned.stopped": P_(
        "best so far: stopped after {milliseconds} ms",
        "best so far of {count} days: stopped after {milliseconds} ms",
    ),
    "option.span": N_("{start:time} – {end:time}"),
    "option.when": N_("{day}, {span}"),
    "option.from-home": P_(
        "1 min by phone or video, {waiting} waiting",
        "{count} min by phone or video, {waiting} waiting",
    ),
    "option.on-site": P_(
        "1 min on site, {waiting} waiting", "{count} min on site, {waiting} waiting"
    ),
    "option.joins-class": N_("joins a {step} that is booked"),
    "option.opens-class": N_("opens a {step}"),
    "option.as-now": N_("As it is now"),
    "option.soonest": N_("Soonest"),
    "option.shortest": N_("Shortest on site"),
    "option.preferred": N_("All first choices"),
    "options.more": N_("Soonest, shortest, first choices"),
    "options.no-more": N_("no other is sooner, shorter or preferred"),
    "options.not-in-time": N_("the others were not found in time"),
    "option.least-waiting": N_("Least waiting"),
    "month.title": N_("Which days fit"),
    "month.summary": P_("{fits} of 1 day fits", "{fits} of {count} days fit"),
    "month.looking": N_("Days: still looking\N{HORIZONTAL ELLIPSIS}"),
    "month.missed": N_("Days: not all were found"),
    "month.months": N_("{first} – {last}"),
    "month.earlier": N_("Earlier weeks"),
    "month.later": N_("Later weeks"),
    "month.fits": N_("{day}, fits"),
    "month.full": N_("{day}, full"),
    "month.early": N_("{day}, too early for what must be there before"),
    "month.closed": N_("{day}, closed"),
    "month.unknown": N_("{day}, not known"),
    "nothing.title-day": N_("{day} is full for the whole visit"),
    "nothing.title-on": N_("On {day} the whole visit does not fit"),
    "nothing.title": N_("No day fits the whole visit"),
    "nothing.title-stopped": N_("No day was found in time"),
    "nothing.helps": N_("What would help; each was tried:"),
    "nothing.trying": N_("What would help is being tried\N{HORIZONTAL ELLIPSIS}"),
    "nothing.no-help": N_("Nothing that was tried opens a plan, and no two things together do."),
    "nothing.stopped": N_("The search was stopped before it had tried everything."),
    "relaxation.any-start": N_("At another time"),
    "relaxation.longer": N_("A later day"),
    "relaxation.everything": N_("No preferences at all"),
    "relaxation.uninterpreted": N_("Without an interpreter for {language:language}"),
    "relaxation.why-uninterpreted": N_(
        "Nobody interprets at these times. Booking one asks for a reason."
    ),
    "relaxation.even-if-new": N_("Also with who takes no new patients: {one_of}"),
    "relaxation.why-even-if-new": N_(
        "The patient is new, and somebody here takes no new patients. Booking it asks for a reason."
    ),
    "relaxation.even-if-open": N_("Though this cannot be there by then: {requirements}"),
    "relaxation.why-even-if-open": N_(
        "What must be there before may be missing at these times. Booking one asks for a reason."
    ),
    "reason-bar.title": N_("Why a rule is passed over"),
    "reason-bar.change": N_("Change it with this reason"),
    "reason-bar.hint": N_("Reason, then Enter; Esc goes back"),
    "reason-bar.book": N_("Book with this reason"),
    "relaxation.because": N_("It is so because: {why:whole}"),
    "relaxation.gives": N_("gives {times}"),
    "relaxation.then": N_("This is the first of two days. Then book {steps} on {day}, {span}."),
    "notice.title": N_("Please note"),
    "notice.asks-reason": N_(
        "At that time a rule of the clinic stands in the way: Enter asks for a reason first."
    ),
    "notice.asks": N_("This is another option than before. Enter books it."),
    "notice.next-best": N_("What you typed is kept; the next best days are shown."),
    "notice.passed": N_("{day}, {span} has passed and is offered no more."),
    "notice.visit-gone": N_(
        "Visit {visit:visit} does not take place on that day any more. What you typed is kept and"
        " planned as a visit of its own."
    ),
    "notice.gone": N_(
        "{day}, {span} is not free any more. What you typed is kept; the next best days are shown."
    ),
    "notice.gone-all": N_(
        "{day}, {span} is not free any more, and no other day fits. What you typed is kept."
    ),
}

_BOOKING: Mapping[str, Sentence] = {
    "again.nothing-offered": N_(
        "The clinic does not offer this any more. Type what the patient comes for."
    ),
    "follow-up.none": N_(
        "This is not offered any more, and nothing that is has followed it here yet. Type what is"
        " to follow."
    ),
    "follow-up.same": N_(
        "Nothing has followed {step} here yet, so it is offered again. If something else follows,"
        " type that and take this out: from then on it is known."
    ),
    "moving.not": N_("No visit is being moved."),
    "moving.title": N_("Move the visit"),
    "moving.as-offered": N_("As it is offered now"),
    "moving.as-offered-hint": N_(
        "With the people, rooms and minutes of today's set-up, not with those it is booked with."
        " Ctrl+Shift+X"
    ),
    "moving.not-otherwise": N_("What is being moved is booked as it is offered now."),
    "moving.must-be-offered": N_(
        "By now this needs other people or rooms than it is booked with, and is looked for as it is"
        " offered now: {steps}."
    ),
    "moving.stays": N_("Some of it has begun or is over, so the rest stays on that day."),
    "moving.from-where": N_("{visit:visit} stays where it is until it is moved"),
    "moving.from": N_("{visit:visit} is on {day}, {span}, until it is moved"),
    "moving.day": N_("To which day, or what time"),
    "moving.day-hint": N_("tue, +2w, thu 10:15, fri before 10"),
    "moving.move": N_("Move   Enter"),
    "moving.knows": N_("The patient knows"),
    "moving.knows-hint": N_("Then nobody has to call them. Ctrl+Shift+U"),
    "moving.not-holdable": N_("A visit that is moved keeps its old time until then."),
    "moving.another-day": N_("On {day} the whole visit does not fit. Another day is shown."),
    "moving.there-already": N_(
        "{visit:visit} stands there already; nothing was written. Choose another time, or type one."
    ),
    "moving.asks": N_("This is another option than before. Enter moves the visit there."),
    "moving.changed": N_("{visit:visit} was changed meanwhile; it was planned again."),
    "booking.title": N_("New visit"),
    "booking.close": N_("Close the booking"),
    "booking.change-patient": N_("Another patient"),
    "booking.book": N_("Book   Enter"),
    "booking.book-here": N_("Book, and here now   Enter"),
    "booking.being-written": N_("Being written\N{HORIZONTAL ELLIPSIS}"),
    "booking.hold": N_("Hold   Ctrl+H"),
    "booking.booked-already": N_("{visit:visit} is booked already."),
    "booking.not-holdable": N_("This is held already, or added to a visit that is booked."),
    "booking.nothing-chosen": N_("No option is chosen: choose a patient and what for."),
    "options.wait": N_("Put on the waitlist (Ctrl+W)"),
    "booking.nothing-to-wait-for": N_("Say for whom and what for: then they can wait for it"),
    "booking.waits-as-booked": N_(
        "This visit is booked: “E” beside it has its patient wait for an earlier time"
    ),
    "booking.waits-unheld": N_("A time is held for it: give the hold back first"),
    "booking.waits-as-offered": N_(
        "Only a combined visit of the list, or one step as it is offered, can be waited for, with"
        " one practitioner or anybody"
    ),
    "booking.no-purpose": N_(
        "What a visit is for is typed once its steps are chosen; a booked one is opened (O) for it."
    ),
    "booking.purpose-hidden": N_("Names are hidden: what a visit is for is, too. Show them first."),
    "booking.nothing-the-same": N_(
        "No two of the steps asked for here can have the same practitioner; ask for such steps"
        " first."
    ),
    "coming.title": N_("Already has a visit; same day as:"),
    "coming.join": N_("Add the steps to {visit}, on the same day"),
    "coming.more": P_("and 1 more visit", "and {count} more visits"),
    "hold-bar.title": N_("A visit held for this desk"),
    "hold-bar.held": N_("Held for you: {what}"),
    "hold-bar.left": N_("{left} left"),
    "hold-bar.book": N_("Book the hold   Enter"),
    "hold-bar.release": N_("Release"),
    "hold-bar.over": N_("The hold has expired and others can book the time; it was planned again."),
    "hold-bar.gone": N_(
        "The hold was ended elsewhere, by booking or releasing it; it was planned again."
    ),
    "booked.title": N_("{number} is booked"),
    "booked.joined": N_("Added to {number}"),
    "booked.moved": N_("{number} is moved"),
    "booked.gone": N_("{number} is no longer booked"),
    "booked.arrive": N_("Please arrive by {time:time}"),
    "booked.from-home": N_("By phone or video: the patient need not come"),
    "booked.message": N_("Message to the patient"),
    "booked.export": N_("Calendar file…"),
    "booked.itinerary": N_("Itinerary…"),
    "booked.another": N_("Book another"),
    "booked.close": N_("Done"),
}

_DRAFTS: Mapping[str, Sentence] = {
    "draft.title": N_("Unfinished bookings"),
    "draft.keys": N_(
        "Enter goes on with it, Delete throws it away, Ctrl+Z brings back what was thrown away, Esc"
        " closes the list. No other workstation sees them, and each is gone seven days after it was"
        " changed last."
    ),
    "draft.only-here": N_(
        "This clinic's file is only read here: unfinished bookings are kept until this window is"
        " closed, and no longer."
    ),
    "draft.count": P_("1 unfinished booking", "{count} unfinished bookings"),
    "draft.none": N_("No unfinished booking waits at this workstation."),
    "draft.none-begun": N_("No unfinished booking is on screen."),
    "draft.none-thrown": N_("No unfinished booking was thrown away in this window."),
    "draft.put-aside": N_("Put on the shelf: {draft}. Ctrl+J goes on with it."),
    "draft.put-aside-here": N_(
        "Put aside until this window is closed: {draft}. Ctrl+J goes on with it. It is not kept for"
        " longer, as this clinic's file is only read here."
    ),
    "draft.back": N_("On the shelf again: {draft}. Ctrl+J goes on with it."),
    "draft.thrown-away": N_("Thrown away: {draft}."),
    "draft.thrown-away-now": N_("Thrown away: {draft}. Ctrl+Shift+Ins brings it back."),
    "draft.bring-back": N_("Bring it back   Ctrl+Z"),
    "draft.not-kept": N_(
        "The unfinished booking could not be written to the shelf and is kept in this window alone."
        " {why}"
    ),
    "draft.typed": N_("“{text}”"),
    "draft.moves": N_("another time for {visit:visit}"),
    "draft.moves-to": N_("another time for {visit:visit}: “{text}”"),
    "draft.new-patient": N_("A new patient"),
    "draft.new-patient-named": N_("A new patient: {name}"),
    "draft.no-patient": N_("Patient not chosen yet"),
    "draft.no-visit": N_("nothing chosen yet"),
    "draft.since-today": N_("since {time:time}"),
    "draft.since": N_("since {day}, {time:time}"),
    "draft.begun-by": N_("begun by {actor}"),
    "draft.held": N_("with a time held"),
    "draft.merged": N_(
        "The record of this patient was merged meanwhile: it is booked for {number:patient}."
    ),
    "draft.no-template": N_("The combined visit is not offered any more."),
    "draft.no-steps": N_("Not offered any more, and left out: {steps}."),
    "draft.no-practitioner": N_("The practitioner who was wanted does not work here any more."),
    "draft.past-day": N_("The day from which it was looked for, {day}, is past."),
    "draft.rest-kept": N_("The rest is as it was left."),
}

_VISIT: Mapping[str, Sentence] = {
    "off.before-its-day": N_("This appointment is on {day}; {wanted:word} is noted on its day."),
    "off.before-its-start": N_(
        "This visit begins at {start:time} on {day}; that nobody came is noted after that."
    ),
    "off.illegal-status": N_(
        "An appointment that is {status:word} does not become {wanted:word} at once."
    ),
    "off.cancelled": N_("This was cancelled ({reason}); restore it first."),
    "off.left-unseen": N_("The patient left unseen; restore it first."),
    "off.not-here": N_("The appointment is {status:word}: the patient is not here for it."),
    "off.not-today": N_("This appointment is on {day}, not today."),
    "off.no-room": N_("No room is booked for this step."),
    "off.begun-already": N_("This has begun at {start:time} already."),
    "off.correct-it-opened": N_(
        "This appointment is {status:word}; open it (O) to correct that by its buttons."
    ),
    "off.nothing-to-cancel": N_("No step of {visit:visit} is still to come or under way."),
    "off.class-member": N_("A place in a group class has the class's people and length."),
    "off.not-movable": N_("No step of {visit:visit} is booked and still to come."),
    "off.not-interpreted": N_("Nobody has noted that the patient needs an interpreter."),
    "off.not-to-come": N_("The step is {status:word}."),
    "off.nothing-to-restore": N_("No step of {visit:visit} is cancelled."),
    "visit-panel.no-patient": N_("This is the clinic's own time; there is no patient to it."),
    "visit-panel.so-already": N_("The appointment is {status:word} already."),
    "visit-panel.nothing-back": N_("There is no status to take back."),
    "purpose.comes-for": N_("Comes for"),
    "purpose.comes-for-hint": N_("in a few words; never printed"),
    "purpose.said": N_("for {text}"),
    "purpose.with-note": N_("with a note"),
    "purpose.note": N_("Note"),
    "purpose.note-hint": N_("such as: bring films"),
    "day-buttons.room": N_("Into {room}"),
    "day-buttons.wait": N_("Back to waiting"),
    "day-buttons.begin": N_("With the practitioner"),
    "day-buttons.left-unseen": N_("Left unseen"),
    "day-buttons.longer": N_("Longer"),
    "day-buttons.shorter": N_("Shorter"),
    "day-buttons.late": N_("Runs late…"),
    "visit-panel.none": N_("No appointment is chosen; choose one on the day first."),
    "visit-panel.being-written": N_("{what} · being written…"),
    "visit-panel.close": N_("Close the visit"),
    "visit-panel.steps": P_("1 step", "{count} steps"),
    "visit-panel.whole": N_("The whole visit"),
    "visit-panel.whereabouts": N_("Now: {where}"),
    "visit-panel.reason": N_("Reason: {reason}"),
    "visit-panel.is-there": N_("There, or not needed: {requirements}"),
    "visit-panel.is-open": N_("{requirement}: open, due {day}"),
    "visit-panel.is-asked-for": N_("{requirement}: asked for, decide by {day}"),
    "visit-panel.override": N_("Rule overridden: {reason}"),
    "visit-panel.to-status": N_("Mark as {status}"),
    "visit-panel.back": N_("Back to {status:word}"),
    "visit-panel.cancel-step": N_("Cancel this step…"),
    "visit-panel.move": N_("Move the visit…"),
    "visit-panel.cancel-visit": N_("Cancel the visit…"),
    "visit-panel.restore": N_("Restore"),
    "visit-panel.calendar-outdated": N_(
        "The patient’s calendar has this visit as it was before: give them a new file (Ctrl+E)."
    ),
    "visit-panel.message": N_("Message"),
    "visit-panel.export": N_("Calendar file…"),
    "visit-panel.itinerary": N_("Itinerary…"),
    "visit-panel.history": N_("History"),
    "visit-panel.where": N_("Where the patient is"),
    "visit-panel.where-hint": N_("Where is the patient? Enter notes it"),
    "visit-panel.move-hint": N_("To move a step, drag it on the day, or Alt+arrows there."),
    "who-else.title": N_("Who else could do {step} at {time:time}"),
    "who-else.fits": N_("{name}, {minutes} min, fits"),
    "who-else.breaks": N_("{name}, {minutes} min, with a reason: {broken}"),
    "who-else.looking": N_("Who is free then is looked up…"),
    "who-else.nobody": N_("Nobody else who does this is free then."),
    "who-else.reason": N_("Reason, then Enter"),
    "who-else.keep": N_("Keep who does it now"),
    "cancelling.title": N_("Why it is cancelled"),
    "cancelling.visit": N_("Cancel the whole visit {visit:visit}"),
    "cancelling.step": N_("Cancel {step} at {time:time}, keep the others"),
    "cancelling.only-step": N_("Cancel {step} at {time:time}"),
    "cancelling.reason": N_("Reason"),
    "cancelling.missing": N_("Write a reason; it stays with the appointment."),
    "cancelling.by-patient": N_("Patient cancelled"),
    "cancelling.by-clinic": N_("Clinic cancelled"),
    "cancelling.left": N_("Left without being seen"),
    "cancelling.knows": N_("The patient knows"),
    "cancelling.knows-hint": N_("Otherwise the visit is on the call list until somebody has told"),
    "cancelling.and-again": N_("Cancel, book again   Shift+Enter"),
    "cancelling.cancel-visit": N_("Cancel the visit"),
    "cancelling.cancel-step": N_("Cancel the step"),
    "cancelling.keep": N_("Keep it"),
    "history.title": N_("History"),
    "history.none": N_("Nothing is written about this visit."),
    "history.entry": N_("{day}, {time:time} · {actor} at {workstation}"),
    "history.undone": N_("Undone: {change}"),
    "history.redone": N_("Redone: {change}"),
    "calendar-file.title": N_("Write the calendar file"),
    "calendar-file.filter": N_("Calendar files (*.ics)"),
    "calendar-file.written": N_("The calendar file is at {path:path}."),
    "calendar-file.steps-written": P_(
        "The calendar file of the step is in {path:path}.",
        "The calendar files of {count} steps are in {path:path}.",
    ),
    "calendar-file.takes-back": P_(
        "The patient's calendar has it in the other form: beside it is what takes that back, to be"
        " opened first ({files}).",
        "The patient's calendar has it in the other form: beside it is what takes that back, to be"
        " opened first ({files}).",
    ),
    "own-calendar.folder-title": N_("Keep the calendar file in this folder"),
    "own-calendar.kept": N_(
        "The calendar file is kept up to date at {path:path} while this window is open."
    ),
    "own-calendar.stopped": N_(
        "The calendar file is not kept up to date any more; it stays as it is."
    ),
    "own-calendar.not-kept": N_("No calendar file of this practitioner is kept here."),
    "own-calendar.old": N_("The calendar file of {name} is not up to date: {why:whole}"),
}

SENTENCES: Mapping[str, Sentence] = {
    **_PATIENT,
    **_PREFERENCES,
    **_OPTIONS,
    **_BOOKING,
    **_DRAFTS,
    **_VISIT,
}
"""By code."""
