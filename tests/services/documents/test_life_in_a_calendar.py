"""A visit through its life in the patient's calendar, in both forms: what each file does there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from sqlalchemy import text

from clinicdesk.models.statuses import Status
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.documents.calendar_export import export_steps, export_visit
from clinicdesk.services.errors import Refused
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.booking import release_hold
from clinicdesk.services.visits.changing import (
    arrive,
    cancel_step,
    cancel_visit,
    change_status,
    restore_visit,
)
from clinicdesk.services.visits.moving import Move
from tests.exchange.calendar.samples import the_event
from tests.services.desk import MONDAY, Clock, Desk


def event_number(event: icalendar.Event) -> int:
    return int(str(event["SEQUENCE"]))


@dataclass
class Calendar:
    """A calendar program that does as RFC 5546 says: the newer edition of a UID counts."""

    events: dict[str, icalendar.Event] = field(default_factory=dict)
    editions: dict[str, int] = field(default_factory=dict)

    def take(self, data: bytes) -> None:
        event = the_event(data)
        uid, edition = str(event["UID"]), event_number(event)
        assert edition >= self.editions.get(uid, 0)
        self.editions[uid] = edition
        self.events.pop(uid, None)
        if icalendar.Calendar.from_ical(data)["METHOD"] == "PUBLISH":
            self.events[uid] = event

    @property
    def times(self) -> list[tuple[datetime, datetime]]:
        found = self.events.values()
        return sorted((event.decoded("DTSTART"), event.decoded("DTEND")) for event in found)


@dataclass
class Patient:
    """What the patient has in two calendars, one of each form."""

    east: Desk
    visit: int
    whole: Calendar = field(default_factory=Calendar)
    steps: Calendar = field(default_factory=Calendar)

    def imports(self) -> None:
        """Both forms are handed over, and each calendar has what takes place, and nothing else."""
        self.whole.take(export_visit(self.east.context, self.east.database, self.visit))
        for data in export_steps(self.east.context, self.east.database, self.visit).values():
            self.steps.take(data)
        standing = [s for s in self.east.visit(self.visit).steps if s.status.takes_place]
        midnight = datetime(MONDAY.year, MONDAY.month, MONDAY.day, 6, tzinfo=UTC)
        times = sorted(
            (midnight + timedelta(days=(s.day - MONDAY).days, minutes=s.start),
             midnight + timedelta(days=(s.day - MONDAY).days, minutes=s.end))
            for s in standing
        )  # fmt: skip
        assert self.steps.times == times
        assert self.whole.times == ([(times[0][0], times[-1][1])] if times else [])
        edition = self.east.visit(self.visit).edition
        assert {*self.whole.editions.values(), *self.steps.editions.values()} == {edition}


def test_a_calendar_follows_a_visit_through_its_life(east: Desk, clock: Clock) -> None:
    patient = Patient(east, east.book_first("Day", east.patient().number))
    first, *_, last = east.visit(patient.visit).steps
    context, database = east.context, east.database

    def move(minutes: int, days: int = 0) -> None:
        steps, by = east.visit(patient.visit).steps, timedelta(days=days)
        east.move(*(Move(s.number, start=s.start + minutes, day=s.day + by) for s in steps))

    life: list[Callable[[], object]] = [
        lambda: move(60),
        lambda: cancel_step(context, database, last.number, "asked"),
        lambda: undo(context, database),
        lambda: cancel_step(context, database, first.number, "asked"),
        lambda: restore_visit(context, database, patient.visit),
        lambda: cancel_visit(context, database, patient.visit, "asked"),
        lambda: undo(context, database),
        lambda: move(0, days=1),
        lambda: undo(context, database),
    ]
    patient.imports()
    for number, change in enumerate(life, 1):
        clock.advance(minutes=1)
        change()
        assert east.visit(patient.visit).edition == number
        patient.imports()
    assert len(patient.steps.editions) == 3


def test_what_happens_on_the_day_changes_nothing(east: Desk, clock: Clock) -> None:
    visit = east.book_first("Pair", east.patient().number)
    before = both(east, visit)
    day = east.visit(visit).steps[0].day
    clock.set_wall("America/Chicago", day, 8, 30)
    arrive(east.context, east.database, visit)
    clock.set_wall("America/Chicago", day, 17)
    numbers = [step.number for step in east.visit(visit).steps]
    for status in (Status.CHECKED_IN, Status.FULFILLED, Status.BOOKED, Status.NOSHOW):
        change_status(east.context, east.database, numbers, status)
        assert both(east, visit) == before


def both(east: Desk, visit: int) -> list[list[str]]:
    """The lines of all files in both forms, but for the moment at which they were written."""
    files = (
        export_visit(east.context, east.database, visit),
        *export_steps(east.context, east.database, visit).values(),
    )
    return [
        [line for line in data.decode().split("\r\n") if not line.startswith("DTSTAMP")]
        for data in files
    ]


def test_a_hold_is_tentative_and_taken_back_when_it_ends(east: Desk) -> None:
    patient = Patient(east, east.hold_first("Pair", east.patient().number))
    patient.imports()
    found = (*patient.whole.events.values(), *patient.steps.events.values())
    assert {str(event["STATUS"]) for event in found} == {"TENTATIVE"}
    release_hold(east.context, east.database, patient.visit)
    patient.imports()
    assert (patient.whole.times, len(patient.steps.editions)) == ([], 2)


def test_the_times_of_a_cancellation_are_those_of_the_last_state_in_which_any_took_place(
    east: Desk,
) -> None:
    visit = east.book_first("Pair", east.patient().number)
    first, last = east.visit(visit).steps
    cancel_step(east.context, east.database, first.number, "asked")
    east.move(Move(last.number, start=last.start + 120))
    before = the_event(export_visit(east.context, east.database, visit))
    cancel_visit(east.context, east.database, visit, "asked")
    after = the_event(export_visit(east.context, east.database, visit))
    for name in ("UID", "DTSTART", "DTEND"):
        assert after[name] == before[name]
    assert event_number(after) == event_number(before) + 1


def test_a_booking_that_was_taken_back_is_cancelled_where_it_was(east: Desk) -> None:
    patient = Patient(east, east.book_first("Pair", east.patient().number))
    before = the_event(export_visit(east.context, east.database, patient.visit))
    undo(east.context, east.database)
    patient.imports()
    after = the_event(export_visit(east.context, east.database, patient.visit))
    assert after["DTSTART"] == before["DTSTART"]
    assert len(patient.steps.editions) == 2


@pytest.mark.parametrize("status", [Status.WAITLIST, Status.PROPOSED])
def test_what_was_never_booked_is_not_exported(east: Desk, status: Status) -> None:
    visit = east.book_first("Pair", east.patient().number)
    first, last = east.visit(visit).steps
    # As a program of old may have written it: no desk makes such steps any more.
    with east.database.writing() as session:
        wrote = "UPDATE journal SET payload = NULL"
        session.execute(text(wrote))
        for number in (first.number, last.number):
            session.execute(text("DELETE FROM claim WHERE appointment_id = :n"), {"n": number})
            change = "UPDATE appointment SET status = :s, busy = FALSE WHERE id = :n"
            session.execute(text(change), {"s": status.value, "n": number})
    for export in (export_visit, export_steps):
        with pytest.raises(Refused) as refused:
            export(east.context, east.database, visit)
        assert refused.value.code == RefusalCode.EXPORT_NO_PATIENT


def test_without_a_journal_what_was_called_off_is_taken_to_have_been_booked(
    east: Desk,
) -> None:
    visit = east.book_first("Pair", east.patient().number)
    before = the_event(export_visit(east.context, east.database, visit))
    cancel_visit(east.context, east.database, visit, "asked")
    with east.database.writing() as session:
        session.execute(text("UPDATE journal SET payload = NULL"))
    after = the_event(export_visit(east.context, east.database, visit))
    assert after["DTSTART"] == before["DTSTART"]
    assert len(export_steps(east.context, east.database, visit)) == 2
