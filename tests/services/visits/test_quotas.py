"""Sessions that take so many of a visit type, only theirs, or anything once they are released."""

import contextlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from random import Random

import pytest

from clinicdesk.exchange.clinic_shape import ClinicShape
from clinicdesk.models.database import Database
from clinicdesk.services.absence.accepting import accept_proposal
from clinicdesk.services.absence.proposal import AbsenceSpan
from clinicdesk.services.context import Role
from clinicdesk.services.errors import Refused, RulesBroken
from clinicdesk.services.planning.fitting_days import Fit, fitting_days
from clinicdesk.services.setup.updating import change_clinic
from clinicdesk.services.visits.booking import book_visit
from clinicdesk.services.visits.changing import cancel_visit, restore_visit
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.rules.clinic_rules import ClinicRule
from clinicdesk.services.visits.rules.overrides import Override
from tests.services.absence.lists import first_list
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk
from tests.services.faults import rule_breaks

MakeClinic = Callable[..., Database]
FISK = ("Dr. Fisk",)
EIGHT, TEN, NOON = 480, 600, 720
NAMES = count()
ZONE = "America/Chicago"
MORNING = 'days = ["mon-fri"], time = ["08:00-10:00"]'


@pytest.fixture
def clock() -> Clock:
    return Clock()


def at_clinic(make: MakeClinic, clock: Clock, *sessions: str) -> Desk:
    """A desk of a clinic whose physiatrist, who makes all calls, has these sessions."""
    fisk = 'name = "Dr. Fisk"\n'
    listed = ", ".join(f"{{ {session} }}" for session in sessions)
    text = harbor_file().decode().replace(fisk, f"{fisk}sessions = [{listed}]\n")
    return desk(make(text.encode()), clock)


def call(at: Desk, name: str, start: int, *, day: date = MONDAY) -> int:
    return at.book_at("Call", at.patient(name).number, start, FISK, day=day).visit


def starts_offered(at: Desk, first: int, last: int, *, day: date = MONDAY) -> set[int]:
    """The starts of the calls that are offered between two minutes of a day."""
    somebody = at.patient("Zeta", f"who asked {next(NAMES)}th").number
    visit_request = replace(
        at.visit_request("Call", somebody, day, 1),
        earliest=first,
        latest=last,
    )
    return {plan.steps[0].start for plan in at.plan(visit_request, top=50)}


def test_a_full_session_is_not_offered_and_its_day_is_not_closed(
    make_clinic: MakeClinic, clock: Clock
) -> None:
    at = at_clinic(make_clinic, clock, f"{MORNING}, at_most = {{ call = 2 }}")
    call(at, "Able", EIGHT)
    assert starts_offered(at, EIGHT, TEN)
    call(at, "Baker", EIGHT + 30)
    assert starts_offered(at, EIGHT, TEN) == set()
    assert min(starts_offered(at, EIGHT, NOON)) == TEN
    tuesday = MONDAY + timedelta(days=1)
    assert starts_offered(at, EIGHT, TEN, day=tuesday)
    visit_request = at.visit_request("Call", at.patient("Cole").number, MONDAY, 2)
    early = replace(visit_request, latest=TEN)
    assert fitting_days(at.availability, early) == {MONDAY: Fit.FULL, tuesday: Fit.FITS}


def test_of_two_desks_that_want_the_last_place_one_gets_it(
    make_clinic: MakeClinic, clock: Clock
) -> None:
    at = at_clinic(make_clinic, clock, f"{MORNING}, at_most = {{ call = 1 }}")
    first = at.one_step("Call", at.patient("Able").number, EIGHT, FISK)
    second = at.one_step("Call", at.patient("Baker").number, EIGHT + 30, FISK)
    book_visit(at.context, at.database, *first)
    with pytest.raises(RulesBroken) as refused:
        book_visit(at.context, at.database, *second)
    assert refused.value.rules == (ClinicRule.QUOTA,)
    with pytest.raises(Refused):
        book_visit(at.context, at.database, *second, override=Override("asked Dr. Fisk"))
    manager = at.as_role(Role.MANAGER).context
    book_visit(manager, at.database, *second, override=Override("asked Dr. Fisk"))
    assert rule_breaks(at.database) == []


def test_a_move_into_a_full_session_and_a_return_to_it_ask_for_a_reason(
    make_clinic: MakeClinic, clock: Clock
) -> None:
    at = at_clinic(make_clinic, clock, f"{MORNING}, at_most = {{ call = 1 }}")
    gone = call(at, "Able", EIGHT)
    later = call(at, "Baker", NOON)
    (step,) = at.visit(later).steps
    with pytest.raises(RulesBroken):
        at.move(Move(step.number, start=EIGHT + 30))
    at.move(Move(step.number, start=NOON + 30))
    cancel_visit(at.context, at.database, gone, "asked")
    at.move(Move(step.number, start=EIGHT + 30))
    at.move(Move(step.number, start=EIGHT + 60))
    with pytest.raises(RulesBroken):
        restore_visit(at.context, at.database, gone)


def test_a_session_takes_anything_once_it_is_released(
    make_clinic: MakeClinic, clock: Clock
) -> None:
    urgent = f'{MORNING}, visit_types = ["consult"], release = "07:30", release_days = 1'
    at = at_clinic(make_clinic, clock, urgent)
    tuesday = MONDAY + timedelta(days=1)
    clock.set_wall(ZONE, MONDAY, 7, 29)
    assert starts_offered(at, EIGHT, TEN, day=tuesday) == set()
    with pytest.raises(RulesBroken):
        call(at, "Able", EIGHT, day=tuesday)
    clock.set_wall(ZONE, MONDAY, 7, 30)
    assert starts_offered(at, EIGHT, TEN, day=tuesday)
    call(at, "Baker", EIGHT, day=tuesday)
    wednesday = tuesday + timedelta(days=1)
    assert starts_offered(at, EIGHT, TEN, day=wednesday) == set()


def test_only_here_binds_one_person_to_the_sessions_that_list_the_visit_type(
    make_clinic: MakeClinic, clock: Clock
) -> None:
    at = at_clinic(make_clinic, clock, f'{MORNING}, visit_types = ["call"], only_here = true')
    assert starts_offered(at, TEN, 1020) == set()
    assert starts_offered(at, EIGHT, TEN)
    with pytest.raises(RulesBroken):
        call(at, "Able", NOON)


def test_a_quota_that_is_lowered_names_who_has_no_place_any_more(
    make_clinic: MakeClinic, clock: Clock
) -> None:
    at = at_clinic(make_clinic, clock, f"{MORNING}, at_most = {{ call = 2 }}")
    call(at, "Able", EIGHT)
    later = call(at, "Baker", EIGHT + 30)
    (step,) = at.visit(later).steps
    manager = at.as_role(Role.MANAGER).context

    def lowered(now: ClinicShape) -> ClinicShape:
        people = (
            replace(person, blocks=tuple(replace(b, at_most=(("call", 1),)) for b in person.blocks))
            for person in now.resources
        )
        return replace(now, resources=tuple(people))

    updated = change_clinic(manager, at.database, lowered, apply=True)
    broken = [(item.appointment, item.rule) for item in updated.breaks]
    assert broken == [(step.number, ClinicRule.QUOTA)]


def test_a_repair_brings_no_more_into_a_session_than_it_takes(
    make_clinic: MakeClinic, clock: Clock
) -> None:
    """Four calls of the afternoon have to move; the morning is free, and takes one of them."""
    at = at_clinic(
        make_clinic, clock, 'days = ["mon-fri"], time = ["08:00-12:00"], at_most = { call = 2 }'
    )
    call(at, "Able", EIGHT)
    afternoon = [call(at, f"Baker {n}", 800 + 30 * n) for n in range(4)]
    away = AbsenceSpan(at.resource("Dr. Fisk"), MONDAY, NOON, 1440)
    proposal = first_list(at.context, at.availability, away)
    accept_proposal(at.context, at.database, proposal, {})
    moved = [v for v in afternoon if at.visit(v).steps[0].start < NOON]
    assert len(moved) == 1
    left = {step.number for visit in proposal.stranded for step in visit.steps}
    assert {number for _, number, _ in rule_breaks(at.database)} <= left


@pytest.mark.parametrize("seed", range(3))
def test_whatever_desks_do_no_session_takes_more_than_its_quota(
    make_clinic: MakeClinic, clock: Clock, seed: int
) -> None:
    at = at_clinic(
        make_clinic,
        clock,
        f"{MORNING}, at_most = {{ call = 3, consult = 1 }}",
        'days = ["mon-fri"], time = ["10:00-12:00"], at_most = { call = 1 }',
    )
    random = Random(seed)
    patients = [at.patient("Able", f"number {n}").number for n in range(12)]
    visits: list[int] = []
    for _ in range(40):
        with contextlib.suppress(Refused):
            if visits and random.random() < 0.4:
                visit = random.choice(visits)
                (step,) = at.visit(visit).steps
                verb = random.choice(("move", "move", "cancel", "restore"))
                if verb == "move":
                    at.move(Move(step.number, start=random.randrange(EIGHT, NOON, 5)))
                elif verb == "cancel":
                    cancel_visit(at.context, at.database, visit, "asked")
                else:
                    restore_visit(at.context, at.database, visit)
                continue
            template = random.choice(("Call", "Call", "Consult"))
            early = replace(
                at.visit_request(template, random.choice(patients), MONDAY, 2), latest=NOON
            )
            plans = at.plan(early)
            if plans:
                # What is offered can be written.
                visits.append(book_visit(at.context, at.database, early, plans[0]).visit)
    found = Counter(
        (step.day, step.start < TEN, step.visit_type)
        for day in (MONDAY, MONDAY + timedelta(days=1))
        for step in at.day(day)
        if step.busy and step.start < NOON
    )
    most = {(True, "Call"): 3, (True, "Consult"): 1, (False, "Call"): 1}
    over = {
        key: number for key, number in found.items() if number > most.get(key[1:], len(patients))
    }
    assert over == {}
    assert found
    assert rule_breaks(at.database) == []
