"""The time zone that is meant by any part of its name: "chicago", "los ang", "europe/ber"."""

import re
from collections.abc import Iterable

from clinicdesk.ui.frame.local_zone import zones
from clinicdesk.wording import say

MOST_TOLD = 6
"""Zones that are named where more than one can be meant."""

_THE_CITY = 1
_NOWHERE = 5
"""Ranks of a zone, the best is 0."""


def zones_in_words(text: str) -> tuple[str, ...]:
    """The zones whose names have that text in them, best first.

    The whole name is better than the city, that better than how the city begins, that than how
    any word of the name begins, that than what stands anywhere in it.
    """
    said = _plain(text)
    if not said:
        return ()
    found = sorted((_rank(_plain(zone), said), len(zone), zone) for zone in zones())
    return tuple(zone for rank, _, zone in found if rank < _NOWHERE)


def zone_in_words(text: str) -> str:
    """The one zone that is meant; empty where it is none, or could be several.

    Old and new names of one city's zone have the same city: the shorter is taken.
    """
    found, said = zones_in_words(text), _plain(text)
    ranks = [_rank(_plain(zone), said) for zone in found[:2]]
    return found[0] if len(found) == 1 or (found and ranks[0] <= _THE_CITY) else ""


def told_zone(text: str) -> str:
    """What a text is understood as: the zone, or which there are, or that there is none."""
    found, meant = zones_in_words(text), zone_in_words(text)
    if not text.strip() or meant == text.strip():
        return ""
    if meant:
        return meant
    if not found:
        return say("first.zone-none", {"text": text.strip()})
    return say("first.zone-which", {"zones": found[:MOST_TOLD]})


def _rank(zone: str, said: str) -> int:
    city = zone.rpartition("/")[2]
    ranks: Iterable[bool] = (
        zone == said,
        city == said,
        city.startswith(said),
        re.search(rf"(?<![a-z]){re.escape(said)}", zone) is not None,
        said in zone,
    )
    return next((rank for rank, holds in enumerate(ranks) if holds), _NOWHERE)


def _plain(text: str) -> str:
    """Small letters, one space where the file's names have an underscore."""
    return " ".join(re.sub(r"[_\s]+", " ", text.casefold()).split())
