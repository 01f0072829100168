"""Notes to the desk: asked, ticked at one desk, seen at the other, taken back."""

from datetime import timedelta

import pytest

from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.flow.desk_tasks import ask_desk, read_tasks, tick_task, to_do
from clinicdesk.services.undoing.next_change import next_undo
from clinicdesk.services.undoing.undo import redo, undo
from tests.services.desk import MONDAY, Clock, Desk, dump
from tests.services.sentences import sentence_of

ZONE = "America/Chicago"


def asked(east: Desk, text: str = "book the MRI first") -> int:
    """The number of a note about Able."""
    visit = east.book_at("Adjustment", east.patient().number, 540, ("Dr. Carver", "Room 1")).visit
    ask_desk(east.context, east.database, text, "Dr. Carver", visit)
    return read_tasks(east.context, east.database)[0].number


def listed(east: Desk) -> list[tuple[str, str, str]]:
    return [
        (task.text, task.patient.family if task.patient else "", task.done_by)
        for task in read_tasks(east.context, east.database)
    ]


def test_it_is_asked_ticked_opened_again_and_each_of_these_is_taken_back(
    east: Desk, west: Desk
) -> None:
    number = asked(east)
    at = (west.context, west.database)
    open_, done = ("book the MRI first", "Able", ""), ("book the MRI first", "Able", "west-clerk")
    seen = [listed(west)]
    tick_task(*at, number, done=True)
    seen.append(listed(east))
    undo(*at)
    seen.append(listed(east))
    redo(*at)
    tick_task(*at, number, done=False)
    seen.append(listed(east))
    assert seen == [[open_], [done], [open_], [open_]]
    undone = next_undo(east.context, east.database)
    assert undone is not None
    assert (undone.code, undone.patient and undone.patient.family) == ("task.asked", "Able")
    undo(east.context, east.database)
    assert listed(east) == []
    with pytest.raises(NotFound) as caught:
        tick_task(*at, number, done=True)
    assert sentence_of(caught.value)
    assert check_clinic(east.database).broken == ()


def test_what_was_done_yesterday_is_listed_no_more(east: Desk, clock: Clock) -> None:
    number = asked(east)
    clock.set_wall(ZONE, MONDAY, 17)
    ask_desk(east.context, east.database, "call the referrer", "Dr. Dunne")
    tick_task(east.context, east.database, number, done=True)
    today = listed(east)
    clock.set_wall(ZONE, MONDAY + timedelta(days=1), 8)
    still = ("call the referrer", "", "")
    assert (today, listed(east)) == (
        [still, ("book the MRI first", "Able", "east-clerk")], [still],
    )  # fmt: skip
    assert to_do(read_tasks(east.context, east.database)) == 1


def test_two_desks_tick_it_once(east: Desk, west: Desk) -> None:
    number = asked(east)
    (task,) = read_tasks(west.context, west.database)
    tick_task(east.context, east.database, number, done=True)
    with pytest.raises(Refused) as caught:
        tick_task(west.context, west.database, number, done=True, seen=task.seen)
    assert caught.value.code == "record.changed-since"


@pytest.mark.parametrize(
    ("text", "asked_by"),
    [("  ", "Dr. Carver"), ("x" * 501, "Dr. Carver"), ("a\x07b", "Dr. Carver"), ("call", "\x00")],
)
def test_a_text_that_cannot_be_kept_is_refused(east: Desk, text: str, asked_by: str) -> None:
    before = dump(east.database)
    with pytest.raises(Refused) as caught:
        ask_desk(east.context, east.database, text, asked_by)
    assert sentence_of(caught.value)
    assert dump(east.database) == before
