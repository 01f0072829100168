"""Where nothing fits because of what time it is, that is the reason, and no other."""

from datetime import timedelta

import pytest

from clinicdesk.scheduling.core.problem import Reason
from clinicdesk.services.planning.options import plan_visit
from tests.services.desk import MONDAY, Clock, Desk

OVER = (Reason("reason.today-over", {}),)
EARLIER = (Reason("reason.earlier-today", {}),)


def reasons(desk: Desk, template: str, days: int) -> tuple[Reason, ...]:
    visit_request = desk.visit_request(template, 1, days=days)
    return plan_visit(desk.context, desk.availability, visit_request).reasons


@pytest.mark.parametrize("template", ["Day", "Adjustment", "Call", "Back class"])
def test_after_hours_today_is_over(east: Desk, clock: Clock, template: str) -> None:
    clock.set_wall("America/Chicago", MONDAY, 23)
    assert reasons(east, template, days=1) == OVER


def test_what_would_have_fitted_in_the_morning_has_gone_by(east: Desk, clock: Clock) -> None:
    assert reasons(east, "Day", days=1) == ()
    clock.set_wall("America/Chicago", MONDAY, 16, 55)
    assert reasons(east, "Day", days=1) == EARLIER


def test_a_later_day_is_offered_as_ever(east: Desk, clock: Clock) -> None:
    clock.set_wall("America/Chicago", MONDAY, 23)
    visit_request = east.visit_request("Day", east.patient().number, days=2)
    planned = plan_visit(east.context, east.availability, visit_request)
    assert [option.day for option in planned.options] == [MONDAY + timedelta(1)]
    assert planned.reasons == ()


def test_a_closed_day_is_not_over(east: Desk, clock: Clock) -> None:
    sunday = MONDAY + timedelta(6)
    clock.set_wall("America/Chicago", sunday, 23)
    visit_request = east.visit_request("Day", east.patient().number, sunday, days=1)
    planned = plan_visit(east.context, east.availability, visit_request)
    assert [reason.code for reason in planned.reasons if reason in OVER + EARLIER] == []
    assert planned.reasons
