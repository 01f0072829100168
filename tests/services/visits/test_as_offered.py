"""A booked visit goes to another time as it is booked, or with what is offered by now."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinicdesk.exchange.clinic_file import read_clinic_file
from clinicdesk.models.database import Database
from clinicdesk.services.context import Role
from clinicdesk.services.errors import Refused
from clinicdesk.services.planning.options import plan_visit
from clinicdesk.services.setup.updating import update_clinic
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.another_time import VisitToMove, move_visit, read_visit_to_move
from clinicdesk.services.visits.around_fixed import moves_around
from clinicdesk.services.visits.moving import Move
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, busy_time, desk, states
from tests.services.faults import damage, rule_breaks

NINE = 9 * 60
TUESDAY = MONDAY + timedelta(days=1)
ROOM_ALONE = (
    'needs = [{ one_of = ["physiatry"], before = 5, after = 5 }, { one_of = ["treatment"] }]'
)
AND_AIDE = ROOM_ALONE.replace('["treatment"] }]', '["treatment"] }, { one_of = ["aide"] }]')


@pytest.fixture
def at(make_clinic: Callable[..., Database], clock: Clock) -> Desk:
    return desk(make_clinic(), clock)


def consult(at: Desk) -> int:
    names = ("Dr. Fisk", "Room 1")
    return at.book_at("Consult", at.patient().number, NINE, names).visit


def update(at: Desk, before: str, after: str) -> None:
    text = harbor_file().decode()
    assert before in text
    manager = at.as_role(Role.MANAGER)
    shape = read_clinic_file(text.replace(before, after).encode())
    update_clinic(manager.context, manager.database, shape, apply=True)


def found(at: Desk, visit: int, *, as_offered: bool = False) -> VisitToMove:
    return read_visit_to_move(at.context, at.database, visit, as_offered=as_offered)


def move(at: Desk, to_move: VisitToMove) -> tuple[int, list[str]]:
    """To the best place: how long it lasts then, and with whom and what."""
    asked = to_move.visit_request
    plan = plan_visit(at.context, at.availability, asked).options[0].plan
    move_visit(at.context, at.database, asked, plan)
    (step,) = at.visit(to_move.visit.number).steps
    return step.end - step.start, [at.setup.resources[n].name for n in step.resources]


LONGER = 'name = "Consult"\nspecialty = "physiatry"\nminutes = '


def test_a_length_that_was_changed_since_is_taken_when_somebody_picks_it(at: Desk) -> None:
    visit = consult(at)
    assert not found(at, visit).is_otherwise
    update(at, f"{LONGER}20", f"{LONGER}30")
    as_booked, offered = found(at, visit), found(at, visit, as_offered=True)
    assert (as_booked.is_otherwise, as_booked.must_be, offered.must_be) == (True, (), ())
    assert move(at, as_booked)[0] == 20
    assert move(at, offered) == (30, ["Dr. Fisk", "Room 1"])
    assert (damage(at.database), rule_breaks(at.database)) == ([], [])


def test_what_needs_somebody_more_by_now_is_looked_for_as_it_is_offered(at: Desk) -> None:
    visit = consult(at)
    update(at, ROOM_ALONE, AND_AIDE)
    before, rows = busy_time(at.database), states(at.database)
    to_move = found(at, visit)
    assert (to_move.must_be, to_move.is_otherwise) == (("Consult",), False)
    assert move(at, to_move) == (20, ["Dr. Fisk", "Room 1", "Ada Hale"])
    assert (damage(at.database), rule_breaks(at.database)) == ([], [])
    undo(at.context, at.database)
    assert (busy_time(at.database), states(at.database)) == (before, rows)


def test_what_is_retired_and_needed_others_is_said_to_be(at: Desk) -> None:
    visit = consult(at)
    update(at, ROOM_ALONE, AND_AIDE)
    text = harbor_file().decode()
    text = text.replace(
        text[text.index("[visit_types.consult]") : text.index("[visit_types.call]")], ""
    )
    for table in ("day", "consult"):
        start = text.index(f"[templates.{table}]")
        text = text[:start] + text[text.index("[templates.", start + 5) :]
    manager = at.as_role(Role.MANAGER)
    shape = read_clinic_file(text.encode())
    update_clinic(manager.context, manager.database, shape, apply=True)
    with pytest.raises(Refused) as refused:
        found(at, visit)
    assert refused.value.code == "visit.offered-otherwise"


def test_the_others_are_not_planned_around_a_step_while_any_is_offered_otherwise(at: Desk) -> None:
    visit = at.book_first("Day", at.patient().number, days=1)
    update(at, ROOM_ALONE, AND_AIDE)
    step = at.visit(visit).steps[0]
    assert moves_around(at.context, at.availability, visit, Move(step.number, start=600)) is None
