"""What each command does, by its name."""

import argparse
from collections.abc import Callable, Mapping

from clinicdesk.cli.commands import checking, clinics, exporting, patients, planning, visits, window
from clinicdesk.cli.desk import Desk
from clinicdesk.cli.lines import WINDOW
from clinicdesk.cli.output import Answer

RUNS: Mapping[str, Callable[[argparse.Namespace, Desk], Answer]] = {
    WINDOW: window.open_window,
    "demo": window.open_demo,
    "make-demo": clinics.make_demo,
    "new-clinic": clinics.new_clinic,
    "add-patient": patients.add,
    "patients": patients.find,
    "templates": planning.templates,
    "plan": planning.plan,
    "book": planning.book,
    "cancel": visits.cancel,
    "undo": visits.take_back,
    "day": visits.day,
    "export": exporting.export,
    "check": checking.check,
}
"""Each gives its answer, or raises Refused, DatabaseRefused or ClinicFileRefused."""
