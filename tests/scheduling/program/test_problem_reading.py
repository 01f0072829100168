"""Malformed problem files are refused with every fault and its place; sound ones are not."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from clinicdesk.scheduling.core.problem import (
    Alternative,
    BookedStep,
    Need,
    Request,
    SequenceRule,
    Step,
    Weights,
)
from clinicdesk.scheduling.program.answers import read_answer
from clinicdesk.scheduling.program.fields import MalformedProblem
from clinicdesk.scheduling.program.problem_reading import read_problem
from tests.scheduling.engine_values import problem_of
from tests.scheduling.examples import MONDAY, TUESDAY, Json, sound_plan, sound_problem

Change = Callable[[Json], object]


def faults_of(content: bytes) -> list[str]:
    try:
        read_problem(content, "clinic.json")
    except MalformedProblem as refusal:
        return list(refusal.faults)
    return []


def first(problem: Json) -> Json:
    found: Json = problem["requests"][0]
    return found


def step(problem: Json, index: int = 0) -> Json:
    found: Json = first(problem)["steps"][index]
    return found


def need(problem: Json, index: int = 0) -> Json:
    found: Json = step(problem)["needs"][index]
    return found


def free(problem: Json) -> Json:
    found: Json = problem["resources"][0]["free"]
    return found


def rule(problem: Json) -> Json:
    found: Json = first(problem)["sequence"][0]
    return found


def no_interval(place: str, shown: str) -> str:
    return f"{place}: must be a start before an end within 0 to 1440, not {shown}"


S0 = "requests[0].steps[0]"
N0 = f"{S0}.needs[0]"

MALFORMED: list[tuple[Change, list[str]]] = [
    (lambda p: p.pop("format"), ["format: missing"]),
    (
        lambda p: p.update(format="clinicdesk-problem/2"),
        ['format: must be "clinicdesk-problem/1", not "clinicdesk-problem/2"'],
    ),
    (lambda p: p.pop("grid_minutes"), ["grid_minutes: missing"]),
    (lambda p: p.update(grid_minutes=0), ["grid_minutes: must be at least 1, not 0"]),
    (lambda p: p.update(grid_minutes=5.0), ["grid_minutes: must be a whole number, not 5.0"]),
    (lambda p: p.update(grid_minutes=True), ["grid_minutes: must be a whole number, not true"]),
    (lambda p: p.update(grid_minutes="5"), ['grid_minutes: must be a whole number, not "5"']),
    (lambda p: p.update(grid_minutes=None), ["grid_minutes: must be a whole number, not null"]),
    (
        lambda p: p.pop("days"),
        [
            "days: missing",
            'requests[0].target: unlisted day "2026-11-23"',
            'booked[0].day: unlisted day "2026-11-23"',
        ],
    ),
    (
        lambda p: p.update(days=[TUESDAY, MONDAY]),
        ["days[1]: must be after 2026-11-24, which stands before it, not 2026-11-23"],
    ),
    (
        lambda p: p.update(days=[MONDAY, MONDAY]),
        ["days[1]: must be after 2026-11-23, which stands before it, not 2026-11-23"],
    ),
    (
        lambda p: p["days"].append("2026-11-31"),
        ['days[2]: must be a day such as "2026-11-23", not "2026-11-31"'],
    ),
    (
        lambda p: p["days"].append("20261130"),
        ['days[2]: must be a day such as "2026-11-23", not "20261130"'],
    ),
    (lambda p: p["days"].append(20261130), ["days[2]: must be text, not 20261130"]),
    (
        lambda p: p.update(days={}),
        [
            "days: must be a list, not an object",
            'requests[0].target: unlisted day "2026-11-23"',
            'booked[0].day: unlisted day "2026-11-23"',
        ],
    ),
    (lambda p: p["resources"].append([]), ["resources[4]: must be an object, not []"]),
    (lambda p: p["resources"][1].pop("kind"), ["resources[1].kind: missing"]),
    (lambda p: p["resources"][1].pop("free"), ["resources[1].free: missing"]),
    (
        lambda p: p["resources"].append(p["resources"][0]),
        ['resources[4].id: repeated id "dr-lee"'],
    ),
    (
        lambda p: p["resources"].append({"id": 7, "kind": "room", "free": {}}),
        ["resources[4].id: must be text, not 7"],
    ),
    (
        lambda p: free(p).update({MONDAY: [[720, 480]]}),
        [no_interval("resources[0].free.2026-11-23[0]", "[720, 480]")],
    ),
    (
        lambda p: free(p).update({MONDAY: [[480, 480], [0, 1441], [-5, 10], [1, 2, 3], 4]}),
        [
            no_interval("resources[0].free.2026-11-23[0]", "[480, 480]"),
            no_interval("resources[0].free.2026-11-23[1]", "[0, 1441]"),
            no_interval("resources[0].free.2026-11-23[2]", "[-5, 10]"),
            "resources[0].free.2026-11-23[3]: must be a start and an end, not [1, 2, 3]",
            "resources[0].free.2026-11-23[4]: must be a list, not 4",
        ],
    ),
    (
        lambda p: free(p).update({MONDAY: [[False, True], [480, 490], [1, None]]}),
        [
            "resources[0].free.2026-11-23[0][0]: must be a whole number, not false",
            "resources[0].free.2026-11-23[0][1]: must be a whole number, not true",
            "resources[0].free.2026-11-23[2][1]: must be a whole number, not null",
        ],
    ),
    (
        lambda p: free(p).update({MONDAY: [[480, 500.5]]}),
        ["resources[0].free.2026-11-23[0][1]: must be a whole number, not 500.5"],
    ),
    (
        lambda p: p["resources"][0].update(busy={MONDAY: [[5, 5]]}),
        [no_interval("resources[0].busy.2026-11-23[0]", "[5, 5]")],
    ),
    (lambda p: p["resources"][0].update(busy=[]), ["resources[0].busy: must be an object, not []"]),
    (
        lambda p: p.pop("requests"),
        ["requests: missing", 'booked[0].request: unknown request "visit-0"'],
    ),
    (lambda p: first(p).pop("id"), ["requests[0].id: missing"]),
    (
        lambda p: p["requests"].append(p["requests"][1]),
        ['requests[2].id: repeated id "visit-0"'],
    ),
    (lambda p: first(p).update(patient=17), ["requests[0].patient: must be text, not 17"]),
    (
        lambda p: first(p).update(target="2026-11-25"),
        ['requests[0].target: unlisted day "2026-11-25"'],
    ),
    (
        lambda p: first(p).update(transfer_minutes=-1),
        ["requests[0].transfer_minutes: must be at least 0, not -1"],
    ),
    (lambda p: first(p).update(windows=[]), ["requests[0].windows: must be an object, not []"]),
    (
        lambda p: first(p).update(windows={MONDAY: [[2, 1]]}),
        [no_interval("requests[0].windows.2026-11-23[0]", "[2, 1]")],
    ),
    (lambda p: first(p).update(steps=[], sequence=[]), ["requests[0].steps: no steps"]),
    (lambda p: p["requests"].append({"id": "x"}), ["requests[2].steps: missing"]),
    (
        lambda p: step(p, 2).update(id="pt"),
        [
            'requests[0].steps[2].id: repeated id "pt"',
            'requests[0].sequence[1].then: unknown step "talk"',
        ],
    ),
    (lambda p: step(p).pop("minutes"), [f"{S0}.minutes: missing"]),
    (lambda p: step(p).update(minutes=0), [f"{S0}.minutes: must be at least 1, not 0"]),
    (lambda p: step(p).update(minutes=False), [f"{S0}.minutes: must be a whole number, not false"]),
    (
        lambda p: step(p).update(windows={MONDAY: [[0, 0]]}),
        [f"{S0}.windows.2026-11-23[0]: must be a start before an end within 0 to 1440, not [0, 0]"],
    ),
    (
        lambda p: step(p).update(needs={}),
        [
            f"{S0}.needs: must be a list, not an object",
        ],
    ),
    (lambda p: need(p).pop("one_of"), [f"{N0}.one_of: missing"]),
    (
        lambda p: need(p)["one_of"].append({"resource": "dr-li"}),
        [f'{N0}.one_of: unknown resource "dr-li"'],
    ),
    (
        lambda p: need(p)["one_of"].append({"resource": "dr-lee"}),
        [f'{N0}.one_of: resource "dr-lee" stands twice'],
    ),
    (lambda p: need(p)["one_of"].append({}), [f"{N0}.one_of[1].resource: missing"]),
    (
        lambda p: need(p)["one_of"].append("dr-lee"),
        [f'{N0}.one_of[1]: must be an object, not "dr-lee"'],
    ),
    (
        lambda p: need(p)["one_of"][0].update(minutes=0, penalty=-1, windows={TUESDAY: [[3, 3]]}),
        [
            f"{N0}.one_of[0].minutes: must be at least 1, not 0",
            f"{N0}.one_of[0].penalty: must be at least 0, not -1",
            no_interval(f"{N0}.one_of[0].windows.2026-11-24[0]", "[3, 3]"),
        ],
    ),
    (lambda p: need(p).update(before=-1), [f"{N0}.before: must be at least 0, not -1"]),
    (lambda p: need(p).update(after=1.5), [f"{N0}.after: must be a whole number, not 1.5"]),
    (lambda p: need(p).update(holds=[]), [f"{N0}.holds: must not be empty"]),
    (
        lambda p: need(p).update(holds=[[5, 5]]),
        [f"{N0}.holds[0]: must start before it ends, not [5, 5]"],
    ),
    (
        lambda p: need(p).update(holds=[[-5, 5]]),
        [f"{N0}.holds[0][0]: must be at least 0, not -5"],
    ),
    (
        lambda p: need(p).update(holds=[[10, 20], [0, 5]]),
        [f"{N0}.holds[1]: must come after the hold before it, not [0, 5]"],
    ),
    (
        lambda p: need(p).update(holds=[[0, 10], [9, 20]]),
        [f"{N0}.holds[1]: must come after the hold before it, not [9, 20]"],
    ),
    (
        lambda p: need(p).update(holds=[[0, None], [50, 60]]),
        [f"{N0}.holds[1]: must come after the hold before it, not [50, 60]"],
    ),
    (
        lambda p: need(p).update(holds=[[None, 5], [6]]),
        [
            f"{N0}.holds[0][0]: must be a whole number, not null",
            f"{N0}.holds[1]: must be a start and an end, not [6]",
        ],
    ),
    (
        lambda p: rule(p).update(first="x", then="y"),
        [
            'requests[0].sequence[0].first: unknown step "x"',
            'requests[0].sequence[0].then: unknown step "y"',
        ],
    ),
    (
        lambda p: rule(p).update(then="evaluation"),
        ['requests[0].sequence[0]: first and then are both "evaluation"'],
    ),
    (lambda p: rule(p).pop("then"), ["requests[0].sequence[0].then: missing"]),
    (
        lambda p: rule(p).update(min_gap=-1),
        ["requests[0].sequence[0].min_gap: must be at least 0, not -1"],
    ),
    (
        lambda p: rule(p).update(max_gap=-1),
        ["requests[0].sequence[0].max_gap: must be at least 0, not -1"],
    ),
    (
        lambda p: rule(p).update(max_gap=9),
        ["requests[0].sequence[0].max_gap: must be at least min_gap 10, not 9"],
    ),
    (
        lambda p: p["booked"][0].update(request="visit-7"),
        ['booked[0].request: unknown request "visit-7"'],
    ),
    (lambda p: p["booked"][0].update(step="x"), ['booked[0].step: unknown step "x"']),
    (
        lambda p: p["booked"][0].update(day="2026-11-25"),
        ['booked[0].day: unlisted day "2026-11-25"'],
    ),
    (
        lambda p: p["booked"][0].update(start=611),
        ["booked[0].start: must be a multiple of grid_minutes 5, not 611"],
    ),
    (lambda p: p["booked"][0].update(start=-5), ["booked[0].start: must be at least 0, not -5"]),
    (
        lambda p: p["booked"][0].update(start=1440),
        ["booked[0].start: must be before midnight (1440), not 1440"],
    ),
    (
        lambda p: p["booked"][0].update(resources=[]),
        ["booked[0].resources: must name 1, one for each need, not 0"],
    ),
    (
        lambda p: p["booked"][0].pop("resources"),
        ["booked[0]: must name 1, one for each need, not 0"],
    ),
    (
        lambda p: p["booked"][0].update(resources=["exam-1"]),
        ['booked[0].resources: "exam-1" is not in requests[1].steps[0].needs[0].one_of'],
    ),
    (
        lambda p: p["booked"][0].update(resources=["gym"]),
        ['booked[0].resources: unknown resource "gym"'],
    ),
    (
        lambda p: p["booked"].append(p["booked"][0] | {"day": TUESDAY}),
        ['booked[1]: step "pt" of "visit-0" is booked twice'],
    ),
    (lambda p: p["weights"].update(speed=1), ['weights: unknown weight "speed"']),
    (lambda p: p["weights"].update(span=-1), ["weights.span: must be at least 0, not -1"]),
    (
        lambda p: p["weights"].update(moved=0.5),
        ["weights.moved: must be a whole number, not 0.5"],
    ),
    (lambda p: p.update(weights=[]), ["weights: must be an object, not []"]),
    (
        lambda p: (p.update(grid_minutes=0), step(p).update(minutes=-3), p["weights"].update(x=1)),
        [
            "grid_minutes: must be at least 1, not 0",
            f"{S0}.minutes: must be at least 1, not -3",
            'weights: unknown weight "x"',
        ],
    ),
]


def _named(value: object) -> str | None:
    """What a row expects names it; an address in memory would differ from process to process."""
    return None if callable(value) else str(value)[:60]


@pytest.mark.parametrize(("change", "expected"), MALFORMED, ids=_named)
def test_a_malformed_file_is_refused_with_every_fault_and_its_place(
    change: Change, expected: list[str]
) -> None:
    problem = sound_problem()
    change(problem)
    assert faults_of(json.dumps(problem).encode()) == expected


SOUND: dict[str, Change] = {
    "as it is": lambda _: None,
    "an empty one_of": lambda p: need(p).update(one_of=[]),
    "a cycle": lambda p: first(p)["sequence"].append({"first": "pt", "then": "evaluation"}),
    "rules that contradict": lambda p: first(p)["sequence"].append(
        {"first": "evaluation", "then": "pt", "max_gap": 0}
    ),
    "max_gap below transfer": lambda p: (
        first(p).update(transfer_minutes=30),
        first(p)["sequence"][1].update(max_gap=10),
    ),
    "unknown keys": lambda p: (
        p.update(note=[None]),
        need(p).update(holdz=[]),
        rule(p).update(a=1),
    ),
    "odd times of an unlisted day": lambda p: (
        free(p).update({"2026-11-30": [[9, 1]], "someday": "never"}),
        first(p)["windows"].update({"": None}),
    ),
    "a booked step past midnight": lambda p: p["booked"][0].update(start=1435),
    "a booked step out of hours": lambda p: p["booked"][0].update(start=0),
    "a request booked in part": lambda p: p["requests"][1]["steps"].append(
        {"id": "rest", "minutes": 1}
    ),
    "null for what may be left out": lambda p: (
        first(p).update(patient=None, windows=None, target=None),
        step(p).update(windows=None),
        need(p)["one_of"][0].update(minutes=None, windows=None),
        rule(p).update(min_gap=None, max_gap=None),
        p["resources"][0].update(busy=None),
    ),
    "touching holds": lambda p: need(p).update(holds=[[0, 10], [10, 20], [20, None]]),
    "a hold beyond the end": lambda p: need(p).update(holds=[[5000, 6000]]),
    "longer than a day": lambda p: step(p).update(minutes=5000),
    "no resources at all": lambda p: p.update(resources=[], requests=[], booked=[]),
    "no days": lambda p: (p.update(days=[], booked=[]), first(p).pop("target")),
    "no weights": lambda p: p.update(weights={}),
    "overlapping free time": lambda p: free(p).update({MONDAY: [[600, 700], [480, 610]]}),
    "a resource booked for two needs of a step": lambda p: (
        p["requests"][1]["steps"][0]["needs"].append({"one_of": [{"resource": "pt-ann"}]}),
        p["booked"][0].update(resources=["pt-ann", "pt-ann"]),
    ),
    "ids alike in different requests": lambda p: p["requests"][1]["steps"][0].update(
        id="pt", windows={}
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_what_is_not_malformed_is_not_refused(name: str) -> None:
    problem = sound_problem()
    SOUND[name](problem)
    assert faults_of(json.dumps(problem).encode()) == []


UNREADABLE: list[tuple[bytes, str]] = [
    (b"", "clinic.json: not JSON at line 1, column 1: Expecting value"),
    (b'{"a": 1,}', "clinic.json: not JSON at line 1, column 9"),
    (b'{"a": NaN}', "clinic.json: not JSON: NaN is not a number"),
    (b'{"a": -Infinity}', "clinic.json: not JSON: -Infinity is not a number"),
    (b'{"a": "\xff"}', "clinic.json: not UTF-8 at byte 7"),
    ('{"a": 1}'.encode("utf-16"), "clinic.json: not UTF-8 at byte 0"),
    (b"[" * 100_000, "clinic.json: nested too deeply"),
    (b'{"a":' * 100_000, "clinic.json: nested too deeply"),
    (b'{"a": 1' + b"0" * 5000 + b"}", "clinic.json: not JSON: a number has too many digits"),
    (b"[]", "clinic.json: must be an object, not []"),
    (b"null", "clinic.json: must be an object, not null"),
]


@pytest.mark.parametrize(("content", "expected"), UNREADABLE, ids=[e for _, e in UNREADABLE])
def test_what_is_not_a_json_object_is_refused_in_one_sentence(
    content: bytes, expected: str
) -> None:
    (fault,) = faults_of(content)
    assert fault.startswith(expected)


def test_a_key_that_stands_twice_is_refused() -> None:
    content = json.dumps(sound_problem()).replace('"days":', '"grid_minutes": 10, "days":')
    assert faults_of(content.encode()) == ["grid_minutes: stands twice"]
    content = json.dumps(sound_problem() | {"note": 1}).replace('"note":', '"note": 2, "note":')
    assert faults_of(content.encode()) == []


def test_a_byte_order_mark_is_no_fault() -> None:
    assert faults_of(b"\xef\xbb\xbf" + json.dumps(sound_problem()).encode()) == []


def test_no_control_character_of_the_file_stands_in_a_fault() -> None:
    problem = sound_problem()
    nasty = "\x1b[31m\r\n\x00\x9b\u202e\u2028\ud800"
    problem["format"] = nasty
    problem["weights"][nasty] = 1
    problem["days"].append(nasty)
    need(problem)["one_of"].append({"resource": nasty})
    problem["booked"][0].update(request=nasty)
    problem["requests"][1]["target"] = nasty * 1000
    faults = faults_of(json.dumps(problem).encode())
    assert len(faults) == 6
    assert all(fault.isprintable() and len(fault) < 700 for fault in faults)


def test_a_sound_file_becomes_these_values() -> None:
    problem = problem_of(sound_problem())
    monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
    lee = problem.resources[0]
    assert (lee.id, lee.kind) == ("dr-lee", "practitioner")
    assert lee.free == {monday: ((480, 720),), tuesday: ((480, 720),)}
    assert lee.busy == {monday: ((480, 500),)}
    assert problem.days == (monday, tuesday)
    assert problem.requests[0] == Request(
        "visit-1",
        (
            Step(
                "evaluation",
                40,
                (
                    Need((Alternative("dr-lee", penalty=2),), after=5),
                    Need((Alternative("exam-1"), Alternative("exam-2"))),
                ),
                {monday: ((490, 640),)},
            ),
            Step(
                "pt",
                30,
                (
                    Need(
                        (
                            Alternative("pt-ann", windows={monday: ((480, 650),)}),
                            Alternative("dr-lee", minutes=20, penalty=30),
                        )
                    ),
                ),
            ),
            Step("talk", 10),
        ),
        "p-1",
        {monday: ((480, 660),), tuesday: ((480, 660),)},
        monday,
        5,
        (SequenceRule("evaluation", "pt", 10, 60), SequenceRule("pt", "talk")),
    )
    assert problem.booked == (BookedStep("visit-0", "pt", monday, 610, ("pt-ann",)),)
    assert problem.weights == Weights()


MALFORMED_ANSWERS: list[tuple[Change, list[str]]] = [
    (lambda a: a.pop("plans"), ["plans: missing"]),
    (lambda a: a.update(plans={}), ["plans: must be a list, not an object"]),
    (lambda a: a["plans"][0].update(request="x"), ['plans[0].request: unknown request "x"']),
    (
        lambda a: a["plans"][0].update(day="soon"),
        ['plans[0].day: must be a day such as "2026-11-23", not "soon"'],
    ),
    (lambda a: a["plans"][0].pop("cost"), ["plans[0].cost: missing"]),
    (
        lambda a: a["plans"][0].update(cost=97.0),
        ["plans[0].cost: must be a whole number, not 97.0"],
    ),
    (
        lambda a: a["plans"][0]["steps"][1].update(start="09:10", end=None, resources=[1]),
        [
            "plans[0].steps[1].resources[0]: must be text, not 1",
            'plans[0].steps[1].start: must be a whole number, not "09:10"',
            "plans[0].steps[1].end: must be a whole number, not null",
        ],
    ),
    (lambda a: a.update(unplaced="visit-0"), ['unplaced: must be a list, not "visit-0"']),
    (lambda a: a.update(unplaced=["x"]), ['unplaced[0]: unknown request "x"']),
    (
        lambda a: a.update(unplaced=["visit-0", "visit-0"]),
        ['unplaced[1]: request "visit-0" stands twice'],
    ),
    (lambda a: a.update(unplaced=[], cost=True), ["cost: must be a whole number, not true"]),
]


@pytest.mark.parametrize(("change", "expected"), MALFORMED_ANSWERS, ids=_named)
def test_a_malformed_answer_is_refused_with_every_fault(
    change: Change, expected: list[str]
) -> None:
    answer: Json = {"status": "optimal", "plans": [sound_plan()]}
    change(answer)
    with pytest.raises(MalformedProblem) as refusal:
        read_answer(json.dumps(answer).encode(), problem_of(sound_problem()))
    assert sorted(refusal.value.faults) == sorted(expected)
