"""Mends a day beside the window, which goes on painting: a question comes in, an answer goes out.

`python -m clinicdesk.services.repairing SECONDS` reads a pickled `Question` from its standard
input and writes a pickled `NewDay`; both ends are this program, and nothing is kept.
"""

import pickle
import sys

from clinicdesk.services.repairing.mending import mend


def main() -> None:
    """Answer one question."""
    question = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own window, through a pipe
    pickle.dump(mend(question, float(sys.argv[1])), sys.stdout.buffer)


if __name__ == "__main__":
    main()
