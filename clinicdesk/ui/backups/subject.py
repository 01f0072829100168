"""Backups, as the window is composed of them: actions, the panel, and those made by themselves."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.workspace import SidePanel
from clinicdesk.ui.subject import Subject, WindowParts
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.ui.backups.backups_panel import BackupsPanel
    from clinicdesk.ui.backups.turn_keeper import TurnKeeper

ACTIONS = (
    ActionSpec("clinic.backups", "clinic", About.WINDOW, ("Ctrl+Shift+B",)),
    ActionSpec("clinic.backup-now", "clinic", About.WINDOW),
    ActionSpec("clinic.backup-look", "clinic", About.WINDOW),
    ActionSpec("clinic.backup-restore", "clinic", About.WINDOW),
    ActionSpec("clinic.backup-take-back", "clinic", About.WINDOW),
    ActionSpec("clinic.backup-folder", "clinic", About.WINDOW),
)


MODULES = (
    "clinicdesk.services.backups.backup_file",
    "clinicdesk.services.backups.in_background",
    "clinicdesk.ui.backups.turn_keeper",
    "clinicdesk.ui.backups.restore_teller",
)
"""What making backups by themselves loads, the lowest first, so that no step of it is long."""


def make_backups(window: WindowParts) -> None:
    """Look soon, and from then on, whether a backup is due; the panel is made when it is opened."""
    actions, workspace, later = window.actions, window.workspace, window.later
    keeper = later.part(lambda: _made_keeper(window))
    panel = later.part(lambda: _made_panel(window, keeper()))

    def open_panel() -> None:
        workspace.show_panel(panel())
        panel().take_focus()

    actions.connect("clinic.backups", open_panel)
    for action_id in ("clinic.backup-now", "clinic.backup-folder"):
        actions.connect_late(action_id, panel, unless=window.work.why_busy)
    for action_id in ("clinic.backup-look", "clinic.backup-restore", "clinic.backup-take-back"):
        actions.connect_late(action_id, panel, unless=lambda: say("backups.not-open"))
    later.load(MODULES)
    later.add(keeper)


def _made_keeper(window: WindowParts) -> "TurnKeeper":
    from clinicdesk.ui.backups.restore_teller import RestoreTeller
    from clinicdesk.ui.backups.turn_keeper import TurnKeeper

    RestoreTeller(window.desk, window.workspace)
    keeper = TurnKeeper(window.desk, window.work, window.workspace)
    keeper.quiet.connect(partial(window.requests.say_quietly.emit, "backups"))
    application = QCoreApplication.instance()
    if application is not None:
        application.aboutToQuit.connect(keeper.leave)
    return keeper


def _made_panel(window: WindowParts, keeper: "TurnKeeper") -> "BackupsPanel":
    from clinicdesk.ui.backups.backups_panel import BackupsPanel

    panel, workspace, actions = (
        BackupsPanel(window.desk, window.work),
        window.workspace,
        window.actions,
    )
    workspace.add_panel(SidePanel(panel, escape=workspace.close_panel))
    actions.connect("clinic.backup-now", panel.back_up, unless=panel.why_busy)
    actions.connect("clinic.backup-look", panel.look_inside, unless=panel.why_no_look)
    actions.connect("clinic.backup-restore", panel.restore_looked, unless=panel.why_no_restore)
    actions.connect(
        "clinic.backup-take-back", panel.take_restore_back, unless=panel.why_no_taking_back
    )
    actions.connect("clinic.backup-folder", panel.ask_folder, unless=panel.why_busy)
    panel.closed.connect(workspace.close_panel)
    panel.inside_changed.connect(actions.refresh)
    panel.known.connect(keeper.tell)
    keeper.made.connect(lambda: panel.reload() if panel.isVisible() else None)
    return panel


SUBJECT = Subject(make_backups, ACTIONS)
