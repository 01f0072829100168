"""The check of the clinic's file, as the window is composed of it."""

from clinicdesk.ui.checking.check_dialog import CheckDialog
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
        CheckDialog(window.desk.database.path, window.workspace).begin()

    window.actions.connect("clinic.check", check)


SUBJECT = Subject(make_checking, (ActionSpec("clinic.check", "clinic", About.WINDOW),))
