"""The keys by which a patient is found: parts of names and telephone numbers, kept beside the row.

They follow from the patient's columns, as claims follow from appointments, and are written with
them, whichever verb writes: adding, correcting, merging or undoing.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, event, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from clinicdesk.models.base import Base
from clinicdesk.models.patients import Patient


class KeyKind(StrEnum):
    """What a key is made of."""

    NAME = "name"
    """One part of the family or given names."""
    PHONE = "phone"
    """The digits of one number: last first, and after `FROM_THE_FIRST` first to last."""


class PatientKey(Base):
    """One key of one patient."""

    __tablename__ = "patient_key"
    __table_args__ = (
        CheckConstraint(f"kind IN {tuple(map(str, KeyKind))}", name="kind"),
        Index("ix_patient_key", "kind", "key", "patient_id"),
        Index("ix_patient_key_patient_id", "patient_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    kind: Mapped[str]
    key: Mapped[str]


_LETTERS = str.maketrans(
    {
        "\u0131": "i",
        "ß": "ss",
        "æ": "ae",
        "ð": "d",
        "ø": "o",
        "þ": "th",
        "đ": "d",
        "ł": "l",
        "œ": "oe",
    }
)
"""Letters that Unicode does not take apart into a base letter and an accent."""

_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
"""Letters that are written as two where a keyboard lacks them."""

_TWO_LETTERS = re.compile("ae|oe|ue|aa")

_EXTENSION = re.compile(r"(?:\b|(?<=\d))(?:x|ext|extension|durchwahl|anexo)\.?\s*:?\s*\d+", re.I)

_NEXT_NUMBER = re.compile(r"[/;,|\n]|\bor\b|\band\b|(?<=\d)\s*\+", re.IGNORECASE)

SHORTEST_NUMBER = 3
"""Digits of the shortest telephone number that has a key."""

FROM_THE_FIRST = "^"
"""Begins the key of a number's digits from the first one on."""


def name_key(text: str) -> str:
    """Letters and digits only, without accents and case: O'Brien and obrien are one key."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(char for char in plain if char.isalnum())


def phone_key(text: str) -> str:
    """The digits, last first: the tail that people say becomes a prefix that an index finds."""
    return "".join(str(unicodedata.digit(char)) for char in reversed(text) if char.isdigit())


def name_spellings(word: str) -> frozenset[str]:
    """The keys of a name however its umlauts are written: Müller is muller and mueller."""
    plain = name_key(word)
    composed = unicodedata.normalize("NFC", word.casefold())
    written_out = name_key(composed.translate(_WRITTEN_OUT))
    shortened = _TWO_LETTERS.sub(lambda found: found.group()[0], plain)
    return frozenset({plain, written_out, shortened}) - {""}


def name_keys(family: str, given: str) -> frozenset[str]:
    """A key for each part of the names: of "Smith-Jones" for both, and for the whole."""
    words = f"{family} {given}".split()
    parts = [*words, *(part for word in words for part in re.split(r"[-\u2010-\u2015]", word))]
    return frozenset(key for part in parts for key in name_spellings(part))


def main_numbers(text: str) -> list[str]:
    """The numbers that stand in a text, each without its extension."""
    return _NEXT_NUMBER.split(_EXTENSION.sub(" ", text))


def phone_keys(text: str) -> frozenset[str]:
    """Two keys for each number of the text, without its extension: by its end and its beginning."""
    tails = {key for key in map(phone_key, main_numbers(text)) if len(key) >= SHORTEST_NUMBER}
    return frozenset(tails | {FROM_THE_FIRST + tail[::-1] for tail in tails})


def keys_of(family: str, given: str, phone: str) -> Iterator[tuple[KeyKind, str]]:
    """Every key of a patient with these names and this telephone number, in order."""
    yield from ((KeyKind.NAME, key) for key in sorted(name_keys(family, given)))
    yield from ((KeyKind.PHONE, key) for key in sorted(phone_keys(phone)))


@event.listens_for(Patient, "after_insert")
def _write_first_keys(_mapper: Mapper[Any], connection: Connection, row: Patient) -> None:
    _write_keys(connection, row)


@event.listens_for(Patient, "after_update")
def _write_keys_anew(_mapper: Mapper[Any], connection: Connection, row: Patient) -> None:
    state = inspect(row)
    if any(state.attrs[name].history.has_changes() for name in ("family", "given", "phone")):
        table = PatientKey.__table__
        connection.execute(table.delete().where(table.c.patient_id == row.id))  # type: ignore[attr-defined]
        _write_keys(connection, row)


def _write_keys(connection: Connection, row: Patient) -> None:
    rows = [
        {"patient_id": row.id, "kind": str(kind), "key": key}
        for kind, key in keys_of(row.family, row.given, row.phone)
    ]
    connection.execute(PatientKey.__table__.insert(), rows)  # type: ignore[attr-defined]
