"""`python -m clinicdesk.scheduling`: the engine as a program of its own."""

import signal
import sys

INTERRUPTED = 128 + signal.SIGINT
"""What a shell expects of a program that was stopped from the keyboard."""


def main() -> int:
    """Run the command line; the exit code, also where it is stopped before all is loaded."""
    try:
        from clinicdesk.scheduling.program.command import main as run
    except KeyboardInterrupt:
        return INTERRUPTED
    return run()


if __name__ == "__main__":
    sys.exit(main())
