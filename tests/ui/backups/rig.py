"""The panel of the backups in a main window: opened by its key, its work waited for."""

from clinicdesk.ui.backups.backups_panel import BackupsPanel
from clinicdesk.ui.backups.turn_keeper import TurnKeeper
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.waiting import until


def open_panel(main: Rig) -> BackupsPanel:
    main.press(Key.Key_B, Modifier.ControlModifier | Modifier.ShiftModifier)
    return panel_of(main)


def panel_of(main: Rig) -> BackupsPanel:
    found = main.window.findChild(BackupsPanel)
    assert isinstance(found, BackupsPanel)
    return found


def keeper_of(main: Rig) -> TurnKeeper:
    found = main.window.findChild(TurnKeeper)
    assert isinstance(found, TurnKeeper)
    return found


def wait(panel: BackupsPanel) -> None:
    """Until the work in the other process has ended."""
    until(lambda: not panel._work.busy)


def do(main: Rig, panel: BackupsPanel, action: str) -> None:
    """As from menu or palette."""
    main.window.actions_table[action].trigger()
    wait(panel)
