"""`python -m clinicdesk.scheduling` as another program sees it."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from clinicdesk.scheduling.program.command import main
from clinicdesk.scheduling.program.interrupts import Interrupts
from tests.scheduling.examples import MONDAY, Json, sound_plan, sound_problem
from tests.terminal import Terminal

COMMAND = [sys.executable, "-m", "clinicdesk.scheduling"]
CHECKOUT = Path(__file__).resolve().parents[3]


def run(*arguments: str, stdin: bytes = b"", **more: Any) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)} | more.pop("environment", {})
    return subprocess.run(
        [*COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        env=environment,
        check=False,
        timeout=60,
        **more,
    )


def answered(*arguments: str, **more: Any) -> Json:
    done = run(*arguments, **more)
    assert (done.returncode, done.stderr) == (0, b"")
    answer: Json = json.loads(done.stdout)
    return answer


def refused(*arguments: str, **more: Any) -> list[str]:
    done = run(*arguments, **more)
    assert (done.returncode, done.stdout) == (2, b"")
    lines = done.stderr.decode().splitlines()
    assert all(line.isprintable() for line in lines)
    return lines


@pytest.fixture
def problem(tmp_path: Path) -> str:
    return written(tmp_path / "problem.json", sound_problem())


def written(path: Path, value: Json) -> str:
    path.write_text(json.dumps(value))
    return str(path)


def test_plan_answers_with_the_best_plan_of_each_day(problem: str) -> None:
    answer = answered("plan", problem)
    assert answer.pop("seconds") > 0
    assert answer == {"status": "optimal", "plans": [sound_plan()], "reasons": []}


def test_plan_reads_standard_input_and_plans_the_request_asked_for() -> None:
    content = json.dumps(sound_problem()).encode()
    answer = answered("plan", "-", "--request", "visit-0", "--top", "1", stdin=content)
    assert [(plan["request"], plan["cost"]) for plan in answer["plans"]] == [("visit-0", 20)]


def test_plan_without_a_plan_is_answered_with_a_reason(tmp_path: Path) -> None:
    source = sound_problem()
    source["resources"][1]["free"] = {}
    source["requests"][0]["steps"][1]["needs"][0]["one_of"].pop()
    answer = answered("plan", written(tmp_path / "p.json", source))
    assert (answer["status"], answer["plans"]) == ("infeasible", [])
    assert answer["reasons"]
    assert all(isinstance(reason, str) and reason.endswith(".") for reason in answer["reasons"])


def test_plan_without_a_plan_tells_what_would_open_one(tmp_path: Path) -> None:
    source = sound_problem()
    source["requests"][0]["sequence"][0].update(min_gap=0, max_gap=0)
    source["resources"][1]["free"][MONDAY] = [[560, 590]]
    source["requests"][0]["steps"][0]["windows"][MONDAY] = [[500, 545]]
    source["requests"][0]["steps"][1]["needs"][0]["one_of"].pop()
    path = written(tmp_path / "p.json", source)
    answer = answered("plan", path)
    assert answer["status"] == "infeasible"
    first = answer["relaxations"][0]
    assert (first["kind"], first["params"]["new"]) == ("max-gap", 15)
    assert first["sentence"].startswith('Up to 15 minutes between "evaluation" and "pt"')
    source["requests"][0]["sequence"][0]["max_gap"] = 15
    relaxed = written(tmp_path / "relaxed.json", source)
    plan = written(tmp_path / "plan.json", {"plans": first["plans"]})
    assert answered("check", relaxed, plan)["violations"] == []
    assert answered("plan", relaxed)["plans"] == first["plans"]


def test_plan_tells_the_extremes_when_asked(problem: str) -> None:
    answer = answered("plan", problem, "--extremes")
    assert list(answer["extremes"]) == ["soonest", "shortest", "preferred"]
    assert answer["extremes"]["preferred"] == sound_plan()
    assert answer["extremes"]["shortest"]["cost"] == 122
    assert "relaxations" not in answer


def test_what_plan_answers_is_found_sound_by_check(problem: str, tmp_path: Path) -> None:
    plan = written(tmp_path / "answer.json", answered("plan", problem))
    assert answered("check", problem, plan) == {"violations": [], "cost": 97}


def test_pack_places_every_request_and_check_finds_it_sound(problem: str, tmp_path: Path) -> None:
    answer = answered("pack", problem, "--seconds", "0.5", "--seed", "7")
    assert answer["unplaced"] == []
    assert {plan["request"] for plan in answer["plans"]} == {"visit-0", "visit-1"}
    assert answer["status"] in ("optimal", "feasible", "stopped")
    assert answer["bound"] <= answer["cost"]
    assert answer["seconds"] >= 0
    checked = answered("check", problem, written(tmp_path / "answer.json", answer))
    assert checked == {"violations": [], "cost": answer["cost"]}


def test_pack_without_any_time_still_places_what_one_pass_can(problem: str) -> None:
    answer = answered("pack", problem, "--seconds", "0", "--seed", "-1")
    assert [plan["request"] for plan in answer["plans"]] == ["visit-1", "visit-0"]
    assert (answer["status"], answer["unplaced"]) == ("feasible", [])


def test_a_problem_without_days_is_answered(tmp_path: Path) -> None:
    value = sound_problem() | {"days": [], "booked": []}
    for request in value["requests"]:
        request.pop("target", None)
    path = written(tmp_path / "p.json", value)
    left_out = [request["id"] for request in value["requests"]]
    packed = answered("pack", path)
    assert packed.pop("seconds") >= 0
    assert packed == {
        "status": "optimal",
        "plans": [],
        "unplaced": left_out,
        "cost": 20_000,
        "bound": 20_000,
        "reasons": [],
    }
    checked = answered("check", path, written(tmp_path / "answer.json", packed))
    assert checked == {"violations": [], "cost": 20_000}
    planned = answered("plan", path)
    assert (planned["status"], len(planned["reasons"])) == ("infeasible", 1)


def eighteen_steps() -> Json:
    """One visit of so many steps in any order that it takes the search minutes."""
    who = [f"r{number}" for number in range(18)]
    steps = [
        {"id": name, "minutes": 20, "needs": [{"one_of": [{"resource": name}]}]} for name in who
    ]
    free = {MONDAY: [[480, 1080]]}
    return {
        "format": "clinicdesk-problem/1",
        "grid_minutes": 5,
        "days": [MONDAY],
        "resources": [{"id": name, "kind": "practitioner", "free": free} for name in who],
        "requests": [{"id": "visit", "steps": steps}],
    }


@pytest.mark.parametrize("seconds", ["0", "0.05"])
def test_plan_ends_when_its_time_is_over(tmp_path: Path, seconds: str) -> None:
    path = written(tmp_path / "p.json", eighteen_steps())
    answer = answered("plan", path, "--seconds", seconds)
    assert (answer["status"], answer["plans"], answer["reasons"]) == ("stopped", [], [])
    assert answer["seconds"] >= float(seconds)


@pytest.mark.parametrize("command", ["plan", "pack"])
def test_an_interrupt_gives_what_is_found_by_then(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    value = eighteen_steps()
    more = [
        {**request, "id": f"visit-{number}"} for number in range(9) for request in value["requests"]
    ]
    value["requests"] += more
    path = written(tmp_path / "p.json", value)

    def interrupt(_signal: int, _frame: object) -> None:
        handler = signal.getsignal(signal.SIGINT)
        if isinstance(getattr(handler, "__self__", None), Interrupts):
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.raise_signal(signal.SIGINT)

    before, digits = signal.signal(signal.SIGALRM, interrupt), sys.get_int_max_str_digits()
    signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
    try:
        assert main([command, path]) == 0
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        # The program itself converts numbers of any length.
        sys.set_int_max_str_digits(digits)
    assert json.loads(capsys.readouterr().out)["status"] == "stopped"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_check_tells_every_violation_in_a_sentence(problem: str) -> None:
    plan = sound_plan()
    plan["steps"][1].update(start=545, end=575)
    content = json.dumps({"plans": [plan]}).encode()
    says = (
        'Step "pt" of "visit-1" (09:05 to 09:35) must start at least 10 and at most 60 minutes'
        ' after "evaluation", which ends at 09:00.'
    )
    assert answered("check", problem, "-", stdin=content) == {
        "violations": [
            {
                "rule": "sequence",
                "where": "plans[0].steps[1]",
                "says": says,
            }
        ],
        "cost": 97,
    }


def test_check_of_a_packing(problem: str) -> None:
    content = json.dumps({"plans": [sound_plan()], "unplaced": ["visit-0"]}).encode()
    answer = answered("check", problem, "-", stdin=content)
    assert [item["rule"] for item in answer["violations"]] == ["left-out"]
    assert answer["cost"] == 97 + 10000 + 30


def test_a_malformed_problem_is_refused_with_a_sentence_for_each_fault(tmp_path: Path) -> None:
    source = sound_problem()
    source["grid_minutes"] = 0
    source["requests"][0]["steps"][1]["needs"][0]["one_of"][0]["resource"] = "dr-li\x1b[2J"
    path = written(tmp_path / "p.json", source)
    lines = [
        "grid_minutes: must be at least 1, not 0",
        r'requests[0].steps[1].needs[0].one_of: unknown resource "dr-li\u001b[2J"',
    ]
    assert refused("plan", path) == lines
    assert refused("check", path, path) == lines
    assert refused("pack", path) == lines


def test_a_malformed_answer_is_refused(problem: str) -> None:
    assert refused("check", problem, "-", stdin=b'{"plans": [{}]}') == [
        "plans[0].request: missing",
        "plans[0].day: missing",
        "plans[0].cost: missing",
        "plans[0].steps: missing",
    ]
    assert refused("check", problem, "-", stdin=b"nothing") == [
        "standard input: not JSON at line 1, column 1: Expecting value"
    ]


def test_files_that_cannot_be_read_are_refused(tmp_path: Path, problem: str) -> None:
    absent = str(tmp_path / "absent\n.json")
    assert refused("plan", absent) == [f"{tmp_path}/absent\\n.json: No such file or directory"]
    assert refused("plan", str(tmp_path)) == [f"{tmp_path}: Is a directory"]
    assert refused("check", problem, absent) == refused("plan", absent)
    assert refused("check", "-", "-") == [
        "-: standard input cannot be both the problem and the answer"
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["plan"],
        ["check", "one.json"],
        ["plan", "p.json", "--top"],
        ["plan", "p.json", "--top", "0"],
        ["plan", "p.json", "--top", "-1"],
        ["plan", "p.json", "--top", "1.5"],
        ["plan", "p.json", "--top", "\u0663"],
        ["plan", "p.json", "--to", "3"],
        ["plan", "p.json", "--sp\x1bace", "3"],
        ["plan", "p.json", "extra"],
        ["pack"],
        ["pack", "p.json", "--seconds"],
        ["pack", "p.json", "--seconds", "-1"],
        ["pack", "p.json", "--seconds", "nan"],
        ["pack", "p.json", "--seconds", "1e3"],
        ["pack", "p.json", "--seconds", "."],
        ["pack", "p.json", "--seconds", "\u0663"],
        ["pack", "p.json", "--seed", "1.5"],
        ["pack", "p.json", "--seed", "one"],
        ["pack", "p.json", "--sec", "3"],
    ],
)
def test_a_wrong_command_line_is_refused_in_one_sentence(arguments: list[str]) -> None:
    (line,) = refused(*arguments)
    assert line.endswith("; see --help")


def test_an_unknown_request_is_refused(problem: str) -> None:
    assert refused("plan", problem, "--request", "x") == ['--request: unknown request "x"']


def test_a_problem_without_requests_has_nothing_to_plan(tmp_path: Path) -> None:
    source = sound_problem() | {"requests": [], "booked": []}
    path = written(tmp_path / "p.json", source)
    assert refused("plan", path) == ["requests: there is none to plan"]


def test_the_answer_is_plain_ascii_in_any_locale(tmp_path: Path) -> None:
    source = sound_problem()
    source["requests"][0]["id"] = name = "visité-\U0001f9b4-\ud800"
    path = written(tmp_path / "p.json", source)
    for locale in ("C", "C.UTF-8"):
        environment = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        done = run("plan", path, environment=environment)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.isascii()
        assert json.loads(done.stdout)["plans"][0]["request"] == name


def test_costs_of_any_length_are_written(tmp_path: Path) -> None:
    source = sound_problem()
    source["weights"]["span"] = span = int("9" * 4300)
    done = run("plan", written(tmp_path / "p.json", source))
    assert done.returncode == 0
    digits = done.stdout.split(b'"cost": ')[1].split(b",")[0]
    assert len(digits) == len(str(span // 10)) + 3


def test_minutes_of_any_length_never_fit(tmp_path: Path) -> None:
    for minutes in (1441, 10**9, 10**4000):
        source = sound_problem()
        source["requests"][0]["steps"][1]["needs"][0].update(before=minutes)
        source["requests"][0]["steps"][0]["minutes"] = minutes
        source["requests"][0]["sequence"][0].update(min_gap=minutes, max_gap=minutes)
        source["requests"][0]["transfer_minutes"] = minutes
        answer = answered("plan", written(tmp_path / "p.json", source))
        assert answer["status"] == "infeasible"


def test_a_closed_pipe_ends_it_quietly(tmp_path: Path) -> None:
    source = sound_problem()
    source["requests"][0]["id"] = "v" * 200_000
    path = written(tmp_path / "p.json", source)
    with subprocess.Popen(
        [*COMMAND, "plan", path],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_a_full_disk_is_told_in_a_sentence(problem: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "plan", problem],
            stdout=full,
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == b"the answer could not be written: No space left on device\n"


def test_an_interrupt_ends_it_quietly() -> None:
    with subprocess.Popen(
        [*COMMAND, "plan", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT), "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdin is not None
        # Only once it reads its input is it surely past the interpreter's own start.
        process.stdin.write(b" " * 1_000_000)
        process.stdin.flush()
        while process.poll() is None:
            # A signal between two reads is seen after the next read: hence more than one.
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.1)
        assert process.returncode == 130
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_a_terminal_shows_how_far_a_packing_is(tmp_path: Path) -> None:
    value = sound_problem()
    more = [{**each, "id": f"{each['id']}-{n}"} for n in range(30) for each in value["requests"]]
    value["requests"] += more
    path = written(tmp_path / "problem.json", value)
    ran = Terminal("clinicdesk.scheduling", "pack", path, "--seconds", "1.5", cwd=tmp_path)
    assert ran.end() == 0
    lines = ran.shown.split("\r")
    assert re.fullmatch(
        r"packing: [01] of 1.5 s, [0-9]+ placed at a cost of [0-9]+, at least [0-9]+", lines[-3]
    ), ran.shown
    assert [each.strip() for each in lines[-2:]] == ["", ""], "and the line is gone"


def test_days_are_written_as_dates(problem: str) -> None:
    assert answered("plan", problem)["plans"][0]["day"] == MONDAY
