"""What the page says on which the clinic is set up, and why an edit of it was refused."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

_PARTS: Mapping[str, Sentence] = {
    "set-up.assistants": N_("Assistants"),
    "set-up.clinic": N_("The clinic"),
    "set-up.equipment": N_("Equipment"),
    "set-up.holidays": N_("Public holidays"),
    "set-up.holidays-days": N_("Closed days"),
    "set-up.meetings": N_("Meetings"),
    "set-up.messages": N_("Messages to patients"),
    "set-up.opening-hours": N_("Opening hours"),
    "set-up.practitioners": N_("Practitioners"),
    "set-up.rooms": N_("Rooms"),
    "set-up.specialties": N_("Specialties"),
    "set-up.templates": N_("Combined visits"),
    "set-up.visit-types": N_("Visit types"),
}

_FIELDS: Mapping[str, Sentence] = {
    "set-up.address": N_("Address"),
    "set-up.arrive-early": N_("Minutes to arrive early"),
    "set-up.away": N_("Known absences"),
    "set-up.away-hint": N_("2027-07-05 to 2027-07-16: Vacation"),
    "set-up.away-said": N_("A line for each: days, with times if need be, and why."),
    "set-up.color": N_("Color"),
    "set-up.color-hint": N_("teal, or #1f8a8a"),
    "set-up.conditions": N_("Conditions they treat"),
    "set-up.country": N_("Country whose public holidays are kept"),
    "set-up.credentials": N_("Credentials"),
    "set-up.date": N_("Date"),
    "set-up.date-order": N_("How dates are shown"),
    "set-up.days": N_("Days with hours of their own"),
    "set-up.days-said": N_("A line for each: the day, then its times or closed, and a name."),
    "set-up.directions": N_("How patients get there"),
    "set-up.every-year": N_("Every year"),
    "set-up.except": N_("Public holidays on which the clinic works"),
    "set-up.except-hint": N_("Columbus Day"),
    "set-up.except-said": N_("A line for each; in one year alone: Veterans Day, 2027 only."),
    "set-up.extra": N_("Extra hours on some days"),
    "set-up.extra-hint": N_("2027-11-13 09:00-13:00"),
    "set-up.extra-said": N_("A line for each: the day and its times."),
    "set-up.days-hint": N_("2027-11-13 09:00-13:00: Flu shots"),
    "set-up.opening-hint": N_("closed"),
    "set-up.times-hint": N_("all day, or times like 08:00-12:00"),
    "set-up.from": N_("Starts on"),
    "set-up.grid-minutes": N_("Appointments start every … minutes"),
    "set-up.group-size": N_("Patients in one class"),
    "set-up.hold-minutes": N_("Minutes for which a plan is held"),
    "set-up.hours": N_("Hours"),
    "set-up.hours-beside": N_("Opening hours beside the week"),
    "set-up.hours-hint": N_("mon-fri 08:00-12:00, 13:00-16:30"),
    "set-up.hours-said": N_(
        "A line for each: days and times, and if need be: 1st and 3rd in the month; every 2 weeks,"
        " week of 5 Jan 2027; from 1 Jun 2027; until 31 Aug 2027."
    ),
    "set-up.instructions": N_("How the patient prepares"),
    "set-up.lanes": N_("Extra places for work-ins"),
    "set-up.languages": N_("Languages"),
    "set-up.languages-hint": N_("en, es"),
    "set-up.languages-written": N_("Languages it writes in, the usual one first"),
    "set-up.longest-stay": N_("Longest stay in minutes"),
    "set-up.minutes": N_("Minutes"),
    "set-up.movable": N_("Can be brought to another room (not planned by yet)"),
    "set-up.name": N_("Name"),
    "set-up.names-said": N_("A line for each."),
    "set-up.new-patients": N_("Takes new patients"),
    "set-up.number-hint": N_("{least} to {most}"),
    "set-up.number-usual-hint": N_("{usual}, or any number from {least} to {most}"),
    "set-up.one-window": N_("Never over hours in which the clinic is closed"),
    "set-up.only-in-sessions": N_("Only in sessions that are for it"),
    "set-up.option-dmy": N_("Day, month, year"),
    "set-up.option-mdy": N_("Month, day, year"),
    "set-up.option-none": N_("Nothing; only for a server on this computer"),
    "set-up.option-starttls": N_("STARTTLS (usually port 587)"),
    "set-up.option-tls": N_("TLS (usually port 465)"),
    "set-up.option-on-site": N_("On site"),
    "set-up.option-phone": N_("By phone"),
    "set-up.option-video": N_("By video"),
    "set-up.option-ymd": N_("Year, month, day"),
    "set-up.other-places": N_("Where else, if the patient prefers that"),
    "set-up.pace": N_("How long visits last with them, in percent"),
    "set-up.phone": N_("Phone"),
    "set-up.place": N_("Where"),
    "set-up.places": N_("Places that are booked one by one"),
    "set-up.procedures": N_("Procedures they do"),
    "set-up.public-name": N_("Name for patients, which tells no diagnosis"),
    "set-up.requirements": N_("What must be there before"),
    "set-up.requirements-hint": N_("MRI on file, 7 days ahead"),
    "set-up.requirements-said": N_(
        "A line for each, with how many days ahead it must be asked for, if need be. Sooner days"
        " are offered only where it is known to be there."
    ),
    "set-up.seasons": N_("Seasons with other hours"),
    "set-up.seasons-hint": N_("2027-06-01 to 2027-08-31 every year, fri 08:00-12:00: Summer"),
    "set-up.seasons-said": N_(
        "A line for each: from, until, the days of the week that differ, and a name. Several days:"
        " fri 08:00-12:00; sat closed."
    ),
    "set-up.sessions": N_("Sessions"),
    "set-up.sessions-hint": N_("tue 07:30-12:00 for Fluoroscopic injection"),
    "set-up.sessions-said": N_(
        "A line for each stretch of the hours with rules of its own: hours, then what alone is"
        " booked in them: for PT evaluation, PT session; or: new patients only. Then, if need"
        " be: ; at most 3 PT evaluation; only here; for all from 10:00, 1 day before."
    ),
    "set-up.subdivision": N_("Part of the country with holidays of its own"),
    "set-up.specialty": N_("Specialty"),
    "set-up.time": N_("Closed times, if not the whole day"),
    "set-up.transfer-here": N_("Minutes between two steps, if not the clinic's"),
    "set-up.transfer-minutes": N_("Minutes between two steps of a visit"),
    "set-up.twelve-hour": N_("Times with am and pm"),
    "set-up.type": N_("Type"),
    "set-up.type-hint": N_("exam"),
    "set-up.until": N_("Last day"),
    "set-up.way-minutes": N_("Minutes between a call or video and a visit on site"),
    "set-up.week-start": N_("The week begins on"),
    "set-up.web": N_("Web page"),
    "set-up.email": N_("E-mail address of the clinic"),
    "set-up.discreet-titles": N_("Discreet titles: patients' calendars say only “Appointment”"),
    "set-up.calendar-names": N_("Practitioners' calendars name patients; initials otherwise"),
    "set-up.mail-server": N_("Mail server, if the clinic sends by one"),
    "set-up.mail-server-hint": N_("smtp.example.org:587"),
    "set-up.mail-security": N_("The way to the mail server is kept secret by"),
    "set-up.sample": N_("How it reads"),
    "set-up.sample-language": N_("Language of the patient"),
    "set-up.occasion": N_("What it is about"),
    "set-up.message-subject": N_("Subject of the e-mail"),
    "set-up.letter": N_("E-mail; words in braces, such as {{day}}, are filled in"),
    "set-up.letter-also": N_("letter mail text message template"),
    "set-up.short-text": N_("Text for a telephone message"),
    "set-up.option-new": N_("A visit was booked"),
    "set-up.option-changed": N_("A visit has changed"),
    "set-up.option-called-off": N_("A visit was cancelled"),
    "set-up.mail-user": N_("User name at the mail server"),
    "set-up.words": N_("In other languages"),
    "set-up.words-hint": N_("es public name: Fisioterapia"),
    "set-up.words-said": N_(
        "A line for each text: the language, which text, and what it says. A pilcrow (¶) begins"
        " another line."
    ),
    "set-up.who": N_("Who takes part"),
    "set-up.zone": N_("Time zone"),
    "set-up.zone-hint": N_("America/Chicago"),
}

_ALSO: Mapping[str, Sentence] = {
    "set-up.arrive-early-also": N_("check-in, early arrival, paperwork"),
    "set-up.away-also": N_("vacation, time off, leave, conference"),
    "set-up.except-also": N_("bank holidays, feast days"),
    "set-up.from-also": N_("start date, first day, begins, new hire"),
    "set-up.grid-minutes-also": N_("slots, grid, interval"),
    "set-up.group-size-also": N_("class size, group size, participants"),
    "set-up.hold-minutes-also": N_("holds, reserved, reservation"),
    "set-up.hours-also": N_("working hours, shifts, schedule, lunch, break"),
    "set-up.instructions-also": N_("preparation, fasting, what to bring"),
    "set-up.lanes-also": N_("double booking, overbooking, second place, lanes"),
    "set-up.minutes-also": N_("length, duration, how long"),
    "set-up.needs-also": N_("who does it, rooms, equipment, buffers, cleaning, cleanup"),
    "set-up.pace-also": N_("slower, faster, speed"),
    "set-up.requirements-also": N_(
        "lead days, lead time, films, referral, authorization, records, forms, driver"
    ),
    "set-up.sequence-also": N_("order, gaps, waiting between steps"),
    "set-up.sessions-also": N_("quota, blocks, limits, urgent places, new patients only, release"),
    "set-up.transfer-minutes-also": N_("walking, dressing, gap, buffers"),
    "set-up.until-also": N_("end date, leaves, retires, last day"),
    "set-up.words-also": N_("translation, translated, Spanish"),
}
"""Words by which a field is found, beside its own: shown nowhere."""

_NEEDS: Mapping[str, Sentence] = {
    "set-up.bar-after": P_("{count} minute after", "{count} minutes after"),
    "set-up.bar-before": P_("{count} minute before", "{count} minutes before"),
    "set-up.bar-held": N_("{who}: {what}"),
    "set-up.bar-only": N_("only {place}"),
    "set-up.bar-part": N_("minutes {start} to {end}"),
    "set-up.bar-to-end": N_("minutes {start} to the end"),
    "set-up.edge-after": P_(
        "Blocked for {count} minute afterwards", "Blocked for {count} minutes afterwards"
    ),
    "set-up.edge-before": P_(
        "Blocked for {count} minute before", "Blocked for {count} minutes before"
    ),
    "set-up.edge-end": N_("Part {part} of {parts} ends: minute {at}"),
    "set-up.edge-start": N_("Part {part} of {parts} begins: minute {at}"),
    "set-up.needs": N_("Needs"),
    "set-up.needs-hint": N_("Physical therapy or Nurse: 0-40, 45-end, after 5"),
    "set-up.needs-said": N_(
        "A line for each: who or what qualifies, then, unless it is all of the visit, in which"
        " minutes; and for how long before or after. Somebody may have minutes of their own or"
        " cost more: PT or Nurse (30 min, penalty 15). An exam room: exam: only on site."
    ),
}

_STEPS: Mapping[str, Sentence] = {
    "set-up.rule-free-free": N_("{then} after {first}"),
    "set-up.rule-free-most": N_("{then} after {first}: at most {most} minutes between them"),
    "set-up.rule-least-free": N_("{then} after {first}: at least {least} minutes between them"),
    "set-up.rule-least-most": N_("{then} after {first}: {least} to {most} minutes between them"),
    "set-up.same": N_("The same practitioner or room"),
    "set-up.same-hint": N_("EMG and nerve study, Pain follow-up"),
    "set-up.same-said": N_(
        "A line for each: steps that have the same practitioner. The same room:"
        " EMG, PT session: room."
    ),
    "set-up.sequence": N_("What comes before what"),
    "set-up.sequence-hint": N_("Spine X-ray then PT evaluation: 10-60"),
    "set-up.sequence-said": N_(
        "A line for each: Spine X-ray then PT session. With the minutes between them: 10-60,"
        " 10 or more, up to 60; and why: ; the film is read first."
    ),
    "set-up.step-said": P_(
        "Step {place} of {steps}: {what}, {count} minute",
        "Step {place} of {steps}: {what}, {count} minutes",
    ),
    "set-up.step-same": N_("the same {kind:word} as {what}"),
    "set-up.steps": N_("Steps"),
    "set-up.steps-drawn": N_("Steps and rules, drawn"),
    "set-up.steps-hint": N_("Spine X-ray"),
    "set-up.steps-keys": N_(
        "Up, Down: another step or rule. Left, Right: its minutes, or the largest gap; with Shift"
        " the smallest. Alt+Up, Alt+Down: move the step. Insert: the next step comes after it."
        " Delete: take it away."
    ),
    "set-up.steps-said": N_(
        "A line for each visit type. With minutes or a place of its own: EMG (45 min), Follow-up"
        " (video); the second of a kind: PT session as second."
    ),
}

_PAGE: Mapping[str, Sentence] = {
    "action.clinic.find-setting": N_("Find a setting…"),
    "action.clinic.try-offer": N_("Try what is offered"),
    "action.clinic.book-tried": N_("Book what was tried"),
    "action.clinic.bring-back-typed": N_("Bring back what was typed"),
    "action.clinic.save-typed": N_("See what changes, then save it"),
    "action.clinic.set-up": N_("Set up the clinic…"),
    "action.clinic.go-to-listed": N_("Set-up: to what would break, and back"),
    "action.clinic.find-longer": N_("Set-up: look longer for other places"),
    "set-up.add": N_("Add"),
    "set-up.added": N_("New: {what:whole}."),
    "set-up.another": N_("{about}: {fault}"),
    "set-up.as-it-is": N_("Nothing would change."),
    "set-up.breaks": P_(
        "{count} appointment to come would break a rule:",
        "{count} appointments to come would break a rule:",
    ),
    "set-up.breaks-list": N_("Appointments to come that would break a rule"),
    "set-up.changes": N_("Changed: {what:whole}."),
    "set-up.changed-meanwhile": N_(
        "Others have changed the clinic meanwhile: what would change was looked at again."
    ),
    "set-up.bring-back": N_("Bring back what was typed"),
    "set-up.class": N_("group class"),
    "set-up.closed-between": N_("{start:time}-{end:time}"),
    "set-up.closed-from": N_("from {start:time}"),
    "set-up.closed-until": N_("until {end:time}"),
    "set-up.colleague": N_("Visits go to"),
    "set-up.entries": N_("Entries"),
    "set-up.places-found": P_(
        "{count} of {all} has another place. F8 leads to the list, Space says whether it goes.",
        "{count} of {all} have another place. F8 leads to the list, Space says whether one goes.",
    ),
    "set-up.depends": N_("stays as booked, as its place depends on {who}; it could go to {where}"),
    "set-up.field": N_("{field}: {now} (until now {was})"),
    "set-up.field-nothing": N_("nothing"),
    "set-up.fields": N_("What is other: {what}."),
    "set-up.give-up": N_("Give up"),
    "set-up.goes": N_("goes to {where}"),
    "set-up.goes-too": N_("Also moved, as its place depends on that: {who}."),
    "set-up.move-all": N_("Move all"),
    "set-up.move-none": N_("Move none"),
    "set-up.new-time": N_("{day:date}, {time:time}, {who}"),
    "set-up.reason": N_("Others may stay because"),
    "set-up.reason-hint": N_("without a reason the check names them"),
    "set-up.save-and-move": P_("Save and move {count} visit", "Save and move {count} visits"),
    "set-up.look-longer": N_("Look longer"),
    "set-up.not-found": N_("stays as booked; no place was found in the time that there was"),
    "set-up.space-shows-all": N_("Space here shows all."),
    "set-up.stays-too": N_("Also not moved, as their place depends on it: {who}."),
    "set-up.search-ended": P_(
        "The search ended before {count} was looked at; look longer goes on with it.",
        "The search ended before {count} were looked at; look longer goes on with them.",
    ),
    "set-up.why-not-look-longer": N_(
        "There is nothing to look longer for: see what changes first, and wait until the search"
        " ends."
    ),
    "set-up.why-not-listed": N_("Nothing is listed below the form: see what changes first."),
    "set-up.still-used": N_("{value} is used there."),
    "set-up.stays": N_("stays as booked; it could go to {where}"),
    "set-up.still-looking": N_("Still looking…"),
    "set-up.whoever-is-best": N_("whoever is best"),
    "set-up.harmless": N_("No appointment to come breaks a rule because of it."),
    "set-up.left-out": P_(
        "A meeting is not held at one time, when somebody who takes part is taken: {times:whole}.",
        "Meetings are not held at {count} times, when somebody who takes part is taken:"
        " {times:whole}.",
    ),
    "set-up.left-out-time": N_("{day:date}, {start:time}"),
    "set-up.look": N_("See what changes"),
    "set-up.looking": N_("Looking at what that changes…"),
    "set-up.more": P_("{count} more", "{count} more"),
    "set-up.new": N_("(new)"),
    "set-up.notice": N_("What is wrong"),
    "set-up.others": P_(
        "Something else would be wrong then. Enter on its line leads there; what was typed here"
        " waits meanwhile.",
        "{count} other things would be wrong then. Enter on a line leads there; what was typed here"
        " waits meanwhile.",
    ),
    "set-up.others-list": N_("What would be wrong elsewhere"),
    "set-up.find": N_("Find a setting"),
    "set-up.find-hint": N_("gym, lunch, arrive early…"),
    "set-up.found": P_("{count} found", "{count} found"),
    "set-up.found-nothing": N_(
        "Nothing is called like that. Type a single word of it, or choose below what it belongs to."
    ),
    "set-up.parts": N_("What is set up"),
    "set-up.reading": N_("Reading the clinic…"),
    "set-up.renamed": N_("{what} (until now {former})"),
    "set-up.retire": N_("Retire"),
    "set-up.retired": N_("Retired: {what:whole}."),
    "set-up.row": N_("{day:date}, {time:time}   {who}   {what}   ({rules})"),
    "set-up.save": N_("Save"),
    "set-up.saving": N_("Saving…"),
    "set-up.take-out": N_("Take out"),
    "set-up.fits": N_("Fits: {days}."),
    "set-up.fits-never": P_(
        "On none of the next {count} day does it fit for a new patient.",
        "On none of the next {count} days does it fit for a new patient.",
    ),
    "set-up.fits-on": N_("{day:date} {start:time}-{end:time}"),
    "set-up.fits-unknown": N_(
        "Whether it fits could not be found out in the time that this computer gives it."
    ),
    "set-up.try": N_("Try it"),
    "set-up.try-book": N_("Book it"),
    "set-up.why-not-book": N_("Nothing that is saved was tried; try a visit type first."),
    "set-up.why-not-try": N_(
        "What can be tried is a visit type or a combined visit: open one in the set-up first."
    ),
    "set-up.unstaffed": P_(
        "Nobody works yet in the hours that are new on {days:whole}.",
        "Nobody works yet in the hours that are new on {count} days of the next weeks:"
        " {days:whole}.",
    ),
    "set-up.unstaffed-day": N_("{day:date}"),
    "set-up.why-not-bring-back": N_("Nothing that was typed in the set-up was given up."),
    "set-up.why-not-save": N_("Nothing is typed in the set-up that could be saved."),
    "set-up.yearly": N_("every year"),
    "set-up.wrong-here": P_(
        "What is wrong stands at its field; Enter leads there.",
        "What is wrong stands at {count} fields; Enter leads to the first.",
    ),
    "set-up.trying": N_("Looking for the first days on which it fits…"),
    "set-up.title": N_("Set up the clinic"),
}

_KEYS: Mapping[str, Sentence] = {
    "keys.set-up": N_("Where the clinic is set up"),
    "keys.needs": N_("At the bar of a need"),
    "key.needs.edge": N_("Move the edge; with Shift by a minute"),
    "key.needs.next": N_("To the next edge, then on"),
    "key.needs.divide": N_("Divide the part"),
    "key.needs.take-part": N_("Take the part away"),
    "key.needs.add": N_("Another need"),
    "key.needs.remove": N_("Take the need away"),
    "keys.steps": N_("At the drawing of a combined visit"),
    "key.steps.go": N_("Another step or rule"),
    "key.steps.length": N_("Shorter or longer; of a rule the largest gap"),
    "key.steps.least": N_("Of a rule the smallest gap"),
    "key.steps.move": N_("Move the step up or down"),
    "key.steps.rule": N_("The next step comes after this one"),
    "key.steps.remove": N_("Take the step or rule away"),
    "key.set-up.add": N_("Add one"),
    "key.set-up.retire": N_("Retire it, or take it out"),
    "key.set-up.tick": N_("Whether a visit goes that would break a rule"),
    "key.set-up.look": N_("See what changes, then save"),
    "key.set-up.back": N_("Give up what was typed, then go back"),
}

_REFUSALS: Mapping[str, Sentence] = {
    "setup.changed-since": N_(
        "Somebody has taken a time that a visit was to move to; nothing was changed. What is free"
        " by now is looked for; look at it again."
    ),
    "setup.no-place": N_("no time near its day is free"),
    "setup.nobody-left": N_("nobody who works near its day can do it"),
    "setup.nothing-left": N_("a room or device that it needs is not there near its day"),
    "setup.entry-gone": N_(
        "Somebody has taken this out, or changed it, meanwhile: {what:code}. Nothing was changed;"
        " look at it again."
    ),
    "setup.faulty": N_(
        "The clinic, as it is by now, cannot be set up like this; nothing was changed. What is"
        " wrong is said where it was typed."
    ),
}

SENTENCES: Mapping[str, Sentence] = {
    **_PARTS,
    **_FIELDS,
    **_ALSO,
    **_NEEDS,
    **_STEPS,
    **_PAGE,
    **_KEYS,
    **_REFUSALS,
}
"""By code."""
