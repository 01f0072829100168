"""Two desks do anything they may, in any order; after each step all holds, and undo goes back."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from clinicdesk.models.database import Database, open_database
from clinicdesk.models.statuses import Status
from clinicdesk.services.clinic.stretches import Stretch
from clinicdesk.services.contacts.noting import confirm_visit
from clinicdesk.services.context import Context, Role
from clinicdesk.services.errors import Refused
from clinicdesk.services.patients.records import NewPatient, add_patient, change_patient
from clinicdesk.services.setup.availability_changes import (
    cancel_time_off,
    change_working_hours,
    open_extra_hours,
    take_time_off,
)
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.booking import add_steps, book_visit, hold_visit, release_hold
from clinicdesk.services.visits.changing import (
    arrive,
    cancel_step,
    cancel_visit,
    change_status,
    note_whereabouts,
    restore_visit,
)
from clinicdesk.services.visits.moving import Move, move_appointments
from clinicdesk.services.visits.rules.overrides import Override
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, Row, busy_time, desk, dump, states
from tests.services.faults import damage, rule_breaks
from tests.services.sentences import sentence_of

DAYS = (MONDAY, MONDAY + timedelta(days=1))
TEMPLATES = ("Day", "Pair", "Adjustment", "Consult", "Call", "Back class")
STARTS = range(480, 600, 5)

desks = st.sampled_from(("east", "west"))
picks = st.integers(0, 10**6)
days = st.sampled_from(DAYS)
overrides = st.sampled_from((None, Override("must be")))


@dataclass(frozen=True)
class Moment:
    """All that undo must bring back: busy time, and every row but for columns that only rise."""

    busy: set[Row]
    rows: dict[str, list[dict[str, Any]]]


@dataclass
class Run:
    """Changes that one desk made in a row: where each began, and where it led."""

    owner: str = ""
    done: list[tuple[Moment, Moment]] = field(default_factory=list)
    undone: list[tuple[Moment, Moment]] = field(default_factory=list)


class TwoDesks(RuleBasedStateMachine):
    """The verbs as rules; most of what they ask for collides, since the clinic is small."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="undo-"))
        shutil.copyfile(self.template, self.folder / "clinic.db")
        self.database = open_database(self.folder / "clinic.db")
        self.clock = Clock()
        self.desks = {
            "east": desk(self.database, self.clock, "east", Role.MANAGER),
            "west": desk(self.database, self.clock, "west"),
        }
        for name in ("Ann", "Ben", "Cat"):
            self.desks["east"].patient("Able", name)
        self.setup = self.desks["east"].setup
        self.people = [info.id for info in self.setup.resources.values() if info.types]
        self.run = Run()

    def teardown(self) -> None:
        self.database.close()
        shutil.rmtree(self.folder)

    # What the verbs go through

    def moment(self) -> Moment:
        return Moment(busy_time(self.database), states(self.database))

    def numbers(self, query: str) -> list[int]:
        with self.database.reading() as session:
            return list(session.scalars(text(query)))

    def one_of(self, query: str, pick: int) -> int:
        """One of the numbers that a query finds; 0, which nothing has, if there are none."""
        found = self.numbers(query)
        return found[pick % len(found)] if found else 0

    def attempt(
        self,
        name: str,
        verb: Callable[[Desk], object],
        *,
        undoable: bool = True,
        keeps_rules: bool = True,
    ) -> None:
        """Do it, or be refused with a sentence and with nothing written.

        `keeps_rules`: whatever the hours have come to be, it brings nothing outside them.
        """
        outside = set(rule_breaks(self.database))
        now = int(self.clock.now.timestamp())
        sweeping = bool(self.numbers(f"SELECT visit_id FROM hold WHERE expires_at <= {now}"))
        before, written = self.moment(), dump(self.database)
        try:
            verb(self.desks[name])
        except Refused as refused:
            sentence_of(refused)
            if sweeping and refused.code == "change.nothing":
                self.run = Run()
            else:
                assert dump(self.database) == written
            return
        assert not keeps_rules or set(rule_breaks(self.database)) <= outside
        numbers = self.numbers("SELECT number FROM journal")
        assert len(numbers) > len(written["journal"])
        if not undoable or sweeping:
            self.run = Run()
        if undoable:
            if self.run.owner != name:
                self.run = Run(name)
            if not sweeping:
                self.run.done.append((before, self.moment()))
            self.run.undone.clear()

    # The verbs

    @rule(name=desks, patient=picks, template=st.sampled_from(TEMPLATES), day=days, top=picks)
    def book_a_visit(self, name: str, patient: int, template: str, day: date, top: int) -> None:
        self._plan_and(book_visit, name, patient, template, day, top)

    @rule(name=desks, patient=picks, template=st.sampled_from(TEMPLATES), day=days, top=picks)
    def hold_a_visit(self, name: str, patient: int, template: str, day: date, top: int) -> None:
        self._plan_and(hold_visit, name, patient, template, day, top, undoable=False)

    @rule(name=desks, patient=picks, hold=picks, day=days)
    def book_instead_of_a_hold(self, name: str, patient: int, hold: int, day: date) -> None:
        held = self.one_of("SELECT visit_id FROM hold", hold)

        def setup(*asked: Any) -> object:
            self.run = Run()
            return book_visit(*asked, instead_of_hold=held)

        self._plan_and(setup, name, patient, "Pair", day, 0)

    def _plan_and(
        self,
        verb: Callable[..., object],
        name: str,
        patient: int,
        template: str,
        day: date,
        top: int,
        *,
        undoable: bool = True,
    ) -> None:
        who = self.one_of("SELECT id FROM patient WHERE active", patient)
        asking = self.desks[name]
        visit_request = asking.visit_request(template, who, day, 1)
        try:
            plans = asking.plan(visit_request)
        except Refused:
            return
        if plans:
            at = (asking.context, self.database, visit_request, plans[top % len(plans)])
            self.attempt(name, lambda _: verb(*at), undoable=undoable)

    @rule(name=desks, pick=picks)
    def add_a_step(self, name: str, pick: int) -> None:
        number = self.one_of("SELECT id FROM visit WHERE patient_id NOTNULL", pick)
        if number:
            visit = self.desks[name].visit(number)
            assert visit.patient
            day = visit.steps[0].day

            def extend(context: Context, database: Database, *asked: Any) -> object:
                return add_steps(context, database, number, *asked)

            self._plan_and(extend, name, visit.patient.number - 10001, "Call", day, 0)

    @rule(name=desks, hold=picks)
    def release_a_hold(self, name: str, hold: int) -> None:
        held = self.one_of("SELECT visit_id FROM hold", hold)
        self.attempt(name, lambda at: release_hold(at.context, at.database, held), undoable=False)

    @rule(name=desks, pick=picks, day=days, start=st.sampled_from(STARTS), why=overrides)
    def move_one(self, name: str, pick: int, day: date, start: int, why: Override | None) -> None:
        number = self.one_of("SELECT id FROM appointment", pick)
        self._move(name, [Move(number, day=day, start=start)], why)

    @rule(name=desks, pick=picks, other=picks, why=overrides)
    def exchange_two(self, name: str, pick: int, other: int, why: Override | None) -> None:
        movable = "SELECT id FROM appointment WHERE busy AND class_id IS NULL"
        numbers = {self.one_of(movable, pick), self.one_of(movable, other)}
        rows = {
            step.number: step
            for day in DAYS
            for step in self.desks[name].day(day)
            if step.number in numbers
        }
        if len(rows) == 2:
            one, two = rows.values()
            moves = [
                Move(one.number, two.day, two.start), Move(two.number, one.day, one.start)
            ]  # fmt: skip
            self._move(name, moves, why)

    @rule(name=desks, pick=picks, shift=st.sampled_from((-30, 15, 30, 60)), why=overrides)
    def shift_a_visit(self, name: str, pick: int, shift: int, why: Override | None) -> None:
        visit = self.one_of("SELECT DISTINCT visit_id FROM appointment WHERE busy", pick)
        with self.database.reading() as session:
            steps = session.execute(
                text("SELECT id, start FROM appointment WHERE busy AND visit_id = :visit"),
                {"visit": visit},
            ).all()
        self._move(name, [Move(number, start=start + shift) for number, start in steps], why)

    def _move(self, name: str, moves: list[Move], why: Override | None) -> None:
        self.attempt(
            name, lambda at: move_appointments(at.context, at.database, moves, override=why)
        )

    @rule(name=desks, pick=picks, step=st.booleans())
    def cancel(self, name: str, pick: int, step: bool) -> None:
        verb, table = (cancel_step, "appointment") if step else (cancel_visit, "visit")
        number = self.one_of(f"SELECT id FROM {table}", pick)
        self.attempt(name, lambda at: verb(at.context, at.database, number, "asked"))

    @rule(name=desks, pick=picks, why=overrides)
    def restore(self, name: str, pick: int, why: Override | None) -> None:
        cancelled = "SELECT visit_id FROM appointment WHERE status = 'cancelled'"
        number = self.one_of(cancelled, pick)
        self.attempt(name, lambda at: restore_visit(at.context, at.database, number, override=why))

    @rule(
        name=desks,
        pick=picks,
        more=st.booleans(),
        status=st.sampled_from(
            (
                Status.BOOKED,
                Status.ARRIVED,
                Status.NOSHOW,
                Status.FULFILLED,
                Status.ENTERED_IN_ERROR,
                Status.PROPOSED,
            )
        ),
    )
    def give_a_status(self, name: str, pick: int, more: bool, status: Status) -> None:
        number = self.one_of("SELECT id FROM appointment", pick)
        asked = [number, number] if more else [number]
        # What was completed in an absence is somebody's to call once it is only booked again.
        self.attempt(
            name,
            lambda at: change_status(at.context, at.database, asked, status),
            keeps_rules=False,
        )

    @rule(name=desks, pick=picks)
    def patient_arrives(self, name: str, pick: int) -> None:
        number = self.one_of("SELECT id FROM visit", pick)
        self.attempt(name, lambda at: arrive(at.context, at.database, number))

    @rule(name=desks, pick=picks, what=st.sampled_from(("Room 1", "")))
    def note(self, name: str, pick: int, what: str) -> None:
        number = self.one_of("SELECT id FROM appointment", pick)
        visit = self.one_of("SELECT id FROM visit", pick)
        self.attempt(name, lambda at: note_whereabouts(at.context, at.database, number, what))
        self.attempt(name, lambda at: confirm_visit(at.context, at.database, visit, "sister"))

    @rule(name=desks, pick=picks, day=days, start=st.sampled_from((0, 500)))
    def time_off(self, name: str, pick: int, day: date, start: int) -> None:
        who = self.people[pick % len(self.people)]
        self.attempt(
            name,
            lambda at: take_time_off(at.context, at.database, who, day, DAYS[1], start=start),
            keeps_rules=False,
        )

    @rule(name=desks, pick=picks)
    def no_time_off(self, name: str, pick: int) -> None:
        number = self.one_of("SELECT id FROM time_off", pick)
        self.attempt(name, lambda at: cancel_time_off(at.context, at.database, number))

    @rule(name=desks, pick=picks, day=days)
    def extra_hours(self, name: str, pick: int, day: date) -> None:
        who = self.people[pick % len(self.people)]
        self.attempt(name, lambda at: open_extra_hours(at.context, at.database, who, day, 500, 700))

    @rule(name=desks, pick=picks, end=st.sampled_from((540, 600)), day=days)
    def other_hours(self, name: str, pick: int, end: int, day: date) -> None:
        who = self.people[pick % len(self.people)]
        stretch = Stretch("FREQ=WEEKLY;BYDAY=MO,TU", MONDAY, None, 480, end)
        self.attempt(
            name,
            lambda at: change_working_hours(at.context, at.database, who, [stretch], day),
            keeps_rules=False,
        )

    @rule(name=desks, given=st.sampled_from(("Dan", "Eve")), pick=picks, new=st.booleans())
    def patients(self, name: str, given: str, pick: int, new: bool) -> None:
        record = NewPatient("Baker", given, date(1970, 1, 1), "555-0101")
        number = self.one_of("SELECT id FROM patient", pick)
        if new:
            self.attempt(name, lambda at: add_patient(at.context, at.database, record))
        else:
            self.attempt(name, lambda at: change_patient(at.context, at.database, number, record))

    @rule(minutes=st.sampled_from((1, 6)))
    def time_passes(self, minutes: int) -> None:
        self.clock.advance(minutes=minutes)

    @rule()
    def another_day_at_the_desks(self) -> None:
        """The program is closed and opened again; undo goes on where it was."""
        self.database.close()
        self.database = open_database(self.folder / "clinic.db")
        for name, at in self.desks.items():
            self.desks[name] = Desk(self.database, at.context)

    # Back and forth

    @rule(name=desks)
    def take_back(self, name: str) -> None:
        self._travel(name, undo, self.run.done, self.run.undone, back=True)

    @rule(name=desks)
    def make_again(self, name: str) -> None:
        self._travel(name, redo, self.run.undone, self.run.done, back=False)

    def _travel(
        self,
        name: str,
        verb: Callable[..., object],
        here: list[tuple[Moment, Moment]],
        there: list[tuple[Moment, Moment]],
        *,
        back: bool,
    ) -> None:
        now = int(self.clock.now.timestamp())
        sweeping = self.numbers(f"SELECT visit_id FROM hold WHERE expires_at <= {now}")
        if name != self.run.owner or not here or sweeping:
            self.attempt(
                name,
                lambda at: verb(at.context, at.database),
                undoable=False,
                keeps_rules=False,
            )
            return
        at = self.desks[name]
        verb(at.context, at.database)
        change = here.pop()
        there.append(change)
        wanted = change[0] if back else change[1]
        found = self.moment()
        assert found.busy == wanted.busy
        for table, rows in wanted.rows.items():
            # Rows that the change made stay where they are, out of use.
            assert found.rows[table][: len(rows)] == rows

    @invariant()
    def nothing_is_broken(self) -> None:
        assert damage(self.database) == []

    @invariant()
    def nobody_is_expected_who_is_not_a_patient(self) -> None:
        assert not self.numbers(
            "SELECT visit.id FROM visit JOIN patient ON patient.id = patient_id"
            " JOIN appointment ON visit_id = visit.id WHERE busy AND NOT active"
        )


def test_two_desks_do_anything_and_undo_it(
    clinic_template: Callable[[bytes], Path], scaled: Callable[[int, int], int]
) -> None:
    template = clinic_template(harbor_file(opening="08:00-10:00", hours="08:00-10:00"))

    class Machine(TwoDesks):
        pass

    Machine.template = template
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=scaled(7, 1000),
            stateful_step_count=25,
            database=None,
            derandomize=scaled(0, 1) == 0,
            suppress_health_check=list(HealthCheck),
            # A failure is told as it was found; making it shorter takes minutes.
            phases=[Phase.generate],
        ),
    )
