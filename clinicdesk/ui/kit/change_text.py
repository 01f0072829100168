"""A change of the journal in words: what was done, for whom and when."""

from collections.abc import Callable
from datetime import date

from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.description import DescribedChange
from clinicdesk.services.journal.history import HistoryEntry
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.services.visits.seen import ChangedSince
from clinicdesk.ui.kit.people.naming import name_in_line
from clinicdesk.wording import say, time_text
from clinicdesk.wording.machine.dates import short_day
from clinicdesk.wording.sentences.described_changes import told_text

_ABOUT_CHANGES: dict[str, str] = {
    RefusalCode.UNDO_CHANGED_SINCE: "undo.told-changed-since",
    RefusalCode.UNDO_ROW_DIFFERS: "undo.told-row-differs",
}
"""Refusals that name changes by number; the other sentence names them by people and times."""

_UNDONE_OR_REDONE = {"undo": "history.undone", "redo": "history.redone"}


def change_text(change: DescribedChange, today: date, *, private: bool) -> str:
    """`Moved ABLE Ann P-10001, 10:15 to 11:00, Tue 1 Dec`; in private initials for the name."""
    patient = change.patient
    name = "" if patient is None else name_in_line(patient, private=private)
    return told_text(change.code, change.params, name, change.others, change.was, change.now, today)


def entry_text(entry: HistoryEntry, today: date, *, private: bool) -> str:
    """The entry's change in words; an undo or a redo says so."""
    text = change_text(entry.change, today, private=private)
    code = _UNDONE_OR_REDONE.get(entry.kind)
    return text if code is None else say(code, {"change": text})


def refusal_text(
    refusal: Refused | DatabaseRefused, today: Callable[[], date], *, private: bool
) -> str:
    """The refusal's sentence; changes that it names are named by people and times."""
    if isinstance(refusal, ChangedSince) and refusal.changed_by:
        return _changed_text(refusal, today(), private=private)
    code = _ABOUT_CHANGES.get(refusal.code)
    if code is None:
        return say(refusal.code, refusal.params)
    params = dict(refusal.params)
    for name in ("change", "later"):
        change = params.get(f"{name}_described")
        if isinstance(change, DescribedChange):
            params[name] = change_text(change, today(), private=private)
    return say(code, params)


def _changed_text(refusal: ChangedSince, today: date, *, private: bool) -> str:
    day, minute = refusal.params["day"], refusal.params["minute"]
    assert isinstance(day, date)
    assert isinstance(minute, int)
    time = time_text(minute)
    change = entry_text(refusal.changed_by[0], today, private=private)
    when = time if day == today else f"{time}, {short_day(day, today)}"
    params = {**refusal.params, "change": change, "when": when}
    return say("record.told-changed-since", params)
