"""What could be given up so that a visit fits, each tried before it is offered."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from clinicdesk.services.planning.options import Option
from clinicdesk.services.planning.relaxations import visit_relaxations
from clinicdesk.ui.booking.request.live_planning import best_within_budget
from clinicdesk.ui.booking.request.option_text import when_params
from clinicdesk.ui.booking.request.request_form import RequestForm
from clinicdesk.ui.desk import Desk
from clinicdesk.wording import say

RELAXATIONS_BUDGET = 0.7
"""Seconds for what would help where nothing fits; asked once nobody types any more."""


@dataclass(frozen=True)
class OfferedRelaxation:
    """Something to give up that was tried and helps: `options` are what it would give.

    They are two where it makes two days of one: `request_form` asks for the first then.
    """

    code: str
    params: Mapping[str, object]
    request_form: RequestForm
    options: tuple[Option, ...]


def offered_relaxations(
    desk: Desk, request_form: RequestForm, patient: int, today: date
) -> list[OfferedRelaxation]:
    """What could be given up so that something fits, each tried for real."""
    setup = desk.availability.setup()
    visit_request = request_form.visit_request(setup, patient, today)
    ends = time.monotonic() + RELAXATIONS_BUDGET
    found = [
        OfferedRelaxation(
            relaxation.code,
            relaxation.params,
            request_form.relaxed(visit_request, relaxation.visit_request),
            relaxation.options,
        )
        for relaxation in visit_relaxations(
            desk.availability, visit_request, stop=lambda: time.monotonic() > ends
        )
    ]
    for code, easier in request_form.easier():
        if found and code == "relaxation.everything":
            break
        planned = best_within_budget(desk, easier.visit_request(setup, patient, today), top=1)
        if planned.options:
            found.append(OfferedRelaxation(code, {}, easier, planned.options))
    return found


def relaxation_text(desk: Desk, offered: OfferedRelaxation) -> str:
    """What is given up, and below it what that gives."""
    times = [say("option.when", when_params(desk, option)) for option in offered.options]
    gives = say("relaxation.gives", {"times": " + ".join(times)})
    return f"{say(offered.code, offered.params)}\n{gives}"
