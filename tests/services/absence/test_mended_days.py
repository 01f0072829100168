"""Three ways to mend a day of a real clinic: what each costs whom, the limit, who was not told."""

import pytest

from clinicdesk.models.contacts import Channel, Contact, ContactOutcome
from clinicdesk.scheduling.core.disturbance import Disturbance
from clinicdesk.services.absence import ways
from clinicdesk.services.absence.accepting import accept_proposal, still_holds
from clinicdesk.services.absence.aims import Aim
from clinicdesk.services.absence.mended_day import MendedDay, best_of, way_for
from clinicdesk.services.absence.proposal import AbsenceSpan, Call
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.contacts.noting import confirm_visit
from clinicdesk.services.planner.absence_questions import mended_days
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.moving import Move
from tests.services.desk import MONDAY, Desk, busy_time, dump

NINE, TWO = 9 * 60, 14 * 60
CARVER, DUNNE = ("Dr. Carver", "Room 1"), ("Dr. Dunne", "Room 2")
HOME, CALLS, MOVED = Aim.FEWEST_HOME, Aim.FEWEST_CALLS, Aim.LEAST_MOVED


def mended(at: Desk, who: str = "Dr. Carver", furthest: int = 30) -> tuple[MendedDay, ...]:
    """What is found before the search has asked five thousand times whether it is to stop."""
    left = iter(range(5000))
    thinking = Thinking(
        at.context, at.availability, lambda _part: None, lambda: next(left, None) is None
    )
    return mended_days(thinking, AbsenceSpan(at.resource(who), MONDAY, 0, 1440), furthest)


@pytest.fixture(autouse=True)
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search ends by what it has done, whatever the clock says."""
    monkeypatch.setattr(ways, "SECONDS", 600.0)
    monkeypatch.setattr(ways, "QUIET_ASKS", 10**9)


def adjustment(at: Desk, family: str, start: int, who: tuple[str, ...]) -> int:
    return at.book_at("Adjustment", at.patient(family).number, start, who).visit


@pytest.fixture
def two_of_carvers(east: Desk) -> tuple[int, int]:
    """Who comes at nine finds Dr. Dunne full for half an hour around, who comes at two but then."""
    for n, start in enumerate(range(NINE - 45, NINE + 60, 15)):
        adjustment(east, f"Full{n}", start, DUNNE)
    adjustment(east, "Then", TWO, DUNNE)
    return adjustment(east, "Able", NINE, CARVER), adjustment(east, "Best", TWO, CARVER)


def test_each_way_says_what_it_is_best_in_and_what_it_costs_whom(
    east: Desk, two_of_carvers: tuple[int, int]
) -> None:
    nine, two = two_of_carvers
    found = mended(east)
    assert [way.aims for way in found] == [(HOME,), (CALLS,), (MOVED,)]
    home, calls, moved = found
    assert (home.disturbance.sent_home, home.disturbance.called) == (0, 3)
    assert home.proposal.stranded == ()
    assert {visit.visit for visit in home.proposal.moved} > {nine, two}
    assert home.furthest == max(visit.minutes for visit in home.proposal.moved)
    assert calls.disturbance == Disturbance(1, 2, calls.furthest)
    assert [(v.visit, v.call) for v in calls.proposal.moved] == [(two, Call.NEEDED)]
    assert 10 <= calls.furthest <= 30
    assert [(v.visit, v.call) for v in calls.proposal.stranded] == [(nine, Call.NEEDED)]
    assert (moved.disturbance, moved.furthest) == (Disturbance(2, 2, 0), 0)
    assert [visit.visit for visit in moved.proposal.stranded] == [nine, two]
    assert all(way.proven == {*way.aims} for way in found)


@pytest.mark.usefixtures("two_of_carvers")
def test_any_way_is_accepted_as_one_change_and_taken_back_as_one(east: Desk) -> None:
    before, count = busy_time(east.database), len(dump(east.database)["journal"])
    for way in mended(east):
        assert still_holds(east.context, east.database, way.proposal)
        accept_proposal(east.context, east.database, way.proposal, {})
        assert len(dump(east.database)["journal"]) == count + 1
        undo(east.context, east.database)
        count += 2
        assert busy_time(east.database) == before
    assert check_clinic(east.database).broken == ()


@pytest.mark.usefixtures("two_of_carvers")
def test_nobody_moves_by_more_than_the_limit(east: Desk) -> None:
    for furthest in (0, 5, 30, 240):
        for way in mended(east, furthest=furthest):
            assert way.furthest <= furthest
    (only,) = mended(east, furthest=0)
    assert (only.aims, only.disturbance) == ((HOME, CALLS, MOVED), Disturbance(2, 2, 0))
    far = way_for(mended(east, furthest=240), HOME)
    assert (far.disturbance.sent_home, far.disturbance.called) == (0, 2)


def test_what_changed_since_its_patient_was_told_costs_no_further_call(east: Desk) -> None:
    visit = adjustment(east, "Able", NINE + 30, CARVER)
    confirm_visit(east.context, east.database, visit, "patient")
    east.move(Move(east.visit(visit).steps[0].number, start=NINE))
    (way,) = mended(east)
    assert way.disturbance == Disturbance(0, 0, 0)
    assert [(v.visit, v.minutes, v.call) for v in way.proposal.moved] == [(visit, 0, Call.ANYWAY)]
    confirm_visit(east.context, east.database, visit, "patient")
    (way,) = mended(east)
    assert way.disturbance == Disturbance(0, 1, 0)
    assert [v.call for v in way.proposal.moved] == [Call.NEEDED]


@pytest.mark.parametrize(
    ("outcome", "active", "call"),
    [
        (ContactOutcome.TOLD, True, Call.NEEDED),
        (ContactOutcome.CONFIRMED, True, Call.NEEDED),
        (ContactOutcome.HANDED_OVER, True, Call.NEEDED),
        (ContactOutcome.NO_ANSWER, True, Call.ANYWAY),
        (ContactOutcome.FAILED, True, Call.ANYWAY),
        (ContactOutcome.TOLD, False, Call.ANYWAY),
    ],
)
def test_what_a_patient_knows_is_told_by_contacts_that_reached_them(
    east: Desk, outcome: ContactOutcome, active: bool, call: Call
) -> None:
    """Of the present edition: who was told nothing of a move is to be called anyway."""
    visit = east.book_at("Consult", east.patient().number, NINE + 30, ("Dr. Fisk", "Room 2")).visit
    east.move(Move(east.visit(visit).steps[0].number, start=NINE))
    with east.database.writing() as session:
        session.add(
            Contact(
                visit_id=visit, edition=1, channel=Channel.CALL, outcome=outcome,
                actor="somebody", at="2027-02-01T12:00:00+00:00", active=active,
            )
        )  # fmt: skip
    (way,) = mended(east, "Dr. Fisk")
    assert [(v.visit, v.call) for v in way.proposal.stranded] == [(visit, call)]
    assert way.disturbance == Disturbance(1, int(call is Call.NEEDED), 0)


def test_another_room_at_the_same_time_calls_nobody(east: Desk) -> None:
    visit = adjustment(east, "Able", NINE, CARVER)
    (way,) = mended(east, "Room 1")
    assert way.disturbance == Disturbance(0, 0, 0)
    assert [(v.visit, v.minutes, v.call) for v in way.proposal.moved] == [(visit, 0, Call.NONE)]
    assert way.proven == {HOME, CALLS, MOVED}


@pytest.mark.usefixtures("two_of_carvers")
def test_the_best_of_two_answers_is_taken_aim_by_aim(east: Desk) -> None:
    near, far = mended(east, furthest=0), mended(east)
    assert best_of((), near) == near
    assert [way.disturbance for way in best_of(near, far)] == [way.disturbance for way in far]
    assert [way.disturbance for way in best_of(far, near)] == [way.disturbance for way in far]
    assert best_of(far, near)[0] is not far[0]
    assert best_of(far, mended(east)) == far
