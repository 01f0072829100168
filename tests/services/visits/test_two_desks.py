"""Two desks, one visit: what the other made of it since it was seen is said, never overwritten."""

import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest

from clinicdesk.models.database import Database, open_database
from clinicdesk.models.statuses import Status
from clinicdesk.services.contacts.noting import confirm_visit
from clinicdesk.services.context import Role
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.journal.entries import entries_after
from clinicdesk.services.journal.redaction import redact_entries
from clinicdesk.services.patients.records import NewPatient, change_patient
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.booking import add_steps
from clinicdesk.services.visits.changing import (
    arrive,
    cancel_step,
    cancel_visit,
    change_status,
    note_whereabouts,
    restore_visit,
)
from clinicdesk.services.visits.moving import Move, move_appointments
from clinicdesk.services.visits.reading.visit_reading import VisitInfo
from clinicdesk.services.visits.reading.visit_rows import visit_rows
from clinicdesk.services.visits.seen import ChangedSince, Seen, refuse_if_changed, seen_of
from tests.services.desk import MONDAY, Clock, Desk, dump, states
from tests.services.sentences import sentence_of

TUESDAY = MONDAY + timedelta(days=1)
THREE, FOUR = 15 * 60, 16 * 60


@dataclass(frozen=True)
class Shown:
    """A visit of two steps on Monday at eight, as both desks see it."""

    visit: VisitInfo

    @property
    def numbers(self) -> tuple[int, int]:
        one, two = self.visit.steps
        return one.number, two.number

    @property
    def patient(self) -> int:
        assert self.visit.patient is not None
        return self.visit.patient.number


Verb = Callable[[Desk, Shown, Seen | None], object]


def adding(at: Desk, shown: Shown, seen: Seen | None, minute: int = FOUR + 30) -> object:
    visit_request, plan = at.one_step("Call", shown.patient, minute, ("Dr. Fisk",))
    number = shown.visit.number
    return add_steps(at.context, at.database, number, visit_request, plan, seen=seen)


def correcting(at: Desk, shown: Shown, seen: Seen | None) -> object:
    new = NewPatient("Able", "Anna", at.visit(shown.visit.number).patient.born, "555-0199")  # type: ignore[union-attr]
    return change_patient(at.context, at.database, shown.patient, new, seen=seen)


VERBS: dict[str, Verb] = {
    # First: what is moved and taken back has another edition than was seen.
    "confirm": lambda at, shown, seen: confirm_visit(
        at.context, at.database, shown.visit.number, "her daughter", seen=seen
    ),
    "cancel visit": lambda at, shown, seen: cancel_visit(
        at.context, at.database, shown.visit.number, "asked", seen=seen
    ),
    "cancel one": lambda at, shown, seen: cancel_step(
        at.context, at.database, shown.numbers[0], "asked", seen=seen
    ),
    "arrive": lambda at, shown, seen: arrive(
        at.context, at.database, shown.visit.number, seen=seen
    ),
    "mark one": lambda at, shown, seen: change_status(
        at.context, at.database, [shown.numbers[0]], Status.ENTERED_IN_ERROR, seen=seen
    ),
    "where one": lambda at, shown, seen: note_whereabouts(
        at.context, at.database, shown.numbers[0], "Room 2", seen=seen
    ),
    "move one": lambda at, shown, seen: move_appointments(
        at.context, at.database, [Move(shown.numbers[0], start=THREE)], seen=seen
    ),
    "correct patient": correcting,
    # Last: taken back it leaves a step behind that nobody saw.
    "add step": adding,
}


def moved(west: Desk, number: int, **where: int) -> None:
    west.move(Move(number, **where))  # type: ignore[arg-type]


def there_and_back(west: Desk, number: int) -> None:
    move_appointments(west.context, west.database, [Move(number, start=FOUR)])
    undo(west.context, west.database)


OTHERS: dict[str, tuple[Verb, set[str]]] = {
    "moves one": (
        lambda west, shown, _: moved(west, shown.numbers[0], start=FOUR),
        {"cancel visit", "cancel one", "arrive", "mark one", "move one", "confirm", "add step"},
    ),
    "moves two": (
        lambda west, shown, _: moved(west, shown.numbers[1], start=FOUR),
        {"cancel visit", "arrive", "confirm", "add step"},
    ),
    "moves one and takes it back": (
        # What the patient was told meanwhile is not taken back with it.
        lambda west, shown, _: there_and_back(west, shown.numbers[0]),
        {"confirm"},
    ),
    "cancels one": (
        VERBS["cancel one"],
        {*VERBS} - {"correct patient"},
    ),
    "cancels two": (
        lambda west, shown, _: cancel_step(west.context, west.database, shown.numbers[1], "asked"),
        {"cancel visit", "arrive", "confirm", "add step"},
    ),
    "marks one as arrived": (
        lambda west, shown, _: change_status(
            west.context, west.database, [shown.numbers[0]], Status.ARRIVED
        ),
        {"cancel visit", "cancel one", "arrive", "mark one", "where one", "move one"},
    ),
    "notes where one is": (
        lambda west, shown, _: note_whereabouts(
            west.context, west.database, shown.numbers[0], "Hall"
        ),
        {"cancel visit", "cancel one", "where one"},
    ),
    "notes where two is": (
        lambda west, shown, _: note_whereabouts(
            west.context, west.database, shown.numbers[1], "Hall"
        ),
        {"cancel visit"},
    ),
    "adds a step": (
        lambda west, shown, _: adding(west, shown, None, 780),
        {"cancel visit", "arrive", "confirm"},
    ),
    "confirms": (VERBS["confirm"], set()),
    "corrects the patient": (
        lambda west, shown, _: change_patient(
            west.context,
            west.database,
            shown.patient,
            NewPatient("Abel", "Ann", west.visit(shown.visit.number).patient.born, "555-0100"),  # type: ignore[union-attr]
        ),
        {"correct patient"},
    ),
    "books somebody else": (
        lambda west, _, __: west.book_at(
            "Adjustment", west.patient("Baker").number, 600, ("Dr. Carver", "Room 1")
        ),
        set(),
    ),
}
"""What another desk does, and which verbs of a desk that has not seen it are refused then."""


@pytest.fixture
def shown(east: Desk) -> Shown:
    return Shown(east.visit(east.book_first("Pair", east.patient().number)))


def everything(shown: Shown) -> Seen:
    assert shown.visit.patient is not None
    return seen_of(shown.visit, shown.visit.patient)


def told(verb: Callable[[], object]) -> ChangedSince:
    with pytest.raises(ChangedSince) as refused:
        verb()
    return refused.value


def is_refused(east: Desk, verb: Verb, shown: Shown) -> bool:
    """Whether another's change stands in the way, and nothing is written; else it is undone."""
    before = dump(east.database)
    try:
        verb(east, shown, everything(shown))
    except ChangedSince as refused:
        said = sentence_of(refused)
    else:
        undo(east.context, east.database)
        return False
    assert said.startswith("west-clerk at west changed this at 06:00 on 2027-03-01 (")
    assert dump(east.database) == before
    return True


@pytest.mark.parametrize("what", OTHERS)
def test_only_what_a_verb_writes_or_relies_on_stops_it(
    east: Desk, west: Desk, shown: Shown, what: str
) -> None:
    others, expected = OTHERS[what]
    others(west, shown, None)
    assert {name for name, verb in VERBS.items() if is_refused(east, verb, shown)} == expected


@pytest.mark.parametrize("name", VERBS)
def test_the_same_is_done_on_what_is_to_be_seen_now(
    east: Desk, west: Desk, shown: Shown, name: str
) -> None:
    """Whatever another desk did: who has seen it may do it all the same."""
    west.move(Move(shown.numbers[0], start=FOUR))
    note_whereabouts(west.context, west.database, shown.numbers[0], "Hall")
    VERBS["correct patient"](west, shown, None)
    undo(west.context, west.database)
    now = Shown(east.visit(shown.visit.number))
    VERBS[name](east, now, everything(now))


def test_the_sentence_says_what_by_whom_and_when(
    east: Desk, west: Desk, shown: Shown, clock: Clock
) -> None:
    clock.set_wall("America/Chicago", MONDAY, 9, 41)
    cancel_visit(west.context, west.database, shown.visit.number, "ill")
    clock.advance(hours=1)
    refused = told(lambda: VERBS["move one"](east, shown, everything(shown)))
    (by,) = refused.changed_by
    assert refused.code == "record.changed-since"
    assert sentence_of(refused) == (
        "west-clerk at west changed this at 09:41 on 2027-03-01 (cancel visit"
        f" V-{shown.visit.number}); your change was not made. Look at it again."
    )
    assert (by.actor, by.workstation, by.kind, by.change.code, by.at.isoformat()) == (
        "west-clerk", "west", "change", "visit.cancelled", "2027-03-01T15:41:00+00:00",
    )  # fmt: skip
    assert by.change.patient is not None
    assert (by.change.patient.family, by.change.now) == ("Able", (MONDAY, 480))


def test_an_undo_by_the_other_desk_is_called_one(east: Desk, west: Desk, shown: Shown) -> None:
    number = shown.visit.number
    cancel_visit(west.context, west.database, number, "ill")
    cancelled = Shown(east.visit(number))
    undo(west.context, west.database)
    refused = told(
        lambda: restore_visit(east.context, east.database, number, seen=everything(cancelled))
    )
    assert sentence_of(refused) == (
        f"west-clerk at west changed this at 06:00 on 2027-03-01 (undo: cancel visit V-{number});"
        " your change was not made. Look at it again."
    )


def test_only_changes_that_matter_are_named_newest_first(
    east: Desk, west: Desk, shown: Shown
) -> None:
    (one, two), at = shown.numbers, (west.context, west.database)
    west.move(Move(one, start=FOUR))
    arrive(*at, shown.visit.number)
    note_whereabouts(*at, one, "Hall")
    cancel_step(*at, two, "ill")
    refused = told(lambda: VERBS["mark one"](east, shown, everything(shown)))
    assert [entry.change.code for entry in refused.changed_by] == [
        "visit.status-changed",
        "visit.moved",
    ]


def test_a_visit_is_restored_only_as_it_was_seen(east: Desk, west: Desk, shown: Shown) -> None:
    at, number = (east.context, east.database), shown.visit.number
    cancel_step(*at, shown.numbers[0], "asked")
    before = everything(Shown(east.visit(number)))
    cancel_step(west.context, west.database, shown.numbers[1], "does not want it")
    told(lambda: restore_visit(*at, number, seen=before))
    both = everything(Shown(east.visit(number)))
    restore_visit(west.context, west.database, number)
    told(lambda: restore_visit(*at, number, seen=both))
    assert [step.status for step in east.visit(number).steps] == ["booked", "booked"]
    cancel_visit(*at, number, "asked")
    restore_visit(*at, number, seen=everything(Shown(east.visit(number))))
    assert [step.status for step in east.visit(number).steps] == ["booked", "booked"]


def test_a_hold_that_ends_is_nobodys_change(east: Desk, west: Desk, clock: Clock) -> None:
    number = east.hold_first("Pair", east.patient().number)
    seen = seen_of(east.visit(number))
    clock.advance(hours=1)
    with pytest.raises(Refused) as refused:
        cancel_visit(west.context, west.database, number, "asked", seen=seen)
    assert (refused.value.code, refused.value.params) == ("hold.over", {"visit": number})


def test_without_its_contents_the_journal_does_not_say_who(
    east: Desk, west: Desk, shown: Shown
) -> None:
    manager = west.as_role(Role.MANAGER)
    change = cancel_visit(west.context, west.database, shown.visit.number, "ill")
    redact_entries(manager.context, west.database, [change.number], "asked by the patient")
    refused = told(lambda: VERBS["move one"](east, shown, everything(shown)))
    assert (refused.code, refused.changed_by, sentence_of(refused)) == (
        "record.differs",
        (),
        "This has changed since it was shown; your change was not made. Look at it again.",
    )


def test_whoever_reads_and_writes_in_one_go_is_not_asked(
    east: Desk, west: Desk, shown: Shown
) -> None:
    west.move(Move(shown.numbers[0], start=FOUR))
    VERBS["move one"](east, shown, None)
    assert east.visit(shown.visit.number).steps[0].start == THREE


def test_the_same_correction_by_both_desks_overwrites_nothing(
    east: Desk, west: Desk, shown: Shown
) -> None:
    correcting(west, shown, None)
    before = states(east.database)
    with pytest.raises(Refused) as refused:
        correcting(east, shown, everything(shown))
    assert refused.value.code == "change.nothing"
    assert states(east.database) == before


def raced(east: Desk, west: Desk, shown: Shown, seen: Seen | None) -> list[str]:
    """Both desks move the same appointment at the same moment: what became of each."""
    start = threading.Barrier(2)
    ends: list[str] = []

    def move(at: Desk, minute: int) -> None:
        with closing(open_database(at.database.path)) as own:
            start.wait()
            moves = [Move(shown.numbers[0], start=minute)]
            try:
                move_appointments(at.context, own, moves, seen=seen)
                ends.append("written")
            except Refused as refused:
                ends.append(refused.code)

    threads = [
        threading.Thread(target=partial(move, at, minute))
        for at, minute in ((east, THREE), (west, FOUR))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def moves_in_journal(database: Database) -> list[Changed]:
    with database.reading() as session:
        return [change for change in entries_after(session, 0) if change.code == "visit.moved"]


def test_of_two_desks_at_once_one_moves_it_and_the_other_is_told(
    east: Desk, west: Desk, shown: Shown
) -> None:
    assert raced(east, west, shown, everything(shown)) == ["record.changed-since", "written"]
    assert len(moves_in_journal(east.database)) == 1


def test_without_what_was_seen_both_move_it_and_the_first_is_lost(
    east: Desk, west: Desk, shown: Shown
) -> None:
    """The control: a check that cannot fail is worth nothing."""
    assert raced(east, west, shown, None) == ["written", "written"]
    assert len(moves_in_journal(east.database)) == 2


def test_what_was_seen_of_a_step_is_its_row_and_its_visits(east: Desk, shown: Shown) -> None:
    one, two = shown.visit.steps
    day_one, day_two = sorted(east.day(MONDAY), key=lambda item: item.position)
    assert seen_of(day_one) == Seen({one.number: 1}, {shown.visit.number: 1})
    assert seen_of(day_one, day_two) == seen_of(shown.visit)
    east.move(Move(two.number, start=FOUR))
    assert seen_of(east.visit(shown.visit.number)) == Seen(
        {one.number: 1, two.number: 2}, {shown.visit.number: 2}
    )


def test_nothing_is_read_where_every_version_is_as_seen(east: Desk, shown: Shown) -> None:
    """The usual case costs no question more."""
    with east.database.reading() as session:
        rows = visit_rows(session, shown.visit.number)
        session.close()
        refuse_if_changed(session, everything(shown), rows, {"status"})
        assert not session.in_transaction()
