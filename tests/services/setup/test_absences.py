"""An absence of hours, days or weeks is entered with its visits mended, and taken back later."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from clinicdesk.models.database import Database
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.context import Role
from clinicdesk.services.errors import Refused
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.setup.absences import (
    AbsenceChange,
    AbsenceTimes,
    ComingAbsence,
    change_absences,
    read_absences,
)
from clinicdesk.services.setup.previewing import Preview, preview_edit, repairs_of_edit
from clinicdesk.services.setup.repairs import Mending, Repairs
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.rules.overrides import Override
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, busy_time, desk, dump
from tests.services.faults import damage, rule_breaks
from tests.services.sentences import sentence_of

CARVER = ("Dr. Carver", "Room 1")
NOON, MIDNIGHT = 720, 1440


@pytest.fixture
def at(make_clinic: Callable[..., Database]) -> Desk:
    return desk(make_clinic(harbor_file()), Clock(), role=Role.MANAGER)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def thinking(at: Desk) -> Thinking:
    return Thinking(at.context, at.availability, lambda _part: None, lambda: False)


def away(
    at: Desk,
    first: date,
    last: date,
    *,
    start: int = 0,
    end: int = MIDNIGHT,
    every_weeks: int = 0,
    until: date | None = None,
    who: str = "Dr. Carver",
) -> AbsenceTimes:
    return AbsenceTimes(at.resource(who), first, start, last, end, every_weeks, until, "family")


def looked_at(at: Desk, change: AbsenceChange) -> tuple[Preview, Repairs]:
    preview = preview_edit(thinking(at), change)
    return preview, repairs_of_edit(thinking(at), change, preview.breaks, {})


def done(at: Desk, change: AbsenceChange, mending: Mending | None = None) -> None:
    change_absences(at.context, at.database, change, apply=True, mending=mending)


def coming(at: Desk) -> tuple[ComingAbsence, ...]:
    return read_absences(thinking(at))


def test_a_week_away_mends_every_day_in_one_change_that_one_undo_takes_back(at: Desk) -> None:
    visits = [
        at.book_at("Adjustment", at.patient(f"Able{n}").number, 600, CARVER, day=day(n)).visit
        for n in (1, 2, 4, 8)
    ]
    change = AbsenceChange(away(at, day(1), day(4)))
    before, entries = busy_time(at.database), dump(at.database)["journal"]
    preview, repairs = looked_at(at, change)
    assert [one.appointment.visit for one in preview.breaks] == visits[:3]
    assert [repair.visit for repair in repairs.found] == visits[:3]
    done(at, change, Mending(repairs.found))
    (entry,) = dump(at.database)["journal"][len(entries) :]
    assert ChangeCode.ABSENCE_ACCEPTED in entry
    assert (damage(at.database), rule_breaks(at.database)) == ([], [])
    assert [one.times for one in coming(at)] == [change.entered]
    undo(at.context, at.database)
    assert (busy_time(at.database), coming(at)) == (before, ())


def test_from_one_moment_to_another_touches_only_what_lies_between(at: Desk) -> None:
    visits = [
        at.book_at("Adjustment", at.patient(f"Able{n}").number, start, CARVER, day=when).visit
        for n, (when, start) in enumerate(
            ((day(1), 660), (day(1), 780), (day(2), 600), (day(3), 660), (day(3), 780))
        )
    ]
    change = AbsenceChange(away(at, day(1), day(3), start=NOON, end=NOON))
    preview, _ = looked_at(at, change)
    assert [one.appointment.visit for one in preview.breaks] == visits[1:4]


def test_every_other_week_is_one_absence_that_is_taken_back_as_one(at: Desk) -> None:
    thursdays = [day(3), day(10), day(17)]
    visits = [
        at.book_at("Adjustment", at.patient(f"Able{n}").number, 600, CARVER, day=when).visit
        for n, when in enumerate(thursdays)
    ]
    times = away(at, day(3), day(3), start=480, end=NOON, every_weeks=2, until=day(31))
    change = AbsenceChange(times)
    preview, repairs = looked_at(at, change)
    assert [one.appointment.visit for one in preview.breaks] == [visits[0], visits[2]]
    done(at, change, Mending(repairs.found))
    assert rule_breaks(at.database) == []
    (one,) = coming(at)
    assert (one.times, len(one.rows)) == (times, 3)
    done(at, AbsenceChange(taken_back=one))
    assert coming(at) == ()
    undo(at.context, at.database)
    assert coming(at) == (one,)


def test_an_absence_under_way_that_is_taken_back_ends_yesterday(at: Desk) -> None:
    done(at, AbsenceChange(away(at, MONDAY, day(4))))
    clock = Clock()
    clock.set_wall("America/Chicago", day(2), 7)
    later = desk(at.database, clock)
    (one,) = coming(later)
    done(later, AbsenceChange(taken_back=one))
    assert coming(later) == ()
    number = at.resource("Dr. Carver")
    rows = [row for row in dump(at.database)["time_off"] if number in row]
    assert [day(1) in row for row in rows] == [True]


def test_one_that_is_changed_is_taken_back_and_entered_in_one_change(at: Desk) -> None:
    done(at, AbsenceChange(away(at, day(1), day(4))))
    (one,) = coming(at)
    shorter = away(at, day(1), day(2))
    done(at, AbsenceChange(shorter, one))
    assert [each.times for each in coming(at)] == [shorter]
    undo(at.context, at.database)
    assert coming(at) == (one,)


def test_what_was_booked_outside_the_hours_for_a_reason_is_named_in_an_absence(at: Desk) -> None:
    why = Override("comes by the late train")
    done(at, AbsenceChange(away(at, day(1), day(1), start=600)))
    late = at.book_at(
        "Adjustment", at.patient().number, 660, CARVER, day=day(1), override=why
    ).visit
    preview, _ = looked_at(at, AbsenceChange(away(at, day(1), day(2))))
    assert [one.appointment.visit for one in preview.breaks] == [late]


WRONG: dict[str, tuple[dict[str, object], str]] = {
    "ends before it begins": (
        {"first": day(3), "last": day(2)},
        "hours.ends-before-it-begins",
    ),
    "past": ({"first": day(-3), "last": day(-2)}, "absence.past"),
    "for too long": (
        {"first": day(3), "last": day(3), "every_weeks": 1, "until": day(900)},
        "absence.too-long",
    ),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_times_that_are_none_are_refused(at: Desk, wrong: tuple[dict[str, object], str]) -> None:
    given, code = wrong
    before = dump(at.database)
    with pytest.raises(Refused) as refused:
        done(at, AbsenceChange(away(at, **given)))  # type: ignore[arg-type]
    assert refused.value.code == code
    assert sentence_of(refused.value)
    assert dump(at.database) == before


def test_what_somebody_has_taken_back_meanwhile_is_refused(at: Desk) -> None:
    done(at, AbsenceChange(away(at, day(1), day(4))))
    (one,) = coming(at)
    done(at, AbsenceChange(taken_back=one))
    with pytest.raises(Refused) as refused:
        done(at, AbsenceChange(taken_back=one))
    assert refused.value.code == "hours.unknown"
