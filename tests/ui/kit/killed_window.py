"""A process that has work in another one, and is killed; its argument is the work's draft."""

import sys
import time
from pathlib import Path

from clinicdesk.ui.kit.work_process import WorkProcess
from tests.ui.kit.test_long_work import keep_a_draft


def main() -> None:
    work = WorkProcess(keep_a_draft, (Path(sys.argv[1]),))
    while work.next_news() is None:
        pass
    print("at work", flush=True)
    time.sleep(3600)


if __name__ == "__main__":
    main()
