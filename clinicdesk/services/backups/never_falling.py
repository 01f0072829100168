"""What must not fall when an older state is put back: numbers that were said, editions told.

Patients keep what they were told: a calendar ignores an edition lower than the one it has, and two
visits of one number would be one to whoever calls about it.
"""

import contextlib
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from clinicdesk.models.tables import JOURNALED
from clinicdesk.models.visits import Visit
from clinicdesk.services.journal.changes import Change

Told = tuple[int, str]
"""A visit's edition, and the instant (UTC, ISO 8601) since which it is so."""


@dataclass(frozen=True)
class Reached:
    """How far a clinic had got before it was replaced."""

    numbers: Mapping[str, int] = field(default_factory=dict)
    """The largest number ever given, by table."""
    editions: Mapping[int, Told] = field(default_factory=dict)
    """What was told of each visit."""


def reached(former: sqlite3.Connection | None) -> Reached:
    """How far the clinic of that connection has got; nothing of one that cannot be read."""
    if former is None:
        return Reached()
    numbers: dict[str, int] = {}
    editions: dict[int, Told] = {}
    # An older clinic keeps editions elsewhere; of a damaged one what can be read.
    with contextlib.suppress(sqlite3.DatabaseError):
        numbers = dict(former.execute("SELECT name, seq FROM sqlite_sequence"))
    with contextlib.suppress(sqlite3.DatabaseError):
        editions = {
            number: (edition, at)
            for number, edition, at in former.execute(
                "SELECT id, edition, last_modified FROM visit ORDER BY id"
            )
        }
    return Reached(numbers, editions)


def keep_up(session: Session, change: Change, before: Reached) -> None:
    """Let numbers go on from where they were, and raise the editions that patients know otherwise.

    `change` is the restore's own, so that its entry says which visits were told of.
    """
    _raise_numbers(session, before.numbers)
    now = change.context.instant().isoformat()
    found = session.execute(select(Visit.id, Visit.edition, Visit.last_modified)).all()
    for number, edition, at in found:
        told = before.editions.get(number, (edition, at))
        if told != (edition, at) and told[0] >= edition:
            visit = session.get_one(Visit, number)
            visit.edition, visit.last_modified = told[0] + 1, now


def _raise_numbers(session: Session, numbers: Mapping[str, int]) -> None:
    # The journal's own numbers follow from its entries, without a gap.
    for table in sorted(set(JOURNALED) & set(numbers)):
        session.execute(
            text("UPDATE sqlite_sequence SET seq = max(seq, :seq) WHERE name = :name"),
            {"seq": numbers[table], "name": table},
        )
        session.execute(
            text(
                "INSERT INTO sqlite_sequence (name, seq) SELECT :name, :seq"
                " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = :name)"
            ),
            {"seq": numbers[table], "name": table},
        )
