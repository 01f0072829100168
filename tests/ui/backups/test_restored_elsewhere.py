"""Another desk restores a backup while somebody works: said once, and nothing gone stays shown."""

from pytestqt.qtbot import QtBot

from clinicdesk.services.backups.restoring import restore
from clinicdesk.services.backups.routine import back_up
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import settle
from tests.ui.side_panel import texts


def test_it_is_said_once_and_what_was_booked_is_shown_as_gone(qtbot: QtBot, main: Rig) -> None:
    main.other.patient("Zimmer")
    backup = back_up(main.other.context, main.other.database)
    main.press(Key.Key_N, Modifier.ControlModifier)
    main.enter("zimmer")
    main.enter("day")
    main.press(Key.Key_Return)
    done = main.window.booking.done
    assert done.isVisible()
    booked = done.visit
    assert f"\N{CHECK MARK} V-{booked} is booked" in texts(done)
    told: list[str] = []
    main.desk.refused.connect(told.append)
    restore(main.other.context, backup.path, main.desk.database.path)
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    for _ in range(3):
        main.desk.catch_up()
        settle(main.desk)
    [said] = told
    assert said.startswith("Another desk has put the backup of today, ")
    assert said.endswith(" in the clinic's place; 1 change is no longer there.")
    assert main.window.toast.text == said
    assert f"\N{WARNING SIGN} V-{booked} is no longer booked" in texts(done)
