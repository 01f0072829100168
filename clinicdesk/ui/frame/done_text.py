"""What the toast says of a change: what was done, to whom and when."""

from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.journal.description import DescribedChange
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.change_text import change_text
from clinicdesk.wording import say

NOT_UNDOABLE = frozenset({ChangeCode.HOLD_MADE, ChangeCode.HOLD_RELEASED})
"""Holds end by themselves; undo does not take them back."""


def done_text(desk: Desk, way: str, change: DescribedChange) -> str:
    """One line for a change that this desk made, took back ("undone") or made again ("redone")."""
    text = change_text(change, desk.today(), private=desk.privacy.on)
    return text if way == "done" else say(f"done.{way}", {"change": text})
