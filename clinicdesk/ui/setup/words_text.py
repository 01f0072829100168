"""Texts for patients in the clinic's other languages as they are typed, and back. Pure.

A line for each: `es public name: Fisioterapia`, `es instructions: Traiga zapatos. ¶ Llegue.`, where
the pilcrow begins another line.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from clinicdesk.ui.setup.line_words import TEXTS, english_line, shown_line

Words = Mapping[str, Mapping[str, Any]]
"""By language and key, as in the clinic file."""

_LINE = re.compile(r"(?P<language>\S+)\s+(?P<key>[^:]+?)\s*:\s*(?P<text>.*)")
_BREAK = " \N{PILCROW SIGN} "


def words_lines(words: Words) -> tuple[str, ...]:
    """A line for each text."""
    return tuple(
        shown_line(
            f"{language} {key.replace('_', ' ')}: {_BREAK.join(str(text).splitlines())}",
            TEXTS,
            free=":",
        )
        for language, texts in words.items()
        for key, text in texts.items()
    )


def words_entry(lines: Iterable[str]) -> dict[str, dict[str, str]] | None:
    """The table that the lines mean; None without any."""
    found: dict[str, dict[str, str]] = {}
    for line in lines:
        match = _LINE.fullmatch(english_line(line.strip(), TEXTS, free=":"))
        if match is None:
            found.setdefault(line.strip(), {})
            continue
        key = "_".join(match["key"].casefold().split())
        text = re.sub(r"\s*\N{PILCROW SIGN}\s*", "\n", match["text"])
        found.setdefault(match["language"], {})[key] = text
    return found or None
