"""The words of a clinic's typed lines in the window's language, and back. Pure, no widgets.

A line is read and written in English (`hours_text.py`, `dated_text.py`, `needs/need_text.py`,
`steps/step_text.py`); what people see and type is that line in their words. Names and free text
are left as they are.
"""

from collections.abc import Callable, Iterable

from clinicdesk.wording.machine.marking import N_
from clinicdesk.wording.machine.typed_words import TypedWords, in_english, in_window_words

_TIMES = ("typed|closed", "typed|and", "typed|to", "typed|noon", "typed|midnight")
_HALVES = ("typed|am", "typed|pm")

HOURS = TypedWords(
    (
        *_TIMES,
        N_("typed|every"), N_("typed|week of"), N_("typed|weeks"), N_("typed|other"),
        N_("typed|in the month"), N_("typed|1st"), N_("typed|2nd"), N_("typed|3rd"),
        N_("typed|4th"), N_("typed|5th"), "typed|last", "typed|from", "typed|until",
        N_("typed|for"), N_("typed|new patients only"), N_("typed|at most"),
        N_("typed|only here"), N_("typed|for all from"), N_("typed|day before"),
        N_("typed|days before"),
    ),
    _HALVES,
    weekdays=True,
    months=True,
)  # fmt: skip
"""Hours and sessions."""

DATED = TypedWords(
    (*_TIMES, N_("typed|every year"), "typed|the"), _HALVES, weekdays=True, months=True
)
"""Absences, days with hours of their own, and seasons."""

NEEDS = TypedWords(
    (
        N_("typed|or"), N_("typed|penalty"), "typed|before", "typed|after", N_("typed|end"),
        N_("typed|only"), N_("typed|on site"), N_("typed|video"), N_("typed|phone"),
    ),
    (N_("typed|min"),),
)  # fmt: skip
"""What a visit type needs."""

STEPS = TypedWords(
    (
        N_("typed|as"), N_("typed|then"), N_("typed|up to"), N_("typed|or more"), "typed|at most",
        "typed|at least", "typed|on site", "typed|video", "typed|phone", N_("typed|room"),
        N_("typed|practitioner"),
    ),
    ("typed|min",),
)  # fmt: skip
"""Steps and rules of a template."""

HOLIDAYS = TypedWords(("typed|only", "typed|in"))
LEADS = TypedWords((N_("typed|days ahead"), N_("typed|weeks ahead")))

COLORS = TypedWords(
    (
        N_("typed|blue"), N_("typed|teal"), N_("typed|green"), N_("typed|olive"),
        N_("typed|amber"), N_("typed|orange"), N_("typed|red"), N_("typed|pink"),
        N_("typed|purple"), N_("typed|indigo"), N_("typed|brown"), N_("typed|gray"),
    )
)  # fmt: skip

TEXTS = TypedWords((N_("typed|public name"), N_("typed|instructions")))
"""Which text for patients it is."""

Change = Callable[[str, TypedWords, Iterable[str]], str]


def shown_line(line: str, words: TypedWords, kept: Iterable[str] = (), free: str = "") -> str:
    """The line in the window's words, but for the `kept` names, and what follows `free`.

    As it is where it would not be read as the same again.
    """
    names = tuple(kept)
    shown = _before(line, words, names, free, in_window_words)
    return shown if english_line(shown, words, names, free) == line else line


def english_line(line: str, words: TypedWords, kept: Iterable[str] = (), free: str = "") -> str:
    """The way back."""
    return _before(line, words, tuple(kept), free, in_english)


def shown_end(line: str, words: TypedWords) -> str:
    """The line with its last part, behind a comma, in the window's words."""
    text, comma, end = line.rpartition(", ")
    return text + comma + in_window_words(end, words) if comma else line


def english_end(line: str, words: TypedWords) -> str:
    """The way back."""
    text, comma, end = line.rpartition(", ")
    return text + comma + in_english(end, words) if comma else line


def _before(line: str, words: TypedWords, kept: tuple[str, ...], free: str, change: Change) -> str:
    said, mark, rest = line.partition(free) if free else (line, "", "")
    return change(said, words, kept) + mark + rest
