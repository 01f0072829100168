"""What the board of the day says: where patients stand, who comes in, who runs late."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

_BOARD: Mapping[str, Sentence] = {
    "flow.title": N_("The flow of the day"),
    "flow.by-practitioner": N_("By practitioner"),
    "flow.by-stand": N_("By where they are"),
    "flow.column": N_("{title}, {count}"),
    "flow.expected": N_("Expected"),
    "flow.waiting": N_("Waiting"),
    "flow.inside": N_("In a room"),
    "flow.done": N_("Done"),
    "flow.gone": N_("Did not come"),
    "flow.left-unseen": N_("left unseen"),
    "flow.empty": N_("Nobody is booked today."),
    "flow.go-to-day": N_("Go to the day"),
    "flow.nobody": N_("No patient is chosen; go to one with the arrows or the mouse."),
    "flow.why-not-board": N_("Go to the flow of the day first (Ctrl+3)."),
}

_CARD: Mapping[str, Sentence] = {
    "flow.who": N_("{born} \N{MIDDLE DOT} {number}"),
    "flow.with": N_("{visit_type} \N{MIDDLE DOT} {who}"),
    "flow.is-expected": N_("expected"),
    "flow.overdue": N_("{minutes} min late"),
    "flow.waits": N_("waits {minutes} min"),
    "flow.waits-in-clinic": N_("waits {minutes} min \N{MIDDLE DOT} here {here} min"),
    "flow.waits-somewhere": N_("waits"),
    "flow.roomed": N_("{room} \N{MIDDLE DOT} {minutes} min"),
    "flow.with-whom": N_("{room} \N{MIDDLE DOT} with {who}, {minutes} min"),
    "flow.with-whom-nowhere": N_("with {who}, {minutes} min"),
    "flow.here": N_("here {minutes} min"),
    "flow.done-at": N_("done at {time:time}"),
    "flow.is-done": N_("done"),
    "flow.missed": N_("did not come"),
    "flow.then": N_("then {time:time} {visit_type}"),
    "flow.elsewhere": N_("is at {visit_type}"),
    "flow.alert": N_("\N{WARNING SIGN}\N{VARIATION SELECTOR-15} {text}"),
}

_CHECK_IN: Mapping[str, Sentence] = {
    "flow.birth-date": N_("Birth date"),
    "flow.birth-date-hint": N_("birth date, as the patient says it"),
    "flow.born": N_("Born {born}"),
    "flow.nobody-born": N_("Nobody on today's board was born on {born}."),
    "flow.not-a-date": N_("This is no birth date yet: say day, month and year."),
    "flow.press-enter": N_("Enter: has arrived"),
    "flow.here-already": N_("on the board already"),
    "flow.choose": P_(
        "{count} patient was born then: Enter.",
        "{count} patients were born then: choose with the arrows, by name, then Enter.",
    ),
    "flow.matches": N_("Born that day"),
    "flow.arrived": N_("{name} has arrived for {time:time}."),
}

_CLOSING: Mapping[str, Sentence] = {
    "closing-list.title": N_("Still open"),
    "closing-list.open": P_(
        "{count} appointment has begun and has no end yet.",
        "{count} appointments have begun and have no end yet.",
    ),
    "closing-list.none": N_("Every appointment that has begun has its end. Nothing is open."),
    "closing-list.nobody": N_("No appointment is chosen in the list."),
    "closing-list.keys": N_(
        "A arrived, F completed, N did not come, G left unseen, Del cancelled; Enter opens the"
        " visit."
    ),
    "closing-list.line": P_(
        "{count} appointment is still open (Ctrl+Shift+G).",
        "{count} appointments are still open (Ctrl+Shift+G).",
    ),
}

_LATE: Mapping[str, Sentence] = {
    "late.title": N_("How late does {name} run?"),
    "late.nobody": N_("Go to a practitioner's column, or to one of their patients, first."),
    "late.hint": N_("minutes, 0 for on time again"),
    "late.how": N_("Enter notes it; the board says whom it meets."),
    "late.no-minutes": N_("This is no number of minutes: type 10, or 0 for on time again."),
    "late.runs": N_("runs {minutes} min late"),
    "late.meets-nobody": N_("{name} runs {minutes} min late; it meets nobody who is to come."),
    "late.meets": P_(
        "{name} runs {minutes} min late: {count} appointment waits, {others} of these with others.",
        "{name} runs {minutes} min late: {count} appointments wait, {others} of these with others.",
    ),
    "late.heals": P_(
        "It heals if {pushed} starts later, by {most} min at most.",
        "It heals if {pushed} start later, by {most} min at most.",
        "pushed",
    ),
    "late.stuck": P_(
        "{stuck} then has no place any more: move it.",
        "{stuck} then have no place any more: move them.",
        "stuck",
    ),
    "late.about": N_("about {time:time}: {name} runs late"),
}

_TASKS: Mapping[str, Sentence] = {
    "tasks.title": N_("Notes to the desk"),
    "tasks.to-do": P_("{count} is to be done.", "{count} are to be done."),
    "tasks.none": N_("Nothing is to be done. Practitioners write notes on their own day (Ctrl+2)."),
    "tasks.keys": N_("Space ticks a note, or opens it again; Enter opens the visit."),
    "tasks.asked": N_("asked by {who}, {day}"),
    "tasks.done": N_("done by {who}"),
    "tasks.hidden": N_("a note"),
    "tasks.line": P_(
        "{count} note to the desk is to be done (Ctrl+Shift+H).",
        "{count} notes to the desk are to be done (Ctrl+Shift+H).",
    ),
}

SENTENCES: Mapping[str, Sentence] = {**_BOARD, **_CARD, **_CHECK_IN, **_CLOSING, **_LATE, **_TASKS}
"""By code."""
