"""A change of the journal in words: what was done, for whom and when."""

from datetime import date
from typing import TYPE_CHECKING

from clinicdesk.services.journal.description import DescribedChange
from clinicdesk.ui.kit.people.naming import name_in_line
from clinicdesk.wording import say
from clinicdesk.wording.sentences.described_changes import told_text

if TYPE_CHECKING:
    from clinicdesk.services.journal.history import HistoryEntry

_UNDONE_OR_REDONE = {"undo": "history.undone", "redo": "history.redone"}


def change_text(change: DescribedChange, today: date, *, private: bool) -> str:
    """`Moved ABLE Ann P-10001, 10:15 to 11:00, Tue 1 Dec`; in private initials for the name."""
    patient = change.patient
    name = "" if patient is None else name_in_line(patient, private=private)
    return told_text(change.code, change.params, name, change.others, change.was, change.now, today)


def entry_text(entry: "HistoryEntry", today: date, *, private: bool) -> str:
    """The entry's change in words; an undo or a redo says so."""
    text = change_text(entry.change, today, private=private)
    code = _UNDONE_OR_REDONE.get(entry.kind)
    return text if code is None else say(code, {"change": text})
