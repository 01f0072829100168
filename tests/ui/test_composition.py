"""What the window is composed of: every menu in its order, and a subject that nobody knew."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.ui import main_window
from clinicdesk.ui.composition import ACTIONS, PAGES_FIRST
from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.workspace import SidePanel
from clinicdesk.ui.subject import Subject, WindowParts
from tests.services.desk import Clock
from tests.ui import main_rig
from tests.ui.main_rig import Key, Modifier

MENUS = {
    "clinic": (
        "about file-help export-all stop-work away way-1 way-2 way-3 look-longer mail-password"
        " own-time late"
        " print-own print-week print-day print-whole-day print-rooms print-calls"
        " print-tomorrow own-calendar keep-calendar stop-calendar day-calendar"
        " open switch new load demo remove-demo set-up find-setting absences save-typed"
        " bring-back-typed go-to-listed find-longer try-offer book-tried"
        " backups backup-now backup-look backup-restore backup-take-back backup-folder redact"
        " check quit"
    ),
    "edit": "undo redo",
    "go": (
        "day my-day flow today previous-day next-day date patient call-list"
        " cannot-take-place outbox waitlist requirements directory check-in closing-list tasks"
    ),
    "visit": (
        "new book hold patient-knows as-offered same-practitioner purpose requirement-there"
        " wait-unbooked new-patient"
        " drafts resume throw-away bring-back open arrive check-in complete no-show room begin"
        " left-unseen"
        " back-to-booked move somebody-else longer shorter book-again follow-up cancel cancel-step"
        " restore interpret export export-steps itinerary history patient patient.merge"
        " patient.calendar confirm message send-email draft-email copy-text wait"
    ),
    "view": (
        "zoom-in zoom-out zoom-reset columns saved-1 saved-2 saved-3 saved-4 saved-5 saved-6 save"
        " my-span by-practitioner privacy reveal theme-system theme-light theme-dark"
        " language-system language-en language-es single-letters"
    ),
    "help": ("palette shortcuts guide-desk guide-practitioner guide-manager log copy bundle"),
}


@pytest.mark.usefixtures("qtbot")
def test_the_menus_have_everything_in_its_order() -> None:
    window = QWidget()
    actions = Actions(window, ACTIONS)
    shown = {
        menu: " ".join(
            action.objectName().removeprefix(f"{menu}.") for action in actions.in_menu(menu)
        )
        for menu in actions.menus
    }
    assert list(shown.items()) == list(MENUS.items())


def test_no_key_leads_to_two_actions() -> None:
    keys = [key for action in ACTIONS for key in action.shortcuts]
    assert sorted(keys) == sorted(set(keys))


def make_waiting(window: WindowParts) -> None:
    panel = QLabel("Nobody is waiting.")
    window.workspace.add_panel(SidePanel(panel, escape=window.workspace.close_side))
    window.actions.connect("waiting.open", lambda: window.workspace.show_panel(panel))


WAITING = Subject(make_waiting, (ActionSpec("waiting.open", "waiting", About.WINDOW, ("Ctrl+W",)),))


def test_a_new_subject_has_its_menu_its_key_and_its_panel(
    qtbot: QtBot,
    tmp_path: Path,
    make_clinic: Callable[..., Database],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(main_window, "ACTIONS", (*ACTIONS, *WAITING.actions))
    monkeypatch.setattr(main_window, "PAGES_FIRST", (*PAGES_FIRST, WAITING))
    with main_rig.main_window(qtbot, tmp_path, make_clinic(), Clock()) as rig:
        workspace = rig.window.workspace
        rig.press(Key.Key_W, Modifier.ControlModifier)
        opened = workspace.panel
        rig.window.day_page.setFocus()
        rig.press(Key.Key_Escape)
        assert rig.window.actions_table.menus == [*MENUS, "waiting"]
        assert opened is not None
        assert isinstance(opened.widget, QLabel)
        assert workspace.panel is None
