"""What is wrong with a clinic file, a line for each fault: the place in the file, then why."""

from collections.abc import Mapping

from clinicdesk.wording import readable, worded
from clinicdesk.wording.machine.marking import N_

_WHOLE_FILE: Mapping[str, str] = {
    "nested-too-deep": N_("the file nests brackets or dotted keys too deep to be read."),
    "not-utf-8": N_("line {line} is not UTF-8 text; save the file as UTF-8."),
    "toml-syntax": N_("line {line}, column {column} is not TOML: {detail}."),
    "too-large": N_("the file is larger than {most} bytes; no clinic needs that."),
    "unreadable-value": N_("the file holds a value that cannot be read: {detail}."),
}

_KEYS_AND_TYPES: Mapping[str, str] = {
    "bad-key": N_(
        '"{value}" cannot be a key; use small letters a to z, digits, hyphens and underscores,'
        " at most 60, beginning with a letter or digit."
    ),
    "conflicting-keys": N_("{key} and {other} exclude each other; leave one out."),
    "empty-list": N_("the list is empty; fill it or leave the key out."),
    "missing": N_("{key} is missing."),
    "needs-key": N_("{key} means nothing without {other}."),
    "not-a-date": N_("{value} is not a date; write it like 2026-01-05, without quotes."),
    "not-a-list": N_("{value} is not a list; put it into [brackets]."),
    "not-a-list-of-tables": N_(
        "{value} is not a list of tables; begin each with [[double brackets]]."
    ),
    "not-a-table": N_("{value} is not a table."),
    "not-a-whole-number": N_("{value} is not a whole number; write it without quotes and dots."),
    "not-one-of": N_("{value} is none of these: {options}."),
    "not-text": N_('{value} is not a text; put it into "quotes".'),
    "not-true-or-false": N_("{value} is neither true nor false; write one of them without quotes."),
    "too-many": N_("there are more than {most} of them."),
    "unknown-key": N_("{key} is not known here."),
}

_TEXT_AND_NUMBERS: Mapping[str, str] = {
    "control-character": N_("{value} holds a character that cannot be seen; type it again."),
    "date-out-of-range": N_("{value} is not in the years 1900 to 2199."),
    "empty-text": N_("the text is empty."),
    "outer-spaces": N_("{value} begins or ends with a space; remove it."),
    "nothing-interpreted": N_("whoever interprets needs languages; write which, like en, es."),
    "out-of-range": N_("{value} is not between {low} and {high}."),
    "too-long": N_("the text is longer than {longest} characters."),
    "unknown-color": N_("{value} is not a color; write #rrggbb or one of these: {options}."),
}

_REFERENCES: Mapping[str, str] = {
    "ambiguous-reference": N_(
        "{value} is both a type that several have and the name of one; give the one another name."
    ),
    "not-a-person": N_(
        "{value} is not a person or a specialty; only people take part in meetings."
    ),
    "repeated-entry": N_("{value} stands in this list already."),
    "repeated-name": N_("the name {value} is taken already by {other}."),
    "repeated-step": N_(
        "the step {value} is there already; give the second one a key of its own:"
        ' visit_type = "...", key = "...".'
    ),
    "type-clash": N_("{value} is the key of a {group} already; every type needs a key of its own."),
    "unknown-country": N_(
        "{value} is not a country whose holidays are known; write its two letters or English name."
    ),
    "unknown-holiday": N_("{value} is not a public holiday there."),
    "unknown-language": N_(
        "{value} is not a language; write its code, such as en or es-MX, or its English name."
    ),
    "unknown-placeholder": N_(
        "{{{value}}} is no word that is filled in; those are: {options:whole}."
    ),
    "unknown-reference": N_("nothing in this file is called {value}."),
    "unknown-subdivision": N_("{value} is not a part of {country} with holidays of its own."),
    "unknown-zone": N_("{value} is not a time zone; write one like America/Chicago."),
}

_TIMES: Mapping[str, str] = {
    "bad-time": N_(
        "{value} is not a stretch of time; write it like 08:00-12:30 (24:00 may be an end)."
    ),
    "grid-does-not-divide-hour": N_("{value} minutes do not divide an hour evenly."),
    "never-happens": N_("none of these days lies between its first and its last date."),
    "never-open": N_("the clinic is never open; give at least one day its hours."),
    "no-start-on-grid": N_(
        "nothing can start in {value}, because appointments start every {grid} minutes."
    ),
    "outside-opening-hours": N_("on {day} this is entirely outside the clinic's opening hours."),
    "overlapping-hours": N_("this overlaps entry [{other}] of the same list, on {day:date} first."),
    "overlapping-times": N_("{value} overlaps another time of this list."),
    "repeated-day": N_("{value} names a day that stands in this list already."),
    "repeated-hours": N_("this is listed already, in entry [{other}] of the same list."),
    "reversed-dates": N_("the last date {last:date} lies before the first, {first:date}."),
    "reversed-days": N_("{value} runs backwards; a range goes forward from Monday to Sunday."),
    "reversed-time": N_("{value} ends before it begins, or when it begins; split it at 24:00."),
    "season-too-long": N_("a season that comes back every year lasts at most {most} days."),
    "season-without-days": N_(
        "this season says nothing of any day; give at least one day of the week its hours."
    ),
    "session-across-hours": N_(
        "on {day:date} this session lies only partly inside the working hours."
    ),
    "session-outside-hours": N_("this session is never inside the working hours."),
    "session-without-rule": N_(
        "this session has no rule; add visit_types, new_patients_only or at_most."
    ),
    "unknown-day": N_("{value} is not a day; write mon, tue, wed, thu, fri, sat or sun."),
    "week-of-alone": N_("week_of means nothing without every_weeks."),
    "week-of-missing": N_(
        "hours of every {weeks} weeks need week_of, a date in one of those weeks."
    ),
}

_VISITS: Mapping[str, str] = {
    "bad-clock": N_("{value} is not a time of day; write it like 08:00."),
    "bad-hold": N_("{value} is not a part of a step; write it like 0-10 or 35-end."),
    "cyclic-sequence": N_("{first} cannot come before {then}: earlier rules say the opposite."),
    "first-is-then": N_("{value} cannot come before itself."),
    "gap-below-transfer": N_(
        "at most {high} minutes is less than the {transfer} that the patient needs to get there;"
        " state min_gap too if that is meant."
    ),
    "gap-off-grid": N_(
        "no gap of at most {high} minutes leads to a start, because steps start every"
        " {grid} minutes."
    ),
    "gaps-reversed": N_("at most {high} minutes is less than the smallest gap, {low}."),
    "hold-outside-step": N_("{value} reaches past the step, which lasts {minutes} minutes."),
    "holds-out-of-order": N_("{value} overlaps the hold before it or comes before it in time."),
    "impossible-sequence": N_("these rules contradict each other: no times keep all of them."),
    "longer-than-opening": N_(
        "this takes {minutes} minutes, but the clinic is never open longer than {opening}."
    ),
    "never-free": N_("nobody and nothing that qualifies ever has {minutes} minutes in one piece."),
    "nobody-does-all": N_("no {kind} does all of these steps: {value}."),
    "no-resource": N_("nobody and nothing in this clinic is of type {value}."),
    "no-session": N_("no session lists {key}, so it could never be booked."),
    "reversed-hold": N_("{value} ends before it begins, or when it begins."),
    "same-as-nothing": N_("name two steps or more that have the same one."),
    "session-not-for": N_("{value} never needs {resource}, whose session this is."),
    "stay-too-short": N_(
        "the steps take {minutes} minutes, longer than the longest stay of {high}."
    ),
    "too-few-resources": N_(
        "too few qualify: each need of a step takes one of its own, and the other needs take them."
    ),
    "way-without-gap": N_(
        "{first} and {then} are not in one place: state the min_gap that the patient needs to get"
        " from one to the other."
    ),
}

FAULTS: Mapping[str, str] = {
    **_WHOLE_FILE,
    **_KEYS_AND_TYPES,
    **_TEXT_AND_NUMBERS,
    **_REFERENCES,
    **_TIMES,
    **_VISITS,
}
"""By the code of a fault; the fields are its parameters."""

TYPED: Mapping[str, str] = {
    "empty-list": N_("something must stand here."),
    "gap-below-transfer": N_(
        "at most {high} minutes is less than the {transfer} that the patient needs to get there;"
        " if that is meant, say both: 0-{high}."
    ),
    "missing": N_("something must stand here."),
    "no-session": N_(
        "no session is for it yet, so it could never be booked: save it without this, say in the"
        " sessions of whoever does it that they are for it, then tick this."
    ),
    "not-a-date": N_("{value} is not a date; write it like 5 Jan 2026 or 2026-01-05."),
    "not-a-list": N_("{value} cannot be read here."),
    "not-a-table": N_("{value} cannot be read here."),
    "not-a-whole-number": N_("{value} is not a whole number."),
    "not-text": N_("{value} is not a text."),
    "overlapping-hours": N_("this overlaps another line here, on {day:date} first."),
    "repeated-hours": N_("this stands in another line already."),
    "repeated-step": N_(
        "the step {value} is there already; give the second one a name of its own:"
        " {value} as second."
    ),
    "session-without-rule": N_(
        "this session has no rule; say for which visit types, new patients only, or at most how"
        " many."
    ),
    "unknown-reference": N_("nothing here is called {value}."),
    "way-without-gap": N_(
        "{first} and {then} are not in one place: say how many minutes the patient needs at least"
        " to get from one to the other."
    ),
    "week-of-alone": N_("a week is said, but not every how many weeks: every 2 weeks."),
    "week-of-missing": N_(
        "say a day in one of the weeks too, like: every {weeks} weeks, week of 5 Jan 2026."
    ),
}
"""The same of what was typed into a window, where it is written otherwise than in a file."""

_DID_YOU_MEAN = N_("Did you mean {nearest}?")


def fault_text(where: str, code: str, params: Mapping[str, object]) -> str:
    """One line about one fault; `where` is the file's key path, empty for the file as a whole."""
    sentence = _fault(FAULTS[code], params)
    return f"{readable(where)}: {sentence}" if where else sentence


def typed_fault_text(code: str, params: Mapping[str, object]) -> str:
    """The same of what was typed into a window."""
    return _fault(TYPED.get(code, FAULTS[code]), params)


def _fault(sentence: str, params: Mapping[str, object]) -> str:
    said = worded(sentence, params)
    return f"{said} {worded(_DID_YOU_MEAN, params)}" if params.get("nearest") else said
