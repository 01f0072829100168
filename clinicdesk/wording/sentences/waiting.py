"""The waitlist: who waits for an earlier time, and who can have one."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "action.go.waitlist": N_("Waitlist"),
    "action.visit.wait": N_("Wait for an earlier time"),
    "waiting.title": N_("Waitlist"),
    "waiting.close": N_("Close the waitlist"),
    "waiting.list": N_("Who waits for a time"),
    "waiting.count": P_(
        "{count} waits, urgent ones first; {now} could come now",
        "{count} wait, urgent ones first; {now} could come now",
    ),
    "waiting.could": P_(
        "{count} who waits fits into the time that was given back: Ctrl+Shift+W",
        "{count} who wait fit into the time that was given back: Ctrl+Shift+W",
    ),
    "waiting.gap": N_("Given back: {when}"),
    "waiting.gap-in-turn": N_("Given back in turn: {when}"),
    "waiting.gap-serves": P_("{count} who waits fits in here", "{count} who wait fit in here"),
    "waiting.gap-serves-nobody": N_("Nobody who waits needs it."),
    "waiting.searching": N_("Whom it serves is being looked for."),
    "waiting.anyway": N_("Without it: who else waits, and what is free earlier anyway"),
    "waiting.fits": N_("Fits in here: {when}"),
    "waiting.completes": P_(
        "Its {what} step fits in here; whole day by {end:time}",
        "Its steps {what} fit in here; whole day by {end:time}",
    ),
    "waiting.nobody": N_("Nobody waits. “E” beside a booked visit puts its patient here."),
    "waiting.urgent": N_("Urgent"),
    "waiting.booked": N_("{what}, booked {when}; waits since {since}"),
    "waiting.unbooked": N_("{what}, not booked yet; waits since {since}"),
    "waiting.suits": N_("Suits: {when}"),
    "waiting.notice": N_("at least {length:length} before"),
    "waiting.nothing-yet": N_("Nothing is free that suits."),
    "waiting.searching-one": N_("A time is still being looked for; nothing was written."),
    "waiting.now": N_("Now free: {when}"),
    "waiting.when": N_("{day}, {start:time} – {end:time}"),
    "waiting.nothing": N_("Nothing earlier is free that suits."),
    "waiting.give": N_("Give this time"),
    "waiting.edit-times": N_("Days and times"),
    "waiting.edit-notice": N_("Notice needed"),
    "waiting.hint-times": N_("mon wed 8-12, after 14, from 3/15 until 4/10; nothing for always"),
    "waiting.hint-notice": N_("2 hours, or 1 day; nothing for none"),
    "waiting.no-times": N_(
        "Write days, hours and dates such as mon wed 8-12 from 3/15 until 4/10; nothing typed is"
        " always."
    ),
    "waiting.no-notice": N_("Write how long before, such as 2 hours or 1 day; nothing for none."),
    "waiting.always": N_("Any day, any time"),
    "waiting.find": N_("Find a patient"),
    "waiting.drop": N_("Waits no more"),
    "waiting.already": N_(
        "The patient of visit {visit:visit} is on the waitlist already; nothing was written. The"
        " waitlist shows since when."
    ),
    "waiting.no-more": N_(
        "This patient is on the waitlist no more; nothing was written. Look at the list again."
    ),
    "waiting.not-coming": N_(
        "Visit {visit:visit} is not booked for today or later; nobody waits for an earlier time of"
        " it. Choose one that is to come."
    ),
    "waiting.never": N_(
        "That suits on no day, or asks for more than two weeks' notice; nothing was written. Write"
        " days and hours such as mon wed 8-12."
    ),
    "waiting.over": N_(
        "{day:date} is past, or before the day from which it suits; nothing was written. Write a"
        " later day after until."
    ),
    "waiting.not-offered": N_(
        "What is waited for is not offered any more; nothing was written. Choose another visit."
    ),
    "waiting.wanted-already": N_(
        "{patient:patient} waits for this visit already; nothing was written. The waitlist shows"
        " since when."
    ),
    "waiting.suited": N_("change when an earlier time suits the patient of visit {visit:visit}"),
    "waiting.wanted": N_("put {patient:patient} on the waitlist for a visit"),
    "waiting.wanted-changed": N_("change how {patient:patient} waits for a visit"),
    "waiting.wanted-dropped": N_("take {patient:patient} off the waitlist for a visit"),
    "done.waiting.suited": N_("Changed on the waitlist: {whom}"),
    "done.waiting.wanted": N_("On the waitlist: {whom}"),
    "done.waiting.wanted-changed": N_("Changed on the waitlist: {whom}"),
    "done.waiting.wanted-dropped": N_("Off the waitlist: {whom}"),
    "waiting.added": N_("put the patient of visit {visit:visit} on the waitlist"),
    "waiting.changed": N_("change how urgent visit {visit:visit} is on the waitlist"),
    "waiting.dropped": N_("take the patient of visit {visit:visit} off the waitlist"),
    "done.waiting.added": N_("On the waitlist: {whom}"),
    "done.waiting.changed": N_("Changed on the waitlist: {whom}"),
    "done.waiting.dropped": N_("Off the waitlist: {whom}"),
    "keys.waiting": N_("In the waitlist"),
    "key.waiting.give": N_("Give the time that stands there"),
    "key.waiting.urgent": N_("Urgent, or not any more"),
    "key.waiting.times": N_("Days and times that suit"),
    "key.waiting.notice": N_("How much notice is needed"),
    "key.waiting.open": N_("Open the visit"),
    "key.waiting.drop": N_("Waits no more"),
}
"""By code; the fields are its parameters."""
