"""What is half booked is kept for its own workstation, as it was typed, for seven days."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from clinicdesk.models.database import Database
from clinicdesk.models.desk_rows import Draft as Row
from clinicdesk.models.journal import JournalEntry
from clinicdesk.models.patients import Patient
from clinicdesk.models.stored_values import DamagedValue, StepRule
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.drafts.shelf import (
    KEPT,
    Draft,
    HalfBooking,
    Kept,
    Shelf,
    drop_draft,
    end_old_drafts,
    own_drafts,
    save_draft,
)
from clinicdesk.services.drafts.written_values import read_written, written
from clinicdesk.services.planning.requests import StepRequest
from tests.services.desk import MONDAY, Clock, Desk


@dataclass(frozen=True)
class Half(HalfBooking):
    """As a window's own kind is: with a value of each sort."""

    text: str = ""
    on: bool = False
    first: date | None = None
    weekdays: frozenset[int] = frozenset()
    steps: tuple[StepRequest, ...] = ()
    rules: tuple[StepRule, ...] = ()
    option: tuple[date, int] | None = None


FULL = Half(
    text="smi",
    on=True,
    first=MONDAY,
    weekdays=frozenset({0, 4}),
    steps=(StepRequest(3, 45, practitioner=7), StepRequest(4, 20, place="video")),
    rules=(StepRule(0, 1, max_gap=30),),
    option=(MONDAY, 540),
)


def kept(desk: Desk, half: HalfBooking, former: Kept | None = None) -> Kept:
    return save_draft(desk.context, desk.database, half, former)


def on_shelf(desk: Desk) -> Shelf[Half]:
    return own_drafts(desk.context, desk.database, Half)


def halves(desk: Desk) -> list[Half]:
    return [draft.half for draft in on_shelf(desk).drafts]


def test_a_draft_comes_back_whole_to_its_own_workstation_alone(east: Desk, west: Desk) -> None:
    patient = east.patient()
    held = east.hold_first("Day", patient.number)
    half = replace(FULL, patient=patient.number, hold=held)
    place = kept(east, half)
    assert on_shelf(east) == Shelf(
        (Draft(place, half, "east-clerk", east.context.instant(), patient),), outdated=False
    )
    assert on_shelf(west) == Shelf((), outdated=False)
    # Whoever sits down there next is the same workstation's.
    next_clerk = Desk(east.database, replace(east.context, actor="another"))
    assert halves(next_clerk) == [half]


def test_the_one_changed_last_is_first(east: Desk, clock: Clock) -> None:
    first = kept(east, Half(text="first"))
    clock.advance(seconds=1)
    kept(east, Half(text="second"))
    assert [half.text for half in halves(east)] == ["second", "first"]
    clock.advance(seconds=1)
    kept(east, Half(text="first again"), first)
    assert [half.text for half in halves(east)] == ["first again", "second"]


def test_what_another_window_has_gone_on_with_is_kept_beside(east: Desk) -> None:
    place = kept(east, Half(text="both"))
    theirs = kept(east, Half(text="theirs"), place)
    mine = kept(east, Half(text="mine"), place)
    assert mine.number != theirs.number == place.number
    assert sorted(half.text for half in halves(east)) == ["mine", "theirs"]
    drop_draft(east.context, east.database, place)
    assert sorted(half.text for half in halves(east)) == ["mine", "theirs"]
    drop_draft(east.context, east.database, theirs)
    assert [half.text for half in halves(east)] == ["mine"]


def test_one_that_was_dropped_elsewhere_is_kept_anew(east: Desk) -> None:
    place = kept(east, Half(text="a"))
    drop_draft(east.context, east.database, place)
    assert halves(east) == []
    kept(east, Half(text="b"), place)
    assert [half.text for half in halves(east)] == ["b"]


def test_no_other_workstation_writes_over_it(east: Desk, west: Desk) -> None:
    place = kept(east, FULL)
    drop_draft(west.context, west.database, place)
    kept(west, Half(text="west"), place)
    assert (halves(east), halves(west)) == ([FULL], [Half(text="west")])


def test_after_seven_days_it_is_gone(east: Desk, west: Desk, clock: Clock) -> None:
    kept(east, FULL)
    clock.now += KEPT
    assert on_shelf(east).drafts != ()
    clock.now += timedelta(seconds=1)
    assert on_shelf(east) == on_shelf(west) == Shelf((), outdated=True)
    end_old_drafts(west.context, west.database)
    assert on_shelf(east) == Shelf((), outdated=False)
    with east.database.reading() as session:
        assert session.scalars(select(Row)).all() == []


def test_nothing_of_it_is_journaled_and_check_finds_nothing(east: Desk) -> None:
    def entries() -> int:
        with east.database.reading() as session:
            return len(session.scalars(select(JournalEntry.number)).all())

    before = entries()
    place = kept(east, FULL)
    place = kept(east, replace(FULL, text="smith"), place)
    assert entries() == before
    assert check_clinic(east.database).broken == ()
    drop_draft(east.context, east.database, place)
    assert entries() == before


@pytest.mark.parametrize(
    "text",
    ["\u202eeman", "a\x00b", "two\nlines", "\ud800", "\U000e0041tag", "\N{SLIGHTLY SMILING FACE}",
     "<b>%s{0}", "x" * 32_767],
    ids=["turned around", "none", "lines", "half", "tag", "face", "markup", "long"],
)  # fmt: skip
def test_whatever_was_typed_comes_back_and_check_finds_nothing(east: Desk, text: str) -> None:
    half = replace(FULL, text=text)
    kept(east, half)
    assert halves(east) == [half]
    assert check_clinic(east.database).broken == ()


def test_whose_record_was_merged_is_found_as_who_they_are_now(east: Desk) -> None:
    before, after = east.patient(), east.patient("Able-Baker")
    kept(east, Half(patient=before.number))
    with east.database.writing() as session:
        row = session.get_one(Patient, before.number)
        row.merged_into, row.active = after.number, False
    (draft,) = on_shelf(east).drafts
    assert (draft.half.patient, draft.patient) == (before.number, after)


def test_one_that_cannot_be_read_hides_no_other(east: Desk, harbor: Database) -> None:
    broken = kept(east, FULL)
    kept(east, Half(text="sound"))
    with harbor.writing() as session:
        session.execute(update(Row).where(Row.id == broken.number).values(request='{"text": 5}'))
    assert halves(east) == [Half(text="sound")]


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("{}", Half()),
        ('{"text":"a","of a later program":1}', Half(text="a")),
        (written(FULL), FULL),
    ],
)
def test_a_text_is_read_by_what_the_class_declares(text: str, half: Half) -> None:
    assert read_written(Half, text) == half


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "null", "nonsense", '{"on":1}', '{"text":null}', '{"weekdays":3}',
        '{"first":"2027-13-01"}', '{"steps":[{"visit_type":3}]}', '{"option":["2027-03-01"]}',
        '{"patient":true}', "[" * 100_000,
    ],
)  # fmt: skip
def test_a_text_that_is_none_of_it_is_refused(text: str) -> None:
    with pytest.raises(DamagedValue):
        read_written(Half, text)
