"""What the keys do that stand in no menu, for the shortcut sheet."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, Sentence

_PLACES: Mapping[str, Sentence] = {
    "keys.day": N_("In the day"),
    "keys.drag": N_("While an appointment is moved"),
    "keys.list": N_("In a field with a list below it"),
    "keys.options": N_("Among the options of a booking"),
    "keys.month": N_("In the weeks of a booking"),
    "keys.shelf": N_("Among the unfinished bookings"),
    "keys.visit": N_("In an opened visit"),
    "keys.patient": N_("On a patient's page"),
    "keys.reschedule": N_("In the reschedule list"),
    "keys.calls": N_("In the call list"),
    "keys.flow": N_("On the board of the day's flow"),
    "keys.everywhere": N_("Everywhere"),
}

_KEYS: Mapping[str, Sentence] = {
    "key.day.go": N_("To the next appointment or free time"),
    "key.day.ends": N_("To the column's first or last"),
    "key.day.open": N_("Open the appointment"),
    "key.day.card": N_("Show its card, or close it"),
    "key.day.pick-up": N_("Pick up and move, also to another column"),
    "key.day.resize": N_("Pick up and make shorter or longer"),
    "key.day.zoom": N_("Larger or smaller around the mouse"),
    "key.day.sideways": N_("To other columns"),
    "key.day.open-by-mouse": N_("Open the appointment"),
    "key.drag.move": N_("Move on"),
    "key.drag.along": N_("The other steps move along, or stay"),
    "key.drag.rest": N_("The other steps stay, move along, are planned anew"),
    "key.drag.drop": N_("Put it down here"),
    "key.drag.put-back": N_("Put it back where it was"),
    "key.drag.drag": N_("Pick up and move"),
    "key.list.go": N_("Choose in the list"),
    "key.list.take": N_("Take what is chosen"),
    "key.list.clear": N_("Empty the field"),
    "key.options.go": N_("Choose another option"),
    "key.options.book": N_("Book the chosen option"),
    "key.month.go": N_("Another day or week"),
    "key.month.pages": N_("Earlier or later weeks"),
    "key.month.ends": N_("The week's first or last day"),
    "key.month.take": N_("Plan for this day"),
    "key.shelf.resume": N_("Go on with it"),
    "key.shelf.throw-away": N_("Throw it away"),
    "key.shelf.bring-back": N_("Bring back what was thrown away"),
    "key.visit.go": N_("Another step"),
    "key.patient.go": N_("Another visit, or another part"),
    "key.patient.take": N_("Open the visit, or correct the part"),
    "key.patient.phone": N_("Correct the phone number"),
    "key.patient.drop": N_("Take out what is kept beside the record"),
    "key.reschedule.choose": N_("Another day for whoever cannot stay"),
    "key.reschedule.go-on": N_("On to Accept"),
    "key.calls.told": N_("The patient was told"),
    "key.calls.take": N_("The patient was told; open the visit where it cannot take place"),
    "key.calls.confirmed": N_("The patient confirmed"),
    "key.calls.no-answer": N_("Nobody answered"),
    "key.calls.voicemail": N_("Left a voicemail"),
    "key.calls.open": N_("Open the visit"),
    "key.calls.move": N_("Find another time for the visit"),
    "key.calls.filter": N_("Another part of the list"),
    "key.flow.go": N_("To another card or column"),
    "key.flow.open": N_("Open the appointment"),
    "key.flow.birth-date": N_("Check in by birth date"),
    "key.everywhere.close": N_("Close the top layer"),
    "key.everywhere.next": N_("To the next or previous field"),
}

_GESTURES: Mapping[str, Sentence] = {
    "gesture.arrows": N_("Arrows"),
    "gesture.digits": N_("Digits"),
    "gesture.alt-arrows": N_("Alt and arrows"),
    "gesture.ctrl-alt-arrows": N_("Ctrl+Alt+Up, Down"),
    "gesture.ctrl-wheel": N_("Ctrl and wheel"),
    "gesture.shift-wheel": N_("Shift and wheel"),
    "gesture.double-click": N_("Double click"),
    "gesture.drag": N_("Drag"),
}

SENTENCES: Mapping[str, Sentence] = {**_PLACES, **_KEYS, **_GESTURES}
"""By code."""
