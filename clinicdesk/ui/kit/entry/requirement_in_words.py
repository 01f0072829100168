"""What is said of a requirement, as people type it: "asked for, from County, decide by fri".

Pure, no widgets. What is shown is typed again as it stands.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from clinicdesk.services.patients.detail_values import HeldRequirement, RequirementState
from clinicdesk.ui.kit.entry.dates_in_words import day_in_words
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import short_day
from clinicdesk.wording.machine.typed_words import (
    HELD,
    STATES,
    begins_in_english,
    folded,
    in_english,
)

_STATES: Mapping[str, RequirementState] = {
    **dict.fromkeys(("met", "here", "received", "yes"), RequirementState.MET),
    **dict.fromkeys(("requested", "asked", "ordered"), RequirementState.REQUESTED),
    **dict.fromkeys(("waived", "no need"), RequirementState.WAIVED),
    **dict.fromkeys(("missing", "no"), RequirementState.OPEN),
}
"""What people say besides the words that are shown."""

_REFERENCE = re.compile(
    r"(?:(?:no\.|nr\.|#|number[:.])\s*(?=\S)|(?:no|nr|number)\s+(?=\S*[0-9]))(.*)", re.IGNORECASE
)
"""Without a sign that it is a number, a digit says so: "no answer yet" is a note."""


Read = Callable[[str, date, str], date | None]
"""What a text means, counted from a day, in the clinic's order."""


class NotSaid(Exception):
    """The text does not say it; the sentence says what would."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(say(code, params))
        self.code, self.params = code, params

    @property
    def sentence(self) -> str:
        """What is wrong, and what to type."""
        return str(self)


def state_word(state: RequirementState) -> str:
    """`open`, `asked for`, `there`, `not needed`."""
    return say(f"requirement.{state}")


def requirement_in_words(
    about: HeldRequirement, text: str, today: date, order: str
) -> HeldRequirement:
    """What the text says of that requirement; `order` is the clinic's for dates.

    Its state comes first, then in any order where it is from, a number, a day that it bears, its
    last day, the day to decide by, a note; after "not needed:" stands why. Without a day it is
    today's. Raises NotSaid.
    """
    first, *others = (part.strip() for part in text.split(","))
    word, _, why = (part.strip() for part in first.partition(":"))
    state = _state_of(word)
    if state is None:
        raise NotSaid("requirement.no-state", word=word)
    said = HeldRequirement(
        about.name, state, about.visit, number=about.number, version=about.version
    )
    notes = [why] if why else []
    for part in filter(None, others):
        found = _part(said, part, today, order)
        if found is None:
            notes.append(part)
        else:
            said = found
    said = replace(said, note=", ".join(notes))
    if state is RequirementState.WAIVED and not said.note:
        raise NotSaid("requirement.why-waived")
    dated = said.dated or (today if state is not RequirementState.OPEN else None)
    return replace(said, dated=dated)


def requirement_text(said: HeldRequirement, today: date) -> str:
    """What was said of it, as it would be typed: its name stands elsewhere."""
    waived = said.state is RequirementState.WAIVED and said.note
    first = f"{state_word(said.state)}: {said.note}" if waived else state_word(said.state)
    parts = [first]
    if said.source:
        parts.append(say("requirement.from", {"source": said.source}))
    if said.reference:
        parts.append(say("requirement.reference", {"reference": said.reference}))
    if said.dated:
        parts.append(_day_text(said.dated, today))
    if said.valid_until:
        parts.append(
            say("requirement.until", {"day": _day_text(said.valid_until, today, _day_to_come)})
        )
    if said.decide_by:
        parts.append(
            say("requirement.decide-by", {"day": _day_text(said.decide_by, today, _day_to_come)})
        )
    if said.note and not waived:
        parts.append(said.note)
    return ", ".join(parts)


def _day_text(day: date, today: date, read: Read = day_in_words) -> str:
    """The day as it is shown, with its year where it would be taken for another without."""
    near = short_day(day, today)
    return near if read(near, today, "MDY") == day else short_day(day)


def _state_of(word: str) -> RequirementState | None:
    """The one state whose word, or another for it, begins so."""
    said = folded(in_english(word, STATES))
    words = {folded(state_word(each)): each for each in RequirementState} | dict(_STATES)
    if said in words:
        return words[said]
    found = {state for name, state in words.items() if said and name.startswith(said)}
    return found.pop() if len(found) == 1 else None


def _part(said: HeldRequirement, part: str, today: date, order: str) -> HeldRequirement | None:
    """With what that part says; None if it is a note."""
    part = begins_in_english(part, HELD)
    word, _, rest = part.partition(" ")
    if word.casefold() == "from" and rest:
        return replace(said, source=rest)
    if (reference := _REFERENCE.fullmatch(part)) is not None:
        return replace(said, reference=reference[1])
    for begin in ("valid until ", "until "):
        if part.casefold().startswith(begin):
            return replace(said, valid_until=_day(part[len(begin) :], today, order))
    if part.casefold().startswith("decide by "):
        return replace(said, decide_by=_day(part[len("decide by ") :], today, order))
    if word.casefold() == "by":
        return _by(said, rest, today, order)
    day_said = day_in_words(part, today, order)
    return None if day_said is None else replace(said, dated=day_said)


def _by(said: HeldRequirement, text: str, today: date, order: str) -> HeldRequirement | None:
    """With the day to decide by; by fax or by mail is a note."""
    if _day_to_come(text, today, order) is None and not re.search("[0-9]", text):
        return None
    return replace(said, decide_by=_day(text, today, order))


def _day(text: str, today: date, order: str) -> date:
    day = _day_to_come(text, today, order)
    if day is None:
        raise NotSaid("requirement.no-day", word=text)
    return day


def _day_to_come(text: str, today: date, order: str) -> date | None:
    """The day that was meant; one without its year is never past."""
    day = day_in_words(text, today, order)
    if day is None or day >= today or _YEAR.search(text):
        return day
    return day_in_words(text, day + _LATER, order)


_YEAR = re.compile(r"[0-9]{4}")
_LATER = timedelta(days=366)
"""Counted from so much later, a day without a year is that of the next year."""
