"""The engine's own command line: `python -m clinicdesk.scheduling plan|pack|check`.

Exit 0: answered, "no plan" included. Exit 2: refused, one sentence a line on stderr.
"""

import argparse
import json
import os
import re
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic
from typing import NoReturn

from clinicdesk.scheduling.core.names import find_request
from clinicdesk.scheduling.core.problem import Answer, AnswerStatus, Problem
from clinicdesk.scheduling.core.stopping import Stopped
from clinicdesk.scheduling.packing import pack
from clinicdesk.scheduling.packing.front import FURTHEST, pack_front
from clinicdesk.scheduling.program.answer_checking import check_answer
from clinicdesk.scheduling.program.answers import (
    answer_as_json,
    extremes_as_json,
    front_as_json,
    packing_as_json,
    read_answer,
    reasons_as_json,
    relaxation_as_json,
)
from clinicdesk.scheduling.program.fields import MalformedProblem, quoted
from clinicdesk.scheduling.program.interrupts import Interrupts, stop_after
from clinicdesk.scheduling.program.problem_reading import read_problem
from clinicdesk.scheduling.program.reason_sentences import NO_WAY_OUT, violation_sentence
from clinicdesk.scheduling.program.seconds_line import SecondsLine
from clinicdesk.scheduling.search.compiled_visit import draw_calendars
from clinicdesk.scheduling.search.extremes import Extremes, find_extremes
from clinicdesk.scheduling.why_not.plans_or_reasons import find_plans
from clinicdesk.scheduling.why_not.relaxations import find_relaxations

INTERRUPTED = 130
BROKEN_PIPE = 141
"""What a shell reports for a program that ended so."""


class CommandRefused(Exception):
    """The command cannot be answered: one sentence a line."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise CommandRefused(f"{_plain(message)}; see --help")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    try:
        options = _parser().parse_args(arguments)
        _write(options.run(options))
    except (CommandRefused, MalformedProblem) as refusal:
        _complain(str(refusal))
        return 2
    except KeyboardInterrupt:
        # A second one, while the interpreter ends, would end it with a signal instead.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return INTERRUPTED
    except BrokenPipeError:
        _silence_stdout()
        return BROKEN_PIPE
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m clinicdesk.scheduling",
        description="Place the steps of combined visits. A file named - is standard input.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    plan = commands.add_parser("plan", help="the best plans of one request", allow_abbrev=False)
    plan.add_argument("problem", metavar="PROBLEM.json")
    plan.add_argument("--request", metavar="ID", help="left out: the first request")
    plan.add_argument("--top", metavar="N", type=_count, default=10, help="days; 10 if left out")
    plan.add_argument(
        "--extremes",
        action="store_true",
        help="also the soonest, the shortest and the most preferred plan",
    )
    plan.add_argument(
        "--seconds", metavar="S", type=_seconds, help="at most; as long as it takes if left out"
    )
    plan.set_defaults(run=_plan)
    packing = commands.add_parser("pack", help="place all requests at once", allow_abbrev=False)
    packing.add_argument("problem", metavar="PROBLEM.json")
    packing.add_argument(
        "--seconds", metavar="S", type=_seconds, default=10.0, help="at most; 10 if left out"
    )
    packing.add_argument(
        "--seed", metavar="N", type=_seed, default=0, help="of the search; 0 if left out"
    )
    packing.add_argument(
        "--front",
        action="store_true",
        help="several ways that differ in who is sent home, who is called and how far they move",
    )
    packing.add_argument(
        "--furthest",
        metavar="M",
        type=_minutes,
        help=f"with --front: minutes from their booked start at most; {FURTHEST} if left out",
    )
    packing.set_defaults(run=_pack)
    check = commands.add_parser("check", help="every violated rule, or none", allow_abbrev=False)
    check.add_argument("problem", metavar="PROBLEM.json")
    check.add_argument("answer", metavar="ANSWER.json")
    check.set_defaults(run=_check)
    return parser


def _count(text: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", text) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number of 1 or more, not {quoted(text)}")
    return int(text)


def _minutes(text: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", text):
        raise argparse.ArgumentTypeError(f"must be a whole number of 0 or more, not {quoted(text)}")
    return int(text)


def _seconds(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{0,9})?|\.[0-9]{1,9}", text):
        raise argparse.ArgumentTypeError(f"must be a decimal of 0 or more, not {quoted(text)}")
    return float(text)


def _seed(text: str) -> int:
    if not re.fullmatch("-?[0-9]{1,18}", text):
        raise argparse.ArgumentTypeError(f"must be a whole number, not {quoted(text)}")
    return int(text)


def _plan(options: argparse.Namespace) -> dict[str, object]:
    problem = _problem(options.problem)
    if not problem.requests:
        raise CommandRefused("requests: there is none to plan")
    wanted = options.request
    if wanted is not None and wanted not in {request.id for request in problem.requests}:
        raise CommandRefused(f"--request: unknown request {quoted(wanted)}")
    draw_calendars(problem, find_request(problem, wanted))
    with Interrupts() as interrupts:
        begin = monotonic()
        stop = stop_after(options.seconds, interrupts)
        answer = find_plans(problem, wanted, top=options.top, stop=stop)
        told = answer_as_json(answer)
        if answer.status is AnswerStatus.INFEASIBLE:
            told |= _ways_out(problem, wanted, answer, stop)
        if options.extremes:
            told["extremes"] = extremes_as_json(_extremes(problem, wanted, stop))
        told["seconds"] = round(monotonic() - begin, 6)
    return told


def _ways_out(
    problem: Problem, wanted: str | None, answer: Answer, stop: Callable[[], bool]
) -> dict[str, object]:
    """What opens a plan, or a sentence that nothing does: only if all of it was tried."""
    found = find_relaxations(problem, wanted, stop=stop)
    reasons = reasons_as_json(answer)
    if problem.days and not found and not stop():
        reasons.append(NO_WAY_OUT)
    return {"reasons": reasons, "relaxations": [*map(relaxation_as_json, found)]}


def _extremes(problem: Problem, wanted: str | None, stop: Callable[[], bool]) -> Extremes:
    try:
        return find_extremes(problem, wanted, stop=stop)
    except Stopped:
        return Extremes()


def _pack(options: argparse.Namespace) -> dict[str, object]:
    if options.furthest is not None and not options.front:
        raise CommandRefused("--furthest: only with --front; see --help")
    problem = _problem(options.problem)
    if options.front:
        return _pack_front(problem, options)
    with Interrupts() as interrupts, SecondsLine(options.seconds, interrupts) as line:
        packing = pack(
            problem,
            seconds=options.seconds,
            seed=options.seed,
            stop=line.poll,
            progress=line.found,
        )
    return packing_as_json(packing)


def _pack_front(problem: Problem, options: argparse.Namespace) -> dict[str, object]:
    furthest = FURTHEST if options.furthest is None else options.furthest
    with Interrupts() as interrupts, SecondsLine(options.seconds, interrupts) as line:
        front = pack_front(
            problem,
            furthest=furthest,
            seconds=options.seconds,
            seed=options.seed,
            stop=line.poll,
            tell=line.front,
        )
    return front_as_json(front)


def _check(options: argparse.Namespace) -> dict[str, object]:
    if options.problem == options.answer == "-":
        raise CommandRefused("-: standard input cannot be both the problem and the answer")
    problem = _problem(options.problem)
    answer = read_answer(_content(options.answer), problem, _named(options.answer))
    violations, cost = check_answer(problem, answer)
    told = [
        {"rule": item.rule, "where": item.where, "says": violation_sentence(item)}
        for item in violations
    ]
    return {"violations": told, "cost": cost}


def _problem(path: str) -> Problem:
    return read_problem(_content(path), _named(path))


def _content(path: str) -> bytes:
    try:
        if path != "-":
            return Path(path).read_bytes()
        if sys.stdin is None:
            raise CommandRefused("-: there is no standard input")
        return sys.stdin.buffer.read()
    except (OSError, ValueError) as error:
        says = error.strerror if isinstance(error, OSError) and error.strerror else "not a file"
        raise CommandRefused(f"{_named(path)}: {says}") from None
    except MemoryError:
        raise CommandRefused(f"{_named(path)}: too large") from None


def _named(path: str) -> str:
    return "standard input" if path == "-" else _plain(path)


def _plain(text: str) -> str:
    """Text without anything that a terminal would act on."""
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def _write(answer: dict[str, object]) -> None:
    # A cost may have more digits than Python converts unasked, the weights being anyone's.
    sys.set_int_max_str_digits(0)
    if sys.stdout is None:
        raise CommandRefused("there is no standard output to write the answer to")
    try:
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _silence_stdout()
        raise CommandRefused(f"the answer could not be written: {error.strerror}") from None


def _silence_stdout() -> None:
    """Keep the interpreter from trying, and failing, to flush once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(says: str) -> None:
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"{says}\n")
        sys.stderr.flush()
    except OSError:
        return
