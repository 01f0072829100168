"""An absence asked of a planner in a process of its own: the ways to mend it, in parts."""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from clinicdesk.services.absence.aims import Aim
from clinicdesk.services.absence.mended_day import MendedDay, way_for
from clinicdesk.services.absence.proposal import AbsenceSpan
from clinicdesk.services.journal.entries import last_number
from clinicdesk.services.planner.absence_questions import days_left, holds_still, mended_days
from clinicdesk.services.planner.planner_process import serve
from clinicdesk.services.planner.questions import Asked, Declined, Part, Reply, Whole
from clinicdesk.services.visits.moving import Move
from tests.services.absence.lists import first_ways
from tests.services.desk import MONDAY, Desk

NINE = 9 * 60
CARVER = ("Dr. Carver", "Room 1")
FISK = ("Dr. Fisk", "Room 2")


@contextmanager
def planner(at: Desk) -> Iterator[Connection]:
    """A planner of that desk's clinic; it ends with its link."""
    spawning = get_context("spawn")
    link, other_end = spawning.Pipe()
    process = spawning.Process(
        target=serve, args=(other_end, at.context, at.database.path, 30), daemon=True
    )
    process.start()
    other_end.close()
    with link:
        assert link.recv() == (0, b"")
        yield link
    process.join()


def answers(link: Connection, question: Any, *arguments: Any) -> list[Reply]:
    """Its parts, and its end."""
    link.send(Asked(1, "absence", pickle.dumps((question, arguments))))
    replies: list[Reply] = []
    while not replies or isinstance(replies[-1], Part):
        _, content = link.recv()
        replies.append(pickle.loads(content))
    return replies


def away(at: Desk, who: str) -> AbsenceSpan:
    return AbsenceSpan(at.resource(who), MONDAY, 0, 1440)


def proposed(at: Desk, who: str) -> tuple[MendedDay, ...]:
    return first_ways(at.context, at.availability, away(at, who))


def last_entry(at: Desk) -> int:
    with at.database.reading() as session:
        return last_number(session)


def test_the_list_comes_as_it_is_found_by_itself_and_follows_the_journal(east: Desk) -> None:
    visit = east.book_at("Adjustment", east.patient().number, NINE, CARVER).visit
    with planner(east) as link:
        first, number = proposed(east, "Dr. Carver"), last_entry(east)
        assert answers(link, mended_days, away(east, "Dr. Carver"), 120) == [Whole(first, number)]
        shown = first[0].proposal
        assert answers(link, holds_still, shown) == [Whole(True, number)]
        east.move(Move(east.visit(visit).steps[0].number, start=NINE + 60))
        assert answers(link, holds_still, shown) == [Whole(False, number + 1)]
        (whole,) = answers(link, mended_days, away(east, "Dr. Carver"), 120)
        assert whole == Whole(proposed(east, "Dr. Carver"), number + 1)


def test_what_is_found_is_told_while_better_ways_are_looked_for(east: Desk) -> None:
    """Dr. Dunne has somebody at nine: one of the two moves, or goes home."""
    east.book_at("Adjustment", east.patient().number, NINE, CARVER)
    east.book_at("Adjustment", east.patient("Best").number, NINE, ("Dr. Dunne", "Room 2"))
    with planner(east) as link:
        link.send(Asked(1, "absence", pickle.dumps((mended_days, (away(east, "Dr. Carver"), 120)))))
        _, content = link.recv()
    part = pickle.loads(content)
    assert isinstance(part, Part)
    # How far the one moves becomes less as long as the search goes on.
    assert [
        (way.aims, way.disturbance.sent_home, way.disturbance.called) for way in part.value
    ] == [
        ((Aim.FEWEST_HOME, Aim.FEWEST_CALLS), 0, 1),
        ((Aim.LEAST_MOVED,), 1, 1),
    ]


def test_what_is_chosen_for_one_is_not_offered_to_another(east: Desk) -> None:
    one = east.book_at("Consult", east.patient().number, NINE, FISK).visit
    two = east.book_at("Consult", east.patient("Best").number, NINE + 60, FISK).visit
    with planner(east) as link:
        (whole,) = answers(link, mended_days, away(east, "Dr. Fisk"), 120)
        assert isinstance(whole, Whole)
        proposal = way_for(whole.value, Aim.FEWEST_HOME).proposal
        options = {each.visit: each.options for each in proposal.stranded}
        choices = {one: options[one][0]}
        (left,) = answers(link, days_left, proposal, choices)
        assert isinstance(left, Whole)
        offered = {each.visit: each.options for each in left.value.stranded}
    assert options[one][0].plan in [option.plan for option in options[two]]
    assert choices[one].plan not in [option.plan for option in offered[two]]
    assert offered[one] == options[one]


def test_a_time_that_is_past_is_declined(east: Desk) -> None:
    with planner(east) as link:
        past = AbsenceSpan(east.resource("Dr. Fisk"), MONDAY, 0, 1)
        (reply,) = answers(link, mended_days, past, 120)
    assert reply == Declined("absence.past", {"day": MONDAY})
