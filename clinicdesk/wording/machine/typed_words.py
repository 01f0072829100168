"""Words that people type where a short phrase is read: in the window's language, or in English.

What reads such a phrase reads English; `in_english` comes before it, and `in_window_words` makes
what stands in the field. A translation gives all that people may type, the first is what is shown:
`typed|until` is `typed|hasta|hasta el`. Of a word that two translations have, the later one of a
table is meant. Accents may be left out.
"""

import gettext
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from clinicdesk.wording.machine.dates import MONTHS, SHORT_WEEKDAYS
from clinicdesk.wording.machine.language import spoken, translated
from clinicdesk.wording.machine.marking import N_
from clinicdesk.wording.machine.times import WEEKDAYS

_LONG_MONTHS = (
    N_("typed|january"), N_("typed|february"), N_("typed|march"), N_("typed|april"),
    N_("typed|may"), N_("typed|june"), N_("typed|july"), N_("typed|august"),
    N_("typed|september"), N_("typed|october"), N_("typed|november"), N_("typed|december"),
)  # fmt: skip
_LEAST_OF_WEEKDAY, _LEAST_OF_MONTH = 2, 3
"""Letters from which on the beginning of a name stands for it."""

_SHORT = 3
"""Letters of a short English name."""

_QUOTED = r'"(?:[^"]|"")*"'
_LETTERS = r"[^\W\d_]+"
_PARTS = re.compile(r"\d[\d:]*:\d+|\d+\s*-\s*\d+|[^\W_]+")
"""Words and numbers; a time, and a stretch of time, is one part."""


@dataclass(frozen=True)
class TypedWords:
    """What may stand in a phrase of one kind."""

    words: tuple[str, ...]
    units: tuple[str, ...] = ()
    """Words that may stand right behind a number: `2w`."""
    weekdays: bool = False
    months: bool = False


DAYS = TypedWords(
    (
        N_("typed|today"), N_("typed|tomorrow"), N_("typed|yesterday"),
        N_("typed|day after tomorrow"), N_("typed|next"), N_("typed|last"), N_("typed|this"),
        N_("typed|in"), N_("typed|ago"), N_("typed|the"),
    ),
    (N_("typed|days"), N_("typed|weeks"), N_("typed|months"), N_("typed|years")),
    weekdays=True,
    months=True,
)  # fmt: skip
"""A day: `next tue`, `2 weeks ago`, `24 nov`."""

TIMES = TypedWords(
    (
        N_("typed|noon"), N_("typed|midnight"), N_("typed|morning"), N_("typed|afternoon"),
        N_("typed|evening"), N_("typed|at"), N_("typed|from"), N_("typed|after"),
        N_("typed|until"), N_("typed|before"), N_("typed|between"), N_("typed|and"),
        N_("typed|to"), N_("typed|closed"),
    ),
    (N_("typed|am"), N_("typed|pm")),
    weekdays=True,
)  # fmt: skip
"""Hours, perhaps on days of the week: `mon wed 8-12`, `after 3 pm`, `between 9 and 11`."""

WHEN = TypedWords(
    (N_("typed|now"), *TIMES.words, *DAYS.words),
    (*DAYS.units, *TIMES.units),
    weekdays=True,
    months=True,
)
"""A day, hours, or both."""

LENGTHS = TypedWords(
    (N_("typed|at least"), "typed|before", "typed|and", N_("typed|none")),
    (N_("typed|minutes"), N_("typed|hours"), "typed|days", "typed|weeks"),
)
"""A length of time: `2 hours`, `at least 1 day before`."""

HELD = TypedWords(
    (
        "typed|from", "typed|until", N_("typed|valid until"), N_("typed|decide by"),
        N_("typed|by"), N_("typed|number"),
    )
)  # fmt: skip
"""How a part begins that says something of what must be there before a visit."""


KIN = TypedWords(
    (
        N_("typed|mother"), N_("typed|father"), N_("typed|wife"), N_("typed|husband"),
        N_("typed|partner"), N_("typed|daughter"), N_("typed|son"),
    )
)  # fmt: skip
"""Who somebody is to a patient, besides the words that are shown."""

STATES = TypedWords((N_("typed|received"), N_("typed|requested"), N_("typed|missing")))
"""How it stands with what must be there before a visit, besides the words that are shown."""


def in_english(text: str, words: TypedWords, kept: Iterable[str] = ()) -> str:
    """The text with the English word for each of the window's language that may stand there.

    What stands in quotation marks, or is one of the `kept` names, is left as it is.
    """
    table = _table(spoken(), words)
    if not table.english:
        return text
    plain = folded(text)
    parts, begin = list[str](), 0
    for match in re.finditer(_either((*_named(kept), table.pattern, _LETTERS)), plain):
        word = table.english.get(match[0])
        if word is None and match[0].isalpha():
            month = table.name(match[0], month=True)
            is_month = month is not None and _is_month(match, table, plain)
            word = month if is_month else table.name(match[0], month=False)
        if word is not None:
            parts += [text[begin : match.start()], word]
            begin = match.end()
    return "".join((*parts, text[begin:]))


def begins_in_english(text: str, words: TypedWords) -> str:
    """The text with the English for the words with which it begins; what follows is left."""
    table = _table(spoken(), words)
    found = re.match(table.pattern, folded(text)) if table.english else None
    known = None if found is None else table.english.get(found[0])
    return text if found is None or known is None else known + text[found.end() :]


def in_window_words(text: str, words: TypedWords, kept: Iterable[str] = ()) -> str:
    """The way back: English words of these as the window's language has them."""
    table = _table(spoken(), words)
    if not table.english:
        return text
    parts, begin = list[str](), 0
    for match in re.finditer(_either((*_named(kept), table.back_pattern)), folded(text)):
        if match[0] in table.shown:
            parts += [text[begin : match.start()], table.shown[match[0]]]
            begin = match.end()
    return "".join((*parts, text[begin:]))


def with_english_months(text: str) -> str:
    """`4 de mayo de 1978` and `04-ene-1978` as `4 may 1978`: days with a month's name, that alone.

    What else stands there may be a name: April is one, too.
    """
    table = _table(spoken(), DAYS)
    if not table.english:
        return text
    plain, begin, parts = folded(text), 0, list[str]()
    for match in _SPOKEN_DAY.finditer(plain):
        words = re.findall(_LETTERS, match["words"])
        known = [word for word in words if table.english.get(word) != "the"]
        number = _number(table.months, known[0], _LEAST_OF_MONTH) if len(known) == 1 else None
        if number is not None:
            said = f"{match['day']} {_ENGLISH_MONTHS[number][:3]} {match['year']}"
            parts += [text[begin : match.start()], said]
            begin = match.end()
    return "".join((*parts, text[begin:]))


def folded(text: str) -> str:
    """In small letters without accents, each of them one character as before: `si` for `Sí`."""
    return "".join(unicodedata.normalize("NFD", char)[0].lower()[0] for char in text)


_SPOKEN_DAY = re.compile(
    rf"(?<!\w)(?P<day>\d{{1,2}})[-./\s]+(?P<words>{_LETTERS}[-./\s]+(?:{_LETTERS}[-./\s]+){{0,3}})"
    r"(?P<year>\d{4}|\d\d)(?!\w)"
)
_ENGLISH_WEEKDAYS = tuple(name.casefold() for name in WEEKDAYS)
_ENGLISH_MONTHS = tuple(name.partition("|")[2] for name in _LONG_MONTHS)


@dataclass(frozen=True)
class _Table:
    """Both ways between English and a language, all in small letters without accents."""

    english: Mapping[str, str]
    """The English word for each; empty where the language is English."""
    pattern: str
    shown: Mapping[str, str]
    """What is shown for each English word."""
    back_pattern: str
    weekdays: Sequence[tuple[str, ...]] = field(default=())
    months: Sequence[tuple[str, ...]] = field(default=())

    def name(self, word: str, *, month: bool) -> str | None:
        """The English name of a day of the week or of a month, as short as that is."""
        names = self.months if month else self.weekdays
        number = _number(names, word, _LEAST_OF_MONTH if month else _LEAST_OF_WEEKDAY)
        if number is None:
            return None
        name = (_ENGLISH_MONTHS if month else _ENGLISH_WEEKDAYS)[number]
        return name[:_SHORT] if word == names[number][1] else name


@lru_cache(maxsize=32)
def _table(_language: gettext.NullTranslations, words: TypedWords) -> _Table:
    """That of the language in use, by which it is kept."""
    said = {
        code.partition("|")[2]: tuple(translated(code, None).removeprefix("typed|").split("|"))
        for code in (*words.units, *words.words)
    }
    weekdays = _names(WEEKDAYS, SHORT_WEEKDAYS) if words.weekdays else []
    months = _names(_LONG_MONTHS, MONTHS) if words.months else []
    english = {
        folded(each): name for name, others in said.items() for each in others if each != name
    }
    days = dict(zip(_ENGLISH_WEEKDAYS, (name[0] for name in weekdays), strict=False))
    short = {day[:3]: translated(SHORT_WEEKDAYS[at], None).lower() for at, day in enumerate(days)}
    units = [folded(each) for code in words.units for each in said[code.partition("|")[2]]]
    shown = {name: others[0] for name, others in said.items()} | days | short
    if not english and all(name == each for name, each in shown.items()):
        return _Table({}, "", {}, "")
    pattern = _either((_whole(english, r"(?<!\w)"), _whole(units, r"(?<![^\W\d_])")))
    return _Table(english, pattern, shown, _whole(shown, r"(?<!\w)"), weekdays, months)


def _names(full: Iterable[str], short: Iterable[str]) -> list[tuple[str, ...]]:
    """By number: how it is written in full, and shortened."""
    return [
        tuple(folded(translated(each, None).removeprefix("typed|")).rstrip(".") for each in names)
        for names in zip(full, short, strict=True)
    ]


def _number(names: Sequence[tuple[str, ...]], word: str, least: int) -> int | None:
    """Which one is called so, or alone begins so."""
    exact = [number for number, both in enumerate(names) if word in both]
    if not exact and len(word) >= least:
        exact = [number for number, both in enumerate(names) if both[0].startswith(word)]
    return exact[0] if len(exact) == 1 else None


def _is_month(word: re.Match[str], table: _Table, text: str) -> bool:
    """Of what can be both: a month behind a number, or before one that has no month behind it.

    `8 mar` and `mar 8` are in March, `mar 24 nov` is a Tuesday.
    """
    before, after = (
        [part for part in _PARTS.findall(beside) if table.english.get(part) != "the"]
        for beside in (text[: word.start()], text[word.end() :])
    )
    if before and before[-1].isdigit():
        return True
    month_follows = len(after) > 1 and table.name(after[1], month=True) is not None
    return bool(after) and after[0].isdigit() and not month_follows


def _whole(words: Iterable[str], before: str) -> str:
    """Matches the words as they stand alone, longest first; `before` looks at what precedes."""
    alone = sorted(set(words), key=len, reverse=True)
    return rf"{before}(?:{'|'.join(map(re.escape, alone))})(?![^\W_])" if alone else r"(?!)"


def _named(kept: Iterable[str]) -> Iterator[str]:
    """What is left as it is: in quotation marks, and names."""
    yield _QUOTED
    names = sorted({folded(name) for name in kept if name}, key=len, reverse=True)
    if names:
        yield rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)"


def _either(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)
