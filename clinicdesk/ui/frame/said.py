"""What the toast says of a change: what was done, and to whom."""

from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.patients.records import get_patient
from clinicdesk.services.storage import REFUSALS, Database
from clinicdesk.services.visits.reading import read_visit
from clinicdesk.ui.naming import shown_name
from clinicdesk.wording import say

NOT_UNDOABLE = frozenset({"hold.made", "hold.released"})
"""Holds end by themselves; undo has nothing to do with them."""


def done_text(database: Database, way: str, changed: Changed, *, private: bool) -> str:
    """One line for a change that this desk made, took back ("undone") or made again ("redone")."""
    if way != "done":
        return say(f"done.{way}", {"change": say(changed.code, changed.params)})
    params = dict(changed.params)
    visits = params.get("visits")
    if visits and "visit" not in params:
        params["visit"] = visits[0]
    return say(f"done.{changed.code}", {**params, "name": _name(database, params, private=private)})


def _name(database: Database, params: dict[str, object], *, private: bool) -> str:
    """The patient of the change, if it has one."""
    number, visit = params.get("patient"), params.get("visit")
    try:
        if isinstance(number, int):
            return shown_name(get_patient(database, number), private=private)
        if isinstance(visit, int):
            patient = read_visit(database, visit).patient
            return shown_name(patient, private=private) if patient else ""
    except REFUSALS:
        pass  # it is done, whoever it was done to
    return ""
