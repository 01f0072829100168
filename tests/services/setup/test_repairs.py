"""What an edit of the set-up breaks is mended in the same change, all of it or what is wanted."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import pytest

from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.models.contacts import ContactOutcome
from clinicdesk.models.database import Database
from clinicdesk.services.absence.proposal import Call
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.contacts.call_list import CallFilter, read_call_list
from clinicdesk.services.contacts.noting import CameOfIt, note_contact
from clinicdesk.services.context import Role
from clinicdesk.services.errors import Refused
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.setup.broken_visits import BrokenVisit
from clinicdesk.services.setup.editing import edit_clinic
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.setup.previewing import preview_edit, repairs_of_edit
from clinicdesk.services.setup.repairs import Mending, Repair, Repairs
from clinicdesk.services.undoing.undo import redo, undo
from tests.services.clinics import harbor_file, second_teacher
from tests.services.desk import MONDAY, Clock, Desk, busy_time, desk, dump, states
from tests.services.faults import damage, rule_breaks
from tests.services.sentences import sentence_of

FRIDAY = MONDAY + timedelta(days=4)
CLOSED = Edit(Part.CLOSED, None, {"date": FRIDAY, "name": "Floor"})
CARVER = ("Dr. Carver", "Room 1")
FISK = ("Dr. Fisk", "Room 2")
HALL = ("Pia Thorn", "Hall")


@pytest.fixture
def at(make_clinic: Callable[..., Database]) -> Desk:
    return desk(make_clinic(harbor_file()), Clock(), role=Role.MANAGER)


def thinking(at: Desk, parts: list[object] | None = None) -> Thinking:
    told = [] if parts is None else parts
    return Thinking(at.context, at.availability, told.append, lambda: False)


def broken(at: Desk, edit: Edit) -> tuple[BrokenVisit, ...]:
    return preview_edit(thinking(at), edit).breaks


def mended(
    at: Desk, edit: Edit, instead: Mapping[int, int] | None = None, seconds: float = 60.0
) -> Repairs:
    return repairs_of_edit(thinking(at), edit, broken(at, edit), instead or {}, seconds)


def save(at: Desk, edit: Edit, mending: Mending) -> None:
    edit_clinic(at.context, at.database, edit, apply=True, mending=mending)


def where(repair: Repair) -> list[tuple[date, int]]:
    return [(step.day, step.start) for step in repair.steps]


def called(at: Desk) -> list[int]:
    return [row.visit for row in read_call_list(at.context, at.database, CallFilter.CHANGED).rows]


def retired(part: Part, name: str) -> Edit:
    return Edit(part, {"name": name}, None)


def leaving(name: str, specialty: str, last_day: date) -> Edit:
    shown = {"name": name, "specialties": [specialty]}
    return Edit(Part.PRACTITIONERS, shown, {**shown, "until": last_day})


def test_a_closed_friday_is_mended_whole_in_one_change_that_one_undo_takes_back(at: Desk) -> None:
    visits = [
        at.book_at("Adjustment", at.patient(f"Able{n}").number, 600, who, day=FRIDAY).visit
        for n, who in enumerate((CARVER, ("Dr. Dunne", "Room 2")))
    ]
    visits.append(at.book_first("Day", at.patient("Whole").number, FRIDAY, 1))
    stays = at.book_at("Call", at.patient("Best").number, 600, ("Dr. Fisk",)).visit
    time, rows, entries = busy_time(at.database), states(at.database), dump(at.database)["journal"]
    parts: list[object] = []
    repairs = repairs_of_edit(thinking(at, parts), CLOSED, broken(at, CLOSED), {})
    assert dump(at.database)["journal"] == entries
    assert (sorted(r.visit for r in repairs.found), repairs.without, repairs.whole) == (
        visits, {}, True,
    )  # fmt: skip
    assert isinstance(parts[-1], Repairs)
    assert (parts[-1].found, parts[-1].ended, repairs.ended) == (repairs.found, False, True)
    assert {repair.call for repair in repairs.found} == {Call.NEEDED}
    save(at, CLOSED, Mending(repairs.found))
    (entry,) = dump(at.database)["journal"][len(entries) :]
    assert ChangeCode.CLINIC_EDITED_AND_MENDED in entry
    for repair in repairs.found:
        steps = at.visit(repair.visit).steps
        assert sorted(where(repair)) == sorted((step.day, step.start) for step in steps)
        assert FRIDAY not in {step.day for step in steps}
    assert (damage(at.database), rule_breaks(at.database)) == ([], [])
    assert sorted(called(at)) == visits
    assert at.visit(stays).edition == 0
    undo(at.context, at.database)
    after = states(at.database)
    assert [row["active"] for row in after.pop("closure")] == [False]
    assert (rows.pop("closure"), busy_time(at.database)) == ([], time)
    assert after == rows
    assert called(at) == []
    redo(at.context, at.database)
    assert sorted(called(at)) == visits


def test_who_was_told_stays_told_and_stands_on_the_list_again_after_undo(at: Desk) -> None:
    one, two = (
        at.book_at("Adjustment", at.patient(name).number, start, CARVER, day=FRIDAY).visit
        for name, start in (("Able", 600), ("Best", 660))
    )
    save(at, CLOSED, Mending(mended(at, CLOSED).found))
    west = desk(at.database, Clock(), "west")
    note_contact(west.context, at.database, one, CameOfIt(ContactOutcome.TOLD))
    assert called(at) == [two]
    undo(at.context, at.database)
    assert called(at) == [one]


def test_the_same_people_are_kept_where_they_work_on_a_near_day(at: Desk) -> None:
    visit = at.book_at("Adjustment", at.patient().number, 600, CARVER, day=FRIDAY).visit
    (repair,) = mended(at, CLOSED).found
    assert (repair.visit, repair.steps[0].resources[0]) == (visit, at.resource("Dr. Carver"))
    assert abs((repair.steps[0].day - FRIDAY).days) <= 3


def test_two_visits_of_one_patient_do_not_meet_on_the_day_they_go_to(at: Desk) -> None:
    patient = at.patient().number
    for start, kind, who in ((600, "Adjustment", CARVER), (630, "Consult", FISK)):
        at.book_at(kind, patient, start, who, day=FRIDAY)
    repairs = mended(at, CLOSED)
    assert len(repairs.found) == 2
    save(at, CLOSED, Mending(repairs.found))
    assert (damage(at.database), rule_breaks(at.database)) == ([], [])


def test_one_is_moved_one_stays_for_a_reason_and_one_without(at: Desk) -> None:
    visits = [
        at.book_at("Adjustment", at.patient(f"Able{n}").number, 600 + 30 * n, CARVER, day=FRIDAY)
        for n in range(3)
    ]
    shown, repairs = broken(at, CLOSED), mended(at, CLOSED)
    moved = tuple(one for one in repairs.found if one.visit == visits[0].visit)
    (left,) = (b.appointment for b in shown if b.appointment.visit == visits[1].visit)
    before = states(at.database)
    save(at, CLOSED, Mending(moved, (left,), "the floor is done by then"))
    without = at.visit(visits[2].visit).steps[0].number
    assert rule_breaks(at.database) == [
        ("check.breaks-rule", without, "outside"),
        ("check.breaks-rule", without, "window"),
    ]
    assert at.visit(visits[1].visit).steps[0].override_reason == "the floor is done by then"
    undo(at.context, at.database)
    assert states(at.database)["appointment"] == before["appointment"]


def test_whoever_leaves_hands_all_to_a_colleague_at_the_same_time_where_that_is_free(
    at: Desk,
) -> None:
    free = at.book_at("Adjustment", at.patient("Able").number, 600, CARVER, day=FRIDAY).visit
    busy = at.book_at("Adjustment", at.patient("Best").number, 660, CARVER, day=FRIDAY).visit
    at.book_at("Adjustment", at.patient("Cole").number, 660, ("Dr. Dunne", "Room 2"), day=FRIDAY)
    edit = leaving("Dr. Carver", "chiropractic", FRIDAY - timedelta(days=1))
    instead = {at.resource("Dr. Carver"): at.resource("Dr. Dunne")}
    repairs = mended(at, edit, instead)
    places = {
        repair.visit: (*where(repair)[0], repair.steps[0].resources[0]) for repair in repairs.found
    }
    dunne = at.resource("Dr. Dunne")
    assert places[free] == (FRIDAY, 600, dunne)
    day, start, who = places[busy]
    assert (day, who) == (FRIDAY, dunne)
    assert start != 660
    save(at, edit, Mending(repairs.found))
    assert (damage(at.database), rule_breaks(at.database)) == ([], [])


def test_whoever_is_retired_has_visits_that_colleagues_take(at: Desk) -> None:
    visit = at.book_at("Adjustment", at.patient().number, 600, CARVER, day=FRIDAY).visit
    edit = retired(Part.PRACTITIONERS, "Dr. Carver")
    dunne = at.resource("Dr. Dunne")
    (repair,) = mended(at, edit).found
    assert (repair.visit, where(repair), repair.steps[0].resources[0]) == (
        visit, [(FRIDAY, 600)], dunne,
    )  # fmt: skip
    assert repair.call is Call.NEEDED
    save(at, edit, Mending((repair,)))
    assert (damage(at.database), rule_breaks(at.database)) == ([], [])


def test_a_class_goes_whole_to_another_teacher(make_clinic: Callable[..., Database]) -> None:
    at = desk(make_clinic(second_teacher()), Clock(), role=Role.MANAGER)
    visits = [
        at.book_at(
            "Back class", at.patient(f"Able{n}").number, 600, ("Pia Thorn", "Hall"), day=FRIDAY
        ).visit
        for n in range(3)
    ]
    edit = leaving("Pia Thorn", "pt", FRIDAY - timedelta(days=1))
    assert [one.is_class for one in broken(at, edit)] == [True]
    (repair,) = mended(at, edit).found
    assert sorted(repair.visits) == visits
    save(at, edit, Mending((repair,)))
    assert called(at) == visits
    assert rule_breaks(at.database) == []


def test_what_nobody_is_left_to_do_says_so(at: Desk) -> None:
    visit = at.book_at("Call", at.patient().number, 600, ("Dr. Fisk",), day=FRIDAY).visit
    edit = leaving("Dr. Fisk", "physiatry", MONDAY)
    repairs = mended(at, edit)
    assert (repairs.found, dict(repairs.without)) == ((), {visit: "setup.nobody-left"})


def test_what_only_lacks_time_says_so(at: Desk) -> None:
    """Dr. Fisk works on Fridays for half an hour then, which others have."""
    visit = at.book_at("Call", at.patient().number, 600, ("Dr. Fisk",), day=FRIDAY).visit
    for week in range(6):
        day = FRIDAY + timedelta(weeks=week)
        at.book_at("Consult", at.patient(f"Best{week}").number, 485, FISK, day=day)
    shown = {"name": "Dr. Fisk", "specialties": ["physiatry"]}
    usual = {**shown, "hours": [{"days": ["mon-fri"], "time": ["08:00-17:00"]}]}
    hours = [{"days": ["fri"], "time": ["08:00-08:30"]}]
    repairs = mended(at, Edit(Part.PRACTITIONERS, usual, {**shown, "hours": hours}))
    assert (repairs.found, dict(repairs.without)) == ((), {visit: "setup.no-place"})


def test_where_a_room_is_gone_that_is_said(at: Desk) -> None:
    visit = at.book_at("Back class", at.patient().number, 600, HALL, day=FRIDAY).visit
    until = Edit(Part.ROOMS, {"name": "Hall"}, {"name": "Hall", "until": MONDAY})
    repairs = mended(at, until)
    assert (repairs.found, dict(repairs.without)) == ((), {visit: "absence.class"})
    visit = at.book_at("Consult", at.patient("Best").number, 600, FISK, day=FRIDAY).visit
    for name in ("Room 1", "Room 2"):
        until = Edit(Part.ROOMS, {"name": name}, {"name": name, "until": MONDAY})
        repairs = mended(at, until)
        save(at, until, Mending())
    assert (repairs.found, dict(repairs.without)) == ((), {visit: "setup.nothing-left"})


def test_no_seconds_find_nothing_and_say_so(at: Desk) -> None:
    at.book_at("Adjustment", at.patient().number, 600, CARVER, day=FRIDAY)
    assert mended(at, CLOSED, seconds=0) == Repairs((), {}, whole=False, ended=True)


def test_a_longer_look_begins_with_what_is_known(at: Desk) -> None:
    for n in range(3):
        at.book_at("Adjustment", at.patient(f"Able{n}").number, 600 + 30 * n, CARVER, day=FRIDAY)
    whole = mended(at, CLOSED)
    known = Repairs(whole.found[:1], {}, whole=False, ended=True)
    shown = broken(at, CLOSED)
    none = repairs_of_edit(thinking(at), CLOSED, shown, {}, 0, known)
    assert none == known
    more = repairs_of_edit(thinking(at), CLOSED, shown, {}, 60, known)
    assert (more.found[0], more.whole) == (known.found[0], True)
    assert {one.visit for one in more.found} == {one.visit for one in whole.found}
    save(at, CLOSED, Mending(more.found))
    assert (damage(at.database), rule_breaks(at.database)) == ([], [])


def test_whatever_changed_meanwhile_writes_nothing(at: Desk) -> None:
    visit = at.book_at("Adjustment", at.patient().number, 600, CARVER, day=FRIDAY).visit
    (repair,) = mended(at, CLOSED).found
    west = desk(at.database, Clock(), "west", Role.MANAGER)
    (step,) = repair.steps
    names = {number: info.name for number, info in at.setup.resources.items()}
    who = tuple(names[number] for number in step.resources)
    west.book_at("Adjustment", west.patient("Fast").number, step.start, who, day=step.day)
    before = dump(at.database)
    with pytest.raises(Refused) as taken:
        save(at, CLOSED, Mending((repair,)))
    assert taken.value.code == "setup.changed-since"
    assert sentence_of(taken.value)
    assert dump(at.database) == before
    number = west.visit(visit).steps[0].number
    west.move(type(repair.moves[0])(number, start=720))
    with pytest.raises(Refused) as changed:
        save(at, CLOSED, Mending((repair,)))
    assert changed.value.code == "record.changed-since"


def test_a_front_desk_cannot_let_stay_what_only_a_manager_may(at: Desk) -> None:
    at.book_at("Adjustment", at.patient().number, 600, CARVER, day=FRIDAY)
    front = at.as_role(Role.FRONT_DESK)
    left = broken(at, CLOSED)[0].appointment
    before = dump(at.database)
    with pytest.raises(Refused) as refused:
        save(front, CLOSED, Mending((), (left,), "asked"))
    assert refused.value.code == "override.not-allowed"
    assert dump(at.database) == before


def test_what_today_has_no_place_for_goes_to_the_next_days(at: Desk) -> None:
    visit = at.book_at("Adjustment", at.patient().number, 600, CARVER).visit
    closed = Edit(Part.CLOSED, None, {"date": MONDAY, "name": "Flood"})
    (repair,) = mended(at, closed).found
    assert (repair.visit, where(repair)[0][0]) == (visit, MONDAY + timedelta(days=1))
