"""Somebody runs late: typed in their column, seen on the board, in the day and by who is next."""

from PySide6.QtWidgets import QLabel

from clinicdesk.ui.day.grid.column_heads import ColumnHeads, head_text
from clinicdesk.ui.flow.flow_page import FlowPage
from clinicdesk.ui.flow.late_layer import LateLayer
from clinicdesk.ui.my_day.encounter_card import EncounterCard
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import settle

ZONE = "America/Chicago"


def on_the_board(main: Rig) -> FlowPage:
    """Able goes from Carver at 8 to Thorn and Fisk; the board stands by practitioner."""
    other = main.other
    other.book_first("Day", other.patient("Able").number)
    main.clock.set_wall(ZONE, MONDAY, 8)
    main.desk.catch_up()
    settle(main.desk)
    main.press(Key.Key_3, Modifier.ControlModifier)
    main.press(Key.Key_V)
    page = main.window.findChild(FlowPage)
    assert page is not None
    return page


def columns(page: FlowPage) -> dict[str, list[str]]:
    return {
        each.head.text(): [each.said.text(), *(text for text, _ in each.cards.rows[0].lines[3:])]
        for each in page.view.columns
    }


def test_it_is_typed_in_the_column_and_reaches_the_next_practitioner(main: Rig) -> None:
    page = on_the_board(main)
    before = columns(page)
    main.press(Key.Key_L)
    main.enter("20")
    then = "then 8:20 am Exercise"
    about = "about {}: Dr. Carver runs late"
    assert columns(page) == {
        "Dr. Carver, 1": ["runs 20 min late", about.format("8:20 am"), then],
        "Pia Thorn, 1": ["", about.format("8:40 am"), "then 8:50 am Consult"],
        "Dr. Fisk, 1": ["", about.format("9:10 am")],
    }
    assert page.late.text() == (
        "Dr. Carver runs 20 min late: 3 appointments wait, 2 of these with others."
        " It heals if 3 start later, by 20 min at most."
    )
    main.press(Key.Key_2, Modifier.ControlModifier)
    main.window.my_day_page.who.setCurrentText("Pia Thorn")
    settle(main.desk)
    said = [
        label.text()
        for card in main.window.my_day_page.findChildren(EncounterCard)
        for label in card.findChildren(QLabel)
    ]
    assert about.format("8:40 am") in said
    main.press(Key.Key_3, Modifier.ControlModifier)
    main.press(Key.Key_Z, Modifier.ControlModifier)
    assert (columns(page), page.late.text()) == (before, "")


def test_the_days_column_says_it_quietly(main: Rig) -> None:
    on_the_board(main)
    main.press(Key.Key_L)
    main.enter("20")
    main.press(Key.Key_1, Modifier.ControlModifier)
    heads = main.window.day_page.findChild(ColumnHeads)
    assert heads is not None
    painter = heads._day_painter
    assert painter is not None
    texts = [head_text(painter, place) for place in range(len(painter.plan.columns))]
    assert [text for text in texts if "late" in text] == ["Dr. Carver, 20 min late, 2 % taken"]


def test_what_is_no_number_of_minutes_is_said_and_stays(main: Rig) -> None:
    on_the_board(main)
    main.press(Key.Key_L)
    layer = main.window.findChild(LateLayer)
    assert layer is not None
    said = []
    for text in ("soon", "999"):
        layer.edit.clear()
        main.enter(text)
        said.append((layer.edit.text(), layer.said.text()))
    impossible = (
        "Somebody runs 0 to 240 minutes late; nothing was noted. Type the minutes, 0 for on time"
        " again; for longer enter an absence (Ctrl+R)."
    )
    assert said == [
        ("soon", "This is no number of minutes: type 10, or 0 for on time again."),
        ("999", impossible),
    ]
    main.press(Key.Key_Escape)
    assert not layer.isVisible()
