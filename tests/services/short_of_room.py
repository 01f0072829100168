"""A desk whose files may not grow beyond a limit, which rises until a booking succeeds.

`python -m tests.services.short_of_room CLINIC PATIENT STEP` prints the code of each refusal, and
"booked" at the end; it fails if a refused booking left anything written.
"""

import resource
import signal
import sys
from pathlib import Path

from clinicdesk.models.database import DatabaseRefused, open_database
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.visits.booking import book_visit
from tests.services.desk import Clock, desk, dump
from tests.services.sentences import sentence_of


def main(clinic: str, patient: str, step: str) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    sys.dont_write_bytecode = True  # cut off at the limit, it would be read by later processes
    path = Path(clinic)
    at = desk(open_database(path), Clock(), "full")
    visit_request = at.visit_request("Day", int(patient))
    plan = at.plan(visit_request)[0]
    before = dump(at.database)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for limit in range(0, path.stat().st_size + 400_000, int(step)):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        try:
            book_visit(at.context, at.database, visit_request, plan)
        except DatabaseRefused as refused:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            sentence_of(refused)
            print(refused.code, flush=True)
            assert dump(at.database) == before
            assert check_clinic(at.database).broken == ()
        else:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            print("booked", flush=True)
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
