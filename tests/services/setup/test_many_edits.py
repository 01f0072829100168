"""Edits of the set-up by chance: what is said before is what happens; undo leaves nothing of it."""

import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from clinicdesk.exchange.clinic_file.settings.parts import Entry, Part
from clinicdesk.exchange.message_texts import OCCASIONS
from clinicdesk.models.database import Database, open_database
from clinicdesk.models.tables import JOURNALED
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.clinic.clinic_now import clinic_setup
from clinicdesk.services.context import Role
from clinicdesk.services.errors import Refused
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.setup.broken_visits import BrokenVisit, broken_visits
from clinicdesk.services.setup.editing import FaultyEdit, edit_clinic, read_entries
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.setup.previewing import Preview, preview_edit
from clinicdesk.services.undoing.undo import Undone, redo, undo
from clinicdesk.services.visits.rules.rule_breaks import rule_breaks
from tests.demo_template import demo_context
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk
from tests.services.faults import damage

Rows = dict[str, dict[int, dict[str, object]]]
"""By table and number."""

Breaks = frozenset[tuple[int, str]]
"""Appointment and rule."""

RISING = frozenset({"version", "edition", "last_modified"})
"""Columns that tell of every write, and never go back."""

PARTS = (*Part, Part.OPENING, Part.PRACTITIONERS, Part.PRACTITIONERS, Part.CLOSED, Part.MEETINGS)
"""Those that touch most come more often."""

WINDOWS = ("08:00-12:00", "13:00-17:00", "09:30-11:00", "08:00-17:00", "10:00-10:30")
DAYS = ("mon", "tue", "wed", "thu", "fri")
MEETING = {"name": "Rounds", "hours": [{"days": ["wed"], "time": ["12:00-12:30"]}]}


# ---------------------------------------------------------------------- edits by chance


def some_edit(random: Random, entries: dict[Part, tuple[Entry, ...]]) -> Edit:
    """Another value, a new entry, or one less; it need not make a clinic."""
    part = random.choice(PARTS)
    there = entries[part]
    if not part.is_single and (not there or random.random() < 0.3):
        return Edit(part, None, some_new(random, part, entries))
    entry = random.choice(there)
    if not part.is_single and random.random() < 0.2:
        return Edit(part, entry, None)
    return Edit(part, entry, changed(random, part, entry))


def some_new(random: Random, part: Part, entries: dict[Part, tuple[Entry, ...]]) -> Entry:
    people = entries[Part.PRACTITIONERS]
    name = f"New {random.randrange(1000)}"
    if part is Part.CLOSED:
        day = MONDAY + timedelta(days=random.randrange(14))
        times = {"time": [random.choice(WINDOWS)]} if random.random() < 0.5 else {}
        return {"date": day, "name": name, **times}
    if part is Part.MESSAGES:
        return {"occasion": random.choice(OCCASIONS), "letter": name}
    if part is Part.MEETINGS:
        who = [one["name"] for one in random.sample(people, min(2, len(people)))]
        return {**MEETING, "name": name, "who": who}
    if part.has_keys:
        like = dict(random.choice(entries[part])) if entries[part] else {}
        return {**like, "key": f"new-{random.randrange(1000)}", "name": name}
    like = dict(random.choice(entries[part])) if entries[part] else {"type": "new"}
    return {**like, "name": name}


def changed(random: Random, part: Part, entry: Entry) -> Entry:
    """The entry with one of its values otherwise, or with one more."""
    made = dict(entry)
    if part is Part.OPENING:
        day = random.choice(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"))
        made[day] = random.choice(([random.choice(WINDOWS)], []))
        return {key: value for key, value in made.items() if value}
    if part in (Part.PRACTITIONERS, Part.ASSISTANTS) and random.random() < 0.7:
        return {**made, **another_time(random, entry)}
    key = random.choice([key for key in made if key != "key"] or ["name"])
    value = made.get(key)
    if isinstance(value, bool):
        made[key] = not value
    elif isinstance(value, int):
        made[key] = max(0, value + random.choice((-5, 5, 30)))
    elif isinstance(value, list) and value:
        made[key] = random.sample(value, len(value) - 1)
    elif key == "name":
        made[key] = f"{value} {random.randrange(10)}"
    else:
        del made[key]
    return made


def another_time(random: Random, entry: Entry) -> Entry:
    days = sorted(random.sample(DAYS, random.randrange(1, 6)), key=DAYS.index)
    line = {"days": days, "time": [random.choice(WINDOWS)]}
    day = MONDAY + timedelta(days=random.randrange(14))
    return random.choice(
        (
            {"hours": [line]},
            {"hours": [{**line, "every_weeks": 2, "week_of": day}]},
            {"hours": [{**line, "nth": random.choice((1, 2, -1))}]},
            {"hours": [*entry.get("hours", ())][1:]},
            {"until": day},
            {"from": day},
            {"takes_new_patients": False},
            {"sessions": [{**line, "new_patients_only": True}]},
            {"away": [{"from": day, "until": day + timedelta(days=2)}]},
        )
    )


# ---------------------------------------------------------------------- what must be true


def rows_of(path: Path) -> Rows:
    """Every row that is journaled, but for what only rises."""
    found: Rows = {}
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        for table in JOURNALED:
            rows = (dict(row) for row in connection.execute(f"SELECT * FROM {table}"))
            found[table] = {
                row["id"]: {key: value for key, value in row.items() if key not in RISING}
                for row in rows
            }
    return found


def of_patients(rows: Rows) -> dict[int, dict[str, object]]:
    """The appointments of visits that a patient has, and the classes."""
    visits = rows["visit"]
    return {
        number: row
        for number, row in rows["appointment"].items()
        if visits[int(str(row["visit_id"]))]["patient_id"] is not None or row["group_size"]
    }


def only_withdrawn_since(before: Rows, after: Rows) -> bool:
    """Whether every row is as it was, and what is new is out of use."""
    for table, rows in after.items():
        for number, row in rows.items():
            if number in before[table]:
                if row != before[table][number]:
                    return False
            elif row.get("active") or row.get("status") not in (None, "entered-in-error"):
                return False
    return all(rows.keys() <= after[table].keys() for table, rows in before.items())


def broken_now(at: Desk) -> Breaks:
    """What `check` would name of rules; of a class its session."""
    today, _ = at.context.wall_clock(clinic_setup(at.database).zone)
    with at.database.reading() as session:
        return pairs(broken_visits(session, rule_breaks(session, today)))


def pairs(breaks: Iterable[BrokenVisit]) -> Breaks:
    return frozenset(
        ((one.appointment.group if one.is_class else None) or one.appointment.number, rule)
        for one in breaks
        for rule in one.rules
    )


class Walk:
    """One edit after the other, each tried, saved, taken back, and perhaps made again."""

    def __init__(self, at: Desk, seed: int) -> None:
        self.at, self.random = at, Random(seed)
        self.path = at.database.path
        self.saved = 0

    def step(self) -> None:
        before, broken = rows_of(self.path), broken_now(self.at)
        edit = some_edit(self.random, dict(read_entries(self._thinking()).entries))
        try:
            told = preview_edit(self._thinking(), edit)
        except Refused as refused:
            self._refused(edit, refused)
        else:
            if told.difference:
                self._saved(edit, told, before, broken)
                return
            if told.faults:
                self._refused(edit, told)
        assert rows_of(self.path) == before, edit

    def _refused(self, edit: Edit, why: Refused | Preview) -> None:
        with pytest.raises(Refused) as refused:
            edit_clinic(self.at.context, self.at.database, edit, apply=True)
        if isinstance(why, Preview):
            assert isinstance(refused.value, FaultyEdit)
            assert refused.value.faults == why.faults
        else:
            assert refused.value.code == why.code

    def _saved(self, edit: Edit, told: Preview, before: Rows, broken: Breaks) -> None:
        at = self.at
        done = edit_clinic(at.context, at.database, edit, apply=True)
        after, broken_then = rows_of(self.path), broken_now(at)
        assert (done.difference, done.left_out) == (told.difference, told.left_out), edit
        assert of_patients(after) == of_patients(before), edit
        assert pairs(told.breaks) == broken_then - broken, edit
        self._travels(undo(at.context, at.database), broken_then)
        assert only_withdrawn_since(before, rows_of(self.path)), edit
        assert broken_now(at) == broken, edit
        if self.random.random() < 0.6:
            self._travels(redo(at.context, at.database), broken)
            assert rows_of(self.path) == after, edit
            assert broken_now(at) == broken_then, edit
            if self.random.random() < 0.5:
                self._taken_back_once_others_went_by_it(edit)
        self.saved += 1

    def _taken_back_once_others_went_by_it(self, edit: Edit) -> None:
        """Another desk books by the set-up as it is now, before that is taken back."""
        at = self.at
        west = Desk(at.database, replace(at.context, actor="west", workstation="west"))
        if not book_something(west, self.random):
            return
        rows, broken = rows_of(self.path), broken_now(at)
        try:
            undone = undo(at.context, at.database)
        except Refused:
            assert rows_of(self.path) == rows, edit
            return
        assert pairs(undone.breaks) == broken_now(at) - broken, edit
        assert of_patients(rows_of(self.path)) == of_patients(rows), edit

    def _travels(self, undone: Undone, before: Breaks) -> None:
        assert pairs(undone.breaks) == broken_now(self.at) - before
        assert undone.left_out == ()

    def _thinking(self) -> Thinking:
        at = self.at
        at.availability.news()
        return Thinking(at.context, at.availability, lambda _part: None, lambda: False)


def book_something(at: Desk, random: Random) -> bool:
    """Whether somebody new was given a visit of those that are offered."""
    templates = sorted(one.name for one in clinic_setup(at.database).templates.values())
    first = MONDAY + timedelta(days=random.randrange(10))
    patient = at.patient(f"Able{random.randrange(10**6)}").number
    try:
        at.book_first(random.choice(templates), patient, first)
    except (IndexError, Refused):
        return False
    return True


def test_what_is_said_of_an_edit_is_what_it_does_and_undo_leaves_nothing(
    make_clinic: Callable[..., Database], scaled: Callable[[int, int], int]
) -> None:
    for seed in range(scaled(1, 60)):
        at = desk(make_clinic(harbor_file()), Clock(), role=Role.MANAGER)
        walk = Walk(at, seed)
        for _ in range(24):
            book_something(at, walk.random)
        for _ in range(scaled(10, 40)):
            walk.step()
        assert walk.saved
        assert damage(at.database) == []


def test_in_a_large_clinic_too(
    demo_file: Path, tmp_path: Path, scaled: Callable[[int, int], int]
) -> None:
    if not (edits := scaled(0, 30)):
        pytest.skip("it takes a minute for each edit")
    path = tmp_path / "demo.db"
    shutil.copyfile(demo_file, path)
    with closing(open_database(path)) as database:
        walk = Walk(Desk(database, demo_context("east", Role.MANAGER)), 1)
        while walk.saved < edits:
            walk.step()
        assert check_clinic(database).broken == ()
    path.unlink()
