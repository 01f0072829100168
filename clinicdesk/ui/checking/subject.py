"""The check of the clinic's file and its journal, as the window is composed of it."""

from PySide6.QtWidgets import QDialog

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.subject import Subject, WindowParts

NAME = "check"
"""By which the dialog of a check is found, whether its module is loaded or not."""


def make_checking(window: WindowParts) -> None:
    """Check the clinic's file when somebody asks, one check at a time."""
    window.actions.connect("clinic.check", lambda: _check(window), unless=lambda: _why_not(window))
    window.actions.connect("clinic.redact", lambda: _redact(window))


def _running(window: WindowParts) -> QDialog | None:
    return window.workspace.findChild(QDialog, NAME)


def _why_not(window: WindowParts) -> str | None:
    """Why none can begin; the one that is running can be asked for."""
    return window.work.why_busy() if _running(window) is None else None


def _check(window: WindowParts) -> None:
    # Loaded when somebody asks: the services that check stand above nearly all others.
    from clinicdesk.ui.checking.check_dialog import CheckDialog

    running = _running(window)
    if running is not None:
        running.raise_()
        running.activateWindow()
        return
    desk = window.desk
    dialog = CheckDialog(desk.database.path, desk.context.instant(), window.work, window.workspace)
    dialog.setObjectName(NAME)
    dialog.damaged.connect(desk.found_damaged)
    dialog.begin()


def _redact(window: WindowParts) -> None:
    from clinicdesk.ui.checking.redact_dialog import RedactDialog

    RedactDialog(window.desk, window.workspace).open()


SUBJECT = Subject(
    make_checking,
    (
        ActionSpec("clinic.redact", "clinic", About.WINDOW),
        ActionSpec("clinic.check", "clinic", About.WINDOW),
    ),
)
