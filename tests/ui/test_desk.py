"""Each change is told once and in order, whatever is asked or written meanwhile."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from random import Random

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import Engine, event

from clinicdesk.models.database import Database, open_database
from clinicdesk.scheduling import Problem
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.context import Context, Role
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.journal.entries import entries_after
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.setup.availability_changes import open_extra_hours
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.booking import book_visit, hold_visit, release_hold
from clinicdesk.ui.desk import Desk, Done, PlannerFailed, Refusal
from clinicdesk.wording import say
from tests.held_file import held
from tests.services.desk import MONDAY, Clock, dump
from tests.services.desk import Desk as OtherDesk
from tests.services.desk import desk as make_desk
from tests.ui.settling import attempt, settling_desk

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def harbor(make_clinic: Callable[..., Database]) -> Database:
    return make_clinic()


@pytest.fixture
def west(harbor: Database, clock: Clock) -> OtherDesk:
    """Another desk of the same clinic."""
    return make_desk(harbor, clock, "west", Role.MANAGER)


class Told:
    """A desk's window, and what it was told."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.desk = settling_desk(
            make_desk(database, clock, "east", Role.MANAGER).context, database
        )
        self.changes: list[Changed] = []
        self.refusals: list[str] = []
        self.desk.changed.connect(self.changes.append)
        self.desk.refused.connect(self.refusals.append)
        self.troubles: list[str] = []
        self.desk.trouble.connect(self.troubles.append)


@pytest.fixture
def told(harbor: Database, clock: Clock) -> Iterator[Told]:
    made = Told(harbor, clock)
    yield made
    made.desk.stop()


def entries(database: Database, after: int = 0) -> list[Changed]:
    with database.reading() as session:
        return entries_after(session, after)


def told_so_far(told: Told) -> int:
    """Forget what was told until now; the number of the last entry of that."""
    told.desk.catch_up()
    told.changes.clear()
    return entries(told.desk.database)[-1].number


def clinic_setup(thinking: Thinking) -> ClinicSetup:
    return thinking.availability.setup()


def problems(thinking: Thinking, visit_request: VisitRequest) -> tuple[Problem, ...]:
    return thinking.availability.problems(visit_request)


def ask_planner(desk: Desk, visit_request: VisitRequest) -> None:
    desk.ask("problems", problems, visit_request, then=lambda _problems: None)


def one_verb(at: OtherDesk, random: Random, patients: list[PatientInfo], held: list[int]) -> None:
    """Something that a desk does, or is refused."""
    context, database = at.context, at.database
    who = random.choice([info.id for info in at.setup.resources.values()])
    day = MONDAY + timedelta(days=random.randrange(2))
    verbs: list[Callable[[], object]] = [
        lambda: undo(context, database),
        lambda: redo(context, database),
        lambda: open_extra_hours(context, database, who, day, 400, 500),
        lambda: at.patient("Able", f"number {random.random()}"),
        lambda: at.book_first("Call", random.choice(patients).number, day, 1),
        lambda: held.append(at.hold_first("Call", random.choice(patients).number, day, 1)),
        lambda: release_hold(context, database, random.choice(held or [0])),
    ]
    with suppress(Refused, IndexError):
        random.choice(verbs)()


@pytest.mark.parametrize("seed", range(4))
def test_each_change_is_told_once_and_in_order(
    told: Told,
    west: OtherDesk,
    harbor: Database,
    clock: Clock,
    seed: int,
    scaled: Callable[[int, int], int],
) -> None:
    random, held = Random(seed), list[int]()
    patients = [west.patient("Able", f"number {n}") for n in range(3)]
    desk = told.desk
    east = make_desk(harbor, clock, "east", Role.MANAGER)
    visit_request = west.visit_request("Call", patients[0].number, MONDAY, 2)
    began = told_so_far(told)
    steps: list[Callable[[], object]] = [
        lambda: one_verb(west, random, patients, held),
        lambda: one_verb(east, random, patients, held),
        lambda: attempt(desk, undo),
        lambda: attempt(desk, redo),
        lambda: attempt(desk, book_visit, visit_request, west.plan(visit_request)[0]),
        lambda: attempt(desk, release_hold, 0),
        lambda: ask_planner(desk, visit_request),
        desk.catch_up,
        lambda: clock.advance(minutes=random.choice((1, 5))),
    ]
    weights = (6, 2, 1, 1, 1, 1, 6, 2, 1)
    for _ in range(scaled(60, 1500)):
        with suppress(Refused, IndexError):
            random.choices(steps, weights)[0]()
    desk.catch_up()
    by_journal = [change for change in told.changes if change in entries(harbor)]
    assert by_journal == entries(harbor, began)
    assert [c.number for c in told.changes] == sorted(c.number for c in told.changes)
    assert {c.code for c in told.changes if c not in by_journal} <= {"hold.expired"}


def test_what_a_question_has_seen_is_told_by_the_next_look(told: Told, west: OtherDesk) -> None:
    patient = west.patient()
    began = told_so_far(told)
    west.book_first("Day", patient.number)
    ask_planner(told.desk, west.visit_request("Day", patient.number))
    assert told.changes == []
    told.desk.catch_up()
    assert told.changes == entries(west.database, began)
    told.desk.catch_up()
    assert told.changes == entries(west.database, began)


def test_what_stood_before_a_change_of_everything_is_told_too(told: Told, west: OtherDesk) -> None:
    began = told_so_far(told)
    visit = west.book_first("Day", west.patient().number)
    who = west.resource("Dr. Fisk")
    open_extra_hours(west.context, west.database, who, MONDAY, 1100, 1200)
    west.patient("Baker")
    told.desk.catch_up()
    assert visit
    assert told.changes == entries(west.database, began)
    assert [change.everything for change in told.changes] == [False, False, True, False]


def test_a_refused_verb_tells_what_stood_in_its_way_before_it_says_so(
    told: Told, west: OtherDesk
) -> None:
    mine, theirs = west.patient(), west.patient("Baker")
    visit_request = west.visit_request("Day", mine.number)
    plan = west.plan(visit_request)[0]
    told.desk.catch_up()
    told.changes.clear()
    west.book_first("Day", theirs.number)
    order: list[object] = []
    told.desk.changed.connect(lambda change: order.append(change.code))
    told.desk.refused.connect(lambda _text: order.append("refused"))
    outcome = attempt(told.desk, book_visit, visit_request, plan)
    assert order == ["visit.booked", "refused"]
    assert isinstance(outcome, Refusal)
    assert isinstance(outcome.cause, Refused)
    assert [outcome.sentence] == told.refusals


def test_who_is_told_may_ask_and_write_and_the_order_stays(told: Told, west: OtherDesk) -> None:
    patient = west.patient()
    visit_request = west.visit_request("Call", patient.number)
    began = told_so_far(told)
    wrote: list[object] = []
    heard: list[int] = []

    def answer(_change: Changed) -> None:
        if not wrote:
            wrote.append(attempt(told.desk, hold_visit, visit_request, west.plan(visit_request)[0]))

    told.desk.changed.connect(answer)
    told.desk.changed.connect(lambda change: heard.append(change.number))
    west.patient("Baker")
    west.patient("Chan")
    told.desk.catch_up()
    assert [type(outcome) for outcome in wrote] == [Done]
    assert told.changes == entries(west.database, began)
    assert heard == [change.number for change in told.changes] == [began + 1, began + 2, began + 3]


def test_news_that_cannot_be_read_come_later(
    harbor: Database, clock: Clock, west: OtherDesk
) -> None:
    told = Told(open_database(harbor.path, busy_seconds=0), clock)
    began = told_so_far(told)
    west.book_first("Day", west.patient().number)
    with held(harbor.path):
        told.desk.catch_up()
        told.desk.catch_up()
    assert (told.changes, told.refusals, len(told.troubles)) == ([], [], 1)
    QApplication.processEvents()
    told.desk.catch_up()
    told.desk.stop_looking()
    assert told.changes == entries(harbor, began)
    assert told.troubles[1:] == [""]


def test_what_a_panel_could_not_read_is_worth_asking_after_a_look_that_works(told: Told) -> None:
    asked: list[str] = []

    def read() -> None:
        asked.append("read")
        if len(asked) < 3:
            told.desk.could_not_read("The file is busy.")

    told.desk.readable.connect(read)
    told.desk.could_not_read("The file is busy.")
    for _ in range(5):
        told.desk.catch_up()
    assert (asked, told.refusals) == (["read"] * 3, ["The file is busy."])
    told.desk.could_not_read("The file is busy.")
    assert told.refusals == ["The file is busy."] * 2


def test_a_hold_that_ends_by_the_clock_is_told_once_and_nothing_is_written(
    told: Told, west: OtherDesk, clock: Clock
) -> None:
    visit = west.hold_first("Day", west.patient().number)
    told.desk.catch_up()
    made = told.changes[-1]
    told.changes.clear()
    before = dump(west.database)
    clock.advance(minutes=5)
    told.desk.catch_up()
    told.desk.catch_up()
    (ended,) = told.changes
    assert (ended.code, ended.params, ended.days) == (
        "hold.expired", {"visits": [visit]}, made.days,
    )  # fmt: skip
    assert (ended.resources, ended.patients) == (made.resources, made.patients)
    assert dump(west.database) == before


def statements(question: Callable[[], object]) -> list[str]:
    """What a question asks the database."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        question()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return asked


def test_an_expired_hold_costs_a_question_no_more_than_none(
    told: Told, west: OtherDesk, clock: Clock
) -> None:
    def asked() -> None:
        told.desk.ask("setup", clinic_setup, then=lambda _setup: None)

    asked()
    free = statements(asked)
    west.hold_first("Day", west.patient().number)
    asked()
    clock.advance(minutes=5)
    asked()
    assert statements(asked) == free


def stumble(_context: Context, _database: Database) -> None:
    raise KeyError("a mistake of the program")


def test_who_waits_for_a_verb_that_meets_a_mistake_hears_that_it_is_over(
    harbor: Database, clock: Clock, qtbot: QtBot
) -> None:
    desk = Desk(make_desk(harbor, clock, "east").context, harbor)
    heard: list[object] = []
    with qtbot.capture_exceptions() as raised:
        desk.write(stumble).then(heard.append, lambda: heard.append("over"))
        qtbot.waitUntil(lambda: bool(raised))
    desk.stop()
    assert (heard, [kind for kind, *_ in raised]) == (["over"], [KeyError])


def test_who_reads_and_meets_a_mistake_hears_that_too(
    harbor: Database, clock: Clock, qtbot: QtBot
) -> None:
    desk = Desk(make_desk(harbor, clock, "east").context, harbor)
    heard: list[str] = []
    with qtbot.capture_exceptions() as raised:
        desk.read(
            "mistake", lambda: int("x"), lambda _read: None, lambda why: heard.append(why.code)
        )
        qtbot.waitUntil(lambda: bool(raised))
    desk.stop()
    assert (heard, [kind for kind, *_ in raised]) == (["program.mistake"], [ValueError])


def stumble_over(_thinking: Thinking, name: str) -> None:
    raise KeyError(name)


def test_a_mistake_in_the_planner_is_heard_of_and_logged_by_its_place(
    told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[str] = []
    with pytest.raises(PlannerFailed, match=r"^KeyError at .* stumble_over$"):
        told.desk.ask(
            "mistake", stumble_over, "Unmistakable, Ann", then=heard.append, failed=heard.append
        )
    assert heard == [say("planner.failed")]
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith("planner: KeyError at ")
    assert "Unmistakable" not in line


def test_what_waits_for_a_read_waits_for_no_look_after_it(
    qtbot: QtBot, harbor: Database, clock: Clock
) -> None:
    desk = Desk(make_desk(harbor, clock, "east").context, harbor)
    desk.stop_looking()
    read, done = threading.Event(), list[str]()
    desk.read("slow", read.wait, lambda _read: done.append("read"))
    desk.catch_up()
    desk.when_settled(lambda: done.append("act"))
    with closing(sqlite3.connect(harbor.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        read.set()
        qtbot.waitUntil(lambda: done == ["read", "act"], timeout=20_000)
        assert not desk.is_settled
        other.execute("ROLLBACK")
    desk.stop()
