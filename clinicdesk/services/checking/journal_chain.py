"""Whether the journal is whole: its chain, what was emptied in it, and what others know of it."""

from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.orm import Session

from clinicdesk.services.checking.report import Examination, Fault
from clinicdesk.services.codes import CheckCode
from clinicdesk.services.journal.baseline import Baseline, read_baseline
from clinicdesk.services.journal.entries import broken_entries, last_number


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
    """Entries whose contents were taken out, but for those that the newest baseline names."""
    found = newest_baseline(examined.session)
    allowed = frozenset[int]() if found is None else found[1].emptied
    connection = examined.session.connection()
    query = "SELECT number FROM journal WHERE payload IS NULL ORDER BY number"
    for number in connection.exec_driver_sql(query).scalars():
        if number not in allowed:
            yield Fault(CheckCode.JOURNAL_EMPTIED, {"number": number})


def anchors(examined: Examination) -> Iterator[Fault]:
    """What is known outside the file of the journal: it was never cut, nor written anew."""
    for anchor in sorted(examined.anchors, key=lambda anchor: anchor.number):
        # One without an entry is of a journal that had not begun.
        if anchor.number and _hash_of(examined.session, anchor.number) != anchor.hash:
            yield Fault(CheckCode.JOURNAL_REBUILT, {"number": anchor.number})
            return


def newest_baseline(session: Session) -> tuple[int, Baseline] | None:
    """Number and baseline of the newest entry that has one; None without any that can be read."""
    found = session.execute(
        text(
            "SELECT number, baseline FROM journal WHERE baseline NOTNULL"
            " ORDER BY number DESC LIMIT 1"
        )
    ).first()
    if found is None:
        return None
    try:
        return found.number, read_baseline(found.baseline)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _hash_of(session: Session, number: int) -> str | None:
    query = text("SELECT hash FROM journal WHERE number = :number")
    found: str | None = session.scalar(query, {"number": number})
    return found
