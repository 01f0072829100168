"""A practitioner's note to the desk, from their own day to the tick at the desk."""

from PySide6.QtWidgets import QApplication

from clinicdesk.services.flow.desk_tasks import ask_desk, tick_task
from clinicdesk.ui.flow.task_panel import TaskPanel
from clinicdesk.ui.my_day.encounter_card import EncounterCard
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import settle

LINE = "1 note to the desk is to be done (Ctrl+Shift+H)."


def at_a_card(main: Rig) -> None:
    """On Carver's own day, with the keyboard on Able's card."""
    other = main.other
    other.book_at("Adjustment", other.patient().number, 540, ("Dr. Carver", "Room 1"))
    main.desk.catch_up()
    settle(main.desk)
    main.press(Key.Key_2, Modifier.ControlModifier)
    main.window.my_day_page.findChildren(EncounterCard)[0].setFocus()


def quiet(main: Rig) -> str:
    return main.window.quiet_line.label.text()


def test_it_goes_from_the_card_to_the_desks_list_and_is_ticked(main: Rig) -> None:
    at_a_card(main)
    main.press(Key.Key_D)
    main.enter("book the MRI first")
    assert isinstance(QApplication.focusWidget(), EncounterCard)
    assert quiet(main) == LINE
    main.press(Key.Key_H, Modifier.ControlModifier | Modifier.ShiftModifier)
    panel = main.window.findChild(TaskPanel)
    assert panel is not None
    assert [row.spoken for row in panel.list.rows] == [
        "\u2610 book the MRI first, ABLE, Ann 04-May-1980 P-10001, asked by Dr. Carver, Mon Mar 1"
    ]
    main.press(Key.Key_Space)
    assert (quiet(main), panel.said.text()) == (
        "",
        "Nothing is to be done. Practitioners write notes on their own day (Ctrl+2).",
    )
    main.press(Key.Key_Space)
    assert quiet(main) == LINE
    main.press(Key.Key_Z, Modifier.ControlModifier)
    assert quiet(main) == ""
    main.desk.privacy.use(True)
    hidden = panel.list.rows[0].spoken
    main.desk.privacy.use(False)
    assert ("MRI" in hidden, "ABLE" in hidden) == (False, False)
    main.press(Key.Key_Return)
    assert main.window.visit.isVisible()


def test_the_keyboard_stays_at_its_note_whatever_another_desk_ticks(main: Rig) -> None:
    other = main.other
    for text in ("one", "two", "three"):
        ask_desk(other.context, other.database, text, "Dr. Carver")
    main.desk.catch_up()
    main.press(Key.Key_H, Modifier.ControlModifier | Modifier.ShiftModifier)
    panel = main.window.findChild(TaskPanel)
    assert panel is not None
    main.press(Key.Key_Down)
    tick_task(other.context, other.database, panel.list.rows[0].task.number, done=True)
    main.desk.catch_up()
    settle(main.desk)
    main.press(Key.Key_Space)
    current = panel.list.current
    assert current is not None
    ticked = [(row.task.text, bool(row.task.done_by)) for row in panel.list.rows]
    assert ticked == [("three", False), ("one", True), ("two", True)]
    assert current.task.text == "three"


def test_an_empty_note_is_said_and_esc_gives_it_up(main: Rig) -> None:
    at_a_card(main)
    main.press(Key.Key_D)
    main.enter(" ")
    note = main.window.my_day_page.note
    assert note.said.text() == (
        "A note to the desk needs words; nothing was sent. Write what is to be done."
    )
    main.press(Key.Key_Escape)
    assert (note.isVisible(), quiet(main)) == (False, "")
