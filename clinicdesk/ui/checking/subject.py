"""The check of the clinic's file and its journal, as the window is composed of it."""

from clinicdesk.services.doctor.last_check import note_check
from clinicdesk.services.log_place import state_folder
from clinicdesk.ui.checking.check_dialog import CheckDialog
from clinicdesk.ui.checking.redact_dialog import RedactDialog
from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.subject import Subject, WindowParts


def make_checking(window: WindowParts) -> None:
    """Check the clinic's file when somebody asks, one check at a time."""

    def check() -> None:
        running = window.workspace.findChild(CheckDialog)
        if running is not None:
            running.raise_()
            running.activateWindow()
            return
        dialog = CheckDialog(window.desk.database.path, window.work, window.workspace)
        dialog.ended.connect(remember)
        dialog.damaged.connect(window.desk.found_damaged)
        dialog.begin()

    def remember(broken: int) -> None:
        """For `doctor`: when this clinic was checked here, and how that ended."""
        uid = window.desk.setup.uid
        note_check(state_folder(), uid, window.desk.context.instant(), broken)

    def why_not() -> str | None:
        """Why none can begin; the one that is running can be asked for."""
        running = window.workspace.findChild(CheckDialog)
        return window.work.why_busy() if running is None else None

    window.actions.connect("clinic.check", check, unless=why_not)
    window.actions.connect(
        "clinic.redact", lambda: RedactDialog(window.desk, window.workspace).open()
    )


SUBJECT = Subject(
    make_checking,
    (
        ActionSpec("clinic.redact", "clinic", About.WINDOW),
        ActionSpec("clinic.check", "clinic", About.WINDOW),
    ),
)
