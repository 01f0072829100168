"""Puts parameters into a sentence's fields, so that no input can do more than be read.

A field is `{name}`, or with one of three kinds behind it: `{start:time}` for minutes after
midnight, `{waiting:length}` for a number of minutes, `{day:date}` for a date that came as ISO text.
Nothing else that Python's format knows is allowed: a translation cannot reach into an object.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from string import Formatter

from clinicdesk.wording.times import date_text, length_text, time_text

LONGEST = 200
"""Characters of one text parameter that are printed; what follows is cut off."""

_JOINERS = "\u200c\u200d"
"""Invisible, but letters of Persian and of several Indian scripts join by them."""


class Unfillable(Exception):
    """The sentence has a field that the parameters cannot fill."""


def fill(sentence: str, params: Mapping[str, object]) -> str:
    """The sentence with its fields filled. Raises Unfillable if that cannot be done."""
    try:
        parts = list(Formatter().parse(sentence))
    except ValueError as fault:
        raise Unfillable(str(fault)) from None
    return "".join(
        literal + ("" if name is None else _filled(name, kind or "", conversion, params))
        for literal, name, kind, conversion in parts
    )


def fields(sentence: str) -> set[str]:
    """The names of the parameters that the sentence needs."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def readable(text: str) -> str:
    """The text without control characters: nothing that moves a cursor or turns the line around.

    White space of any kind becomes a space, everything else that is not meant to be seen (escape
    codes, marks of writing direction, undecodable bytes) a question mark.
    """
    shown = "".join(map(_shown, text[: LONGEST + 1]))
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 3] + "..."


def _shown(character: str) -> str:
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Cs", "Cn", "Co") and character not in _JOINERS:
        return "?"
    return character


def _filled(name: str, kind: str, conversion: str | None, params: Mapping[str, object]) -> str:
    if name not in params or conversion or kind not in _KINDS:
        raise Unfillable(name)
    try:
        return _KINDS[kind](params[name])
    except (TypeError, ValueError):
        raise Unfillable(name) from None


def _plain(value: object) -> str:
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return readable(", ".join(_plain(item) for item in value))
    return readable(str(value))


def _whole_minutes(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value


_KINDS: dict[str, Callable[[object], str]] = {
    "": _plain,
    "time": lambda value: time_text(_whole_minutes(value)),
    "length": lambda value: length_text(_whole_minutes(value)),
    "date": lambda value: date_text(
        value if isinstance(value, date) else date.fromisoformat(str(value))
    ),
}
