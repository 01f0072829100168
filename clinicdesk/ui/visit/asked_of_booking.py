"""What is asked of the booking about the visit that is selected: another time for it."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import SignalInstance

from clinicdesk.ui.kit.requests import Requests
from clinicdesk.ui.kit.selection import NoSelection
from clinicdesk.ui.subject import WindowParts
from clinicdesk.ui.visit.selection_reasons import SelectionReasons


def asked(requests: Requests) -> Mapping[str, SignalInstance]:
    """By action id the request that it makes, of a `VisitInfo`."""
    return {"visit.move": requests.move_visit}


def connect_asked(window: WindowParts, reasons: SelectionReasons) -> None:
    """Each asks about the selected visit as it stands once all that goes on is written."""
    for action_id, request in asked(window.requests).items():
        window.actions.connect(
            action_id,
            partial(_ask, window, reasons, action_id, request),
            unless=partial(reasons.why_not, action_id),
        )


def _ask(
    window: WindowParts, reasons: SelectionReasons, action_id: str, request: SignalInstance
) -> None:
    at = reasons.selection()
    if isinstance(at, NoSelection):
        return
    number = at.visit.number

    def begin() -> None:
        now = reasons.selection()
        if isinstance(now, NoSelection) or now.visit.number != number:
            return
        why = reasons.why_not(action_id)
        if why is None:
            request.emit(now.visit)
        else:
            window.desk.refused.emit(why)

    window.desk.when_settled(begin, number)
