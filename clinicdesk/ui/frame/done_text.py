"""What the toast says of a change: what was done, to whom and when, and what an undo breaks."""

from datetime import date
from typing import TYPE_CHECKING

from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.journal.description import DescribedChange
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.change_text import change_text
from clinicdesk.ui.kit.people.naming import name_in_line
from clinicdesk.wording import say, time_text
from clinicdesk.wording.machine.dates import short_day

if TYPE_CHECKING:
    from clinicdesk.services.setup.broken_visits import BrokenVisit
    from clinicdesk.services.undoing.undo import Undone

NAMED = 3
"""So many appointments, or times, are named; of the others only how many there are."""

NOT_UNDOABLE = frozenset({ChangeCode.HOLD_MADE, ChangeCode.HOLD_RELEASED})
"""Holds end by themselves; undo does not take them back."""


def done_text(desk: Desk, way: str, change: DescribedChange) -> str:
    """One line for a change that this desk made, took back ("undone") or made again ("redone")."""
    text = change_text(change, desk.today(), private=desk.privacy.on)
    return text if way == "done" else say(f"done.{way}", {"change": text})


def undone_text(desk: Desk, undone: "Undone", keys: str) -> str:
    """Whom it leaves with a time that breaks a rule, and which times of meetings are left out.

    `keys` lead to a list of those. Empty if there is nothing to say.
    """
    today, private = desk.today(), desk.privacy.on
    said = []
    if undone.breaks:
        named = [_named(one, today, private=private) for one in undone.breaks]
        count = len(named)
        params = {"count": count, "named": _listed(named), "keys": keys}
        said.append(say("undone.breaks", params))
    if undone.left_out:
        times = [f"{short_day(at.day, today)} {time_text(at.start)}" for _, at in undone.left_out]
        said.append(say("undone.left-out", {"count": len(times), "named": _listed(times)}))
    return " ".join(said)


def _named(one: "BrokenVisit", today: date, *, private: bool) -> str:
    info = one.appointment
    who = info.visit_type
    if info.patient is not None and not one.is_class:
        who = name_in_line(info.patient, private=private)
    return f"{who}, {short_day(info.day, today)} {time_text(info.start)}"


def _listed(named: list[str]) -> str:
    left = len(named) - NAMED
    more = [say("undone.more", {"count": left})] if left > 0 else []
    return "; ".join((*named[:NAMED], *more))
