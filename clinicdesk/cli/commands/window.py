"""`clinicdesk` and `clinicdesk demo`: the window."""

import argparse
import os
import signal
import sys
from pathlib import Path

from clinicdesk.cli.codes import CommandCode
from clinicdesk.cli.output import Answer
from clinicdesk.cli.progress import progress_line
from clinicdesk.cli.workstation import (
    Workstation,
    clinic_path,
    computer_user,
    own_clinic,
    workstation_name,
)
from clinicdesk.loading import load_qt, loading
from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.database import DatabaseRefused
from clinicdesk.models.stores.paths import unreachable
from clinicdesk.services.demo_place import demo_clinic, find_demo
from clinicdesk.services.errors import Refused

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def open_window(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Open the window on a clinic, or its first run where there is none yet."""
    named = given.database is not None
    return _show(workstation, clinic_path(given.database) if named else own_clinic(), named=named)


def open_demo(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Open the window on the demo clinic, made if it is absent."""
    path = demo_clinic() if given.database is None else clinic_path(given.database)
    if given.database is None:
        find_demo()
    try:
        with workstation.clinic(str(path)):
            pass
    except DatabaseRefused as refused:
        if refused.code != DatabaseCode.ABSENT:
            raise
        if given.database is None:
            try:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise unreachable(path, error) from None
        # Loaded where a clinic is made: each start of the window would wait for it.
        from clinicdesk.cli.commands.clinics import write_demo

        with progress_line("progress.demo") as tell:
            write_demo(workstation, path, tell=tell)
    return _show(workstation, path, named=True)


def has_screen() -> bool:
    """Whether a window can be shown: Qt would end the whole program where it cannot."""
    return sys.platform in ("win32", "darwin") or any(map(os.environ.get, _SCREENS))


def _show(workstation: Workstation, path: Path, *, named: bool = False) -> Answer:
    """Show the window until it is closed. Raises Refused where no window can be shown."""
    if not has_screen():
        raise Refused(CommandCode.WINDOW_NO_SCREEN, path=str(path))
    with loading():
        try:
            load_qt()
            from clinicdesk.ui.kit.event_errors import make_errors_whole

            # Before any class of a window is made.
            make_errors_whole()
            from clinicdesk.app import Application, Start
        except ImportError as error:
            raise Refused(CommandCode.WINDOW_NO_LIBRARY, library=str(error)) from None
        # Whoever ends the window waits for nothing that Qt has still to do.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        start = Start(computer_user(), workstation_name(), path, workstation.now, named=named)
        return Answer(status=Application(start, []).run())
