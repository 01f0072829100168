"""What is asked of others about the selected visit: another time, one more, its page."""

from collections.abc import Callable, Mapping
from functools import partial

from clinicdesk.ui.kit.requests import Requests
from clinicdesk.ui.kit.selection import NoSelection, SelectedAppointment
from clinicdesk.ui.subject import WindowParts
from clinicdesk.ui.visit.selection_reasons import SelectionReasons

Ask = Callable[[SelectedAppointment], object]


def asked(requests: Requests) -> Mapping[str, Ask]:
    """By action id what it asks about an appointment."""
    return {
        "visit.move": lambda at: requests.move_visit.emit(at.visit),
        "visit.book-again": lambda at: requests.book_again.emit(at.visit),
        "visit.follow-up": lambda at: requests.book_follow_up.emit(at.visit, at.step),
        "visit.itinerary": lambda at: requests.show_itinerary.emit(at.visit.number),
    }


def connect_asked(window: WindowParts, reasons: SelectionReasons) -> None:
    """Each asks about the selected visit as it stands once all that goes on is written."""
    for action_id, ask in asked(window.requests).items():
        window.actions.connect(
            action_id,
            partial(_ask, window, reasons, action_id, ask),
            unless=partial(reasons.why_not, action_id),
        )


def _ask(window: WindowParts, reasons: SelectionReasons, action_id: str, ask: Ask) -> None:
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
            ask(now)
        else:
            window.desk.refused.emit(why)

    window.desk.when_settled(begin, number)
