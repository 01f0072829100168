"""Texts of messages to patients with placeholders: which there are, and how they are filled.

A line is left out if all of its placeholders have nothing to say: a clinic without a web page needs
no other text than one with. What is filled in is never filled itself.
"""

import re
from collections.abc import Mapping

OCCASIONS = ("new", "changed", "called-off")
"""What a message is about."""

PLACEHOLDERS = (
    "greeting_name",
    "clinic",
    "day",
    "begin",
    "arrive",
    "until",
    "itinerary",
    "former",
    "instructions",
    "address",
    "directions",
    "phone",
    "web",
    "email",
)
"""Every word that may stand in braces (docs/messages.md)."""

PLACEHOLDERS_OF_SUBJECT = ("clinic", "day", "begin", "arrive")
"""Those that say something on one line that others may read over the patient's shoulder."""

_BRACED = re.compile(r"\{([^{}\n]*)\}")
_EMPTY_LINES = re.compile(r"\n{3,}")


def unknown_placeholder(text: str, known: tuple[str, ...] = PLACEHOLDERS) -> str | None:
    """The first word in braces that is none of these; None where all are known."""
    return next((word for word in _BRACED.findall(text) if word not in known), None)


def message_text(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled; lines that have nothing but empty ones are left out.

    Between paragraphs is one empty line at most, and none at the ends.
    """
    lines = []
    for line in text.splitlines():
        asked = [word for word in _BRACED.findall(line) if word in values]
        if not asked or any(values[word] for word in asked):
            lines.append(_BRACED.sub(lambda found: values.get(found[1], found[0]), line).rstrip())
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
