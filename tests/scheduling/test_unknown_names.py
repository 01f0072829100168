"""A problem that names what it does not have is refused by every public function."""

import gc
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

import clinicdesk.scheduling as engine
from clinicdesk.scheduling import (
    Absence,
    Alternative,
    BookedStep,
    Need,
    Problem,
    Request,
    Resource,
    SequenceRule,
    Step,
    UnknownName,
)

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
NEVER = date(2027, 1, 1)

LEE = Need((Alternative("lee"), Alternative("kim")))
VISIT = Request("visit", (Step("exam", 30, (LEE,)), Step("talk", 10)), patient="p")
OTHER = Request("other", (Step("exam", 30, (LEE,)),))
BOOKED = BookedStep("other", "exam", MONDAY, 540, ("lee",))
SOUND = Problem(
    5,
    (MONDAY, TUESDAY),
    tuple(Resource(name, "practitioner", {MONDAY: ((480, 720),)}) for name in ("lee", "kim")),
    (VISIT, OTHER),
    (BOOKED,),
)

Ask = Callable[[Problem], object]

QUESTIONS: dict[str, Ask] = {
    "find_plans": engine.find_plans,
    "find_extremes": engine.find_extremes,
    "find_reasons": engine.find_reasons,
    "find_relaxations": engine.find_relaxations,
    "days_that_fit": engine.days_that_fit,
    "pack": lambda problem: engine.pack(problem, seconds=0.0),
    "repair": lambda problem: engine.repair(problem, day=MONDAY, seconds=0.0),
    "repair_problem": lambda problem: engine.repair_problem(problem, MONDAY, 0, ()),
    "with_fixed_visits": lambda problem: engine.with_fixed_visits(problem, ()),
    "find_knock_on_delays": lambda problem: engine.find_knock_on_delays(problem, (), "lee", 540, 5),
    "shift_right": lambda problem: engine.shift_right(problem, (), "lee", 540, 5),
}
"""All that takes a whole problem."""


def with_visit(**changes: object) -> Problem:
    return replace(SOUND, requests=(replace(VISIT, **changes), OTHER))  # type: ignore[arg-type]


def with_booked(**changes: object) -> Problem:
    return replace(SOUND, booked=(BOOKED, replace(BOOKED, **changes)))  # type: ignore[arg-type]


UNSOUND = {
    'requests[0].steps[1].needs[0].one_of: unknown resource "dr-li"': with_visit(
        steps=(VISIT.steps[0], Step("pt", 30, (Need((Alternative("lee"), Alternative("dr-li"))),)))
    ),
    'requests[0].sequence[0].then: unknown step "tlak"': with_visit(
        sequence=(SequenceRule("exam", "tlak"),)
    ),
    'requests[0].sequence[1].first: unknown step "xray"': with_visit(
        sequence=(SequenceRule("exam", "talk"), SequenceRule("xray", "talk"))
    ),
    'requests[0].target: unknown day "2027-01-01"': with_visit(target=NEVER),
    'booked[1].request: unknown request "nobody"': with_booked(request="nobody"),
    'booked[1].step: unknown step "talk"': with_booked(step="talk"),
    'booked[1].resources: unknown resource "dr-li"': with_booked(resources=("dr-li",)),
    'booked[1].day: unknown day "2027-01-01"': with_booked(day=NEVER),
}


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("complaint", UNSOUND)
def test_a_name_that_is_of_nothing_is_refused_with_its_place(name: str, complaint: str) -> None:
    with pytest.raises(UnknownName) as refusal:
        QUESTIONS[name](UNSOUND[complaint])
    assert str(refusal.value) == complaint


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_sound_problem_is_answered(name: str) -> None:
    QUESTIONS[name](SOUND)


def test_a_problem_found_sound_says_nothing_of_the_next_one() -> None:
    for complaint, problem in UNSOUND.items():
        engine.find_plans(SOUND)
        for _ in range(2):
            with pytest.raises(UnknownName) as refusal:
                engine.find_plans(problem)
            assert str(refusal.value) == complaint
    engine.find_plans(replace(SOUND))
    gc.collect()
    with pytest.raises(UnknownName):
        engine.find_plans(replace(SOUND, resources=()))


@pytest.mark.parametrize(
    "ask",
    [
        engine.find_plans,
        engine.find_extremes,
        engine.find_reasons,
        engine.find_relaxations,
        engine.days_that_fit,
        lambda problem, name: engine.find_booked_violations(problem, name, ()),
        lambda problem, name: engine.planned_visit(problem, engine.Plan(name, MONDAY, 0, ())),
    ],
    ids=[
        "find_plans",
        "find_extremes",
        "find_reasons",
        "find_relaxations",
        "days_that_fit",
        "find_booked_violations",
        "planned_visit",
    ],
)
def test_an_unknown_request_is_refused(ask: Callable[[Problem, str], object]) -> None:
    with pytest.raises(UnknownName, match='unknown request "nobody"'):
        ask(SOUND, "nobody")


def test_a_problem_without_requests_has_no_first_one() -> None:
    with pytest.raises(UnknownName, match="no requests"):
        engine.find_plans(replace(SOUND, requests=(), booked=()))


def test_an_absence_of_an_unknown_resource_is_refused() -> None:
    absences = [Absence("lee", MONDAY), Absence("dr-li", MONDAY)]
    with pytest.raises(UnknownName, match=r'absences\[1\]: unknown resource "dr-li"'):
        engine.repair(SOUND, absences, day=MONDAY)


def test_somebody_spare_who_is_unknown_is_refused() -> None:
    spare = {("exam", 0): (Alternative("dr-li"),)}
    with pytest.raises(UnknownName, match=r'spare\[exam, 0\]: unknown resource "dr-li"'):
        engine.find_relaxations(SOUND, spare=spare)


@pytest.mark.parametrize(
    "ask", [engine.find_knock_on_delays, engine.shift_right], ids=["knock_on", "heal"]
)
def test_late_steps_and_resources_that_are_unknown_are_refused(
    ask: Callable[[Problem, tuple[BookedStep, ...], str, int, int], object],
) -> None:
    with pytest.raises(UnknownName, match='resource: unknown resource "dr-li"'):
        ask(SOUND, (BOOKED,), "dr-li", 540, 5)
    unknown = replace(BOOKED, step="talk")
    with pytest.raises(UnknownName, match=r'booked\[1\].step: unknown step "talk"'):
        ask(SOUND, (BOOKED, unknown), "lee", 540, 5)


def test_booked_steps_that_are_unknown_are_refused() -> None:
    unknown = replace(BOOKED, step="talk")
    for ask in (
        lambda: engine.booked_placements(SOUND, (unknown,)),
        lambda: engine.find_booked_violations(SOUND, "other", (unknown,)),
    ):
        with pytest.raises(UnknownName, match='unknown step "talk" of request "other"'):
            ask()


@pytest.mark.parametrize("name", ["find_plans", "pack"])
def test_a_booked_resource_that_does_not_qualify_is_refused(name: str) -> None:
    only_kim = replace(OTHER, steps=(Step("exam", 30, (Need((Alternative("kim"),)),)),))
    with pytest.raises(UnknownName, match='booked step "exam" of "other": "lee" does not qualify'):
        QUESTIONS[name](replace(SOUND, requests=(VISIT, only_kim)))


def test_the_refusal_is_a_value_error_that_reads_as_a_sentence() -> None:
    with pytest.raises(ValueError, match="unknown request"):
        engine.find_plans(SOUND, "nobody")
    with pytest.raises(KeyError):
        engine.find_plans(SOUND, "nobody")
