"""Puts parameters into a sentence's fields, so that no input can do more than be read.

A field is `{name}`, or has one of these kinds behind it: `{start:time}` minutes after midnight,
`{waiting:length}` a number of minutes, `{most:limit}` a number or no limit, `{day:date}` a date
that came as ISO text, `{status:word}` a status, kind or role in the desk's own words,
`{number:visit}` and `{number:patient}` their numbers, one or several, `{reasons:whole}` a text that
is not cut however long, `{path:path}` a path, of which a long one loses its middle,
`{change:code}` a code whose sentence is put here, with the parameter `change_params` as its own.
Nothing else that Python's format knows is allowed: a translation cannot reach into an object.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from string import Formatter

from clinicdesk.services.numbers import patient_number, visit_number
from clinicdesk.wording.machine.dates import day_in_sentence
from clinicdesk.wording.machine.language import translated
from clinicdesk.wording.machine.language_names import language_text
from clinicdesk.wording.machine.marking import N_
from clinicdesk.wording.machine.printable import readable, readable_path
from clinicdesk.wording.machine.times import length_text, time_text

Params = Mapping[str, object]
Say = Callable[[str, Params], str]
Word = Callable[[str], str]

_NO_LIMIT = N_("no limit")
_PATIENTS_LANGUAGE = N_("the patient's language")
"""Where nobody has noted which."""
_BECAUSE = N_("It is so because: {why:whole}")


class Unfillable(Exception):
    """The sentence has a field that the parameters cannot fill."""


def fill(sentence: str, params: Params, say: Say | None = None, word: Word = readable) -> str:
    """The sentence with its fields filled; `say` and `word` word the codes and statuses inside it.

    Raises Unfillable if that cannot be done.
    """
    try:
        parts = list(Formatter().parse(sentence))
        return "".join(
            literal + ("" if name is None else _filled(params, name, kind or "", say, word))
            for literal, name, kind, conversion in parts
            if _unconverted(conversion)
        )
    except (LookupError, TypeError, ValueError) as fault:
        raise Unfillable(str(fault)) from None


def fields(sentence: str) -> set[str]:
    """The names of the parameters that the sentence needs."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def _unconverted(conversion: str | None) -> bool:
    """Python's own conversions would look into an object. Raises ValueError."""
    if conversion:
        raise ValueError(conversion)
    return True


def _filled(params: Params, name: str, kind: str, say: Say | None, word: Word) -> str:
    value = params[name]
    if kind == "code" and say is not None:
        its_params = params.get(f"{name}_params")
        return say(str(value), its_params if isinstance(its_params, Mapping) else {})
    return word(str(value)) if kind == "word" else _KINDS[kind](value)


def _because(why: object) -> str:
    return fill(translated(_BECAUSE, None), {"why": why})


def _plain(value: object) -> str:
    if isinstance(value, date):
        return day_in_sentence(value)
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return readable(", ".join(_plain(item) for item in value))
    return readable(str(value))


def _numbers(value: object, text: Callable[[int], str]) -> str:
    """A number in its usual form; what was typed as a number is shown as it was typed."""
    if isinstance(value, str):
        return readable(value)
    if isinstance(value, Iterable):
        return readable(", ".join(text(_number(number)) for number in value))
    return text(_number(value))


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value


def _date(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


_KINDS: dict[str, Callable[[object], str]] = {
    "": _plain,
    "whole": lambda value: readable(str(value), None),
    "path": lambda value: readable_path(str(value)),
    "time": lambda value: time_text(_number(value)),
    "length": lambda value: length_text(_number(value)),
    "limit": lambda value: translated(_NO_LIMIT, None) if value is None else str(_number(value)),
    "language": lambda value: language_text(str(value)) or translated(_PATIENTS_LANGUAGE, None),
    "because": lambda value: f" {_because(value)}" if value else "",
    "date": lambda value: day_in_sentence(_date(value)),
    "visit": lambda value: _numbers(value, visit_number),
    "patient": lambda value: _numbers(value, patient_number),
}
