"""The check of the clinic's file and its journal, as the window is composed of it."""

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.subject import Subject, WindowParts


def make_checking(window: WindowParts) -> None:
    """Check the clinic's file when somebody asks, one check at a time."""
    window.actions.connect("clinic.check", lambda: _check(window))
    window.actions.connect("clinic.redact", lambda: _redact(window))


def _check(window: WindowParts) -> None:
    # Loaded when somebody asks: the services that check stand above nearly all others.
    from clinicdesk.ui.checking.check_dialog import CheckDialog

    running = window.workspace.findChild(CheckDialog)
    if running is not None:
        running.raise_()
        running.activateWindow()
        return
    dialog = CheckDialog(window.desk.database.path, window.work, window.workspace)
    dialog.ended.connect(lambda broken: _remember(window, broken))
    dialog.damaged.connect(window.desk.found_damaged)
    dialog.begin()


def _remember(window: WindowParts, broken: int) -> None:
    """For `doctor`: when this clinic was checked here, and how that ended."""
    from clinicdesk.services.doctor.last_check import note_check
    from clinicdesk.services.log_place import state_folder

    uid = window.desk.setup.uid
    note_check(state_folder(), uid, window.desk.context.instant(), broken)


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
