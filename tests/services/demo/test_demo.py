"""The demo clinic: as busy as it should be, as lawful as real bookings, the same each time."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from clinicdesk.exchange.clinic_file import read_clinic_file
from clinicdesk.models import tables
from clinicdesk.models.database import Database, DatabaseRefused, open_database
from clinicdesk.models.patient_keys import name_key
from clinicdesk.models.visits import Appointment, Hold, Visit
from clinicdesk.resource_files import resource_file
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.hours import read_hours
from clinicdesk.services.clinic.stretches import Stretch
from clinicdesk.services.demo import make_demo
from clinicdesk.services.demo.earlier_hours import begun_before
from clinicdesk.services.errors import Refused
from clinicdesk.services.patients.records import find_patients
from clinicdesk.services.planning.options import plan_visit
from clinicdesk.services.planning.problem.interpreting import visit_languages
from clinicdesk.services.planning.requests import request_from_template
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.booking import book_visit
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.services.visits.moving import Move, move_appointments
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, read_day, read_visit
from clinicdesk.services.visits.rules.clinic_rules import clinic_breaches
from clinicdesk.services.visits.rules.visit_rules import broken_rules
from clinicdesk.services.waiting.entries import read_waitlist
from tests.demo_template import DEMO_NOW, DEMO_TODAY, demo_context
from tests.services.desk import Desk, setup_of

MINUTE = DEMO_NOW.hour * 60 + DEMO_NOW.minute
SHOWN = Appointment.group_size.is_(None)
"""What a day lists: a class stands there for each of its members."""


@pytest.fixture(scope="module")
def demo(demo_file: Path) -> Iterator[Database]:
    """The demo clinic, for reading alone."""
    database = open_database(demo_file)
    yield database
    database.close()


def counted_by_day(demo: Database) -> dict[date, int]:
    with demo.reading() as session:
        rows = session.execute(
            select(Appointment.day, func.count()).where(SHOWN).group_by(Appointment.day)
        )
        return {day: count for day, count in rows}  # noqa: C416 - rows are no pairs to mypy


def full_days(demo: Database) -> list[date]:
    """Past days from Monday to Friday on which the clinic was open, and today."""
    return [day for day, count in counted_by_day(demo).items()
            if day <= DEMO_TODAY and day.weekday() < 5 and count]  # fmt: skip


def test_a_full_day_has_220_to_260_appointments_for_a_year(demo: Database) -> None:
    counted = counted_by_day(demo)
    days = full_days(demo)
    assert min(days) == DEMO_TODAY - timedelta(days=365)
    assert 250 <= len(days) <= 258
    assert {day for day in days if not 220 <= counted[day] <= 260} == set()


def test_days_to_come_are_fuller_near_today_and_thin_out(demo: Database) -> None:
    counted = counted_by_day(demo)
    weeks = [
        sum(counted.get(DEMO_TODAY + timedelta(days=7 * week + n), 0) for n in range(1, 8))
        for week in range(12)
    ]
    assert weeks == sorted(weeks, reverse=True)
    assert weeks[0] > 1000
    assert 0 < weeks[-1] < 200
    assert sum(counted.get(DEMO_TODAY + timedelta(days=n), 0) for n in range(85, 91)) > 10


def test_past_visits_end_as_in_life(demo: Database) -> None:
    with demo.reading() as session:
        rows = session.execute(
            select(Appointment.status, Appointment.day, Visit.last_modified)
            .join(Visit, Appointment.visit_id == Visit.id)
            .where(SHOWN, Appointment.day < DEMO_TODAY)
        ).all()
    ends = Counter(row.status for row in rows)
    cancelled = [row for row in rows if row.status == "cancelled"]
    late = [
        row
        for row in cancelled
        if row.last_modified[:10] >= (row.day - timedelta(days=1)).isoformat()
    ]
    assert set(ends) == {"fulfilled", "cancelled", "noshow"}
    assert ends["noshow"] / len(rows) == pytest.approx(0.06, abs=0.005)
    assert ends["cancelled"] / len(rows) == pytest.approx(0.11, abs=0.005)
    assert len(late) / len(cancelled) == pytest.approx(1 / 3, abs=0.03)


def test_a_fifth_of_a_full_days_patients_have_several_steps(demo: Database) -> None:
    with demo.reading() as session:
        rows = session.execute(
            select(Appointment.day, Visit.id, Visit.step_count)
            .join(Visit, Appointment.visit_id == Visit.id)
            .where(Visit.patient_id.is_not(None), Appointment.position == 0)
        ).all()
    days = set(full_days(demo))
    steps = [row.step_count for row in rows if row.day in days]
    assert sum(count > 1 for count in steps) / len(steps) == pytest.approx(0.2, abs=0.02)


def test_every_visit_type_and_template_occurs(demo: Database) -> None:
    setup = setup_of(demo)
    with demo.reading() as session:
        types = set(session.scalars(select(Appointment.visit_type_id).distinct()))
        templates = set(session.scalars(select(Visit.template_id).distinct()))
    assert types >= set(setup.visit_types)
    assert templates >= set(setup.templates)


def test_whoever_is_in_on_the_fullest_day_has_patients(demo: Database) -> None:
    counted = counted_by_day(demo)
    day = max((day for day in counted if day >= DEMO_TODAY), key=lambda day: counted[day])
    working = {info.id: info.name for info in setup_of(demo).resources.values()
               if info.kind == "practitioner"}  # fmt: skip
    seen: Counter[int] = Counter()
    for item in read_day(demo, day):
        if item.patient is not None:
            seen.update({claim.resource for claim in item.claims})
    with demo.reading() as session:
        hours = read_hours(session)
    setup = setup_of(demo)
    here = [n for n in working if hours.free_by_day(setup.resources[n], [day])]
    assert len(here) >= 16
    assert {working[number] for number in here if seen[number] < 3} == set()


def test_today_stands_as_the_clock_says(demo: Database) -> None:
    wrong = [
        (item.number, item.status, item.start, item.end)
        for item in read_day(demo, DEMO_TODAY)
        if item.status not in ("cancelled", "noshow")
        and (
            (item.end <= MINUTE and item.status != "fulfilled")
            or (item.start <= MINUTE < item.end and item.status != "checked-in")
            or (item.start > MINUTE and item.status not in ("booked", "arrived", "checked-in"))
        )
    ]
    statuses = Counter(item.status for item in read_day(demo, DEMO_TODAY))
    assert wrong == []
    assert set(statuses) == {
        "booked", "arrived", "checked-in", "fulfilled", "cancelled", "noshow"
    }  # fmt: skip
    missed: dict[int, int] = {}
    for item in read_day(demo, DEMO_TODAY):
        if item.status == "noshow":
            missed[item.visit] = min(item.start, missed.get(item.visit, item.start))
    # Of a visit that was missed the later steps are as well.
    assert all(start < MINUTE for start in missed.values())


def test_classes_holds_waitlist_absences_and_conferences_are_there(demo: Database) -> None:
    with demo.reading() as session:
        classes = session.scalars(select(Appointment).where(Appointment.group_size == 8)).all()
        members = Counter(
            session.scalars(select(Appointment.class_id).where(Appointment.class_id.is_not(None)))
        )
        waiting = session.scalar(select(func.count()).where(Appointment.status == "waitlist"))
        holds = session.execute(select(Hold.workstation, Hold.expires_at)).all()
        away = session.scalars(
            select(tables.TimeOff).where(tables.TimeOff.first_day > DEMO_TODAY)
        ).all()
        conferences = session.scalars(
            select(Appointment.day).where(Appointment.title == "Case conference")
        ).all()
    now = int(DEMO_NOW.timestamp())
    assert set(members) == {row.id for row in classes}
    assert set(members.values()) >= {5, 6, 7, 8}
    assert max(members.values()) == 8
    assert waiting is not None and waiting >= 5
    assert len({hold.workstation for hold in holds}) == len(holds) >= 2
    assert all(now + 60 <= hold.expires_at <= now + 300 for hold in holds)
    assert len(away) >= 3
    assert sum(day < DEMO_TODAY for day in conferences) >= 48


def test_some_wait_for_an_earlier_time_and_some_for_a_first_visit(demo: Database) -> None:
    waiting = read_waitlist(demo_context(), demo)
    assert [one.urgent for one in waiting] == [True] * 3 + [False] * 27
    days = [one.day for one in waiting if one.day is not None]
    assert (len(days), sum(one.visit is None for one in waiting)) == (24, 6)
    assert DEMO_TODAY + timedelta(days=6) <= min(days)


def test_names_are_varied_and_phones_are_fiction(demo: Database) -> None:
    with demo.reading() as session:
        people = session.scalars(select(tables.Patient)).all()
    everybody = {(name_key(row.family), name_key(row.given), row.born) for row in people}
    names = "".join(row.family + row.given for row in people)
    by_name = Counter((name_key(row.family), name_key(row.given)) for row in people)
    same_day = Counter((row.family, row.born) for row in people)
    phones = Counter(row.phone for row in people)
    assert len(people) == 4000
    assert {row.id for row in people} == set(range(10_001, 14_001))
    assert len(everybody) == 4000
    assert all(mark in names for mark in "'-éñŁß")
    assert sum(count > 1 for count in by_name.values()) >= 30
    assert sum(count > 1 for count in same_day.values()) >= 15
    assert sum(count > 1 for count in phones.values()) >= 200
    assert all(phone[6:].startswith("555-01") and len(phone) == 14 for phone in phones)
    assert len({row.speaks for row in people}) >= 6
    assert "wheelchair" in {flag for row in people for flag in row.flags}
    assert 50 < sum(row.interpreter for row in people) < 1000


def test_no_rule_is_broken_by_a_sample_of_visits(
    demo: Database, scaled: Callable[[int, int], int]
) -> None:
    with demo.reading() as session:
        numbers = session.scalars(
            select(Visit.id).where(Visit.patient_id.is_not(None)).order_by(Visit.id)
        ).all()
        combined = session.scalars(select(Visit.id).where(Visit.step_count > 1)).all()
        classes = session.scalars(
            select(Appointment.visit_id).where(Appointment.group_size.is_not(None))
        ).all()
        random, count = Random(7), scaled(60, 3000)
        sample = {
            number
            for group in (numbers, combined, classes)
            for number in random.sample(list(group), min(count, len(group)))
        }
        broken, context = [], demo_context()
        for number in sorted(sample):
            rows = session.scalars(select(Appointment).where(Appointment.visit_id == number)).all()
            broken += broken_rules(session, context, rows)
            session.expunge_all()
    assert broken == []


def test_whoever_asks_for_an_interpreter_is_understood(demo: Database) -> None:
    with demo.reading() as session:
        rows = session.scalars(
            select(Appointment)
            .join(Visit, Appointment.visit_id == Visit.id)
            .join(tables.Patient, Visit.patient_id == tables.Patient.id)
            .where(tables.Patient.interpreter, Appointment.busy)
        ).all()
        languages = visit_languages(session, (row.visit_id for row in rows))
        broken = list(clinic_breaches(read_clinic(session)[0], rows, languages))
    assert broken == []
    interpreted = sum(use.interprets for row in rows for use in row.resource_uses)
    assert 100 < interpreted < len(rows)


def test_whoever_did_the_study_sees_the_patient_after_it(demo: Database) -> None:
    with demo.reading() as session:
        people = set(
            session.scalars(
                select(tables.Resource.id).where(tables.Resource.kind == "practitioner")
            )
        )
        rows = session.execute(
            select(Appointment.visit_id, Appointment.resource_uses)
            .join(Visit, Appointment.visit_id == Visit.id)
            .join(tables.VisitTemplate, Visit.template_id == tables.VisitTemplate.id)
            .where(tables.VisitTemplate.key == "numbness-work-up")
        ).all()
    who: dict[int, set[int]] = {}
    for visit, uses in rows:
        who.setdefault(visit, set()).update({use.resource for use in uses} & people)
    assert len(who) > 100
    assert {len(people) for people in who.values()} == {1}


def test_nobody_comes_twice_on_a_day(demo: Database) -> None:
    with demo.reading() as session:
        rows = session.execute(
            select(Visit.patient_id, Appointment.day)
            .join(Appointment, Appointment.visit_id == Visit.id)
            .where(Visit.patient_id.is_not(None), Appointment.position == 0)
        ).all()
    assert len(set(rows)) == len(rows)


def test_nothing_is_written_for_a_closed_day(demo: Database) -> None:
    with demo.reading() as session:
        holidays = set(session.scalars(select(tables.Closure.day)))
    days = set(counted_by_day(demo))
    assert days & holidays == set()
    assert {day.weekday() for day in days} == {0, 1, 2, 3, 4, 5}


def test_every_template_can_be_planned_within_ninety_days(demo: Database) -> None:
    desk = Desk(demo, demo_context())
    (patient, *_) = find_patients(desk.context, demo, "10017")
    found = {
        template.name: len(
            plan_visit(
                desk.context,
                desk.availability,
                request_from_template(template, patient.number, DEMO_TODAY, 90),
                top=3,
            ).options
        )
        for template in desk.setup.templates.values()
    }
    assert found == {template.name: 3 for template in desk.setup.templates.values()}


def test_the_desks_verbs_work_on_it_and_the_invariant_holds(demo_clinic: Path) -> None:
    database = open_database(demo_clinic)
    desk = Desk(database, demo_context())
    with pytest.raises(Refused):
        undo(desk.context, database)
    visit_request = desk.visit_request(
        "Conservative day", 10_200, DEMO_TODAY + timedelta(days=1), 90
    )
    booked = book_visit(desk.context, database, visit_request, desk.plan(visit_request)[0]).visit
    undo(desk.context, database)
    assert {step.status for step in read_visit(database, booked).steps} == {"entered-in-error"}
    coming = singles_to_come(desk, DEMO_TODAY + timedelta(days=1))
    cancel_visit(desk.context, database, coming[0].visit, "Feels better.")
    moved = move_one(desk, coming[1:])
    undo(desk.context, database)
    (back,) = read_visit(database, moved.visit).steps
    report = check_clinic(database)
    database.close()
    assert (back.day, back.start, back.resources) == (moved.day, moved.start, moved.resources)
    assert report.broken == ()


def singles_to_come(desk: Desk, day: date) -> list[AppointmentInfo]:
    """Booked visits of one step that can be moved."""
    return [
        item
        for item in read_day(desk.database, day)
        if item.status == "booked" and item.patient and item.group is None
        and len(read_visit(desk.database, item.visit).steps) == 1
    ]  # fmt: skip


def move_one(desk: Desk, items: Sequence[AppointmentInfo]) -> AppointmentInfo:
    """Move whichever can be moved by ten weeks, to the same time with the same people."""
    for item in items:
        move = Move(item.number, item.day + timedelta(weeks=10))
        try:
            move_appointments(desk.context, desk.database, [move])
        except Refused:
            continue
        return item
    raise AssertionError("nothing could be moved")


def test_its_making_is_one_entry_that_names_everything(demo: Database) -> None:
    with demo.reading() as session:
        (entry,) = session.scalars(select(tables.JournalEntry)).all()
        clinic = session.scalars(select(tables.Clinic)).one()
    assert (entry.number, entry.code, entry.undoable) == (1, "demo.made", False)
    assert (entry.everything, entry.payload) == (True, "[]")
    assert clinic.demo


def test_an_existing_file_is_refused_and_left(tmp_path: Path) -> None:
    path = tmp_path / "here.db"
    path.write_bytes(b"mine")
    with pytest.raises(DatabaseRefused):
        make_demo(demo_context(), path)
    assert (path.read_bytes(), [*tmp_path.iterdir()]) == (b"mine", [path])


def test_hours_reach_back_to_the_year_before_any_today_in_step() -> None:
    shape = read_clinic_file(resource_file("clinics", "lakeside.toml").read_bytes())
    early, late = date(2008, 6, 2), date(2024, 6, 3)
    assert begun_before(shape, late) == shape
    reaching = begun_before(shape, early)
    for one, other in zip(shape.resources, reaching.resources, strict=True):
        for stretch, earlier in zip(one.hours or (), other.hours or (), strict=True):
            days, same = (Stretch(item.rule, item.starts_on, item.ends_on, item.start, item.end)
                          for item in (stretch, earlier))  # fmt: skip
            assert earlier.starts_on <= early
            assert days.days(late, date(2026, 6, 1)) == same.days(late, date(2026, 6, 1))


def test_the_same_seed_day_and_clock_make_the_same_clinic(demo_file: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    program = (
        "import sys; from pathlib import Path; from tests.demo_template import demo_template;"
        "print(demo_template(Path(sys.argv[1])))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(again)],
        env={**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    made = Path(done.stdout.strip())
    assert digests(made) == digests(demo_file)
    made.unlink()


def digests(path: Path) -> dict[str, str]:
    """Of each table, its rows in their order as one number."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    names = [name for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]  # fmt: skip
    found = {
        name: hashlib.sha256(
            "\n".join(
                map(repr, connection.execute(f"SELECT * FROM {name} ORDER BY rowid"))
            ).encode()
        ).hexdigest()
        for name in names
    }
    connection.close()
    return found
