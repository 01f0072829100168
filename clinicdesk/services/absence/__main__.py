"""Mends a day beside the window, which goes on painting: a question comes in, an answer goes out.

`python -m clinicdesk.services.repairing SECONDS` reads a pickled `Question` from its standard
input and writes a pickled `NewDay`; both ends are this program, and nothing is kept.
"""

import pickle
import sys
from types import TracebackType

from clinicdesk.services.absence.mending import mend
from clinicdesk.services.strays import catch_strays, places


def main() -> None:
    """Answer one question."""
    catch_strays(_say_where)
    question = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own window, through a pipe
    pickle.dump(mend(question, float(sys.argv[1])), sys.stdout.buffer)


def _say_where(
    kind: type[BaseException], _error: BaseException | None, trace: TracebackType | None
) -> None:
    sys.stderr.write(f"{kind.__name__} at {places(trace)}\n")


if __name__ == "__main__":
    main()
