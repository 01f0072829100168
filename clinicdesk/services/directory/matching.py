"""Who fits a few typed words: each begins a word of something that is said of them. Pure."""

from collections.abc import Iterable, Iterator

from clinicdesk.models.patient_keys import name_key
from clinicdesk.services.directory.listing import Listed

LEAST_STEM = 4
"""From so many letters on a typed plural finds the singular too."""


def fits(listed: Listed, text: str) -> bool:
    """Whether every word of the text is said of them."""
    words = set(_words(_said_of(listed)))
    return all(any(_begins(word, key) for word in words) for key in _words((text,)))


def asked_type(listed: Listed, text: str) -> int | None:
    """The visit type of theirs that the text names, by a word of at least four letters."""
    keys = [key for key in _words((text,)) if len(key) >= LEAST_STEM]
    for number, name in listed.visit_types:
        if any(_begins(word, key) for word in _words((name,)) for key in keys):
            return number
    return None


def shown_type(listed: Listed, text: str) -> int | None:
    """The visit type for which they are shown free: that, else their shortest; None without any."""
    shortest = listed.visit_types[0][0] if listed.visit_types else None
    return asked_type(listed, text) or shortest


def _said_of(listed: Listed) -> Iterator[str]:
    yield from (listed.name, listed.credentials)
    yield from listed.specialties
    yield from listed.keys
    yield from listed.languages
    yield from listed.conditions
    yield from listed.procedures
    yield from (name for _, name in listed.visit_types)


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for word in text.replace("-", " ").replace("/", " ").replace(",", " ").split():
            key = name_key(word)
            if key:
                yield key


def _begins(word: str, key: str) -> bool:
    if word.startswith(key):
        return True
    return len(key) > LEAST_STEM and key.endswith("s") and word.startswith(key[:-1])
