"""Somebody loses a specialty, or a room its use: the visits that need it are named."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinicdesk.exchange.clinic_file.settings.parts import Entry, Part
from clinicdesk.models.database import Database
from clinicdesk.services.absence.accepting import accept_proposal
from clinicdesk.services.absence.proposal import AbsenceSpan
from clinicdesk.services.context import Role
from clinicdesk.services.errors import Refused
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.setup.editing import edit_clinic, read_entries
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.setup.previewing import preview_edit, repairs_of_edit
from clinicdesk.services.setup.repairs import Mending
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.changing import cancel_visit, restore_visit
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.rules.clinic_rules import ClinicRule
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.services.visits.trying import try_move
from tests.services.absence.lists import first_list
from tests.services.clinics import second_teacher
from tests.services.desk import MONDAY, Clock, Desk, desk
from tests.services.faults import damage, rule_breaks

FRIDAY = MONDAY + timedelta(days=4)
CARVER, DUNNE = ("Dr. Carver", "Room 1"), ("Dr. Dunne", "Room 1")
UNQUALIFIED = "rule-name.unqualified"


@pytest.fixture
def at(make_clinic: Callable[..., Database]) -> Desk:
    return desk(make_clinic(second_teacher()), Clock(), role=Role.MANAGER)


def thinking(at: Desk) -> Thinking:
    return Thinking(at.context, at.availability, lambda _part: None, lambda: False)


def edit(at: Desk, part: Part, name: str, **values: object) -> Edit:
    entries: list[Entry] = [*read_entries(thinking(at)).entries[part]]
    shown = next(one for one in entries if name in (one.get("name"), *one.get("names", ())))
    return Edit(part, shown, {**shown, **values})


def no_chiropractor(at: Desk, name: str = "Dr. Carver") -> Edit:
    return edit(at, Part.PRACTITIONERS, name, specialties=["pt"])


def save(at: Desk, change: Edit, mending: Mending | None = None) -> None:
    edit_clinic(at.context, at.database, change, apply=True, mending=mending)


def named(at: Desk, change: Edit) -> list[tuple[int, tuple[str, ...], bool]]:
    breaks = preview_edit(thinking(at), change).breaks
    return [(one.appointment.visit, one.rules, one.may_stay) for one in breaks]


def test_the_preview_lists_the_visits_and_check_names_them(at: Desk) -> None:
    visit = at.book_at("Adjustment", at.patient().number, 540, CARVER, day=FRIDAY).visit
    at.book_at("Adjustment", at.patient("Other").number, 600, DUNNE, day=FRIDAY)
    at.book_at("Exercise", at.patient("Third").number, 600, ("Pia Thorn", "Ada Hale", "Room 2"))
    change = no_chiropractor(at)
    assert named(at, change) == [(visit, (UNQUALIFIED,), False)]
    save(at, change)
    (step,) = at.visit(visit).steps
    assert rule_breaks(at.database) == [("check.breaks-rule", step.number, "unqualified")]
    undo(at.context, at.database)
    assert rule_breaks(at.database) == []


def test_a_colleague_takes_them_in_the_same_change(at: Desk) -> None:
    visit = at.book_at("Adjustment", at.patient().number, 540, CARVER, day=FRIDAY).visit
    change = no_chiropractor(at)
    breaks = preview_edit(thinking(at), change).breaks
    (repair,) = repairs_of_edit(thinking(at), change, breaks, {}, 60.0).found
    assert (repair.visit, repair.steps[0].resources[0]) == (visit, at.resource("Dr. Dunne"))
    save(at, change, Mending((repair,)))
    assert (damage(at.database), rule_breaks(at.database)) == ([], [])


def test_who_does_something_else_as_well_is_named_for_what_was_lost_alone(at: Desk) -> None:
    two = ["chiropractic", "physiatry"]
    save(at, edit(at, Part.PRACTITIONERS, "Dr. Carver", specialties=two))
    at.book_at("Call", at.patient("Able").number, 540, ("Dr. Carver",), day=FRIDAY)
    lost = at.book_at("Adjustment", at.patient("Baker").number, 600, CARVER, day=FRIDAY).visit
    change = edit(at, Part.PRACTITIONERS, "Dr. Carver", specialties=["physiatry"])
    assert named(at, change) == [(lost, (UNQUALIFIED,), False)]


def test_a_class_is_named_once_and_goes_to_another_teacher(at: Desk) -> None:
    for family in ("Able", "Baker"):
        at.book_at("Back class", at.patient(family).number, 540, ("Pia Thorn", "Hall"))
    teacher = edit(at, Part.PRACTITIONERS, "Pia Thorn", specialties=["physiatry"])
    breaks = preview_edit(thinking(at), teacher).breaks
    assert [(one.rules, one.is_class) for one in breaks] == [((UNQUALIFIED,), True)]
    (repair,) = repairs_of_edit(thinking(at), teacher, breaks, {}, 60.0).found
    assert at.resource("Quinn Vale") in repair.steps[0].resources
    save(at, teacher)
    assert [code for code, *_ in rule_breaks(at.database)] == ["check.class-breaks-rule"]


def test_a_second_place_for_work_ins_and_a_room_are_named_too(at: Desk) -> None:
    lane = at.setup.resources[at.setup.lanes[at.resource("Dr. Carver")][0]].name
    who = (lane, "Room 1")
    visit = at.book_at(
        "Adjustment", at.patient().number, 540, who, day=FRIDAY, override=Override("work-in")
    ).visit
    assert named(at, no_chiropractor(at)) == [(visit, (UNQUALIFIED,), False)]
    hall = edit(at, Part.ROOMS, "Room 1", type="hall")
    assert named(at, hall) == [(visit, (UNQUALIFIED,), False)]


def test_a_visit_type_that_wants_another_specialty_names_what_is_booked_with_the_former(
    at: Desk,
) -> None:
    visit = at.book_at("Call", at.patient().number, 540, ("Dr. Fisk",), day=FRIDAY).visit
    change = edit(at, Part.VISIT_TYPES, "Call", needs=[{"one_of": ["pt"]}])
    assert named(at, change) == [(visit, (UNQUALIFIED,), False)]


def test_one_that_needs_more_by_now_keeps_what_it_was_booked_with(at: Desk) -> None:
    at.book_at("Call", at.patient().number, 540, ("Dr. Fisk",), day=FRIDAY)
    more = [{"one_of": ["physiatry"]}, {"one_of": ["treatment"]}]
    assert named(at, edit(at, Part.VISIT_TYPES, "Call", needs=more)) == []


def test_its_time_may_change_and_it_may_come_back_but_with_nobody_else_who_does_not_do_it(
    at: Desk,
) -> None:
    visit = at.book_at("Adjustment", at.patient().number, 540, CARVER, day=FRIDAY).visit
    (step,) = at.visit(visit).steps
    save(at, no_chiropractor(at))
    later = Move(step.number, start=600)
    assert try_move(at.context, at.database, [later]).broken == ()
    at.move(later)
    cancel_visit(at.context, at.database, visit, "ill")
    restore_visit(at.context, at.database, visit)
    assert [rule for *_, rule in rule_breaks(at.database)] == ["unqualified"]
    pia, dunne, room = (at.resource(name) for name in ("Pia Thorn", "Dr. Dunne", "Room 2"))
    with pytest.raises(Refused):
        at.move(Move(step.number, resources=(pia, room)))
    at.move(Move(step.number, resources=(dunne, room)))
    assert rule_breaks(at.database) == []


def test_an_exchange_of_the_room_alone_says_who_does_not_do_it(at: Desk) -> None:
    visit = at.book_at("Adjustment", at.patient().number, 540, CARVER, day=FRIDAY).visit
    (step,) = at.visit(visit).steps
    save(at, no_chiropractor(at))
    carver, room = at.resource("Dr. Carver"), at.resource("Room 2")
    with pytest.raises(Refused) as refused:
        at.move(Move(step.number, resources=(carver, room)))
    assert refused.value.code == f"rule.{ClinicRule.UNQUALIFIED}"


def test_where_nobody_else_does_it_the_preview_says_so(at: Desk) -> None:
    visit = at.book_at("Call", at.patient().number, 540, ("Dr. Fisk",), day=FRIDAY).visit
    save(at, edit(at, Part.PRACTITIONERS, "Dr. Dunne", specialties=["physiatry"]))
    change = edit(at, Part.PRACTITIONERS, "Dr. Fisk", specialties=["pt"])
    breaks = preview_edit(thinking(at), change).breaks
    (repair,) = repairs_of_edit(thinking(at), change, breaks, {}, 60.0).found
    assert repair.steps[0].resources == (at.resource("Dr. Dunne"),)
    away = at.resource("Dr. Dunne")
    take_time_off(at.context, at.database, away, MONDAY, MONDAY + timedelta(days=60))
    repairs = repairs_of_edit(thinking(at), change, breaks, {}, 60.0)
    assert (repairs.found, list(repairs.without)) == ((), [visit])


def test_an_absence_moves_nobody_else_from_whoever_does_not_qualify_any_more(at: Desk) -> None:
    """Who has to move because of it is moved to somebody who does."""
    stays = at.book_at("Adjustment", at.patient("Able").number, 600, CARVER, day=FRIDAY).visit
    goes = at.book_first("Day", at.patient("Baker").number, FRIDAY, 1)
    before = at.visit(stays).steps
    save(at, no_chiropractor(at))
    fisk = at.visit(goes).steps[2]
    away = AbsenceSpan(at.resource("Dr. Fisk"), FRIDAY, fisk.start, fisk.end)
    accept_proposal(at.context, at.database, first_list(at.context, at.availability, away), {})
    assert at.visit(stays).steps == before
    dunne = at.resource("Dr. Dunne")
    assert at.visit(goes).steps[0].resources[0] == dunne


def test_a_change_of_its_time_is_undone_and_done_again(at: Desk) -> None:
    visit = at.book_at("Adjustment", at.patient().number, 540, CARVER, day=FRIDAY).visit
    (step,) = at.visit(visit).steps
    save(at, no_chiropractor(at))
    at.move(Move(step.number, start=600))
    undo(at.context, at.database)
    assert at.visit(visit).steps[0].start == 540
    redo(at.context, at.database)
    assert at.visit(visit).steps[0].start == 600
    cancel_visit(at.context, at.database, visit, "ill")
    undo(at.context, at.database)
    assert at.visit(visit).steps[0].busy


def test_whoever_took_over_keeps_it_where_the_former_does_not_do_it_any_more(at: Desk) -> None:
    visit = at.book_at("Adjustment", at.patient().number, 540, CARVER, day=FRIDAY).visit
    (step,) = at.visit(visit).steps
    west = desk(at.database, Clock(), "west")
    room, dunne = at.resource("Room 1"), at.resource("Dr. Dunne")
    west.move(Move(step.number, resources=(dunne, room)))
    save(at, no_chiropractor(at))
    with pytest.raises(Refused) as refused:
        undo(west.context, at.database)
    assert refused.value.code == f"rule.{ClinicRule.UNQUALIFIED}"
    assert at.visit(visit).steps[0].resources == (dunne, room)
