"""A list of lines and the form beside it, by keys alone."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.ui.kit.list_with_form.entry_form import EntryForm
from clinicdesk.ui.kit.list_with_form.form_fields import (
    LinesField,
    Raw,
    TextField,
    TickField,
    TicksField,
)
from clinicdesk.ui.kit.list_with_form.list_with_form import FORM_WIDTH, ListWithForm
from clinicdesk.ui.kit.list_with_form.row_list import ListRow, RowList
from clinicdesk.ui.kit.look.theme import grown

Key = Qt.Key
ROWS = [ListRow("a", "Able"), ListRow("b", "Baker"), ListRow("c", "Carver")]


def shown(qtbot: QtBot) -> tuple[ListWithForm, EntryForm]:
    form = EntryForm(
        {
            "name": TextField("Name"),
            "open": TickField("Open"),
            "kinds": TicksField("Kinds", {"x": "First", "y": "Second"}),
            "hours": LinesField("Hours", "hint", "A line for each."),
        }
    )
    made = ListWithForm("Entries", "Add", "Remove")
    made.show_form(form)
    made.rows.show_rows(ROWS)
    qtbot.addWidget(made)
    made.resize(700, 500)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.rows.setFocus()
    return made, form


def press(key: Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def typed(text: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, text)


def heard(rows: RowList) -> list[tuple[str, object]]:
    told: list[tuple[str, object]] = []

    def note(what: str) -> Callable[..., None]:
        return lambda key=None: told.append((what, key))

    rows.pointed.connect(note("pointed"))
    rows.entered.connect(note("entered"))
    rows.add_wanted.connect(note("add"))
    rows.remove_wanted.connect(note("remove"))
    return told


def test_keys_go_through_the_list_enter_add_and_remove(qtbot: QtBot) -> None:
    made, _form = shown(qtbot)
    told = heard(made.rows)
    for key in (Key.Key_Down, Key.Key_Return, Key.Key_Insert, Key.Key_Delete):
        press(key)
    assert told == [("pointed", "b"), ("entered", "b"), ("add", None), ("remove", None)]


def test_a_list_that_is_shown_anew_stays_at_its_line_or_goes_to_the_one_that_is_asked_for(
    qtbot: QtBot,
) -> None:
    made, _form = shown(qtbot)
    rows = made.rows
    rows.show_rows(ROWS, "b")
    places = [rows.current]
    rows.show_rows(ROWS[1:])
    places.append(rows.current)
    rows.show_rows(ROWS[2:])
    places.append(rows.current)
    rows.show_rows([])
    places.append(rows.current)
    assert places == ["b", "b", "c", None]


def test_what_is_shown_is_not_changed_and_what_is_typed_is(qtbot: QtBot) -> None:
    _made, form = shown(qtbot)
    told: list[str] = []
    form.changed.connect(lambda: told.append("changed"))
    form.confirmed.connect(lambda: told.append("confirmed"))
    raws: dict[str, Raw] = {"name": "Able", "open": True, "kinds": ("y",), "hours": ("mon", "tue")}
    form.show_raws(raws)
    assert (form.raws, told) == (raws, [])
    form.take_focus("hours", 1)
    press(Key.Key_End)
    typed("s")
    press(Key.Key_Return)
    assert (form.raws["hours"], told) == (("mon", "tues"), ["changed", "confirmed"])


def test_what_stands_in_a_field_is_typed_anew_unless_it_is_wrong(qtbot: QtBot) -> None:
    _made, form = shown(qtbot)
    form.show_raws({"name": "Able", "open": True, "kinds": (), "hours": ("mon", "tue")})
    found = []
    for faulty in (False, True):
        form.take_focus("name", None)
        typed("Baker")
        found.append(form.raws["name"])
        form.show_fault("name", "too long", None)
        assert faulty or form.raws["name"] == "Baker"
    assert found == ["Baker", "BakerBaker"]


def test_below_the_last_line_there_is_one_more_to_fill(qtbot: QtBot) -> None:
    _made, form = shown(qtbot)
    hours = form.fields["hours"]
    assert isinstance(hours, LinesField)
    counts = []
    for lines in ((), ("mon",), ("mon", "tue"), ()):
        hours.show_raw(lines)
        counts.append(sum(not line.isHidden() for line in hours.lines))
    hours.lines[0].edit.setFocus()
    QTest.keyClicks(hours.lines[0].edit, "fri")
    counts.append(sum(not line.isHidden() for line in hours.lines))
    assert counts == [1, 2, 3, 1, 2]


def test_a_fault_stands_at_its_field_until_that_is_changed(qtbot: QtBot) -> None:
    _made, form = shown(qtbot)
    form.show_raws({"name": "Able", "open": True, "kinds": (), "hours": ("mon", "tue")})
    name, hours = form.fields["name"], form.fields["hours"]
    assert isinstance(name, TextField)
    assert isinstance(hours, LinesField)
    placed = [
        form.show_fault("name", "taken", None),
        form.show_fault("name", "too long", None),
        form.show_fault("hours", "overlaps", 1),
        form.show_fault("color", "no color", None),
    ]
    said = [name.said.text(), *(line.said.text() for line in hours.lines[:2])]
    form.take_focus("name")
    QTest.keyClicks(name.edit, "s")
    assert placed == [True, True, True, False]
    assert said == ["taken\ntoo long", "", "overlaps"]
    assert (name.said.text(), hours.lines[1].said.text()) == ("", "overlaps")


def test_while_no_other_entry_may_be_chosen_the_list_takes_no_keys(qtbot: QtBot) -> None:
    made, _form = shown(qtbot)
    made.let_choose(on=False)
    states = [each.isEnabled() for each in (made.rows, made.add, made.remove)]
    made.let_choose(on=True)
    states += [each.isEnabled() for each in (made.rows, made.add, made.remove)]
    assert states == [False] * 3 + [True] * 3


def test_a_line_that_is_too_long_is_broken_so_that_all_of_it_is_seen(qtbot: QtBot) -> None:
    rows = RowList("Absences")
    qtbot.addWidget(rows)
    text = "Dr. Carver\nThu Mar 4 2027 1:00 pm, every 2 weeks until Thu Apr 29 2027"
    rows.show_rows([ListRow(0, text), ListRow(1, "Hall")])
    rows.resize(600, 200)
    rows.show()
    heights = []
    for width in (600, 190, 600):
        rows.resize(width, 200)
        QApplication.processEvents()
        heights.append(rows.visualItemRect(rows.item(0)).height())
    line = rows.fontMetrics().lineSpacing()
    assert heights == [heights[0], heights[0] + 2 * line, heights[0]]
    assert rows.item(0).toolTip() == text


def test_fields_are_as_wide_as_there_is_room_for_and_no_wider_than_is_read_well(
    qtbot: QtBot,
) -> None:
    made, form = shown(qtbot)
    narrow = form.width()
    made.resize(1800, 500)
    QApplication.processEvents()
    assert (narrow < FORM_WIDTH, form.width()) == (True, grown(FORM_WIDTH))
