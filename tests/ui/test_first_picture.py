"""What the window's first picture does not need is not loaded before it: looked at, not timed."""

import os
import subprocess
import sys
from collections.abc import Callable

from clinicdesk.models.database import Database

NEEDLESS = (
    "alembic",
    "clinicdesk.exchange.calendar",
    "clinicdesk.exchange.clinic_file",
    "clinicdesk.exchange.public_holidays",
    "clinicdesk.first_run",
    "clinicdesk.scheduling.core.problem",
    "clinicdesk.scheduling.packing",
    "clinicdesk.scheduling.program",
    "clinicdesk.scheduling.repairing",
    "clinicdesk.scheduling.search",
    "clinicdesk.scheduling.why_not",
    "clinicdesk.services.absence",
    "clinicdesk.services.backups.backup_file",
    "clinicdesk.services.checking",
    "clinicdesk.services.contacts",
    "clinicdesk.services.demo",
    "clinicdesk.services.doctor",
    "clinicdesk.services.documents",
    "clinicdesk.services.exporting",
    "clinicdesk.services.journal.baseline",
    "clinicdesk.services.journal.transactions",
    "clinicdesk.services.planner",
    "clinicdesk.services.planning",
    "clinicdesk.services.setup",
    "clinicdesk.services.undoing.undo",
    "clinicdesk.services.visits.booking",
    "clinicdesk.services.visits.changing",
    "clinicdesk.services.visits.moving",
    "clinicdesk.services.visits.placing",
    "clinicdesk.services.visits.seen",
    "clinicdesk.services.visits.trying",
    "clinicdesk.ui.absence.absence_panel",
    "clinicdesk.ui.backups.backups_panel",
    "clinicdesk.ui.backups.turn_keeper",
    "clinicdesk.ui.booking.booking_panel",
    "clinicdesk.ui.checking.check_dialog",
    "clinicdesk.ui.contacts.call_panel",
    "clinicdesk.ui.day.appointment_card",
    "clinicdesk.ui.day.columns.column_chooser",
    "clinicdesk.ui.day.drag",
    "clinicdesk.ui.documents.calendar_saving",
    "clinicdesk.ui.frame.exporting",
    "clinicdesk.ui.frame.layers.about",
    "clinicdesk.ui.frame.layers.palette",
    "clinicdesk.ui.frame.layers.shortcut_sheet",
    "clinicdesk.ui.frame.soundness_look",
    "clinicdesk.ui.frame.support",
    "clinicdesk.ui.frame.trouble_window",
    "clinicdesk.ui.kit.background.planner_process",
    "clinicdesk.ui.kit.background.planner_thread",
    "clinicdesk.ui.kit.long_work",
    "clinicdesk.ui.kit.refusal_text",
    "clinicdesk.ui.kit.work_process",
    "clinicdesk.ui.my_day.my_day_page",
    "clinicdesk.ui.visit.selected_visit",
    "clinicdesk.ui.visit.visit_panel",
    "holidays",
    "ics",
    "icalendar",
    "langcodes",
    "multiprocessing",
    "PySide6.QtNetwork",
    "tatsu",
)
"""Modules, each with all that stands below it."""

PROGRAM = """
import builtins, gc, logging, sys
own_import = builtins.__import__
long_searches = []
gc.callbacks.append(lambda phase, info: long_searches.extend({"sqlalchemy"} & sys.modules.keys()))

class Painted(logging.Handler):
    def emit(self, record):
        print("\\n".join(sys.modules))
        print("gc" if gc.isenabled() else "no-gc", len(long_searches))
        print(builtins.__import__ is own_import)
        from PySide6.QtCore import QCoreApplication
        QCoreApplication.quit()

log = logging.getLogger("clinicdesk.start")
log.setLevel(logging.DEBUG)
log.addHandler(Painted())
from clinicdesk.__main__ import main
sys.exit(main(["--database", sys.argv[1]]))
"""


def test_the_first_picture_stands_before_anything_is_loaded_that_it_does_not_need(
    make_clinic: Callable[..., Database],
) -> None:
    clinic = make_clinic()
    clinic.close()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(clinic.path)],
        env={**os.environ, "XDG_STATE_HOME": str(clinic.path.parent)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    *modules, garbage, long_searches, imports = done.stdout.split()
    loaded = set(modules)

    assert "clinicdesk.ui.day.day_page" in loaded
    assert (garbage, long_searches, imports) == ("no-gc", "0", "True")
    assert [
        name
        for name in sorted(loaded)
        if any(name == each or name.startswith(f"{each}.") for each in NEEDLESS)
    ] == []
