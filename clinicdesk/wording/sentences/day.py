"""The day: its columns, dates and appointments, and what is said while one is dragged."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

_BAR: Mapping[str, Sentence] = {
    "day.go": N_("Go to a date in words"),
    "day.go-hint": N_("Go to: tue, +2w, 24 nov"),
    "day.go-enter": N_("Enter goes to this day."),
    "day.go-not-understood": N_("Which day is that?"),
    "day.today": N_("Today \N{MIDDLE DOT} {day}"),
    "day.past": N_("Past day \N{MIDDLE DOT} {figures}"),
    "day.going": N_("{day} is being read. Until then {shown} is shown."),
    "day.turned": N_("It is {today} now: this day is past."),
    "day.figures": P_(
        "{count} practitioner in, {booked} booked, {unconfirmed} to confirm",
        "{count} practitioners in, {booked} booked, {unconfirmed} to confirm",
    ),
    "day.lost": P_("{count} cannot take place", "{count} cannot take place"),
    "day.away": P_("{count} away", "{count} away"),
    "day.away-show": P_(
        "Show the practitioner who is away", "Show the {count} practitioners who are away"
    ),
    "day.columns": N_("Columns"),
    "day.choose-columns": N_("Choose the columns"),
    "day.resources": N_("Practitioners, assistants, rooms and equipment"),
    "day.save-view": N_("Save these columns on a key:"),
    "day.closed": N_("Closed"),
    "day.filter": N_("Search practitioners, rooms and equipment"),
    "day.filter-hint": N_("Name, specialty or room"),
    "day.usual-columns": N_("Who is in"),
    "day.no-columns": N_("None"),
    "day.view-saved": N_("These columns are on F{key} now."),
    "day.view-empty": N_("No columns are saved on F{key} yet. Ctrl+Shift+S saves those you see."),
    "day.view-slot": N_("F{key}: {names}"),
    "day.view-slot-empty": N_("F{key}: nothing yet"),
    "day.view-others": N_("{names} and {count} more"),
}

_GRID: Mapping[str, Sentence] = {
    "day.grid": N_("Appointments of the day"),
    "day.heads": N_("Columns of the day"),
    "day.times": N_("Times of the day"),
    "day.head": N_("{name}, {what}, {percent} % taken"),
    "day.away-today": N_("away"),
    "day.class": P_("{name}, {count} patient", "{name}, {count} patients"),
    "day.held": N_("{left} held at {desk}"),
    "day.span": N_("{start:time} to {end:time}"),
    "day.with": N_("{what} with {who}"),
    "day.free-place": N_("free, {start:time} to {end:time}, {who}"),
    "day.more": P_("and {count} more", "and {count} more"),
    "day.next-open-day": N_("Nothing is left of today; this is the next open day."),
    "day.nobody-in": N_("Nobody is in on this day."),
    "day.no-columns-chosen": N_("No column is chosen."),
    "day.next-day": N_("Go to the next day"),
    "day.choose": N_("Choose columns"),
    "day.new-patient": N_("new patient"),
    "day.confirmed": N_("confirmed"),
    "day.being-written": N_("{name}, being written"),
}

_DRAG: Mapping[str, Sentence] = {
    "drag.allowed": N_("fits"),
    "drag.as-it-is": N_("where it is"),
    "drag.being-written": N_("being written…"),
    "drag.busy": N_("{resource} is taken then"),
    "drag.class-member": N_("a place in a class stays there"),
    "drag.clock": N_("the clock skips or repeats that time"),
    "drag.not-here": N_("this cannot be here"),
    "drag.not-movable": N_("{status:word} cannot be moved"),
    "drag.other-kind": N_("only to another {kind:word}"),
    "drag.past": N_("that time has passed"),
    "drag.past-midnight": N_("would reach past midnight"),
    "drag.unknown": N_("being checked…"),
    "drag.unqualified": N_("{resource} does not do this"),
    "drag.who-may": N_("Who may allow it: {roles}"),
    "drag.nobody-may": N_("Nobody here may allow it"),
    "drag.reason-wanted": N_("Allowed with a reason"),
    "drag.rest-stays": N_("The others stay (2: move along, 3: planned anew)"),
    "drag.rest-along": N_("The others move along (1: stay, 3: planned anew)"),
    "drag.rest-planned": N_("The others are planned anew (1: stay, 2: move along)"),
    "drag.no-rest": N_("the others fit nowhere around it"),
    "drag.goes-to": N_("to {start:time}"),
    "drag.stays": N_("stays {start:time}"),
    "drag.gap": N_("{gap} min between"),
    "drag.overlap": N_("at the same time"),
    "drag.put-back": N_("Put back: {why}. Nothing was changed."),
    "drag.not-moved": N_("Not moved: {why}. It is still picked up."),
    "drag.go-on": N_("Not moved. Arrows go on, Esc puts it back"),
    "drag.answer": N_("Enter or Esc: go on"),
    "drag.changed": N_("Let go, not moved: the day has changed meanwhile."),
    "drag.all-the-same": N_(
        "Another desk has changed it meanwhile. Enter moves it all the same, Esc leaves it"
    ),
    "drag.not-moved-yet": N_(
        "Not moved: another desk has changed it meanwhile. Enter moves it all the same: {target}."
    ),
    "drag.kept": N_("Put back where it was; nothing was changed."),
    "drag.moved": N_("Moved to {start:time}."),
    "day.reason-hint": N_("Reason, then Enter; Esc puts back"),
}

_STRIP: Mapping[str, Sentence] = {
    "day.runs-late": N_("{minutes} min late"),
    "strip.title": N_("The appointment at the keyboard"),
    "strip.nobody": N_("No appointment is chosen; go to one with the arrows or the mouse."),
    "strip.going": N_("Another day is being read: wait until it is shown."),
    "strip.changed": N_("This changed by itself: go to the appointment that you mean."),
    "strip.elsewhere": N_("This patient is named at the side."),
    "strip.somebody-else": N_(
        "This is another patient's appointment than the one at the side; open it (O) to work on it."
    ),
    "strip.member": N_("{number} of {count} in the class"),
}

SENTENCES: Mapping[str, Sentence] = {**_BAR, **_GRID, **_DRAG, **_STRIP}
"""By code."""
