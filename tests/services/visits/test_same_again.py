"""The same once more, or what follows it: as it is offered now, with whoever did it before."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clinicdesk.models.statuses import Status
from clinicdesk.services.planning.options import plan_visit
from clinicdesk.services.planning.requests import StepRequest, VisitRequest
from clinicdesk.services.visits.changing import cancel_step, cancel_visit, change_status
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.on_the_day import note_purpose
from clinicdesk.services.visits.purpose import Purpose
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.services.visits.same_again import read_same_again
from tests.services.desk import MONDAY, Clock, Desk

NINE = 9 * 60


def again(at: Desk, visit: int) -> VisitRequest:
    return read_same_again(at.database, visit, MONDAY).visit_request


def people(at: Desk, visit_request: VisitRequest) -> list[str | None]:
    """Who is preferred, by step."""
    names = {number: info.name for number, info in at.setup.resources.items()}
    return [names.get(step.preferred or 0) for step in visit_request.steps]


def test_a_visit_of_a_template_is_that_template_again_as_it_is_now(east: Desk) -> None:
    patient = east.patient().number
    visit = east.book_first("Day", patient, days=1)
    last = max(east.visit(visit).steps, key=lambda step: step.end)
    east.move(Move(last.number, minutes=35), override=Override("asked for"))
    cancel_visit(east.context, east.database, visit, "asked")
    found = again(east, visit)
    assert people(east, found) == ["Dr. Carver", "Pia Thorn", "Dr. Fisk"]
    plain = tuple(replace(step, preferred=None) for step in found.steps)
    assert replace(found, steps=plain) == replace(
        east.visit_request("Day", patient), days=found.days
    )


def test_only_what_did_not_take_place_is_booked_again(east: Desk) -> None:
    visit = east.book_first("Day", east.patient().number, days=1)
    second = sorted(east.visit(visit).steps, key=lambda step: step.start)[1]
    cancel_step(east.context, east.database, second.number, "asked")
    found = again(east, visit)
    assert found.steps == (
        StepRequest(second.visit_type_id or 0, 30, preferred=east.resource("Pia Thorn")),
    )
    assert (found.template, found.rules) == (None, ())


def test_who_did_not_come_and_what_took_place_can_be_booked_again(east: Desk, clock: Clock) -> None:
    visit = east.book_at("Consult", east.patient().number, NINE, ("Dr. Fisk", "Room 1")).visit
    clock.set_wall("America/Chicago", MONDAY, 10)
    step = east.visit(visit).steps[0]
    kind = StepRequest(step.visit_type_id or 0, 20, preferred=east.resource("Dr. Fisk"))
    for status in (Status.NOSHOW, Status.ARRIVED, Status.CHECKED_IN, Status.FULFILLED):
        change_status(east.context, east.database, [step.number], status)
        assert again(east, visit).steps == (kind,)


@pytest.mark.parametrize("name", ["Dr. Dunne", "Dr. Carver"])
def test_whoever_did_it_is_best_even_a_day_later(east: Desk, name: str) -> None:
    patient = east.patient().number
    visit = east.book_at("Adjustment", patient, NINE, (name, "Room 2")).visit
    found = again(east, visit)
    found = replace(found, first_day=MONDAY + timedelta(days=1))
    options = plan_visit(east.context, east.availability, found).options
    assert {option.steps[0].resources[0].name for option in options} == {name}


def test_it_is_for_the_same_and_a_note_comes_along_if_it_did_not_take_place(
    east: Desk,
) -> None:
    visit = east.book_first("Day", east.patient().number, days=1)
    first, *others = sorted(east.visit(visit).steps, key=lambda step: step.start)

    def note(step: AppointmentInfo, comes_for: str, said: str) -> None:
        note_purpose(east.context, east.database, step.number, comes_for=comes_for, note=said)

    for step in others:
        note(step, "numb foot", "bring films")
    note(first, "low back pain", "")
    booked = read_same_again(east.database, visit, MONDAY).purpose
    cancel_visit(east.context, east.database, visit, "asked")
    cancelled = read_same_again(east.database, visit, MONDAY).purpose
    assert (booked, cancelled) == (
        Purpose("low back pain; numb foot"),
        Purpose("low back pain; numb foot", "bring films"),
    )


def test_as_many_reasons_come_along_as_can_be_kept(east: Desk) -> None:
    visit = east.book_first("Day", east.patient().number, days=1)
    for step, letter in zip(east.visit(visit).steps, "abc", strict=True):
        said = letter * (118 if letter == "a" else 60 if letter == "b" else 1)
        note_purpose(east.context, east.database, step.number, comes_for=said, note="")
    assert read_same_again(east.database, visit, MONDAY).purpose == Purpose("a" * 118)
