"""What follows an appointment: what has followed such ones here, whatever anything is called."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicdesk.models.database import Database
from clinicdesk.services.context import Role
from clinicdesk.services.errors import NotFound
from clinicdesk.services.planning.requests import StepRequest
from clinicdesk.services.setup.updating import clinic_now, update_clinic
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.services.visits.follow_ups import FollowUp, read_follow_up
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk
from tests.services.sentences import sentence_of

NINE = 9 * 60
FISK = ("Dr. Fisk",)
TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)


def spanish() -> bytes:
    """The practice with names in Spanish."""
    text = harbor_file().decode()
    for name, said in (("Consult", "Primera consulta"), ("Call", "Llamada de control")):
        text = text.replace(f'name = "{name}"', f'name = "{said}"')
    return text.encode()


@pytest.fixture
def at(make_clinic: Callable[..., Database], clock: Clock) -> Desk:
    return desk(make_clinic(spanish()), clock)


def consult(at: Desk, patient: int, day: date = MONDAY, start: int = NINE) -> int:
    """The number of the appointment."""
    names = (*FISK, "Room 1")
    visit = at.book_at("Primera consulta", patient, start, names, day=day).visit
    return at.visit(visit).steps[0].number


def call(at: Desk, patient: int, day: date = TUESDAY, start: int = NINE) -> int:
    """The number of the visit."""
    return at.book_at("Llamada de control", patient, start, FISK, day=day).visit


def kind(at: Desk, name: str) -> int:
    return next(kind.id for kind in at.setup.visit_types.values() if kind.name == name)


def follow_up(at: Desk, appointment: int) -> FollowUp:
    return read_follow_up(at.database, appointment)


def test_where_nothing_has_followed_it_is_the_same_once_more(at: Desk) -> None:
    fisk = at.resource("Dr. Fisk")
    assert follow_up(at, consult(at, at.patient().number)) == FollowUp(
        StepRequest(kind(at, "Primera consulta"), 20, practitioner=fisk), is_usual=False
    )


def test_it_is_what_has_followed_for_others(at: Desk) -> None:
    before = at.patient("Baker").number
    consult(at, before)
    call(at, before)
    found = follow_up(at, consult(at, at.patient().number, start=NINE + 60))
    step = StepRequest(kind(at, "Llamada de control"), 10, practitioner=at.resource("Dr. Fisk"))
    assert found == FollowUp(step, is_usual=True)


def test_the_next_visit_counts_and_none_of_the_same_day_nor_one_that_is_called_off(
    at: Desk,
) -> None:
    before = at.patient("Baker").number
    consult(at, before)
    call(at, before, MONDAY, NINE + 120)
    gone = call(at, before, TUESDAY)
    cancel_visit(at.context, at.database, gone, "asked")
    consult(at, before, FRIDAY)
    call(at, before, FRIDAY + timedelta(days=3))
    found = follow_up(at, consult(at, at.patient().number, start=NINE + 60))
    assert found.step is not None
    assert (found.step.visit_type, found.is_usual) == (kind(at, "Primera consulta"), True)


def test_most_often_counts_and_of_equal_ones_what_is_booked_again(at: Desk) -> None:
    first, second = (at.patient(family).number for family in ("Baker", "Cole"))
    consult(at, first)
    consult(at, first, TUESDAY)
    consult(at, second, start=NINE + 30)
    call(at, second, TUESDAY, NINE + 30)
    own = consult(at, at.patient().number, start=NINE + 60)
    equal = follow_up(at, own).step
    third = at.patient("Dole").number
    consult(at, third, start=NINE + 90)
    call(at, third, TUESDAY, NINE + 90)
    more = follow_up(at, own).step
    assert equal is not None
    assert more is not None
    assert [equal.visit_type, more.visit_type] == [
        kind(at, "Primera consulta"), kind(at, "Llamada de control"),
    ]  # fmt: skip


def without(at: Desk, *names: str) -> None:
    """Retire what is called so, with the templates that have it."""
    manager = at.as_role(Role.MANAGER)
    shape = clinic_now(manager.context, manager.database)
    gone = {kind.key for kind in shape.visit_types if kind.name in names}
    shape = replace(
        shape,
        visit_types=tuple(kind for kind in shape.visit_types if kind.key not in gone),
        templates=tuple(
            template
            for template in shape.templates
            if not gone & {step.visit_type for step in template.steps}
        ),
    )
    update_clinic(manager.context, manager.database, shape, apply=True)


def test_what_is_retired_follows_nothing_and_what_followed_it_still_does(at: Desk) -> None:
    before = at.patient("Baker").number
    consult(at, before)
    call(at, before)
    own = consult(at, at.patient().number, start=NINE + 60)
    without(at, "Primera consulta")
    still = follow_up(at, own)
    without(at, "Llamada de control")
    assert still.step is not None
    assert still.step.visit_type == kind(at, "Llamada de control")
    assert follow_up(at, own) == FollowUp(None, is_usual=False)


def test_an_appointment_that_is_none_is_said_to_be(at: Desk) -> None:
    with pytest.raises(NotFound) as caught:
        follow_up(at, 1)
    assert sentence_of(caught.value)
