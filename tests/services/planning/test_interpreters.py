"""A patient for whom somebody interprets: with a speaker of the language, or an interpreter."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from clinicdesk.models.database import Database
from clinicdesk.scheduling import Reason
from clinicdesk.services.absence.accepting import accept_proposal
from clinicdesk.services.absence.proposal import AbsenceSpan
from clinicdesk.services.clinic.clinic_setup import StepRule
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused, RulesBroken
from clinicdesk.services.patients.correcting import Correction, correct_patient
from clinicdesk.services.patients.page import read_patient_page
from clinicdesk.services.patients.records import NewPatient, add_patient, change_patient
from clinicdesk.services.planning.options import plan_visit
from clinicdesk.services.planning.requests import StepRequest, VisitRequest
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.asking_interpreters import ask_interpreter
from clinicdesk.services.visits.booking import book_visit
from clinicdesk.services.visits.changing import cancel_visit, restore_visit
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.rules.clinic_rules import ClinicRule
from clinicdesk.services.visits.rules.overrides import Override
from tests.services.absence.lists import first_list
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, busy_time, desk
from tests.services.faults import damage, rule_breaks
from tests.services.sentences import sentence_of

NINE = 9 * 60
MakeClinic = Callable[..., Database]

_INTERPRETER = """
[[assistants]]
name = "Luz Vega"
specialties = ["spanish-interpreter"]
languages = ["es"]
hours = [{ days = ["mon-fri"], time = ["09:00-11:00"] }]
"""


def _clinic(make: MakeClinic, *, speaking: str = "", free: "Free | None" = None) -> Desk:
    """Harbor with an interpreter of mornings, and perhaps a practitioner who speaks Spanish."""
    clinic_file = harbor_file().decode()
    specialty = 'spanish-interpreter = { name = "Spanish interpreter" }'
    clinic_file = clinic_file.replace("[specialties]", f"[specialties]\n{specialty}")
    if speaking:
        line = f'name = "{speaking}"\n'
        clinic_file = clinic_file.replace(line, f'{line}languages = ["en", "es-MX"]\n')
    first = "[[rooms]]"
    clinic_file = clinic_file.replace(first, _INTERPRETER + first, 1)
    return desk(make(_with_hours(clinic_file, free or {}).encode()), Clock())


def _flagged(at: Desk, family: str = "Rojas", speaks: str = "es") -> int:
    new = NewPatient(
        family, "Eva", date(1980, 5, 4), "555-0100", speaks=speaks,
        interpreter=True,
    )  # fmt: skip
    return add_patient(at.context, at.database, new)[0].number


def _who(at: Desk, visit_request: VisitRequest, top: int = 1) -> list[list[str]]:
    """The names of all who and what the best plans take, a plan a day, a list a step."""
    return [
        [at.setup.resources[int(number)].name for number in step.resources]
        for plan in at.plan(visit_request, top)
        for step in plan.steps
    ]


def test_an_interpreter_is_there_while_the_practitioner_is(make_clinic: MakeClinic) -> None:
    at = _clinic(make_clinic)
    visit = at.book_first("Adjustment", _flagged(at), days=1)
    (step,) = at.visit(visit).steps
    assert [at.setup.resources[number].name for number in step.resources][2:] == ["Luz Vega"]
    luz = at.resource("Luz Vega")
    held = [(start, end) for _, who, _, start, end in busy_time(at.database) if who == luz]
    assert held == [(step.start, step.start + 10)]
    assert 540 <= step.start <= 650
    assert (rule_breaks(at.database), damage(at.database)) == ([], [])


def test_who_speaks_the_language_needs_nobody_to_interpret(make_clinic: MakeClinic) -> None:
    at = _clinic(make_clinic, speaking="Dr. Carver")
    visit_request = at.visit_request("Adjustment", _flagged(at), days=1)
    assert _who(at, replace(visit_request, earliest=13 * 60)) == [["Dr. Carver", "Room 1"]]
    (step,) = visit_request.steps
    with_dunne = replace(step, practitioner=at.resource("Dr. Dunne"))
    assert _who(at, replace(visit_request, steps=(with_dunne,))) == [
        ["Dr. Dunne", "Room 1", "Luz Vega"]
    ]


def test_nobody_interprets_for_whom_no_interpreter_was_asked(make_clinic: MakeClinic) -> None:
    at = _clinic(make_clinic)
    visit_request = at.visit_request("Adjustment", at.patient().number, days=1)
    assert [len(who) for who in _who(at, visit_request)] == [2]


def test_that_no_interpreter_is_free_is_said(make_clinic: MakeClinic) -> None:
    at = _clinic(make_clinic)
    visit_request = replace(at.visit_request("Adjustment", _flagged(at), days=1), earliest=13 * 60)
    planned = plan_visit(at.context, at.availability, visit_request)
    about = {"language": "Spanish", "one_of": ("Luz Vega",)}
    assert (planned.options, planned.reasons) == ((), (Reason("reason.no-interpreter", about),))


@pytest.mark.parametrize(("speaks", "name"), [("pl", "Polish"), ("", "")])
def test_a_language_that_nobody_interprets_is_booked_with_a_reason(
    make_clinic: MakeClinic, speaks: str, name: str
) -> None:
    at = _clinic(make_clinic)
    visit_request = at.visit_request("Adjustment", _flagged(at, speaks=speaks), days=1)
    (plan,) = at.plan(visit_request)
    with pytest.raises(RulesBroken) as refused:
        book_visit(at.context, at.database, visit_request, plan)
    assert refused.value.rules == (ClinicRule.INTERPRETER,)
    params = refused.value.params["rule_params"]
    assert isinstance(params, dict)
    assert params["language"] == name
    reason = Override("his daughter interprets")
    book_visit(at.context, at.database, visit_request, plan, override=reason)
    assert rule_breaks(at.database) == []


def test_without_an_interpreter_it_is_booked_with_a_reason_only(make_clinic: MakeClinic) -> None:
    at = _clinic(make_clinic)
    asked = at.visit_request("Adjustment", _flagged(at), days=1)
    visit_request = replace(asked, earliest=13 * 60, uninterpreted=True)
    (plan,) = at.plan(visit_request)
    with pytest.raises(RulesBroken):
        book_visit(at.context, at.database, visit_request, plan)
    book_visit(
        at.context, at.database, visit_request, plan, override=Override("he brings his sister")
    )
    assert rule_breaks(at.database) == []


def test_with_somebody_else_an_interpreter_is_asked_for(make_clinic: MakeClinic) -> None:
    at = _clinic(make_clinic, speaking="Dr. Carver")
    visit = at.book_at("Adjustment", _flagged(at), NINE, ("Dr. Carver", "Room 1")).visit
    (step,) = at.visit(visit).steps
    dunne, luz, room = (at.resource(name) for name in ("Dr. Dunne", "Luz Vega", "Room 1"))
    at.move(Move(step.number, start=NINE + 30))
    with pytest.raises(RulesBroken):
        at.move(Move(step.number, resources=(dunne, room)))
    at.move(Move(step.number, resources=(dunne, room, luz)))
    at.move(Move(step.number, resources=(at.resource("Dr. Carver"), room)))
    assert [step.resources for step in at.visit(visit).steps] == [(at.resource("Dr. Carver"), room)]
    assert (rule_breaks(at.database), damage(at.database)) == ([], [])


def test_what_was_booked_before_the_need_was_noted_moves_on_and_check_names_it(
    make_clinic: MakeClinic,
) -> None:
    at = _clinic(make_clinic)
    patient = at.patient().number
    visit = at.book_first("Adjustment", patient, days=1)
    (step,) = at.visit(visit).steps
    new = NewPatient("Able", "Ann", date(1980, 5, 4), "555-0100", speaks="es", interpreter=True)
    change_patient(at.context, at.database, patient, new)
    at.move(Move(step.number, start=13 * 60))
    assert rule_breaks(at.database) == [("check.breaks-rule", step.number, "interpreter")]
    cancel_visit(at.context, at.database, visit, "ill")
    restore_visit(at.context, at.database, visit)
    assert rule_breaks(at.database) == [("check.breaks-rule", step.number, "interpreter")]


def test_an_interpreter_is_asked_for_what_is_booked_without_one(make_clinic: MakeClinic) -> None:
    at = _clinic(make_clinic)
    patient = at.patient().number
    visits = [
        at.book_at("Adjustment", patient, start, ("Dr. Carver", "Room 1")).visit
        for start in (NINE, 13 * 60)
    ]
    new = NewPatient("Able", "Ann", date(1980, 5, 4), "555-0100", speaks="es", interpreter=True)
    change_patient(at.context, at.database, patient, new)
    (morning,), (afternoon,) = (at.visit(visit).steps for visit in visits)
    ask_interpreter(at.context, at.database, morning.number)
    assert at.visit(visits[0]).steps[0].resources[2:] == (at.resource("Luz Vega"),)
    for number, code in (
        (morning.number, RefusalCode.VISIT_UNDERSTOOD),
        (afternoon.number, RefusalCode.VISIT_NO_INTERPRETER),
    ):
        with pytest.raises(Refused) as refused:
            ask_interpreter(at.context, at.database, number)
        assert refused.value.code == code
        assert sentence_of(refused.value)
    assert rule_breaks(at.database) == [("check.breaks-rule", afternoon.number, "interpreter")]
    undo(at.context, at.database)
    assert len(at.visit(visits[0]).steps[0].resources) == 2
    assert damage(at.database) == []


def _repaired(at: Desk, away: str, start: int, end: int) -> list[list[str]]:
    """Who and what the steps have after the absence was accepted, of those that have a place."""
    absence = AbsenceSpan(at.resource(away), MONDAY, start, end)
    proposal = first_list(at.context, at.availability, absence)
    accept_proposal(at.context, at.database, proposal, {})
    left = {step.number for visit in proposal.stranded for step in visit.steps}
    return [
        [at.setup.resources[number].name for number in step.resources]
        for step in at.day(MONDAY)
        if step.number not in left
    ]


def test_in_an_absence_nobody_is_given_to_whom_they_do_not_understand(
    make_clinic: MakeClinic,
) -> None:
    at = _clinic(make_clinic, speaking="Dr. Carver")
    at.book_at("Adjustment", _flagged(at), NINE, ("Dr. Carver", "Room 1"))
    at.book_at("Adjustment", at.patient().number, NINE + 60, ("Dr. Carver", "Room 1"))
    assert _repaired(at, "Dr. Carver", 0, 1440) == [["Dr. Dunne", "Room 1"]]
    assert {rule for _, _, rule in rule_breaks(at.database)} == {"outside"}


def test_an_interpreter_who_is_away_is_awaited(make_clinic: MakeClinic) -> None:
    at = _clinic(make_clinic)
    at.book_at("Adjustment", _flagged(at), NINE, ("Dr. Carver", "Room 1", "Luz Vega"))
    assert _repaired(at, "Luz Vega", NINE, NINE + 60) == [["Dr. Carver", "Room 1", "Luz Vega"]]
    assert [step.start for step in at.day(MONDAY)] == [NINE + 60]
    assert rule_breaks(at.database) == []


def test_whoever_replaces_the_practitioner_keeps_the_interpreter(make_clinic: MakeClinic) -> None:
    at = _clinic(make_clinic)
    at.book_at("Adjustment", _flagged(at), NINE, ("Dr. Carver", "Room 1", "Luz Vega"))
    assert _repaired(at, "Dr. Carver", 0, 1440) == [["Dr. Dunne", "Room 1", "Luz Vega"]]
    assert rule_breaks(at.database) == []


def test_another_day_may_be_with_an_interpreter_or_without(make_clinic: MakeClinic) -> None:
    at = _clinic(make_clinic, speaking="Dr. Carver")
    visit = at.book_at("Adjustment", _flagged(at), NINE, ("Dr. Carver", "Room 1")).visit
    absence = AbsenceSpan(at.resource("Dr. Carver"), MONDAY, 0, 1440)
    proposal = first_list(at.context, at.availability, absence)
    (stranded,) = proposal.stranded
    days = {len(option.plan.steps[0].resources): option for option in stranded.options}
    accept_proposal(at.context, at.database, proposal, {visit: days[2]})
    assert [len(step.resources) for step in at.visit(visit).steps] == [2]
    assert rule_breaks(at.database) == []


_MORNING = (8 * 60, 12 * 60)
Free = Mapping[str, Sequence[tuple[int, int]]]
"""By name: when they work that morning, in minutes after midnight."""


def _random_hours(random: Random) -> Free:
    """Hours with gaps of random lengths at random times."""
    free = {}
    for name in ("Dr. Carver", "Dr. Dunne", "Dr. Fisk", "Luz Vega"):
        edges = sorted(random.sample(range(*_MORNING, 5), 6))
        free[name] = [(begin, end) for begin, end in zip(edges[::2], edges[1::2], strict=True)]
    return free


def _with_hours(clinic_file: str, free: Free) -> str:
    for name, times in free.items():
        listed = ", ".join(f'"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}"' for a, b in times)
        before, rest = clinic_file.split(f'name = "{name}"', 1)
        own, after = rest.split("hours = ", 1)
        _, later = after.split("\n", 1)
        hours = f'hours = [{{ days = ["mon"], time = [{listed}] }}]'
        clinic_file = f'{before}name = "{name}"{own}{hours}\n{later}'
    return clinic_file


def _fits(free: Free, begin: int, end: int) -> bool:
    """Whether an adjustment and then a consult fit between these minutes, by trying everything.

    Dr. Carver alone speaks Spanish; a room is always left.
    """

    def here(name: str, first: int, last: int) -> bool:
        return any(a <= first and last <= b for a, b in free[name])

    def adjusted(at: int) -> bool:
        with_dunne = here("Dr. Dunne", at, at + 10) and here("Luz Vega", at, at + 10)
        return here("Dr. Carver", at, at + 10) or with_dunne

    def consulted(at: int) -> bool:
        return here("Dr. Fisk", at - 5, at + 25) and here("Luz Vega", at, at + 20)

    return any(
        one + 15 + 5 <= two and two + 20 <= end and adjusted(one) and consulted(two)
        for one in range(begin, end, 5)
        for two in range(begin, end, 5)
    )


def test_whatever_fits_by_trying_everything_is_offered_and_nothing_else(
    make_clinic: MakeClinic, scaled: Callable[[int, int], int]
) -> None:
    offered, fitting = [], []
    for seed in range(scaled(4, 40)):
        free = _random_hours(Random(seed))
        at = _clinic(make_clinic, speaking="Dr. Carver", free=free)
        kinds = {kind.name: kind for kind in at.setup.visit_types.values()}
        asked = VisitRequest(
            _flagged(at),
            tuple(
                StepRequest(kinds[name].id, kinds[name].minutes)
                for name in ("Adjustment", "Consult")
            ),
            MONDAY,
            1,
            rules=(StepRule(0, 1),),
            transfer_minutes=5,
        )
        for begin in range(*_MORNING, 20):
            for end in (begin + 60, begin + 120):
                offered.append(bool(at.plan(replace(asked, earliest=begin, latest=end))))
                fitting.append(_fits(free, begin, end))
    assert offered == fitting
    assert set(fitting) == {False, True}


def test_whose_record_is_corrected_has_steps_that_nobody_interprets_named_on_their_page(
    make_clinic: MakeClinic,
) -> None:
    at = _clinic(make_clinic)
    patient = at.patient().number
    visit = at.book_at("Adjustment", patient, 540, ("Dr. Carver", "Room 1")).visit
    (step,) = at.visit(visit).steps

    def named() -> frozenset[int]:
        return read_patient_page(at.context, at.database, patient).not_understood

    assert named() == frozenset()
    correct_patient(at.context, at.database, patient, Correction(speaks="es", interpreter=True))
    assert named() == {step.number}
    ask_interpreter(at.context, at.database, step.number)
    assert named() == frozenset()
