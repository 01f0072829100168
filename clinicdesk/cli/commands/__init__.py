"""What each command does, by its name."""

import argparse
from collections.abc import Callable, Mapping
from importlib import import_module

from clinicdesk.cli.lines import WINDOW
from clinicdesk.cli.output import Answer
from clinicdesk.cli.workstation import Workstation

_RUNS: Mapping[str, tuple[str, str]] = {
    WINDOW: ("window", "open_window"),
    "demo": ("window", "open_demo"),
    "make-demo": ("clinics", "make_demo"),
    "new-clinic": ("clinics", "new_clinic"),
    "add-patient": ("patients", "add"),
    "patients": ("patients", "find"),
    "templates": ("planning", "templates"),
    "plan": ("planning", "plan"),
    "book": ("planning", "book"),
    "cancel": ("visits", "cancel"),
    "undo": ("visits", "take_back"),
    "day": ("visits", "day"),
    "export": ("exporting", "export"),
    "check": ("checking", "check"),
}
"""By command: its module here, and the function in it."""


def run_of(command: str) -> Callable[[argparse.Namespace, Workstation], Answer]:
    """The function of a command, with no more loaded than it needs.

    It gives the command's answer, or raises Refused, DatabaseRefused or ClinicFileRefused.
    """
    module, function = _RUNS[command]
    run: Callable[[argparse.Namespace, Workstation], Answer] = getattr(
        import_module(f"{__name__}.{module}"), function
    )
    return run
