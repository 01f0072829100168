"""Names of the files that stand beside a clinic: what is put before and after must fit, too."""

import hashlib
import os
from pathlib import Path

LONGEST_STEM = 100
"""Bytes that a clinic's own name keeps in the name of a backup or of a kept file."""

LONGEST_ENDING = 20
"""Bytes of an ending that is kept; a longer one is part of the name."""

LONGEST_NAME = 255
"""Bytes of a file's name, on every usual file system."""


def short_stem(clinic: Path) -> str:
    """The clinic's name without its ending, cut between two letters if it is long."""
    return _cut(clinic.stem, LONGEST_STEM)


def short_ending(clinic: Path) -> str:
    """What a kept clinic's name ends in: as it did, unless that is no usual ending."""
    return (
        clinic.suffix
        if len(clinic.suffix.encode(errors="surrogatepass")) <= LONGEST_ENDING
        else ".db"
    )


def name_with(name: str, ending: str) -> str:
    """The whole name and the ending; where that is too long, a cut one that no other name gives."""
    whole = f"{name}{ending}"
    written = os.fsencode(name)
    if len(written) + len(ending) <= LONGEST_NAME:
        return whole
    return f"{_cut(name, LONGEST_STEM)}-{hashlib.sha256(written).hexdigest()[:16]}{ending}"


def _cut(text: str, longest: int) -> str:
    while len(os.fsencode(text)) > longest:
        text = text[:-1]
    return text
