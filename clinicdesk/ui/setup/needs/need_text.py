"""A need of a visit type as it is typed in a line, and back. Pure, no widgets.

`physiatry or "Lee, Ann" (60 min) or pa (penalty 15): 0-10, 40-end, before 5, after 10, only on
site`. Words stand as in the clinic file; what is no word of these is handed on to the file's reader
as it was typed.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from clinicdesk.ui.setup.line_words import NEEDS, english_line, shown_line
from clinicdesk.ui.setup.quoting import (
    DASH,
    NOTHING_CALLED,
    NOTHING_KNOWN,
    Called,
    Known,
    called,
    halves,
    in_file,
    masked,
    pieces,
    unquoted,
    with_names_quoted,
)

Need = Mapping[str, Any]
"""The table of a need in the clinic file."""

_OR = r"(?:\bor\b|,)(?![^()]*\))"
"""Not inside brackets."""
_EXTRAS = re.compile(r"\(([^()]*)\)\s*$")
_MINUTES = re.compile(r"([0-9]+)\s*min(?:utes?)?", re.IGNORECASE)
_PENALTY = re.compile(r"penalty\s+([0-9]+)", re.IGNORECASE)
_ONLY = re.compile(r"only\s+(.+)", re.IGNORECASE)
_BUFFER = re.compile(r"(before|after)\s+([0-9]+)", re.IGNORECASE)


def need_line(need: Need, names: Called = NOTHING_CALLED) -> str:
    """The line of a need; who qualifies is `called` by these names."""
    who = " or ".join(_who_text(one, names) for one in need.get("one_of", ()))
    buffers = [f"{key} {need[key]}" for key in ("before", "after") if need.get(key)]
    places = [f"only {place}" for place in need.get("places", ())]
    when = ", ".join((*map(str, need.get("holds", ())), *buffers, *places))
    return shown_line(f"{who}: {when}" if when else who, NEEDS, names.values())


def need_entry(line: str, known: Known = NOTHING_KNOWN) -> dict[str, object]:
    """The need that the line means; who is `known` by that name stands in it as in the file."""
    line = english_line(line, NEEDS, known)
    who, when = halves(with_names_quoted(line, known), ":")
    one_of = [_who_entry(text, known) for text in pieces(who, _OR)]
    entry: dict[str, object] = {"one_of": one_of}
    holds: list[str] = []
    places: list[str] = []
    for text in pieces(when, "[,;]"):
        buffer, only = _BUFFER.fullmatch(text), _ONLY.fullmatch(text)
        if only is not None:
            places.append(" ".join(only[1].split()).casefold())
        elif buffer is None:
            holds.append(DASH.sub("-", text).casefold())
        elif int(buffer[2]):
            entry[buffer[1].casefold()] = int(buffer[2])
    lists = {"holds": holds, "places": places}
    return {**entry, **{key: texts for key, texts in lists.items() if texts}}


def named(need: Need) -> tuple[str, ...]:
    """Who or what qualifies: keys of types, and names."""
    return tuple(str(one["who"] if isinstance(one, Mapping) else one) for one in need["one_of"])


def longest_of(need: Need, minutes: int) -> int:
    """How long a visit of so many minutes lasts with whoever takes longest."""
    own = (one.get("minutes") for one in need["one_of"] if isinstance(one, Mapping))
    return max((minutes, *(int(each) for each in own if each)))


def _who_text(one: object, names: Called) -> str:
    if not isinstance(one, Mapping):
        return called(str(one), names)
    said = {"minutes": "{} min", "penalty": "penalty {}"}
    extras = [text.format(one[key]) for key, text in said.items() if one.get(key)]
    who = called(str(one.get("who", "")), names)
    return f"{who} ({', '.join(extras)})" if extras else who


def _who_entry(text: str, known: Known) -> object:
    found = _EXTRAS.search(masked(text))
    if found is None:
        return in_file(unquoted(text), known)
    extras = dict(_extras(text[found.start(1) : found.end(1)]))
    if not all(extras.values()):
        return in_file(unquoted(text), known)
    return {"who": in_file(unquoted(text[: found.start()]), known), **extras}


def _extras(text: str) -> Iterator[tuple[str, int]]:
    """What stands in brackets behind somebody; 0 for what is none of it."""
    for piece in pieces(text, "[,;]"):
        minutes, penalty = _MINUTES.fullmatch(piece), _PENALTY.fullmatch(piece)
        if minutes is not None:
            yield "minutes", int(minutes[1])
        elif penalty is not None:
            yield "penalty", int(penalty[1])
        else:
            yield piece, 0
