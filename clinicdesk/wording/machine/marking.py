"""Marks sentences for translation where they are written, before any language is known."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plural:
    """A sentence in its two English forms; `by` names the parameter that counts."""

    one: str
    many: str
    by: str = "count"


Sentence = str | Plural
"""Named fields in braces, no positions: `{name}`, `{start:time}` (see `filling.py`)."""


def N_(sentence: str) -> str:  # noqa: N802 - the name that translators' tools know
    """Mark a sentence; `make messages` collects whatever stands between these brackets."""
    return sentence


def P_(one: str, many: str, by: str = "count") -> Plural:  # noqa: N802
    """Mark a sentence with a number in it: `P_("one step", "{count} steps")`."""
    return Plural(one, many, by)
