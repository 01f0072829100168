"""Names in a typed line: in quotation marks where they hold what else separates them. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

Known = Mapping[str, str]
"""What stands in a clinic file, by what people call it in small letters."""

NOTHING_KNOWN: Known = MappingProxyType({})

Called = Mapping[str, str]
"""By the words of a clinic file: what stands for them in a line."""

NOTHING_CALLED: Called = NOTHING_KNOWN

_SEPARATES = re.compile(r'[,:;()"]|\b(?:or|then|as)\b', re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
DASH = re.compile(r"\s*[-\N{EN DASH}]\s*")


def quoted(name: str) -> str:
    """The name as it stands in a line; `unquoted` makes the same name of it."""
    plain = name and name == " ".join(name.split()) and not _SEPARATES.search(name)
    return name if plain else '"' + name.replace('"', '""') + '"'


@dataclass(frozen=True)
class Spoken:
    """What people call words of a clinic file, and which they mean by what they type."""

    names: Called = field(default_factory=dict)
    known: Known = field(default_factory=dict)


NOTHING_SPOKEN = Spoken()


def spoken_of(names: Called, also: Known = NOTHING_KNOWN) -> Spoken:
    """The words that have these names; typed they may `also` be called otherwise."""
    known = {**also, **{name.casefold(): word for word, name in names.items()}}
    own = {word: name for word, name in names.items() if in_file(name, known) == word}
    return Spoken(own, known)


def called(word: str, names: Called) -> str:
    """What stands in a line for a word of the clinic file: its name, or the word itself."""
    return names.get(word) or quoted(word)


def line_in_names(
    value: Any,
    line: Callable[[Any, Called], str],
    entry: Callable[[str, Known], object],
    spoken: Spoken,
) -> str:
    """The line of a value in the names that people read, as plain as it means the same.

    In quotation marks where a name would be taken for something else; where even then, in the
    words of the file.
    """
    in_file_words = line(value, NOTHING_CALLED)
    meant = entry(in_file_words, spoken.known)
    plain = line(value, spoken.names)
    if entry(plain, spoken.known) == meant:
        return plain
    safe = line(value, {word: quoted(name) for word, name in spoken.names.items()})
    return safe if entry(safe, spoken.known) == meant else in_file_words


def unquoted(text: str) -> str:
    """The name that stands there."""
    text = text.strip()
    if _QUOTED.fullmatch(text):
        return text[1:-1].replace('""', '"')
    return " ".join(text.split())


def in_file(name: str, known: Known) -> str:
    """The word of the clinic file for what somebody calls so; what is not known stays as it is."""
    return name if name in known.values() else known.get(name.casefold(), name)


def with_names_quoted(text: str, known: Known) -> str:
    """The text with quotation marks around what is called so and holds what else separates.

    People type `Talk: plan` as it is called; that its colon separates nothing is for us to know.
    """
    names = sorted({*known, *known.values()}, key=len, reverse=True)
    awkward = [re.escape(name) for name in names if quoted(name) != name]
    if not awkward:
        return text
    whole = re.compile(rf"(?<![\w\"])(?:{'|'.join(awkward)})(?![\w\"])", re.IGNORECASE)
    begin, found = 0, []
    for match in whole.finditer(masked(text)):
        found += [text[begin : match.start()], quoted(text[match.start() : match.end()])]
        begin = match.end()
    return "".join((*found, text[begin:]))


def masked(text: str) -> str:
    """The text with nothing in its names that could be taken for anything else."""
    return _QUOTED.sub(lambda found: "\0" * len(found[0]), text)


def pieces(text: str, separator: str) -> list[str]:
    """What stands between the separators, a regular expression; nothing that is empty."""
    found, begin = [], 0
    for match in re.finditer(separator, masked(text), re.IGNORECASE):
        found.append(text[begin : match.start()])
        begin = match.end()
    return [piece.strip() for piece in (*found, text[begin:]) if piece.strip()]


def halves(text: str, separator: str) -> tuple[str, str]:
    """What stands before and after the first separator; nothing after it if there is none."""
    match = re.search(separator, masked(text), re.IGNORECASE)
    if match is None:
        return text.strip(), ""
    return text[: match.start()].strip(), text[match.end() :].strip()
