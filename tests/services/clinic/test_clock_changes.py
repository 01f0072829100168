"""The days on which the clock changes: planning offers, and booking takes, only times that are."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from clinicdesk.models.database import Database
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.clinic.stretches import Stretch
from clinicdesk.services.context import Role
from clinicdesk.services.errors import Refused, RulesBroken
from clinicdesk.services.setup.availability_changes import change_working_hours, take_time_off
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.rules.overrides import Override
from tests.services.clinics import EVERY_DAY, harbor_file
from tests.services.desk import Clock, Desk, desk, dump
from tests.services.sentences import sentence_of

# Zone, day, first and last minute (exclusive) that are skipped or shown twice.
FORWARD = [
    ("America/Chicago", date(2027, 3, 14), 120, 180),
    ("Europe/Berlin", date(2027, 3, 28), 120, 180),
    ("Australia/Lord_Howe", date(2027, 10, 3), 120, 150),
    ("America/Santiago", date(2027, 9, 5), 0, 60),
]
BACK = [
    ("America/Chicago", date(2027, 11, 7), 60, 120),
    ("Europe/Berlin", date(2027, 10, 31), 120, 180),
    ("Australia/Lord_Howe", date(2027, 4, 4), 90, 120),
    ("America/Santiago", date(2027, 4, 3), 1380, 1440),
]
CHANGES = [(*change, "skipped") for change in FORWARD] + [(*change, "twice") for change in BACK]
WITH_REASON = Override("night clinic")


@pytest.fixture
def night(make_clinic: Callable[..., Database]) -> Callable[[str, date], Desk]:
    """A manager's desk in a zone, a week before a day; the clinic is open day and night."""

    def make(zone: str, day: date) -> Desk:
        database = make_clinic(
            harbor_file(zone, opening="00:00-24:00", days=EVERY_DAY, hours="00:00-24:00")
        )
        clock = Clock(datetime.combine(day - timedelta(days=7), datetime.min.time(), UTC))
        return desk(database, clock, "night", Role.MANAGER)

    return make


def call(at: Desk, start: int, day: date) -> int:
    patient = at.patient("Caller", f"at {start} on {day}").number
    return at.book_at("Call", patient, start, ("Dr. Fisk",), day=day).visit


def refused_code(at: Desk, verb: Callable[[], object]) -> str:
    before = dump(at.database)
    with pytest.raises(Refused) as refused:
        verb()
    assert dump(at.database) == before
    assert sentence_of(refused.value)
    return refused.value.code


@pytest.mark.parametrize(("zone", "day", "begin", "end", "fault"), CHANGES)
def test_no_start_and_no_end_in_minutes_that_the_clock_skips_or_doubles(
    night: Callable[[str, date], Desk], zone: str, day: date, begin: int, end: int, fault: str
) -> None:
    at = night(zone, day)
    patient = at.patient().number

    def setup(start: int) -> None:
        at.book_at("Call", patient, start, ("Dr. Fisk",), day=day, override=WITH_REASON)

    # A call lasts 10 minutes: these begin or end in the faulty stretch, at its edges too.
    inside = {begin - 5, begin, begin + 5, end - 10, end - 5} & set(range(1431))
    codes = {start: refused_code(at, lambda start=start: setup(start)) for start in sorted(inside)}  # type: ignore[misc]
    assert set(codes.values()) == {f"appointment.time-{fault}"}, codes


@pytest.mark.parametrize(("zone", "day", "begin", "end", "fault"), CHANGES)
def test_moving_into_such_minutes_is_refused(
    night: Callable[[str, date], Desk], zone: str, day: date, begin: int, end: int, fault: str
) -> None:
    at = night(zone, day)
    visit = call(at, 720, day)
    number = at.visit(visit).steps[0].number
    start = begin + 5 if begin + 15 <= 1440 else begin
    code = refused_code(at, lambda: at.move(Move(number, start=start), override=WITH_REASON))
    assert code == f"appointment.time-{fault}"
    assert end > begin


@pytest.mark.parametrize(("zone", "day", "begin", "end", "fault"), CHANGES)
def test_planning_offers_every_time_but_those_that_the_clock_skips_or_doubles(
    night: Callable[[str, date], Desk], zone: str, day: date, begin: int, end: int, fault: str
) -> None:
    at = night(zone, day)
    visit_request = at.visit_request("Call", at.patient().number, day, 1)
    starts = range(max(0, begin - 25), min(1430, end + 20) + 1, 5)
    offered = {
        start: bool(at.plan(replace(visit_request, earliest=start, latest=start + 10)))
        for start in starts
    }
    assert fault
    assert offered == {start: start >= end or start + 10 < begin for start in starts}


@pytest.mark.parametrize(("zone", "day", "begin", "end", "fault"), CHANGES)
def test_the_rest_of_such_a_day_is_like_any_other(
    night: Callable[[str, date], Desk], zone: str, day: date, begin: int, end: int, fault: str
) -> None:
    at = night(zone, day)
    assert fault
    starts = [start for start in (60, 540, 780, 1370) if not begin - 10 <= start <= end]
    for start in starts:
        call(at, start, day)
    assert [item.start for item in at.day(day)] == starts
    assert check_clinic(at.database).broken == ()


@pytest.mark.parametrize(
    "zone", ["America/Chicago", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago"]
)
def test_weekly_hours_neither_shift_nor_drop_over_a_year(
    night: Callable[[str, date], Desk], zone: str
) -> None:
    first = date(2027, 1, 4)
    at = night(zone, first)
    fisk = at.resource("Dr. Fisk")
    stretch = Stretch("FREQ=WEEKLY;BYDAY=SU", first, None, 780, 790)
    change_working_hours(at.context, at.database, fisk, [stretch], first)
    patient = at.patient().number
    days = [first + timedelta(days=6 + 7 * n) for n in range(52)]
    planned = at.plan(at.visit_request("Call", patient, first, 52 * 7), top=50)
    assert [(plan.day, plan.steps[0].start) for plan in planned] == [(d, 780) for d in days[:50]]


def test_an_absence_of_a_whole_day_covers_a_day_without_its_midnight(
    night: Callable[[str, date], Desk],
) -> None:
    day = date(2027, 9, 5)
    at = night("America/Santiago", day)
    fisk = at.resource("Dr. Fisk")
    take_time_off(at.context, at.database, fisk, day, day)
    visit_request = at.visit_request("Call", at.patient().number, day - timedelta(days=1), 3)
    days = {plan.day for plan in at.plan(visit_request, top=3)}
    assert days == {day - timedelta(days=1), day + timedelta(days=1)}


def test_an_end_at_a_midnight_that_is_skipped_is_refused(
    night: Callable[[str, date], Desk],
) -> None:
    eve = date(2027, 9, 4)
    at = night("America/Santiago", eve)
    patient = at.patient().number
    code = refused_code(
        at, lambda: at.book_at("Call", patient, 1430, ("Dr. Fisk",), day=eve, override=WITH_REASON)
    )
    assert code == "appointment.time-skipped"
    call(at, 1425, eve)


def test_no_visit_is_laid_across_the_change_without_a_reason(
    night: Callable[[str, date], Desk],
) -> None:
    """From 1:30 to 3:30 would last one hour on the day on which 2 o'clock does not exist."""
    day = date(2027, 3, 14)
    at = night("America/Chicago", day)
    number = at.visit(call(at, 90, day)).steps[0].number
    before = dump(at.database)
    with pytest.raises(RulesBroken) as refused:
        at.move(Move(number, minutes=120))
    assert refused.value.rules == ("window",)
    assert dump(at.database) == before


def test_past_is_told_by_the_wall_clock_of_the_clinic(
    night: Callable[[str, date], Desk],
) -> None:
    day = date(2027, 6, 7)
    at = night("Australia/Lord_Howe", day)
    assert isinstance(at.context.clock, Clock)
    at.context.clock.set_wall("Australia/Lord_Howe", day, 10, 3)
    assert at.context.clock.now.astimezone(UTC).date() == day - timedelta(days=1)
    patient = at.patient().number

    def setup(start: int) -> None:
        at.book_at("Call", patient, start, ("Dr. Fisk",), day=day)

    assert refused_code(at, lambda: setup(600)) == "visit.past"
    assert at.plan(at.visit_request("Call", patient, day, 1))[0].steps[0].start == 605
    setup(605)
