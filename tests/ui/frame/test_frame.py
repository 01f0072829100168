"""What stands around the pages: actions, palette, sheet, toast, privacy, themes."""

from typing import cast

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAction, QEnterEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton

from clinicdesk.services.patient_info import Standing
from clinicdesk.services.patients.correcting import Correction, correct_patient
from clinicdesk.services.visits.booking import book_visit
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.ui.composition import ACTIONS, KEYS
from clinicdesk.ui.desk import Done
from clinicdesk.ui.frame.layers.palette import fuzzy_rank
from clinicdesk.ui.frame.layers.palette_rows import PIECES, REMARK
from clinicdesk.ui.frame.on_screen import room_of
from clinicdesk.ui.kit.entry.pick_list import Weight
from clinicdesk.ui.kit.look.theme import DARK, LIGHT, Mode, contrast
from clinicdesk.ui.main_window import FIRST_SIZE, MainWindow
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import attempt


def test_every_action_stands_in_a_menu_and_in_the_palette(main: Rig) -> None:
    in_menus = [
        action.objectName()
        for menu in main.window.menuBar().actions()
        for action in cast(QMenu, menu.menu()).actions()
    ]
    main.press(Key.Key_K, Modifier.ControlModifier)
    palette = main.window.palette_layer
    rows = [palette.list.item(row).data(0x0100) for row in range(palette.list.count())]
    expected = [spec.id for spec in ACTIONS]
    assert sorted(in_menus) == sorted(expected)
    assert sorted(row.objectName() for row in rows if isinstance(row, QAction)) == sorted(expected)


def test_no_two_actions_share_a_shortcut() -> None:
    keys = [QKeySequence(text).toString() for spec in ACTIONS for text in spec.shortcuts]
    assert sorted(keys) == sorted(set(keys))


def test_the_palette_does_what_is_chosen_and_gives_the_focus_back(main: Rig) -> None:
    main.window.day_page.setFocus()
    before = QApplication.focusWidget()
    main.press(Key.Key_K, Modifier.ControlModifier)
    main.enter("colors: dark")
    assert main.window.keeper.mode is Mode.DARK
    assert not main.window.palette_layer.isVisible()
    assert QApplication.focusWidget() is before


def test_a_disabled_action_says_why_in_the_palette(main: Rig) -> None:
    main.press(Key.Key_K, Modifier.ControlModifier)
    main.type("undo")
    first = main.window.palette_layer.list.item(0).text()
    assert first == "Undo\nThis desk has no change to undo or redo."


def test_a_reason_that_is_long_goes_on_in_the_next_line(main: Rig) -> None:
    main.press(Key.Key_K, Modifier.ControlModifier)
    palette = main.window.palette_layer
    rows = [palette.list.item(index) for index in range(palette.list.count())]
    longest = max(rows, key=lambda item: len(item.text()))
    one = min(palette.list.visualItemRect(item).height() for item in rows)
    box, measure = palette.list.visualItemRect(longest), palette.list.fontMetrics()
    assert measure.horizontalAdvance(longest.text().split("\n")[1]) > box.width()
    assert box.height() >= one + 2 * measure.height()
    assert not palette.list.horizontalScrollBar().isVisible()


def test_letters_are_found_in_their_order_and_a_words_beginning_first() -> None:
    ranked = sorted(
        (rank, text)
        for text in ("Go to a date…", "Today", "Book a combined visit")
        if (rank := fuzzy_rank("to", text)) is not None
    )
    assert [text for _, text in ranked] == ["Today", "Go to a date…"]


def test_escape_closes_the_top_layer_only(main: Rig) -> None:
    main.press(Key.Key_N, Modifier.ControlModifier)
    main.press(Key.Key_F1)
    assert main.window.sheet.isVisible()
    main.press(Key.Key_Escape)
    assert not main.window.sheet.isVisible()
    assert main.window.workspace.side.isVisible()


def test_the_shortcut_sheet_shows_every_shortcut(main: Rig) -> None:
    main.press(Key.Key_F1)
    shown = [label.text() for label in main.window.sheet.findChildren(QLabel, "keys")]
    assert len(shown) == len([spec for spec in ACTIONS if spec.shortcuts]) + len(KEYS)


def test_single_letters_can_be_turned_off_as_a_whole(main: Rig) -> None:
    main.window.actions_table["view.single-letters"].trigger()
    kept = [keys.toString() for action in main.window.actions_table for keys in action.shortcuts()]
    assert [text for text in kept if len(text) == 1] == []


def test_the_toast_names_what_was_done_and_undo_takes_it_back(main: Rig) -> None:
    patient = main.other.patient()
    visit_request = main.other.visit_request("Day", patient.number)
    plan = main.other.plan(visit_request)[0]
    booked = attempt(main.desk, book_visit, visit_request, plan)
    assert isinstance(booked, Done)
    told = "Booked ABLE Ann P-10001, 8:00 am, Mon Mar 1"
    assert main.window.toast.text == told
    undo = main.window.actions_table["edit.undo"]
    assert undo.text() == f"Undo: {told}"
    main.press(Key.Key_Z, Modifier.ControlModifier)
    steps = {step.status for step in main.other.visit(booked.result.visit).steps}
    assert steps == {"entered-in-error"}
    assert not undo.isEnabled()


def test_the_toast_takes_no_focus(main: Rig) -> None:
    main.window.day_page.setFocus()
    before = QApplication.focusWidget()
    main.window.toast.show_text("Booked", undoable=True)
    assert QApplication.focusWidget() is before


def test_privacy_hides_names_on_every_page(main: Rig) -> None:
    patient = main.other.patient("Featherstone")
    visit = main.other.book_first("Consult", patient.number)
    main.desk.catch_up()
    main.press(Key.Key_F9)
    main.window.show_page("go.my-day")
    main.window.my_day_page.show_day(MONDAY)
    main.window.my_day_page.who.setCurrentText("Dr. Fisk")
    texts = " ".join(label.text() for label in main.window.my_day_page.findChildren(QLabel))
    assert visit
    assert "F. A." in texts
    assert "FEATHERSTONE" not in texts.upper().replace("F. A.", "")


def test_another_desks_booking_is_on_the_practitioners_day_at_once(main: Rig) -> None:
    main.window.show_page("go.my-day")
    main.window.my_day_page.show_day(MONDAY)
    main.window.my_day_page.who.setCurrentText("Dr. Fisk")
    main.other.book_first("Day", main.other.patient("Able").number)
    main.desk.catch_up()
    texts = [label.text() for label in main.window.my_day_page.findChildren(QLabel)]
    assert "ABLE, Ann" in texts
    assert any(text.startswith("comes from Exercise with Pia Thorn") for text in texts)


def test_both_themes_can_be_read() -> None:
    for theme in (LIGHT, DARK):
        for ground in (theme.window, theme.panel):
            for ink in (theme.text, theme.muted, theme.danger, theme.warning, theme.accent):
                assert contrast(ink, ground) >= 4.5, (theme.name, ink, ground)
            assert contrast(theme.focus, ground) >= 3, (theme.name, ground)
        assert contrast(theme.on_accent, theme.accent) >= 4.5
        assert contrast(theme.on_toast, theme.toast) >= 4.5


def test_a_damaged_memory_of_the_window_means_the_usual(main: Rig) -> None:
    main.window._settings.setValue("window/geometry", "nonsense")
    main.window._settings.setValue("window/side", 7)
    main.window._settings.setValue("theme", "plaid")
    again = MainWindow(main.desk, main.window.keeper, main.window._settings)
    usual = FIRST_SIZE.boundedTo(room_of(again).size())
    shown = (again.size(), again.workspace.side.isHidden())
    again.deleteLater()
    assert shown == (usual, True)


def test_every_control_of_the_frame_has_a_name(main: Rig) -> None:
    nameless = [
        type(widget).__name__
        for widget in main.window.findChildren(QToolButton)
        if widget.isVisible() and not (widget.accessibleName() or widget.text())
    ]
    assert nameless == []


def test_a_refused_undo_says_whose_visit_and_when(main: Rig) -> None:
    visit = attempt(
        main.desk,
        book_visit,
        visit_request := main.other.visit_request("Consult", main.other.patient().number),
        main.other.plan(visit_request)[0],
    )
    assert isinstance(visit, Done)
    cancel_visit(main.other.context, main.other.database, visit.result.visit, "asked")
    main.press(Key.Key_Z, Modifier.ControlModifier)
    assert main.window.toast.text == (
        "“Booked ABLE Ann P-10001, 8:05 am, Mon Mar 1” cannot be undone: west-clerk at west"
        " changed the same since (“Cancelled ABLE Ann P-10001, 8:05 am, Mon Mar 1”)."
        " Nothing was changed."
    )


def test_the_palette_lists_two_dozen_patients_with_two_identifiers_and_a_phone(main: Rig) -> None:
    for number in range(24):
        main.other.patient("Featherstone", f"Ann{number:02}")
    main.press(Key.Key_K, Modifier.ControlModifier)
    main.type("featherstone")
    rows = main.window.palette_layer.list
    found = [rows.item(row).text() for row in range(rows.count())]
    assert len(found) == 24
    assert "FEATHERSTONE, Ann07   04-May-1980   P-10008   555-0100" in found
    main.press(Key.Key_PageDown)
    assert rows.currentRow() == 8


def test_the_palette_marks_similar_names_and_emphasizes_what_differs(main: Rig) -> None:
    first = main.other.patient("Featherstone", "Ann", 1980).number
    second = main.other.patient("Featherstone", "Ann", 1981).number
    context, database = main.other.context, main.other.database
    correct_patient(context, database, second, Correction(standing=Standing.DECEASED))
    main.press(Key.Key_K, Modifier.ControlModifier)
    main.type("ann feather")
    rows = main.window.palette_layer.list
    found = [rows.item(row) for row in range(rows.count())]
    assert [item.data(Qt.ItemDataRole.UserRole) for item in found] == [first, second]
    similar = "\N{ALMOST EQUAL TO} Similar name: ask for the birth date"
    assert [item.data(REMARK) for item in found] == [similar, f"{similar}   Deceased"]
    assert [
        [text for text, weight in item.data(PIECES) if weight is Weight.DIFFERS] for item in found
    ] == [["04-May-1980"], ["04-May-1981"]]


def test_the_toast_stays_while_somebody_points_at_it(main: Rig) -> None:
    toast = main.window.toast
    toast.show_text("Booked", undoable=True)
    over = QPointF(toast.rect().center())
    QApplication.sendEvent(toast, QEnterEvent(over, over, over))
    assert not toast._timer.isActive()
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    assert toast._timer.isActive()
    assert toast._timer.interval() >= 10_000
