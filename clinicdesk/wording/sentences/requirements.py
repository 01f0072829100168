"""Sentences about what must be there before a step: what was said of it, and the list of it."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "requirement.open": N_("open"),
    "requirement.requested": N_("asked for"),
    "requirement.met": N_("there"),
    "requirement.waived": N_("not needed"),
    "requirement.from": N_("from {source}"),
    "requirement.reference": N_("no. {reference}"),
    "requirement.until": N_("until {day}"),
    "requirement.decide-by": N_("decide by {day}"),
    "requirement.still-open": N_("still open: {requirements}"),
    "requirement.no-state": N_(
        "“{word}” is none of open, asked for, there, not needed; begin with one of these."
    ),
    "requirement.no-day": N_("“{word}” is no day; write one such as fri or 24 nov."),
    "requirement.why-waived": N_("Say why it is not needed, after “not needed:”."),
    "missing.there": N_("It is there"),
    "missing.from": N_("“{requirement}” is still open: from {day} on it can be there."),
    "missing.more": P_("{count} more is still open.", "{count} more are still open."),
    "missing.open": N_("“{requirement}” is still open."),
    "missing.nothing": N_("Nothing that must be there before keeps days away"),
    "requirements.title": N_("What must be there before"),
    "requirements.line": P_(
        "{count} requirement is due (Ctrl+Shift+Y).", "{count} requirements are due (Ctrl+Shift+Y)."
    ),
    "requirements.soon": P_(
        "{count} is due within a week, of {all} that are open.",
        "{count} are due within a week, of {all} that are open.",
    ),
    "requirements.all": P_(
        "{count} is open for a visit to come.", "{count} are open for visits to come."
    ),
    "requirements.none": N_("Nothing is open for any visit to come."),
    "requirements.overdue": N_("due since {day}: {what}"),
    "requirements.today": N_("due today: {what}"),
    "requirements.due": N_("due {day}: {what}"),
    "requirements.ask": N_("ask for it"),
    "requirements.decide": N_("decide what becomes of the visit"),
    "requirements.for": N_("{step}, {day} {start:time}"),
    "requirements.keys": N_(
        "Enter: is there. R: asked for today. A: is there for every visit. Space: say more. O: open"
        " the visit. F: all, or due within a week."
    ),
    "requirements.hint": N_("not needed: why, or asked for, from County Hospital, decide by fri"),
    "requirements.hidden": N_("Names are hidden."),
    "action.go.requirements": N_("What must be there before visits"),
    "keys.requirements": N_("In the list of what must be there before"),
    "key.requirements.there": N_("It is there, for this visit"),
    "key.requirements.every": N_("It is there, for every visit"),
    "key.requirements.asked": N_("Somebody was asked for it today"),
    "key.requirements.say": N_("Say more of it, or that it is not needed"),
    "key.requirements.open": N_("Open the visit"),
    "key.requirements.all": N_("All, or what is due within a week"),
}
"""By code; the fields are its parameters."""
