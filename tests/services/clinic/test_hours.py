"""When somebody is available: recurrence, sessions, absences, extra hours, the clinic's opening."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.services.clinic.recurrence import days_of_rule, refuse_bad_rule
from clinicdesk.services.clinic.stretches import Stretch
from clinicdesk.services.context import Role
from clinicdesk.services.errors import NotFound, Refused, RulesBroken
from clinicdesk.services.setup.availability_changes import (
    cancel_time_off,
    change_working_hours,
    open_extra_hours,
    take_time_off,
)
from clinicdesk.services.visits.changing import change_status
from clinicdesk.services.visits.rules.overrides import Override
from tests.services.clinics import EVERY_DAY, harbor_file
from tests.services.desk import MONDAY, Clock, Desk, busy_time, desk, dump
from tests.services.faults import damage, rule_breaks

NINE = 9 * 60


def on(number: int) -> date:
    return MONDAY + timedelta(days=number)


def offered(at: Desk, patient: int, days: int = 5, template: str = "Call") -> list[date]:
    """The days on which a visit can be, in their order."""
    return sorted(
        plan.day for plan in at.plan(at.visit_request(template, patient, MONDAY, days), top=50)
    )


FULL_HOURS = range(0, 1440, 60)


def starts(at: Desk, template: str, patient: int, day: date, among: range) -> list[int]:
    """Which of these starts planning offers on a day for a visit of one step."""
    visit_request = at.visit_request(template, patient, day, 1)
    minutes = visit_request.steps[0].minutes
    return [
        start
        for start in among
        if at.plan(replace(visit_request, earliest=start, latest=start + minutes))
    ]


# Recurrence


def test_every_second_week_keeps_its_phase_over_years_and_within_weeks() -> None:
    first = date(2020, 1, 8)  # a Wednesday
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE"
    week = date(2027, 3, 1)
    weeks = (week - date(2020, 1, 6)).days // 7
    begin = week + timedelta(days=7 * (weeks % 2))
    found = days_of_rule(rule, first, None, begin, begin + timedelta(days=20))
    assert found == (begin, begin + timedelta(days=2), begin + timedelta(days=14),
                     begin + timedelta(days=16))  # fmt: skip
    assert days_of_rule(rule, first, None, date(2020, 1, 1), date(2020, 1, 22)) == (
        date(2020, 1, 8), date(2020, 1, 20), date(2020, 1, 22),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "starts_on"),
    [
        ("FREQ=MONTHLY", date(2020, 1, 15)),
        ("FREQ=MONTHLY", date(2020, 1, 31)),
        ("FREQ=MONTHLY;BYMONTH=3,4", date(2020, 3, 9)),
        ("FREQ=MONTHLY;BYDAY=1WE,3WE", date(2020, 1, 1)),
        ("FREQ=MONTHLY;BYDAY=-1FR", date(2020, 1, 31)),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", date(2020, 1, 31)),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU", date(2020, 2, 11)),
        ("FREQ=WEEKLY", date(2020, 1, 9)),
        ("FREQ=WEEKLY;INTERVAL=3", date(2020, 1, 11)),
        ("FREQ=DAILY;INTERVAL=10", date(2020, 1, 1)),
        ("FREQ=YEARLY", date(2020, 2, 29)),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=SU", date(2020, 5, 3)),
    ],
)
def test_days_of_a_rule_do_not_depend_on_where_one_looks(rule: str, starts_on: date) -> None:
    last = date(2029, 1, 1)
    whole = days_of_rule(rule, starts_on, None, starts_on, last)
    assert whole
    for first in (starts_on + timedelta(days=n) for n in range(0, 3200, 97)):
        expected = tuple(day for day in whole if day >= first)
        assert days_of_rule(rule, starts_on, None, first, last) == expected, first


def test_first_and_last_day_of_a_rule_are_inclusive() -> None:
    rule = "FREQ=DAILY"
    assert days_of_rule(rule, on(1), on(2), MONDAY, on(6)) == (on(1), on(2))
    assert days_of_rule(rule, on(1), on(1), MONDAY, on(6)) == (on(1),)
    assert days_of_rule(rule, on(1), MONDAY, MONDAY, on(6)) == ()
    assert days_of_rule(rule, MONDAY, None, on(2), on(2)) == (on(2),)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU", "FREQ=MONTHLY;BYDAY=1WE,-1FR",
        "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=DAILY;BYDAY=MO",
        "FREQ=MONTHLY;BYMONTHDAY=-1", "freq=weekly;byday=mo;wkst=su",
    ],
)  # fmt: skip
def test_rules_by_whole_days_are_taken(rule: str) -> None:
    refuse_bad_rule(rule)


@pytest.mark.parametrize(
    "rule",
    [
        "", "WEEKLY", "FREQ=HOURLY", "FREQ=SECONDLY", "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=-1", "FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY;UNTIL=20280101",
        "FREQ=DAILY;BYHOUR=9", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=", "INTERVAL=2",
        "FREQ=WEEKLY\\nRRULE:FREQ=DAILY", "FREQ=WEEKLY\nEXRULE:FREQ=DAILY",
        "DTSTART:19970902T090000\nRRULE:FREQ=DAILY", "FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1",
        "FREQ=MONTHLY;BYMONTHDAY=40", "FREQ=WEEKLY;WKST=99", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=6MO", "FREQ=DAILY;INTERVAL=7;BYDAY=TU", "FREQ=YEARLY;BYYEARDAY=1",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=5MO", "FREQ=WEEKLY;BYMONTH=13",
    ],
)  # fmt: skip
def test_rules_that_are_none_or_could_run_away_are_refused(rule: str) -> None:
    with pytest.raises(Refused) as refused:
        refuse_bad_rule(rule)
    assert refused.value.code == "hours.bad-rule"


# Absences, extra hours, changed hours


def test_an_absence_over_several_days_blocks_all_of_the_days_between(east: Desk) -> None:
    patient, fisk = east.patient().number, east.resource("Dr. Fisk")
    away = take_time_off(
        east.context, east.database, fisk, MONDAY, on(2), start=13 * 60, end=NINE
    )  # fmt: skip
    whole_day = list(range(480, 1020, 60))
    days = {n: starts(east, "Call", patient, on(n), FULL_HOURS) for n in range(3)}
    assert days == {0: whole_day[:5], 1: [], 2: whole_day[1:]}
    assert starts(east, "Call", patient, MONDAY, range(760, 790, 5)) == [760, 765, 770]
    assert starts(east, "Call", patient, on(2), range(525, 550, 5)) == [540, 545]
    cancel_time_off(east.context, east.database, away.number)
    assert starts(east, "Call", patient, on(1), FULL_HOURS) == whole_day
    with pytest.raises(NotFound):
        cancel_time_off(east.context, east.database, away.number)


def test_an_absence_names_what_lies_in_it_and_moves_nothing(east: Desk, west: Desk) -> None:
    fisk = east.resource("Dr. Fisk")
    numbers = {}
    for start in (520, 540, 580, 600):
        visit = east.book_at("Call", east.patient("At", str(start)).number, start, ("Dr. Fisk",))
        numbers[start] = east.visit(visit.visit).steps[0].number
    time = busy_time(east.database)
    away = take_time_off(west.context, west.database, fisk, MONDAY, MONDAY, start=530, end=600)
    assert away.appointments == (numbers[540], numbers[580])
    assert busy_time(east.database) == time
    assert damage(east.database) == []
    assert rule_breaks(east.database) == [
        ("check.breaks-rule", numbers[start], "outside") for start in (540, 580)
    ]


@pytest.mark.parametrize(
    ("first", "last", "start", "end"),
    [
        (MONDAY, MONDAY, 600, 600), (MONDAY, MONDAY, 600, 540), (on(1), MONDAY, 0, 1440),
        (MONDAY, MONDAY, -1, 60), (MONDAY, MONDAY, 0, 1441), (MONDAY, on(1), 1440, 60),
    ],
)  # fmt: skip
def test_an_absence_that_ends_before_it_begins_is_refused(
    east: Desk, first: date, last: date, start: int, end: int
) -> None:
    fisk, before = east.resource("Dr. Fisk"), dump(east.database)
    with pytest.raises(Refused) as refused:
        take_time_off(east.context, east.database, fisk, first, last, start=start, end=end)
    assert refused.value.code == "hours.ends-before-it-begins"
    assert dump(east.database) == before


def test_nobody_who_is_unknown_is_away(east: Desk) -> None:
    with pytest.raises(NotFound):
        take_time_off(east.context, east.database, 999, MONDAY, MONDAY)
    with pytest.raises(NotFound):
        open_extra_hours(east.context, east.database, 999, MONDAY, 0, 60)
    with pytest.raises(NotFound):
        change_working_hours(east.context, east.database, 999, [], MONDAY)


def test_a_day_with_room_for_just_one_visit_offers_it(east: Desk) -> None:
    patient, fisk = east.patient().number, east.resource("Dr. Fisk")
    rule = "FREQ=WEEKLY;BYDAY=MO"
    for minutes, found in ((10, [600]), (5, []), (15, [600, 605])):
        stretch = Stretch(rule, MONDAY, None, 600, 600 + minutes)
        change_working_hours(east.context, east.database, fisk, [stretch], MONDAY)
        assert starts(east, "Call", patient, MONDAY, range(580, 640, 5)) == found


def test_a_buffer_lies_inside_a_persons_hours(east: Desk) -> None:
    """A consult takes the physiatrist from 5 minutes before to 5 minutes after its 20."""
    patient, fisk = east.patient().number, east.resource("Dr. Fisk")
    for minutes, found in ((30, [605]), (25, []), (35, [605, 610])):
        stretch = Stretch("FREQ=WEEKLY;BYDAY=MO", MONDAY, None, 600, 600 + minutes)
        change_working_hours(east.context, east.database, fisk, [stretch], MONDAY)
        assert starts(east, "Consult", patient, MONDAY, range(580, 640, 5)) == found


def test_a_room_is_cleaned_after_closing_time(make_clinic: Callable[..., Database]) -> None:
    """Exercise keeps its room 5 minutes longer than it lasts, to 10:05 here."""
    at = desk(make_clinic(harbor_file(opening="08:00-10:00", hours="08:00-17:00")), Clock())
    patient = at.patient().number
    at.book_at("Exercise", patient, 570, ("Pia Thorn", "Ada Hale", "Room 1"))
    room = at.resource("Room 1")
    assert [row[3:] for row in busy_time(at.database) if row[1] == room] == [(570, 605)]


def test_extra_hours_open_a_day_that_is_not_worked_but_not_the_clinic(east: Desk) -> None:
    patient, fisk = east.patient().number, east.resource("Dr. Fisk")
    change_working_hours(east.context, east.database, fisk, [], MONDAY)
    assert offered(east, patient, 7) == []
    open_extra_hours(east.context, east.database, fisk, on(1), 600, 660)
    open_extra_hours(east.context, east.database, fisk, on(5), 600, 660)  # a Saturday
    assert offered(east, patient, 7) == [on(1)]
    assert starts(east, "Call", patient, on(1), range(590, 665, 5)) == list(range(600, 651, 5))


def test_other_hours_from_a_day_on_move_no_appointment(east: Desk) -> None:
    patient, fisk = east.patient().number, east.resource("Dr. Fisk")
    numbers = []
    for day in (on(0), on(1), on(2)):
        called = east.patient("On", str(day)).number
        visit = east.book_at("Call", called, NINE, ("Dr. Fisk",), day=day).visit
        numbers.append(east.visit(visit).steps[0].number)
    time = busy_time(east.database)
    stretch = Stretch("FREQ=WEEKLY;BYDAY=TU,TH", on(1), None, 600, 660)
    change_working_hours(east.context, east.database, fisk, [stretch], on(1))
    assert busy_time(east.database) == time
    assert offered(east, patient) == [on(0), on(1), on(3)]
    assert starts(east, "Call", patient, on(3), range(590, 665, 5)) == list(range(600, 651, 5))
    assert damage(east.database) == []
    assert rule_breaks(east.database) == [
        ("check.breaks-rule", number, "outside") for number in numbers[1:]
    ]
    with pytest.raises(RulesBroken) as refused:
        east.book_at("Call", patient, NINE, ("Dr. Fisk",), day=on(3))
    assert refused.value.rules == ("outside",)


def test_changed_hours_keep_the_phase_of_every_second_week(east: Desk) -> None:
    patient, fisk = east.patient().number, east.resource("Dr. Fisk")
    anchor = MONDAY - timedelta(days=7)
    stretch = Stretch("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", anchor, None, 600, 660)
    change_working_hours(east.context, east.database, fisk, [stretch], on(1))
    assert offered(east, patient, 35) == [on(0), on(7), on(10), on(21), on(24)]


def test_hours_that_begin_in_two_years_are_kept(east: Desk) -> None:
    patient, fisk = east.patient().number, east.resource("Dr. Fisk")
    later = date(2029, 3, 5)
    stretch = Stretch("FREQ=WEEKLY;BYDAY=MO", later, None, 600, 660)
    change_working_hours(east.context, east.database, fisk, [stretch], MONDAY)
    visit_request = east.visit_request("Call", patient, later - timedelta(days=7), 14)
    assert [plan.day for plan in east.plan(visit_request, top=9)] == [later]


# Opening hours, holidays, sessions

SESSIONS = """
[clinic]
name = "Sessions"
zone = "America/Chicago"
[opening_hours]
monday = ["08:00-12:00"]
tuesday = ["08:00-12:00"]
[holidays]
days = [{ date = 2027-03-08, name = "Closed" }]
[specialties]
md = { name = "Physician" }
[[practitioners]]
name = "Dr. Moss"
specialties = ["md"]
hours = [{ days = ["mon-tue"], time = ["08:00-12:00"] }]
sessions = [
  { days = ["mon"], time = ["08:00-09:00"], new_patients_only = true },
  { days = ["mon"], time = ["10:00-11:00"], visit_types = ["injection"] },
  { days = ["tue"], time = ["10:00-11:00"], nth = [-1], visit_types = ["injection"] },
]
[visit_types.talk]
name = "Talk"
specialty = "md"
minutes = 30
needs = [{ one_of = ["md"] }]
[visit_types.injection]
name = "Injection"
specialty = "md"
minutes = 30
only_in_sessions = true
needs = [{ one_of = ["md"] }]
[templates.talk]
name = "Talk"
steps = ["talk"]
[templates.injection]
name = "Injection"
steps = ["injection"]
"""


@pytest.fixture
def moss(make_clinic: Callable[..., Database], clock: Clock) -> Desk:
    """A desk of a clinic with one physician, whose sessions take only some visits."""
    return desk(make_clinic(SESSIONS.encode()), clock, "moss")


def test_sessions_take_only_what_they_are_for(moss: Desk) -> None:
    new = moss.patient().number
    known = moss.patient("Known").number
    visit = moss.book_first("Talk", known)
    number = moss.visit(visit).steps[0].number
    change_status(moss.context, moss.database, [number], Status.ARRIVED)
    change_status(moss.context, moss.database, [number], Status.FULFILLED)
    monday, last_tuesday = on(14), on(29)
    tens = range(460, 730, 10)
    first_hour, second, third, fourth = (list(range(at, at + 31, 10)) for at in range(480, 661, 60))
    across = [520, 530]  # from the first hour into the second
    assert starts(moss, "Talk", new, monday, tens) == first_hour + across + second + fourth
    assert starts(moss, "Talk", known, monday, tens) == second + fourth
    assert starts(moss, "Injection", new, monday, tens) == third
    assert starts(moss, "Injection", known, monday, tens) == third
    assert starts(moss, "Injection", known, on(1), tens) == []
    assert starts(moss, "Talk", known, on(1), tens) == list(range(480, 691, 10))
    assert starts(moss, "Injection", known, last_tuesday, tens) == third
    assert starts(moss, "Talk", known, last_tuesday, tens) == (
        first_hour + across + second + fourth
    )
    assert starts(moss, "Talk", new, on(7), tens) == []  # a holiday


def test_a_session_is_a_soft_rule_for_those_who_may_set_it_aside(moss: Desk) -> None:
    patient = moss.patient().number
    before = dump(moss.database)
    with pytest.raises(RulesBroken) as refused:
        moss.book_at("Talk", patient, 600, ("Dr. Moss",))
    assert refused.value.rules == ("alternative-window",)
    assert dump(moss.database) == before
    manager = moss.as_role(Role.MANAGER)
    manager.book_at("Talk", patient, 600, ("Dr. Moss",), override=Override("red flag"))
    assert moss.day(MONDAY)[0].override_reason == "red flag"


def test_a_booking_outside_opening_hours_asks_for_a_reason(
    make_clinic: Callable[..., Database],
) -> None:
    clinic_file = harbor_file(opening="09:00-12:00", days=EVERY_DAY, hours="08:00-17:00")
    at = desk(make_clinic(clinic_file), Clock())
    patient = at.patient().number
    with pytest.raises(RulesBroken) as refused:
        at.book_at("Call", patient, 535, ("Dr. Fisk",))
    assert refused.value.rules == ("window",)
    at.book_at("Call", patient, 540, ("Dr. Fisk",))
