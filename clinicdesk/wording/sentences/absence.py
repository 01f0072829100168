"""A practitioner away: the reschedule list, what becomes of each visit, and why not."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

_REFUSALS: Mapping[str, Sentence] = {
    "absence.changed-since": N_(
        "Somebody has changed the day since this list was made; nothing was written."
        " Look at the new list, then accept that."
    ),
    "absence.changed-here": N_(
        "You have changed the day since this list was made. Look at the new list, then accept that."
    ),
    "absence.look-again": N_("This is the new list; Enter once more accepts it."),
    "absence.past": N_("That time of {day} has passed; nothing was searched. Correct the times."),
    "absence.too-long": N_(
        "An absence comes back for two years at most, and until a day that is said; nothing was"
        " written."
    ),
    "absence.no-ways": N_("There are no ways to choose from: ask for a reschedule list first."),
    "absence.no-such-way": P_(
        "There is only {count} way to choose from.", "There are only {count} ways to choose from."
    ),
    "absence.no-longer": N_(
        "There is nothing to look longer for: ask for a reschedule list,"
        " and wait until its search ends."
    ),
    "absence.no-column": N_("Go to the column of whoever is away first, then ask again."),
}

_WHY: Mapping[str, Sentence] = {
    "absence.class": N_(
        "A group class that cannot move on this day: it stays as booked; call who is in it."
    ),
    "absence.held": N_("On hold at a desk: it stays as booked; ask there."),
    "absence.here-already": N_(
        "The patient is here: no other day is offered before the visit is back to booked."
    ),
    "absence.not-movable": N_("This cannot be moved: it stays as booked; handle it by hand."),
    "absence.own-time": N_("The clinic's own time: it stays as booked; tell the others."),
    "absence.under-way": N_("The visit is under way: it stays as booked; handle it by hand."),
}

_PANEL: Mapping[str, Sentence] = {
    "absence.title": N_("Away: {who}"),
    "absence.close": N_("Close the reschedule list"),
    "absence.from": N_("From"),
    "absence.until": N_("Until"),
    "absence.time-hint": N_("9:30 or 2 pm"),
    "absence.no-order": N_("The absence would end before it begins."),
    "absence.enter-looks": N_("Enter looks at these times."),
    "absence.limit": N_("Nobody moves by more than"),
    "absence.limit-kept": N_(
        "The limit stands for every absence at this desk until the program is closed;"
        " it begins with 120 min."
    ),
    "absence.minutes": P_("{count} min", "{count} min"),
    "absence.any-limit": N_("any"),
    "absence.looking": N_("Looking for ways to mend the day…"),
    "absence.longer": N_("Still looking for better ways…"),
    "absence.proven": N_("Proven: each is the best in what it is named for."),
    "absence.not-proven": N_("The best ways found so far; that none is better is not proven."),
    "absence.look-longer": N_("Look longer"),
    "absence.better": N_("Found since. {name}: {costs}"),
    "absence.show-better": N_("Show the better ways"),
    "absence.ways": P_("One way to mend the day", "{count} ways to mend the day"),
    "absence.fewest-home": N_("Fewest sent home"),
    "absence.fewest-calls": N_("Fewest calls"),
    "absence.least-moved": N_("Least moved"),
    "absence.home-and-calls": N_("Fewest sent home and fewest calls"),
    "absence.home-and-moved": N_("Fewest sent home and least moved"),
    "absence.calls-and-moved": N_("Fewest calls and least moved"),
    "absence.best-in-all": N_("Fewest sent home, fewest calls and least moved"),
    "absence.go-home": P_("{count} goes home", "{count} go home"),
    "absence.calls": P_("{count} call", "{count} calls"),
    "absence.without-call": P_(
        "{count} visit changes without a call", "{count} visits change without a call"
    ),
    "absence.moved-in-all": N_("moved by {most} min at most, {all} min in all"),
    "absence.none-moved": N_("nobody at another time"),
    "absence.list": N_("Reschedule list"),
    "absence.changes": P_("{count} visit changes", "{count} visits change"),
    "absence.without-place": P_(
        "{count} has no place on this day", "{count} have no place on this day"
    ),
    "absence.by-hand": P_("{count} to handle by hand", "{count} to handle by hand"),
    "absence.unaffected": P_("{count} visit is unaffected", "{count} visits are unaffected"),
    "absence.nobody": N_("Nobody has to be rescheduled. Accept enters the absence."),
    "absence.identifiers": N_("{patient:patient}   {born}   {phone}"),
    "absence.number": N_("{patient:patient}"),
    "absence.move": N_("{time:time} {what}, {who}"),
    "absence.new-time": N_("→ {time:time}, {who}"),
    "absence.same-time": N_("→ same time, {who}"),
    "absence.moved-by": P_("Moved by {count} min.", "Moved by {count} min."),
    "absence.call-all": P_("Call the {count} who is in it.", "Call all {count} who are in it."),
    "absence.class-of": P_("Group class of {count}", "Group class of {count}"),
    "absence.call-needed": N_("Call the patient."),
    "absence.new-assistant": N_("another assistant: {new}"),
    "absence.new-room": N_("{new} instead of {old}"),
    "absence.new-equipment": N_("{new} instead of {old}"),
    "absence.call-none": N_("No call: only the room, a device or an assistant changes."),
    "absence.call-anyway": N_("To be called anyway: not told of what is booked now."),
    "absence.makes-room": N_("Only makes room for somebody else"),
    "absence.no-place": N_("No place on this day"),
    "absence.left": N_("Goes home: call the patient; the booking stands until then"),
    "absence.other-day": N_("{day}, {start:time} – {end:time}"),
    "absence.no-days": N_("No day of the next four weeks has room for it."),
    "absence.choices": N_("What becomes of the visit of {name}"),
    "absence.choose-hint": N_("Left and Right choose another day."),
    "absence.accept": N_("Accept the list"),
    "absence.being-written": N_("Being written…"),
    "absence.day-gone": N_(
        "That day went to another visit of this list; nothing was chosen. Choose another day."
    ),
    "absence.accept-done": N_(
        "Written. Call those whom the list says to call; Ctrl+Z undoes all of it."
    ),
    "absence.taken-back": N_("Undone: the day is as it was."),
    "absence.named-left": N_("Left as booked, to be called (5 in the call list): {names}."),
}

_COMING: Mapping[str, Sentence] = {
    "absences.add": N_("Add"),
    "absences.entered": N_("Absent: {when}."),
    "absences.taken-back": N_("Not absent any more: {when}."),
    "absences.again": P_("every week until {until}", "every {count} weeks until {until}"),
    "absences.end": N_("Until what time"),
    "absences.end-hint": N_("left out: the whole day"),
    "absences.every-0": N_("once"),
    "absences.every-1": N_("every week"),
    "absences.every-2": N_("every 2 weeks"),
    "absences.every-3": N_("every 3 weeks"),
    "absences.every-4": N_("every 4 weeks"),
    "absences.every-weeks": N_("How often"),
    "absences.first-day": N_("From (day)"),
    "absences.last-day": N_("Until (day)"),
    "absences.last-day-hint": N_("left out: the same day"),
    "absences.list": N_("Absences to come"),
    "absences.new": N_("(new)"),
    "absences.day-end": N_("the day's end"),
    "absences.not-understood": N_("Needed, as a day or a time: next mon, 2026-12-24, 2 pm."),
    "absences.reason": N_("Reason"),
    "absences.start": N_("From what time"),
    "absences.start-hint": N_("left out: the whole day"),
    "absences.take-back": N_("Take back"),
    "absences.title": N_("Absences to come"),
    "absences.until": N_("Again until (day)"),
    "absences.until-hint": N_("if it comes back"),
    "absences.who": N_("Who or what"),
    "action.clinic.absences": N_("Absences to come…"),
}

SENTENCES: Mapping[str, Sentence] = {**_REFUSALS, **_WHY, **_PANEL, **_COMING}
"""By code; the fields are the parameters of the refusal, or what the panel shows."""
