"""What the keys and menus do to a visit, each with its reason why it cannot be done now."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.visit.action_rows import STATUS_BY_ACTION

if TYPE_CHECKING:
    from clinicdesk.ui.visit.visit_panel import VisitPanel


def connect_keys(panel: "VisitPanel", actions: Actions) -> None:
    """From now on the visit's actions are the panel's."""
    selected = panel.selected
    handlers: dict[str, Callable[[], object]] = {
        action_id: partial(selected.give_status, status, action_id)
        for action_id, status in STATUS_BY_ACTION.items()
    }
    handlers |= {
        "visit.room": partial(selected.room, "visit.room"),
        "visit.begin": partial(selected.begin, "visit.begin"),
        "visit.left-unseen": partial(selected.leave_unseen, "visit.left-unseen"),
        "visit.back-to-booked": partial(selected.take_back, "visit.back-to-booked"),
        "visit.cancel": lambda: panel.ask_reason(whole=True),
        "visit.cancel-step": lambda: panel.ask_reason(whole=False),
        "visit.somebody-else": panel.ask_who_else,
        "visit.longer": partial(selected.lengthen, 1, "visit.longer"),
        "visit.shorter": partial(selected.lengthen, -1, "visit.shorter"),
        "visit.restore": partial(selected.restore, "visit.restore"),
        "visit.interpret": partial(selected.interpret, "visit.interpret"),
        "visit.export": partial(panel.export, "visit"),
        "visit.export-steps": partial(panel.export, "steps"),
        "visit.history": panel.show_history,
    }
    for action_id, handler in handlers.items():
        actions.connect(action_id, handler, unless=partial(selected.why_not, action_id))
