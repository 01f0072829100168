"""The command line: reads a line, asks the services, and answers in text or JSON; thin."""

import logging
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from clinicdesk.cli.lines import HelpAsked, Line, decoded, read_line
from clinicdesk.cli.output import Answer, deliver
from clinicdesk.cli.refusals import ClinicFileRefused, LineWrong
from clinicdesk.cli.stopping import was_stopped
from clinicdesk.clock import ClockMalformed, asked_time
from clinicdesk.loading import loading
from clinicdesk.services.errors import Refused
from clinicdesk.services.uncaught_errors import handle_uncaught, is_out_of_memory
from clinicdesk.wording import say

__all__ = ["deliver_stopped", "main", "report_uncaught_errors"]

# Without a handler Python would write what is logged to stderr, where our sentence stands.
logging.getLogger("clinicdesk").addHandler(logging.NullHandler())

INTERRUPTED = 130
"""What a shell expects of a program that was stopped from the keyboard."""


def main(argv: Sequence[str]) -> int:
    """Run one command line (without the program's name) and return its exit status."""
    try:
        answer = _answer(argv)
        if not (answer.status and was_stopped()):
            return deliver(answer)
    except KeyboardInterrupt:
        pass
    return deliver_stopped()


def deliver_stopped() -> int:
    """Say that the command was stopped from the keyboard; the exit status."""
    return deliver(Answer(status=INTERRUPTED, complaints=(say("command.stopped"),)))


def report_uncaught_errors() -> None:
    """Say every uncaught error of this process, which only runs a command line, in a sentence."""
    handle_uncaught(_say_uncaught, unraisable=_ignore)


def _answer(argv: Sequence[str]) -> Answer:
    # `check` reports in its JSON whatever went wrong, a wrong line included.
    reports = list(argv[:1]) == ["check"] and "--json" in argv[1:]
    try:
        line = read_line(decoded(argv))
        return _run(line)
    except HelpAsked as asked:
        return Answer(text=asked.text)
    except (LineWrong, ClockMalformed) as wrong:
        return _failed(2, (say(wrong.code, wrong.params),), reports)
    except ClinicFileRefused as refused:
        return _failed(1, refused.lines, reports)
    except Refused as refused:
        return _failed(1, (say(refused.code, refused.params),), reports)
    except Exception as error:  # noqa: BLE001 - a person gets a sentence, whatever went wrong
        return _failed(1, (_unforeseen(error, error.__traceback__),), reports)


def _run(line: Line) -> Answer:
    now = asked_time()
    with loading():
        # Imported here: the database's library takes longer to load than a wrong line to refuse.
        from clinicdesk.cli.commands import function_of
        from clinicdesk.cli.demo_mark import marked
        from clinicdesk.cli.workstation import Workstation
        from clinicdesk.models.database import DatabaseRefused

        function = function_of(line.command)
    try:
        return marked(function(line.given, Workstation(now)), line.given)
    except DatabaseRefused as refused:
        raise Refused(refused.code, **refused.params) from None


def _failed(status: int, sentences: tuple[str, ...], reports: bool) -> Answer:
    report = {"ok": False, "checked": {}, "broken": list(sentences)} if reports else None
    return Answer(status=status, complaints=sentences, data=report, as_json=reports)


def _unforeseen(error: BaseException, trace: TracebackType | None) -> str:
    """Where it happened, but no more: the error's own message may name a patient."""
    if is_out_of_memory(error):
        return say("command.no-memory")
    frames = traceback.extract_tb(trace)
    last = next((frame for frame in reversed(frames) if "clinicdesk" in frame.filename), None)
    place = f"{Path(last.filename).name}:{last.lineno}" if last else "?"
    return say("command.unforeseen", {"kind": type(error).__name__, "place": place})


def _say_uncaught(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    deliver(Answer(status=1, complaints=(_unforeseen(error or kind(), trace),)))


def _ignore(
    _kind: type[BaseException], _error: BaseException | None, _trace: TracebackType | None
) -> None:
    """From a destructor, or at exit: the answer is given, and nobody can do anything then."""
