"""Which texts may be kept, wherever they come from: how long they are, and of what characters."""

import unicodedata
from collections.abc import Mapping
from typing import Literal

Unfit = Literal["control-character", "too-long"]

LONGEST_NAME = 120
LONGEST_TEXT = 4000

LONGEST: Mapping[str, int] = {
    "clinic-name": LONGEST_NAME,
    "comes-for": LONGEST_NAME,
    "email": 254,
    "family": LONGEST_NAME,
    "flag": 60,
    "given": LONGEST_NAME,
    "note": LONGEST_TEXT,
    "phone": 40,
    "reason": 500,
    "reference": LONGEST_NAME,
    "requirement": LONGEST_NAME,
    "source": LONGEST_NAME,
    "step-note": 500,
    "task": 500,
    "whereabouts": LONGEST_NAME,
    "whom": LONGEST_NAME,
}
"""Characters of what somebody types, by what it is."""

_JOINERS = "\u200c\u200d"
"""Invisible, but letters of Persian and of several Indian scripts join by them."""

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def unfit(text: str, longest: int, *, lines: bool = False) -> Unfit | None:
    """What is wrong with a text; with `lines` it may have several. None if nothing is."""
    if len(text) > longest:
        return "too-long"
    if any(is_unseen(char) for char in text if not (lines and char in "\r\n\t")):
        return "control-character"
    return None


def is_unseen(char: str) -> bool:
    """Whether a character is not there to be read: it controls, hides, or turns text around.

    One that no standard gives a shape to is none either.
    """
    return unicodedata.category(char) in _UNSEEN and char not in _JOINERS
