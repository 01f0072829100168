"""Opens a clinic's window once, without a screen: `python -m benchmarks.opened_window CLINIC NOW`.

Prints a JSON line: seconds of processor time for opening the file, for the window until its day is
painted, and for a look at every page, which the window has done later, in another process.
"""

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from time import process_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from clinicdesk.app import Application, Start
from clinicdesk.models.stores.soundness import is_sound
from clinicdesk.services.storage import open_database


def main(clinic: str, now: str) -> None:
    path = Path(clinic)
    # What is imported at the first use is loaded by then.
    open_database(path).close()
    began = process_time()
    open_database(path).close()
    opened = process_time()
    application = Application(Start("anna", "desk", path, datetime.fromisoformat(now)), [])
    application.begin()
    application.qt.processEvents()
    painted = process_time()
    application.close()
    looked = process_time()
    is_sound(path)
    seconds = {"open": opened - began, "window": painted - opened, "look": process_time() - looked}
    print(json.dumps(seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
