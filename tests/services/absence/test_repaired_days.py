"""Whatever is absent on a full day: the list can be written with any choice, and taken back."""

import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from clinicdesk.models.database import Database, open_database
from clinicdesk.scheduling.core.problem import (
    Alternative,
    BookedStep,
    Need,
    Problem,
    Request,
    Resource,
    Step,
)
from clinicdesk.scheduling.repairing import Absence, MovedStep
from clinicdesk.services.absence import accepting
from clinicdesk.services.absence.accepting import accept_proposal
from clinicdesk.services.absence.aims import Aim
from clinicdesk.services.absence.other_days import offer_days_again
from clinicdesk.services.absence.proposal import AbsenceSpan, Proposal
from clinicdesk.services.absence.repaired_day import (
    RepairedDay,
    RepairQuestion,
    without_blocked_moves,
)
from clinicdesk.services.absence.ways import ways_to_mend
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.errors import Refused
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.planning.options import Option
from clinicdesk.services.undoing.undo import undo
from tests.demo_template import DEMO_TODAY, demo_context
from tests.services.absence.lists import first_list
from tests.services.desk import MONDAY, Desk, busy_time, desk
from tests.services.faults import damage

NINE, TEN = 9 * 60, 10 * 60
DAY = date(2027, 3, 1)


def test_any_absence_of_the_demo_clinic_is_written_whole_and_taken_back(
    demo_clinic: Path, scaled: Callable[[int, int], int]
) -> None:
    """An aide first: whoever has no place then keeps a therapist whom somebody else would want."""
    context = demo_context()
    with closing(open_database(demo_clinic)) as database:
        availability = Availability(context, database)
        people = [r for r in availability.setup().resources.values() if r.lane_of is None]
        people.sort(key=lambda one: one.name not in ("Quentin Abernathy-Diaz", "Dr. Amara Osei"))
        before = busy_time(database)
        for one in people[: scaled(2, len(people))]:
            absence = AbsenceSpan(one.id, DEMO_TODAY, 630, 1440)
            proposal = first_list(context, availability, absence)
            if not proposal.moved and not proposal.stranded:
                continue
            every, chosen = all_chosen(availability, proposal)
            for what, choices in ((proposal, {}), (every, chosen)):
                accept_proposal(context, database, what, choices)
                undo(context, database)
        assert busy_time(database) == before
        if scaled(0, 1):
            # Looking at all of it takes longer than everything above.
            assert check_clinic(database).broken == ()


def all_chosen(
    availability: Availability, proposal: Proposal
) -> tuple[Proposal, dict[int, Option]]:
    """The first day for everybody who is offered one, each beside those chosen before."""
    choices: dict[int, Option] = {}
    for number in range(len(proposal.stranded)):
        out = proposal.stranded[number]
        if out.options:
            choices[out.visit] = out.options[0]
            proposal = offer_days_again(availability, proposal, choices)
    return proposal, choices


def question(*, second_room: bool = False) -> RepairQuestion:
    """Two visits with the therapist of one, who is away: only the other can go elsewhere.

    Both want the only room; there the one that cannot go stays as it is booked.
    """
    open_time = {DAY: ((480, 720),)}
    people = [Resource(name, "practitioner", open_time) for name in ("away", "other")]
    rooms = [Resource(name, "room", open_time) for name in ("room", "hall")[: 1 + second_room]]
    room = Need(tuple(Alternative(one.id) for one in rooms))
    stuck = Step("0", 60, (Need((Alternative("away"),)), room))
    free = Step("0", 60, (Need((Alternative("away"), Alternative("other"))), room))
    return RepairQuestion(
        Problem(
            5,
            (DAY,),
            (*people, *rooms),
            (
                Request("1", (stuck,), windows={DAY: ((NINE, TEN),)}),
                Request("2", (free,), windows={DAY: ((NINE, TEN + 60),)}),
            ),
            (
                BookedStep("1", "0", DAY, NINE, ("away", "room")),
                BookedStep("2", "0", DAY, TEN, ("away", "room")),
            ),
        ),
        (Absence("away", DAY),),
        from_minute=0,
        affected=frozenset({"1", "2"}),
        fixed=frozenset(),
    )


def test_nobody_is_given_the_place_of_who_may_stay_as_booked() -> None:
    asked = question()
    (first, second) = asked.problem.booked
    in_its_place = MovedStep(second, NINE, ("other", "room"), affected=True)
    beside_it = MovedStep(second, TEN, ("other", "room"), affected=True)
    assert without_blocked_moves(asked, RepairedDay((in_its_place,), ("1",))) == RepairedDay(
        (), ("1", "2")
    )
    assert without_blocked_moves(asked, RepairedDay((beside_it,), ("1",))) == RepairedDay(
        (beside_it,), ("1",)
    )
    assert first.request == "1"
    assert ways_to_mend(asked, 120).days == dict.fromkeys(Aim, RepairedDay((beside_it,), ("1",)))


def test_a_day_is_whole_however_little_time_there_is() -> None:
    found = ways_to_mend(question(second_room=True), 120, stop=lambda: True)
    assert found.days[Aim.FEWEST_HOME].unplaced == ("1",)
    assert [move.was.request for move in found.days[Aim.FEWEST_HOME].moved] == ["2"]


def raced(east: Desk, west: Desk, lists: tuple[Proposal, Proposal]) -> list[str]:
    """Both desks accept at the same moment, the one the first and the other the second day."""
    start = threading.Barrier(2)
    ends: list[str] = []

    def accept(at: Desk, proposal: Proposal, rank: int) -> None:
        choices = {out.visit: out.options[rank] for out in proposal.stranded}
        with closing(open_database(at.database.path)) as own:
            start.wait()
            try:
                accept_proposal(at.context, own, proposal, choices)
                ends.append("written")
            except Refused as refused:
                ends.append(refused.code)

    threads = [
        threading.Thread(target=accept, args=(at, proposal, rank))
        for rank, (at, proposal) in enumerate(zip((east, west), lists, strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


@pytest.fixture
def lists(east: Desk, west: Desk) -> tuple[Proposal, Proposal]:
    """What two desks see of the same absence."""
    for n in range(3):
        patient = east.patient(f"A{n}").number
        east.book_at("Consult", patient, NINE + 30 * n, ("Dr. Fisk", "Room 2"))
    one, two = (
        first_list(
            at.context,
            at.availability,
            AbsenceSpan(at.resource("Dr. Fisk"), MONDAY, 0, 1440),
        )
        for at in (east, west)
    )
    # Of one visit, so that the same two days are chosen whoever is first.
    return replace(one, stranded=one.stranded[:1]), replace(two, stranded=two.stranded[:1])


def test_of_two_desks_at_once_one_wins_and_the_other_writes_nothing(
    east: Desk, west: Desk, harbor: Database, lists: tuple[Proposal, Proposal]
) -> None:
    assert raced(east, west, lists) == ["record.changed-since", "written"]
    assert damage(harbor) == []


def test_without_the_look_at_the_day_both_write_and_one_is_lost(
    east: Desk,
    west: Desk,
    lists: tuple[Proposal, Proposal],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: a check that cannot fail is worth nothing."""
    monkeypatch.setattr(accepting, "_refuse_changed", lambda *_: None)
    assert raced(east, west, lists) == ["written", "written"]


def test_a_desk_that_was_slower_asks_again(
    east: Desk, west: Desk, lists: tuple[Proposal, Proposal]
) -> None:
    accept_proposal(east.context, east.database, lists[0], {})
    again = desk(west.database, west.context.clock, "west")  # type: ignore[arg-type]
    absence = lists[1].absence
    found = first_list(again.context, again.availability, absence)
    assert len(found.stranded) == 3
