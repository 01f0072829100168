"""The front door: `clinicdesk` and `python -m clinicdesk` come in here."""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line with `argv` (left out: this process's) and return its exit status."""
    try:
        # imported here so that merely importing the front door starts nothing
        from clinicdesk.cli import main as run
    except KeyboardInterrupt:
        return 130
    return run(sys.argv[1:] if argv is None else argv)


if __name__ == "__main__":
    sys.exit(main())
