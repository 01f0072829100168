"""The keyboard stays in the panel of the backups, whose work a screen reader is told of."""

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from clinicdesk.services.backups.routine import back_up
from clinicdesk.ui.backups.backups_panel import BackupsPanel
from clinicdesk.ui.kit import announcing
from tests.ui.backups.rig import open_panel, wait
from tests.ui.main_rig import Key, Rig


@pytest.fixture
def panel(main: Rig) -> BackupsPanel:
    """The panel of a clinic with one patient and one backup, opened by its key."""
    main.other.patient()
    back_up(main.other.context, main.other.database)
    main.desk.catch_up()
    return open_panel(main)


def go_to(main: Rig, button: QPushButton) -> None:
    """By Tab, as somebody without a mouse does, and if it lies above, round the window."""
    for _ in range(60):
        if main.focus is button:
            return
        main.press(Key.Key_Tab)
    raise AssertionError(button.text())


def press(main: Rig, panel: BackupsPanel, button: QPushButton) -> bool:
    """Press a button by key; whether the keyboard is in the panel at every moment until it ends."""
    inside: list[bool] = []
    go_to(main, button)

    def note(_before: QWidget | None, now: QWidget | None) -> None:
        inside.append(now is None or panel.isAncestorOf(now))

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.focusChanged.connect(note)
    main.press(Key.Key_Return)
    wait(panel)
    application.focusChanged.disconnect(note)
    return all(inside) and panel.isAncestorOf(main.focus)


def test_whatever_is_pressed_the_keyboard_stays_in_the_panel(
    main: Rig, panel: BackupsPanel
) -> None:
    assert press(main, panel, panel.now)
    assert panel.now.hasFocus()
    assert press(main, panel, panel.look)
    assert press(main, panel, panel.restore)
    assert panel.list.hasFocus()
    assert press(main, panel, panel.take_back)


def test_where_there_is_no_backup_it_goes_to_what_can_be_done(main: Rig) -> None:
    panel = open_panel(main)
    assert panel.now.hasFocus()


def test_where_the_list_is_emptied_it_goes_to_the_next_button(panel: BackupsPanel) -> None:
    assert panel.backup is not None
    panel.list.setFocus()
    panel.backup.unlink()
    panel.reload()
    assert panel.now.hasFocus()


def test_a_screen_reader_is_told(
    main: Rig, panel: BackupsPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    class Reader:
        """Listens where a screen reader would."""

        @staticmethod
        def isActive() -> bool:
            return True

        @staticmethod
        def updateAccessibility(event: QAccessibleEvent) -> None:
            if isinstance(event, QAccessibleAnnouncementEvent):
                told.append(event.message())
            QAccessible.updateAccessibility(event)

    monkeypatch.setattr(announcing, "QAccessible", Reader)
    for button in (panel.now, panel.look, panel.restore):
        press(main, panel, button)
    assert [" ".join(text.split(" ")[:4]) for text in told if "% is done" not in text] == [
        "A backup is being",
        "Backed up today, 6:00",
        "The backup is being",
        "Whole. Harbor Spine Practice.",
        "The backup is read,",
        "The clinic is as",
    ]


def test_a_restore_is_taken_back_from_the_menu_too(main: Rig, panel: BackupsPanel) -> None:
    action = main.window.actions_table["clinic.backup-take-back"]
    assert not action.isEnabled()
    press(main, panel, panel.look)
    press(main, panel, panel.restore)
    assert action.isEnabled()
    action.trigger()
    wait(panel)
    assert main.desk.trouble_now == ""


def test_what_can_be_done_about_the_file_is_in_the_menu_while_it_is_in_trouble(main: Rig) -> None:
    action, asked = main.window.actions_table["clinic.file-help"], []
    main.window.banner.help_wanted.connect(lambda: asked.append("asked"))
    assert not action.isEnabled()
    main.desk.found_damaged()
    assert action.isEnabled()
    action.trigger()
    assert asked == ["asked"]
