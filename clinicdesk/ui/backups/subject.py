"""Backups, as the window is composed of them: actions, the panel, and those made by themselves."""

from PySide6.QtCore import QCoreApplication

from clinicdesk.ui.backups.backups_panel import BackupsPanel
from clinicdesk.ui.backups.restore_teller import RestoreTeller
from clinicdesk.ui.backups.turn_keeper import TurnKeeper
from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.workspace import SidePanel
from clinicdesk.ui.subject import Subject, WindowParts

ACTIONS = (
    ActionSpec("clinic.backups", "clinic", About.WINDOW, ("Ctrl+Shift+B",)),
    ActionSpec("clinic.backup-now", "clinic", About.WINDOW),
    ActionSpec("clinic.backup-look", "clinic", About.WINDOW),
    ActionSpec("clinic.backup-restore", "clinic", About.WINDOW),
    ActionSpec("clinic.backup-take-back", "clinic", About.WINDOW),
    ActionSpec("clinic.backup-folder", "clinic", About.WINDOW),
)


def make_backups(window: WindowParts) -> None:
    """Add the panel, and look from now on whether a backup is due."""
    desk, actions, workspace = window.desk, window.actions, window.workspace
    work = window.work
    panel = BackupsPanel(desk, work)
    keeper = TurnKeeper(desk, work, panel)
    RestoreTeller(desk, workspace)
    workspace.add_panel(SidePanel(panel, escape=workspace.close_panel))

    def open_panel() -> None:
        workspace.show_panel(panel)
        panel.take_focus()

    actions.connect("clinic.backups", open_panel)
    actions.connect("clinic.backup-now", panel.back_up, unless=panel.why_busy)
    actions.connect("clinic.backup-look", panel.look_inside, unless=panel.why_no_look)
    actions.connect("clinic.backup-restore", panel.restore_looked, unless=panel.why_no_restore)
    actions.connect(
        "clinic.backup-take-back", panel.take_restore_back, unless=panel.why_no_taking_back
    )
    actions.connect("clinic.backup-folder", panel.ask_folder, unless=panel.why_busy)
    panel.closed.connect(workspace.close_panel)
    panel.inside_changed.connect(actions.refresh)
    work.changed.connect(actions.refresh)
    application = QCoreApplication.instance()
    if application is not None:
        application.aboutToQuit.connect(keeper.leave)
    panel.known.connect(keeper.tell)
    keeper.quiet.connect(window.requests.say_quietly)
    keeper.made.connect(lambda: panel.reload() if panel.isVisible() else None)


SUBJECT = Subject(make_backups, ACTIONS)
