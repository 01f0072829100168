"""Kept days are what is read anew, whatever desks do, and go when something changes in them."""

import contextlib
from datetime import date, timedelta
from random import Random

import pytest

from clinicdesk.models.database import Database
from clinicdesk.services.context import Role
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.patients.records import NewPatient, change_patient
from clinicdesk.services.visits.reading.clinic_day import DayInfo, read_whole_day
from clinicdesk.services.visits.reading.kept_days import CHANGES_KEPT, KeptDays
from tests.services.desk import MONDAY, Clock, Desk, desk
from tests.services.verbs import anything

TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)


def read(at: Desk, day: date) -> DayInfo:
    return read_whole_day(at.context, at.database, day)


def kept(at: Desk, *days: date, most: int = 40) -> KeptDays:
    """A store that holds these days."""
    store = KeptDays(most)
    for day in days:
        assert store.keep(read(at, day), store.begin())
    return store


def test_a_day_is_there_until_a_change_of_it_is_told(east: Desk) -> None:
    store = kept(east, MONDAY, TUESDAY)
    before = read(east, TUESDAY)
    east.availability.news()
    east.book_at("Call", east.patient().number, 540, ("Dr. Fisk",))
    assert store.tell(east.availability.news()) == {MONDAY}
    assert (MONDAY in store, store.get(MONDAY)) == (False, None)
    assert (TUESDAY in store, store.get(TUESDAY)) == (True, before)


def test_a_patients_name_changes_the_days_on_which_the_patient_comes(east: Desk) -> None:
    patient = east.patient("Able").number
    east.book_first("Adjustment", patient, TUESDAY, 1)
    store = kept(east, MONDAY, TUESDAY)
    east.availability.news()
    new = NewPatient("Abel", "Ann", date(1980, 1, 1), "555-0100")
    change_patient(east.context, east.database, patient, new)
    assert store.tell(east.availability.news()) == {TUESDAY}


def test_a_change_of_everything_drops_every_day(east: Desk) -> None:
    store = kept(east, MONDAY, TUESDAY)
    assert store.tell([Changed(1, "clinic.changed", {}, everything=True)]) == {MONDAY, TUESDAY}
    assert len(store) == 0


def test_the_day_unused_longest_goes_first(east: Desk) -> None:
    store = kept(east, MONDAY, TUESDAY, most=2)
    assert store.get(MONDAY) is not None
    assert store.keep(read(east, WEDNESDAY), store.begin())
    assert [day in store for day in (MONDAY, TUESDAY, WEDNESDAY)] == [True, False, True]


def test_a_day_that_changed_while_it_was_read_is_not_kept(east: Desk) -> None:
    store = KeptDays()
    mark, info, other = store.begin(), read(east, MONDAY), read(east, TUESDAY)
    store.tell([Changed(1, "visit.booked", {}, days=frozenset({MONDAY}))])
    assert (store.keep(info, mark), store.keep(other, mark)) == (False, True)
    assert store.keep(read(east, MONDAY), store.begin())


def test_a_day_read_before_too_many_changes_is_not_kept(east: Desk) -> None:
    store = KeptDays()
    mark, info = store.begin(), read(east, MONDAY)
    elsewhere = Changed(1, "visit.booked", {}, days=frozenset({TUESDAY}))
    store.tell([elsewhere] * CHANGES_KEPT)
    assert store.keep(info, mark)
    store.tell([elsewhere])
    assert not store.keep(info, mark)


def test_what_is_read_while_all_is_forgotten_is_not_kept(east: Desk) -> None:
    store = kept(east, MONDAY)
    mark, info = store.begin(), read(east, TUESDAY)
    store.forget()
    assert (len(store), store.keep(info, mark)) == (0, False)


@pytest.mark.parametrize("seed", range(3))
def test_kept_days_equal_days_read_anew(harbor: Database, clock: Clock, seed: int) -> None:
    desks = [desk(harbor, clock, "east", Role.MANAGER), desk(harbor, clock, "west")]
    numbers: dict[str, list[int]] = {
        "patients": [desks[0].patient("Able", f"number {n}").number for n in range(3)],
        "visits": [],
        "away": [],
    }
    store, random, found = KeptDays(), Random(seed), 0
    desks[0].availability.news()
    for _ in range(30):
        with contextlib.suppress(Refused):
            anything(random.choice(desks), random, numbers)
        if random.random() < 0.2:
            clock.advance(minutes=random.choice((1, 5)))
        store.tell(desks[0].availability.news())
        for day in (MONDAY, TUESDAY, WEDNESDAY):
            fresh, known = read(desks[0], day), store.get(day)
            if known is None:
                assert store.keep(fresh, store.begin())
            else:
                found += 1
                assert without_number(known) == without_number(fresh)
    assert found > 30


def without_number(info: DayInfo) -> dict[str, object]:
    """All of the day but the newest entry, which may be one of another day."""
    return {**vars(info), "number": None}
