"""An absence asked of a planner in a process of its own: the list comes in parts, then whole."""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from clinicdesk.services.absence.proposal import AbsenceSpan, Proposal
from clinicdesk.services.journal.entries import last_number
from clinicdesk.services.planner.absence_questions import (
    BestList,
    days_left,
    holds_still,
    repaired_day,
)
from clinicdesk.services.planner.planner_process import serve
from clinicdesk.services.planner.questions import Asked, Declined, Part, Reply, Whole
from clinicdesk.services.visits.moving import Move
from tests.services.absence.lists import first_list
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


def proposed(at: Desk, who: str) -> Proposal:
    return first_list(at.context, at.availability, away(at, who))


def last_entry(at: Desk) -> int:
    with at.database.reading() as session:
        return last_number(session)


def test_the_list_comes_as_it_is_found_by_itself_and_follows_the_journal(east: Desk) -> None:
    visit = east.book_at("Adjustment", east.patient().number, NINE, CARVER).visit
    with planner(east) as link:
        first, number = proposed(east, "Dr. Carver"), last_entry(east)
        assert answers(link, repaired_day, away(east, "Dr. Carver")) == [
            Part(first, number),
            Whole(BestList(first, proven=True), number),
        ]
        assert answers(link, holds_still, first) == [Whole(True, number)]
        east.move(Move(east.visit(visit).steps[0].number, start=NINE + 60))
        assert answers(link, holds_still, first) == [Whole(False, number + 1)]
        (_, whole) = answers(link, repaired_day, away(east, "Dr. Carver"))
        then = BestList(proposed(east, "Dr. Carver"), proven=True)
        assert whole == Whole(then, number + 1)


def test_what_is_chosen_for_one_is_not_offered_to_another(east: Desk) -> None:
    one = east.book_at("Consult", east.patient().number, NINE, FISK).visit
    two = east.book_at("Consult", east.patient("Best").number, NINE + 60, FISK).visit
    with planner(east) as link:
        (_, whole) = answers(link, repaired_day, away(east, "Dr. Fisk"))
        assert isinstance(whole, Whole)
        proposal = whole.value.proposal
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
        (reply,) = answers(link, repaired_day, past)
    assert reply == Declined("absence.past", {"day": MONDAY})
