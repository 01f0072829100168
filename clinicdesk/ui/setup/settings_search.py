"""Looking through all that can be set up, by any words of it. Pure, no widgets."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from clinicdesk.exchange.clinic_file.settings.descriptions import SETTINGS
from clinicdesk.exchange.clinic_file.settings.parts import Entry, Part
from clinicdesk.ui.setup.entry_text import entry_text, part_code, raws_of
from clinicdesk.ui.setup.setting_words import also_called, caption
from clinicdesk.ui.setup.value_text import Words
from clinicdesk.wording import say
from clinicdesk.wording.machine.typed_words import folded

MOST_HITS = 30


@dataclass(frozen=True)
class Hit:
    """Where something was found: a part, one of its entries by its place, a field by its key."""

    part: Part
    entry: int | None = None
    key: str | None = None
    text: str = ""
    """What was found."""
    where: str = ""
    """In what: its part, or its entry too."""
    also: str = field(default="", compare=False)
    """Other words by which it is found."""


def all_hits(entries: Mapping[Part, tuple[Entry, ...]], words: Words) -> tuple[Hit, ...]:
    """All that can be found: parts first, then entries, fields, and values."""
    return (*_parts(), *_entries(entries), *_fields(), *_values(entries, words))


def find(hits: Iterable[Hit], query: str) -> list[Hit]:
    """Those that have all words of the query in them."""
    words = folded(query).split()
    if not words:
        return []
    found = [hit for hit in hits if _has(hit, words)]
    # What is called so goes before what has it anywhere; else they stay as they came.
    found.sort(key=lambda hit: not folded(hit.text).startswith(words[0]))
    return found[:MOST_HITS]


def _has(hit: Hit, words: list[str]) -> bool:
    """Whether all are in it, and one of them in what was found itself."""
    text = folded(f"{hit.text} {hit.also}")
    whole = folded(f"{text} {hit.where}")
    return any(word in text for word in words) and all(word in whole for word in words)


def _parts() -> Iterator[Hit]:
    for part in Part:
        yield Hit(part, text=say(part_code(part)))


def _entries(entries: Mapping[Part, tuple[Entry, ...]]) -> Iterator[Hit]:
    for part, listed in entries.items():
        for place, entry in enumerate(() if part.is_single else listed):
            yield Hit(part, place, text=entry_text(part, entry), where=say(part_code(part)))


def _fields() -> Iterator[Hit]:
    for part, settings in SETTINGS.items():
        for key, setting in settings.items():
            where, also = say(part_code(part)), also_called(setting)
            yield Hit(part, key=key, text=caption(part, setting), where=where, also=also)


def _values(entries: Mapping[Part, tuple[Entry, ...]], words: Words) -> Iterator[Hit]:
    for part, listed in entries.items():
        for place, entry in enumerate(listed):
            named = entry_text(part, entry)
            for key, raw in raws_of(part, entry, words).items():
                if key in ("name", "date") or isinstance(raw, bool) or key not in entry:
                    continue
                lines = raw if isinstance(raw, tuple) else (raw,)
                for line in lines:
                    where = f"{named}, {caption(part, SETTINGS[part][key])}"
                    yield Hit(part, place, key, str(line), where)
