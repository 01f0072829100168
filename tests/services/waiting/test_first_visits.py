"""Who waits for a visit that is not booked yet, and the days, hours and notice that offers keep."""

from datetime import timedelta

import pytest

from clinicdesk.models.patients import Standing
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.errors import Refused
from clinicdesk.services.patients.correcting import Correction, correct_patient
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.services.waiting.earlier import Earlier, find_earlier, find_served, serve_entry
from clinicdesk.services.waiting.entries import (
    FirstVisit,
    Waiting,
    read_waitlist,
    read_waits_of,
)
from clinicdesk.services.waiting.gaps import read_gap
from clinicdesk.services.waiting.listing import (
    change_suits,
    wait_for_earlier,
    wait_for_first,
    wait_no_more,
)
from clinicdesk.services.waiting.suits import Suits
from tests.services.desk import MONDAY, Clock, Desk

TUESDAY, THURSDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)
ANY_TIME = Suits()


def consult(at: Desk) -> FirstVisit:
    kinds = at.setup.visit_types.values()
    return FirstVisit(visit_type=next(kind.id for kind in kinds if kind.name == "Consult"))


def waits(at: Desk, family: str = "Able", suits: Suits = ANY_TIME) -> Waiting:
    """Somebody who waits for a first consultation."""
    patient = at.patient(family).number
    wait_for_first(at.context, at.database, patient, consult(at), suits)
    (entry,) = read_waits_of(at.context, at.database, patient)
    return entry


def offered(at: Desk) -> list[tuple[str, int]]:
    """On which day, of Monday to Friday, and when each could come."""
    return [(f"{each.option.day:%a}", each.option.start) for each in earlier(at)]


def earlier(at: Desk) -> tuple[Earlier, ...]:
    thinking = Thinking(at.context, at.availability, lambda _part: None, lambda: False)
    return find_earlier(thinking, read_waitlist(at.context, at.database))


def test_a_first_visit_is_booked_and_the_wait_is_over_and_both_are_undone(east: Desk) -> None:
    entry = waits(east)
    (found,) = earlier(east)
    booked = serve_entry(east.context, east.database, entry.number, found, seen=entry.seen)
    visit = east.visit(booked.visit)
    assert visit.patient == entry.patient
    assert [(step.visit_type, step.day) for step in visit.steps] == [("Consult", MONDAY)]
    assert read_waitlist(east.context, east.database) == ()
    undo(east.context, east.database)
    assert read_waitlist(east.context, east.database) == (entry,)
    assert not any(step.busy for step in east.visit(booked.visit).steps)
    assert check_clinic(east.database).broken == ()


def test_a_template_with_its_rules_and_a_practitioner_are_kept(east: Desk) -> None:
    template = east.setup.template_named("Day").id
    wanted = FirstVisit(template, practitioner=east.resource("Dr. Dunne"), comes_for="neck")
    patient = east.patient().number
    wait_for_first(east.context, east.database, patient, wanted, ANY_TIME)
    (entry,) = read_waitlist(east.context, east.database)
    assert entry.wanted == wanted
    (found,) = earlier(east)
    visit = east.visit(serve_entry(east.context, east.database, entry.number, found).visit)
    assert (visit.template, len(visit.steps)) == (template, 3)
    assert east.resource("Dr. Dunne") in visit.steps[0].resources
    assert [step.comes_for for step in visit.steps] == ["neck"] * 3


def test_it_is_offered_from_a_gap_like_the_others(east: Desk, clock: Clock) -> None:
    starts = range(485, 1000, 30)
    names = ("Dr. Fisk", "Room 1")
    taken = [
        east.book_at("Consult", east.patient(f"P{start}").number, start, names).visit
        for start in starts
    ]
    booked = east.book_at("Consult", east.patient("Baker").number, 605, names, day=TUESDAY).visit
    wait_for_earlier(east.context, east.database, booked)
    clock.advance(minutes=1)
    first = waits(east)
    change = cancel_visit(east.context, east.database, taken[3], "asked").number
    gap = read_gap(east.context, east.database, change)
    assert gap is not None
    thinking = Thinking(east.context, east.availability, lambda _part: None, lambda: False)
    served = find_served(thinking, read_waitlist(east.context, east.database), gap)
    assert [(each.option.day, each.option.start) for each in served] == [(MONDAY, starts[3])] * 2
    serve_entry(east.context, east.database, first.number, served[1])
    assert read_gap(east.context, east.database, change) is None


def test_days_hours_dates_and_notice_are_kept_by_what_is_offered(east: Desk, clock: Clock) -> None:
    clock.set_wall("America/Chicago", MONDAY, 9)
    number = waits(east).number
    assert offered(east) == [("Mon", 540)]
    tried = [
        (Suits(notice=120), ("Mon", 660)),
        (Suits(notice=24 * 60 + 30), ("Tue", 570)),
        (Suits(weekdays=frozenset({2, 4})), ("Wed", 485)),
        (Suits(earliest=840, latest=900), ("Mon", 840)),
        (Suits(first=THURSDAY), ("Thu", 485)),
    ]
    for suits, when in tried:
        change_suits(east.context, east.database, number, suits)
        assert offered(east) == [when]
    change_suits(east.context, east.database, number, Suits(frozenset({2}), last=TUESDAY))
    assert offered(east) == []
    undo(east.context, east.database)
    assert offered(east) == [("Thu", 485)]
    clock.advance(days=3)
    change_suits(east.context, east.database, number, Suits(last=THURSDAY))
    clock.advance(days=1)
    assert read_waitlist(east.context, east.database) == ()


def test_the_same_is_kept_for_an_earlier_time_of_a_booked_visit(east: Desk) -> None:
    names = ("Dr. Fisk", "Room 1")
    visit = east.book_at("Consult", east.patient().number, 600, names, day=THURSDAY).visit
    wait_for_earlier(east.context, east.database, visit)
    (entry,) = read_waitlist(east.context, east.database)
    change_suits(east.context, east.database, entry.number, Suits(first=TUESDAY), seen=entry.seen)
    assert offered(east) == [("Tue", 485)]
    with pytest.raises(Refused) as refused:
        change_suits(east.context, east.database, entry.number, ANY_TIME, seen=entry.seen)
    assert refused.value.code == "record.changed-since"


def refusal(at: Desk, patient: int, wanted: FirstVisit, suits: Suits = ANY_TIME) -> str:
    with pytest.raises(Refused) as refused:
        wait_for_first(at.context, at.database, patient, wanted, suits)
    return refused.value.code


def test_what_cannot_be_waited_for_is_refused(east: Desk, west: Desk) -> None:
    entry = waits(east)
    number = entry.patient.number
    assert refusal(east, number, consult(east)) == "waiting.wanted-already"
    assert refusal(east, number, FirstVisit()) == "waiting.not-offered"
    assert refusal(east, number, FirstVisit(visit_type=999)) == "waiting.not-offered"
    assert refusal(east, 999, consult(east)) == "patient.unknown"
    other = east.patient("Baker").number
    for never in (Suits(frozenset()), Suits(earliest=600, latest=600), Suits(notice=-1)):
        assert refusal(east, other, consult(east), never) == "waiting.never"
    past = Suits(last=MONDAY - timedelta(days=1))
    assert refusal(east, other, consult(east), past) == "waiting.over"
    turned = Suits(first=THURSDAY, last=TUESDAY)
    assert refusal(east, other, consult(east), turned) == "waiting.over"
    (found,) = earlier(east)
    died = Correction(standing=Standing.DECEASED)
    correct_patient(west.context, west.database, number, died)
    assert refusal(east, number, FirstVisit(east.setup.template_named("Day").id)) == (
        "patient.not-booked"
    )
    with pytest.raises(Refused) as refused:
        serve_entry(east.context, east.database, entry.number, found)
    assert refused.value.code == "patient.not-booked"


def test_nobody_waits_twice_for_one_visit_by_undo(east: Desk, west: Desk) -> None:
    entry = waits(east)
    wait_no_more(east.context, east.database, entry.number, seen=entry.seen)
    patient = entry.patient.number
    wait_for_first(west.context, west.database, patient, consult(east), ANY_TIME)
    with pytest.raises(Refused):
        undo(east.context, east.database)
    assert len(read_waitlist(east.context, east.database)) == 1


def test_whoever_has_it_booked_by_another_way_waits_no_more_until_that_is_undone(
    east: Desk,
) -> None:
    one = waits(east)
    patient = one.patient.number
    template = FirstVisit(east.setup.template_named("Day").id)
    wait_for_first(east.context, east.database, patient, template, ANY_TIME)
    east.book_at("Consult", patient, 600, ("Dr. Fisk", "Room 1"), day=TUESDAY)
    assert [entry.wanted for entry in read_waitlist(east.context, east.database)] == [template]
    undo(east.context, east.database)
    assert len(read_waitlist(east.context, east.database)) == 2
    east.book_first("Day", patient)
    assert [entry.number for entry in read_waitlist(east.context, east.database)] == [one.number]
    assert check_clinic(east.database).broken == ()
