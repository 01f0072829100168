"""Repairs a day in a process of its own, so that the window goes on painting meanwhile.

`python -m clinicdesk.services.absence SECONDS` reads a pickled `RepairQuestion` from its standard
input and writes a pickled `RepairedDay`; both ends are this program, and nothing is kept.
"""

import pickle
import sys
from types import TracebackType

from clinicdesk.services.absence.repair_attempts import repair_day
from clinicdesk.services.uncaught_errors import handle_uncaught, places


def main() -> None:
    """Answer one question."""
    handle_uncaught(_say_where)
    question = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own window, through a pipe
    pickle.dump(repair_day(question, float(sys.argv[1])), sys.stdout.buffer)


def _say_where(
    kind: type[BaseException], _error: BaseException | None, trace: TracebackType | None
) -> None:
    sys.stderr.write(f"{kind.__name__} at {places(trace)}\n")


if __name__ == "__main__":
    main()
