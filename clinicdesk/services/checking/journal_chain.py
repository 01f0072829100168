"""Whether the journal is whole: its chain, what was emptied in it, and what others know of it."""

import contextlib
from collections.abc import Iterator

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from clinicdesk.services.checking.report import Examination, Fault
from clinicdesk.services.codes import BASELINE_CHANGES, ChangeCode, CheckCode
from clinicdesk.services.journal.baseline import Baseline, read_baseline
from clinicdesk.services.journal.entries import broken_entries, hash_of, last_number
from clinicdesk.services.journal.entry_texts import read_numbers, read_params


def chain(examined: Examination) -> Iterator[Fault]:
    """Every entry against the one before it and its own hash, and the last against its number."""
    session = examined.session
    for number, fault in broken_entries(session):
        yield Fault(CheckCode(f"check.journal-{fault}"), {"number": number})
        # What follows the first break in a chain says nothing more.
        return
    made = session.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = 'journal'")) or 0
    if made != last_number(session):
        yield Fault(CheckCode.JOURNAL_CHAIN, {"number": last_number(session) + 1})


def emptied(examined: Examination) -> Iterator[Fault]:
    """Entries whose contents were taken out, but for those that a later entry says were."""
    session = examined.session
    allowed = _said_to_be_empty(session)
    for number in session.scalars(text(_EMPTY)):
        if number not in allowed:
            yield Fault(CheckCode.JOURNAL_EMPTIED, {"number": number})


_EMPTY = "SELECT number FROM journal WHERE payload IS NULL ORDER BY number"


def _said_to_be_empty(session: Session) -> frozenset[int]:
    """What redactions name, and what was empty in an older schema when the clinic was upgraded."""
    found = frozenset[int]()
    for number, code, params, baseline in session.execute(
        text("SELECT number, code, params, baseline FROM journal WHERE code IN (:one, :other)"),
        {"one": ChangeCode.JOURNAL_REDACTED, "other": ChangeCode.CLINIC_UPGRADED},
    ):
        with contextlib.suppress(*NOT_KEPT):
            if code == ChangeCode.JOURNAL_REDACTED:
                named = read_numbers(read_params(params), "entries")
            else:
                named = read_baseline(baseline).emptied
            found |= {each for each in named if each < number}
    return found


def anchors(examined: Examination) -> Iterator[Fault]:
    """What is known outside the file of the journal: it was never cut, nor written anew."""
    if examined.anchor_trouble is not None:
        yield Fault(CheckCode(f"check.anchor-{examined.anchor_trouble}"), {})
    for anchor in sorted(examined.anchors, key=lambda anchor: anchor.number):
        # One without an entry is of a journal that had not begun.
        if anchor.number and hash_of(examined.session, anchor.number) != anchor.hash:
            yield Fault(CheckCode.JOURNAL_REBUILT, {"number": anchor.number})
            return


def trusted_baseline(session: Session) -> tuple[int, Baseline] | None:
    """Number and baseline of the oldest entry from which all can be rolled back to it.

    After it no entry was emptied, and the schema stayed as it is. The oldest, because a newer one
    may have been added to hide what differs. None if there is none, or it cannot be read.
    """
    found = session.execute(
        text(_TRUSTED).bindparams(bindparam("codes", expanding=True)),
        {"codes": [*BASELINE_CHANGES], "upgraded": ChangeCode.CLINIC_UPGRADED},
    ).first()
    if found is None:
        return None
    try:
        return found.number, read_baseline(found.baseline)
    except NOT_KEPT:
        return None


_TRUSTED = """SELECT number, baseline FROM journal WHERE baseline NOTNULL AND code IN :codes
    AND number >= ifnull((SELECT max(number) FROM journal WHERE payload IS NULL), 0)
    AND number >= ifnull((SELECT max(number) FROM journal WHERE code = :upgraded), 0)
    ORDER BY number LIMIT 1"""

NOT_KEPT = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""Raised by texts that no entry keeps."""
