"""`python -m clinicdesk.scheduling`: the engine as a program of its own."""

import sys

from clinicdesk.scheduling.program.command import main

if __name__ == "__main__":
    sys.exit(main())
