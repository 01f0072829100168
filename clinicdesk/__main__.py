"""The front door: `clinicdesk` and `python -m clinicdesk` come in here."""

import signal
import sys
import warnings
from collections.abc import Sequence

ENDED = 128 + signal.SIGTERM
"""What a shell expects of a program that was asked to end."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line with `argv` (left out: this process's) and return its exit status."""
    if argv is None and getattr(sys, "frozen", False):
        # In a packed program the processes of long work come in here too, and go no further;
        # others need not load it.
        import multiprocessing

        multiprocessing.freeze_support()
    if not sys.warnoptions:
        # what a library has to say to programmers is not for a desk
        warnings.simplefilter("ignore")
    try:
        # imported here so that merely importing the front door starts nothing
        from clinicdesk.cli import main as run
        from clinicdesk.cli import report_uncaught_errors
        from clinicdesk.cli.stopping import stop_at_interrupts
    except KeyboardInterrupt:
        return _say_stopped()
    if argv is None:
        report_uncaught_errors()
        stop_at_interrupts()
        signal.signal(signal.SIGTERM, _end)
    return run(sys.argv[1:] if argv is None else argv)


def _say_stopped() -> int:
    """Stopped before it had begun to read the line."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from clinicdesk.cli import deliver_stopped  # by now most of it is loaded

    return deliver_stopped()


def _end(_signal: int, _frame: object) -> None:
    """End as when stopped from the keyboard: copies and drafts of patients' data go first."""
    raise SystemExit(ENDED)


if __name__ == "__main__":
    sys.exit(main())
