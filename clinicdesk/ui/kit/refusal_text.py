"""Why a verb was refused in words; the changes that were in its way by people and times."""

from collections.abc import Callable
from datetime import date

from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.description import DescribedChange
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.services.visits.seen import ChangedSince
from clinicdesk.ui.kit.change_text import change_text, entry_text
from clinicdesk.wording import say, time_text
from clinicdesk.wording.machine.dates import short_day

_ABOUT_CHANGES: dict[str, str] = {
    RefusalCode.UNDO_BUILT_UPON: "undo.told-built-upon",
    RefusalCode.UNDO_CHANGED_SINCE: "undo.told-changed-since",
    RefusalCode.UNDO_ROW_DIFFERS: "undo.told-row-differs",
}
"""Refusals that name changes by number; the other sentence names them by people and times."""


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
