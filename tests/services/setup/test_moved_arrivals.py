"""A set-up that moves when patients are to be there raises those visits' editions alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinicdesk.exchange.clinic_file import read_clinic_file
from clinicdesk.models.database import Database
from clinicdesk.resource_files import resource_file
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.documents.calendar_export import export_visit
from clinicdesk.services.errors import Refused
from clinicdesk.services.setup.updating import update_clinic
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.changing import cancel_step, cancel_visit
from clinicdesk.services.visits.moving import Move
from tests.exchange.calendar.samples import the_event
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk

CONSULT, CALL, OPEN = 'name = "Consult"', 'name = "Call"', 'monday = ["08:00-17:00"]'
BEFORE = harbor_file().decode().replace(CONSULT, f"{CONSULT}\narrive_early = 20", 1)
CLOSED = f'\n[[holidays.days]]\ndate = {MONDAY}\nname = "Floor"\ntime = ["08:00-08:45"]\n'

EIGHT, NINE, CALLED, LATER, PAST, GONE, HALF = (
    "at eight", "at nine", "a call", "next week", "a week ago", "cancelled", "one step cancelled"
)  # fmt: skip

CHANGES: dict[str, tuple[str, frozenset[str]]] = {
    "earlier there": (
        BEFORE.replace("arrive_early = 20", "arrive_early = 30"),
        frozenset({NINE, LATER, GONE, HALF}),
    ),
    "open earlier on Mondays": (
        BEFORE.replace(OPEN, 'monday = ["07:30-17:00"]'),
        frozenset({EIGHT}),
    ),
    "shut on one morning": (BEFORE + CLOSED, frozenset({EIGHT, NINE})),
    "a call to be early for": (BEFORE.replace(CALL, f"{CALL}\narrive_early = 5", 1), frozenset()),
    "another name and an address": (
        BEFORE.replace("Harbor Spine", "Harbour Spine").replace(
            "[opening_hours]", 'phone = "555"\n\n[opening_hours]', 1
        ),
        frozenset(),
    ),
}


@pytest.fixture
def at(make_clinic: Callable[..., Database], clock: Clock) -> Desk:
    return desk(make_clinic(BEFORE.encode()), clock)


def booked(at: Desk, clock: Clock) -> dict[str, int]:
    """A visit of each kind, by what it is."""
    who, room = ("Dr. Fisk", "Room 1"), "Consult"
    week = timedelta(days=7)
    clock.now -= week
    visits = {PAST: at.book_at(room, at.patient("Past").number, 540, who, day=MONDAY - week).visit}
    clock.now += week
    visits[EIGHT] = at.book_at(room, at.patient("Eight").number, 485, who).visit
    visits[NINE] = at.book_at(room, at.patient("Nine").number, 540, who).visit
    visits[LATER] = at.book_at(room, at.patient("Later").number, 540, who, day=MONDAY + week).visit
    visits[CALLED] = at.book_at("Call", at.patient("Call").number, 600, ("Dr. Fisk",)).visit
    visits[GONE] = at.book_at(room, at.patient("Gone").number, 660, who).visit
    at.move(Move(at.visit(visits[GONE]).steps[0].number, start=720))
    cancel_visit(at.context, at.database, visits[GONE], "asked")
    visits[HALF] = at.book_first("Day", at.patient("Half").number, days=1)
    *others, consult = at.visit(visits[HALF]).steps
    for step in others:
        cancel_step(at.context, at.database, step.number, "asked")
    at.move(Move(consult.number, start=840))
    return visits


def raised(at: Desk, visits: dict[str, int], before: dict[str, int]) -> frozenset[str]:
    return frozenset(name for name, n in visits.items() if at.visit(n).edition != before[name])


@pytest.mark.parametrize("change", CHANGES)
def test_only_what_moves_is_raised_and_again_by_undo_and_redo(
    at: Desk, clock: Clock, change: str
) -> None:
    visits = booked(at, clock)
    text, expected = CHANGES[change]
    begun = {name: begins(at, number) for name, number in visits.items()}

    def change_it() -> None:
        update_clinic(at.context, at.database, read_clinic_file(text.encode()), apply=True)

    steps: list[Callable[[], object]] = [
        change_it,
        lambda: undo(at.context, at.database),
        lambda: redo(at.context, at.database),
    ]
    for step in steps:
        clock.advance(minutes=5)
        before = {name: at.visit(number).edition for name, number in visits.items()}
        modified = {name: at.visit(number).last_modified for name, number in visits.items()}
        step()
        assert raised(at, visits, before) == expected
        now = {name: at.visit(number).last_modified for name, number in visits.items()}
        assert {name for name in visits if now[name] != modified[name]} == expected
        moved = {name for name, number in visits.items() if begins(at, number) != begun[name]}
        assert moved - {PAST} == expected
        begun = {name: begins(at, number) for name, number in visits.items()}


def test_a_language_with_a_faulty_file_is_not_set_up(at: Desk) -> None:
    folder = at.database.path.parent / "languages"
    folder.mkdir()
    english = resource_file("languages", "en.toml").read_text("utf-8")
    (folder / "pl.toml").write_text(english.replace("arrive = ", "arrival = "), "utf-8")
    in_polish = BEFORE.replace("[clinic]", '[clinic]\nlanguages = ["en", "pl", "cs"]', 1)
    shape = read_clinic_file(in_polish.encode())
    with pytest.raises(Refused) as refused:
        update_clinic(at.context, at.database, shape, apply=True)
    assert (refused.value.code, refused.value.params) == (
        RefusalCode.LANGUAGE_LACKS,
        {"path": str(folder / "pl.toml"), "key": "calendar.arrival"},
    )
    (folder / "pl.toml").write_text(english, "utf-8")
    assert update_clinic(at.context, at.database, shape, apply=True).changed
    assert at.setup.languages == ("en", "pl", "cs")


def begins(at: Desk, visit: int) -> object:
    return the_event(export_visit(at.context, at.database, visit)).decoded("DTSTART")


def test_a_set_up_can_be_taken_back_although_a_raised_visit_has_changed(
    at: Desk, clock: Clock
) -> None:
    visits = booked(at, clock)
    text, _ = CHANGES["earlier there"]
    west = desk(at.database, clock, "west")
    update_clinic(at.context, at.database, read_clinic_file(text.encode()), apply=True)
    cancel_visit(west.context, west.database, visits[NINE], "asked")
    edition = at.visit(visits[NINE]).edition
    undo(at.context, at.database)
    assert at.visit(visits[NINE]).edition == edition + 1
    assert f"{begins(at, visits[NINE]):%H:%M}" == "14:40"
