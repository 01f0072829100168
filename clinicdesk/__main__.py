"""The front door: `clinicdesk` and `python -m clinicdesk` come in here."""

import signal
import sys
import warnings
from collections.abc import Sequence

ENDED = 128 + signal.SIGTERM
"""What a shell expects of a program that was asked to end."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line with `argv` (left out: this process's) and return its exit status."""
    if not sys.warnoptions:
        # what a library has to say to programmers is not for a desk
        warnings.simplefilter("ignore")
    try:
        # imported here so that merely importing the front door starts nothing
        from clinicdesk.cli import main as run
        from clinicdesk.cli import report_uncaught_errors
    except KeyboardInterrupt:
        return 130
    if argv is None:
        report_uncaught_errors()
        signal.signal(signal.SIGTERM, _end)
    return run(sys.argv[1:] if argv is None else argv)


def _end(_signal: int, _frame: object) -> None:
    """End as when stopped from the keyboard: copies and drafts of patients' data go first."""
    raise SystemExit(ENDED)


if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        # In a packed program the processes of long work come in here too; others need not load it.
        import multiprocessing

        multiprocessing.freeze_support()
    sys.exit(main())
