"""A visit of several steps of a counted type is offered only where sessions take all of it."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest

from clinicdesk.models.database import Database
from clinicdesk.scheduling import Plan
from clinicdesk.services.planning.fitting_days import Fit, fitting_days
from clinicdesk.services.planning.relaxations import visit_relaxations
from clinicdesk.services.planning.requests import StepRequest, VisitRequest
from clinicdesk.services.visits.booking import book_visit
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk
from tests.services.faults import rule_breaks

MakeClinic = Callable[..., Database]
EIGHT, TEN, NOON = 480, 600, 720
NAMES = count()
TUESDAY = MONDAY + timedelta(days=1)
EARLY = 'days = ["mon-fri"], time = ["08:00-10:00"]'
LATE = 'days = ["mon-fri"], time = ["10:00-12:00"]'


def at_clinic(make: MakeClinic, *sessions: str) -> Desk:
    """A desk of a clinic whose physiatrist, who makes all calls, has these sessions."""
    fisk = 'name = "Dr. Fisk"\n'
    listed = ", ".join(f"{{ {session} }}" for session in sessions)
    text = harbor_file().decode().replace(fisk, f"{fisk}sessions = [{listed}]\n")
    return desk(make(text.encode()), Clock())


def calls(at: Desk, several: int, latest: int = NOON, days: int = 1) -> VisitRequest:
    """So many calls in one visit, on a morning."""
    patient = at.patient(f"Asker {next(NAMES)}").number
    (step,) = at.visit_request("Call", patient).steps
    return VisitRequest(patient, (step,) * several, MONDAY, days, latest=latest)


def starts(plan: Plan) -> list[int]:
    return sorted(step.start for step in plan.steps)


def test_two_steps_are_not_offered_where_one_place_is_left(make_clinic: MakeClinic) -> None:
    at = at_clinic(make_clinic, f"{EARLY}, at_most = {{ call = 2 }}")
    at.book_at("Call", at.patient().number, EIGHT, ("Dr. Fisk",))
    wanted = calls(at, 2, TEN, days=2)
    plans = at.plan(wanted, top=5)
    assert [plan.day for plan in plans] == [TUESDAY]
    assert fitting_days(at.availability, wanted) == {MONDAY: Fit.FULL, TUESDAY: Fit.FITS}
    book_visit(at.context, at.database, wanted, plans[0])
    assert rule_breaks(at.database) == []


def test_one_of_them_begins_in_the_session_and_the_other_after_it(make_clinic: MakeClinic) -> None:
    at = at_clinic(make_clinic, f"{EARLY}, at_most = {{ call = 1 }}")
    wanted = calls(at, 2, TEN + 10)
    (plan,) = at.plan(wanted)
    first, second = starts(plan)
    assert first < TEN <= second
    book_visit(at.context, at.database, wanted, plan)
    assert rule_breaks(at.database) == []


def test_two_sessions_take_one_each(make_clinic: MakeClinic) -> None:
    one_each = (f"{time}, at_most = {{ call = 1 }}" for time in (EARLY, LATE))
    at = at_clinic(make_clinic, *one_each)
    wanted = calls(at, 2)
    (plan,) = at.plan(wanted)
    assert [start < TEN for start in starts(plan)] == [True, False]
    assert at.plan(calls(at, 3)) == []
    book_visit(at.context, at.database, wanted, plan)
    assert rule_breaks(at.database) == []


@pytest.mark.parametrize("most", range(4))
def test_whatever_is_offered_can_be_booked(make_clinic: MakeClinic, most: int) -> None:
    at = at_clinic(make_clinic, f"{EARLY}, at_most = {{ call = {most} }}")
    for several in (3, 2, 3):
        wanted = calls(at, several, days=3)
        for plan in at.plan(wanted, top=1):
            book_visit(at.context, at.database, wanted, plan)
    assert rule_breaks(at.database) == []


def test_another_practitioner_gives_way_only_where_the_session_takes_both(
    make_clinic: MakeClinic,
) -> None:
    """Of Dr. Dunne, whom nobody asked for, the search knows no sessions."""
    session = f"{{ {EARLY}, at_most = {{ adjustment = 1 }} }}"
    dunne = 'name = "Dr. Dunne"\n'
    text = harbor_file().decode().replace(dunne, f"{dunne}sessions = [{session}]\n")
    at = desk(make_clinic(text.encode()), Clock())
    for start in range(EIGHT, TEN, 15):
        at.book_at("Adjustment", at.patient(f"P{start}").number, start, ("Dr. Carver", "Room 1"))
    setup = at.setup
    kind = next(one for one in setup.visit_types.values() if one.name == "Adjustment")
    step = StepRequest(kind.id, kind.minutes, at.resource("Dr. Carver"))
    wanted = VisitRequest(at.patient().number, (step, step), MONDAY, 1, latest=TEN)
    assert at.plan(wanted) == []
    for way in visit_relaxations(at.availability, wanted):
        for option in way.options:
            by_dunne = [s for s in option.steps if s.resources[0].name == "Dr. Dunne"]
            assert sum(s.start < TEN for s in by_dunne) <= 1
