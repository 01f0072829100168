"""Two records side by side while others change them, the file is held, and keys come quickly."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.services.patients.correcting import Correction, correct_patient
from clinicdesk.services.patients.merging import merge_patients
from clinicdesk.ui.patient.merging_view import MergingView
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.meanwhile import Meanwhile, meanwhile

CTRL = Modifier.ControlModifier

Records = tuple[int, int]


def records(rig: Rig | Meanwhile) -> Records:
    """Two of one person."""
    first = rig.other.patient("Müller", "Robert").number
    return first, rig.other.patient("Mueller", "Bob").number


@pytest.fixture
def two(main: Rig) -> Records:
    made = records(main)
    main.desk.catch_up()
    main.press(Key.Key_M, CTRL)
    return made


@pytest.fixture
def live(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Meanwhile]:
    database = make_clinic()
    database.close()
    with meanwhile(qtbot, tmp_path, database.path, people=False) as made:
        yield made


def view(rig: Rig | Meanwhile) -> MergingView:
    found = rig.window.findChild(MergingView)
    assert isinstance(found, MergingView)
    return found


def shown(rig: Rig | Meanwhile) -> list[str]:
    """The last names that stand there."""
    return [page.info.family for page in view(rig)._pages]


def name(main: Rig, *numbers: int) -> None:
    for number in numbers:
        main.type(f"P-{number}")
        main.press(Key.Key_Return)


def test_what_another_desk_corrects_in_both_is_read_of_both(main: Rig, two: Records) -> None:
    name(main, *two)
    for number, family in zip(two, ("Huber", "Hubert"), strict=True):
        correct_patient(main.other.context, main.other.database, number, Correction(family=family))
    main.desk.catch_up()
    assert shown(main) == ["Huber", "Hubert"]
    view(main).grab()
    main.press(Key.Key_Return)
    assert main.window.toast.text == "Merged HUBERT Bob P-10002"


def test_the_keyboard_stays_where_it_is_while_another_desk_corrects(
    main: Rig, two: Records
) -> None:
    name(main, *two)
    view(main).exchange.setFocus()
    correct_patient(main.other.context, main.other.database, two[0], Correction(family="Huber"))
    main.desk.catch_up()
    assert (shown(main), view(main).exchange.hasFocus()) == (["Huber", "Mueller"], True)


def test_what_is_typed_stays_while_another_desk_corrects(main: Rig, two: Records) -> None:
    name(main, two[0])
    main.type("Muel")
    correct_patient(main.other.context, main.other.database, two[0], Correction(family="Huber"))
    main.desk.catch_up()
    assert (shown(main), view(main).finder.field.text()) == (["Huber"], "Muel")


def test_records_that_another_desk_made_one_are_asked_for_again(main: Rig, two: Records) -> None:
    name(main, *two)
    merge_patients(main.other.context, main.other.database, *two)
    main.desk.catch_up()
    assert (shown(main), view(main).finder.field.hasFocus()) == (["Müller"], True)
    assert view(main).notice.text == (
        "P-10002 was made one with P-10001 meanwhile; nothing is left to merge here."
        " Name another record, or close."
    )


def test_a_record_named_twice_is_said_to_be_one(main: Rig, two: Records) -> None:
    name(main, two[0], two[0])
    assert shown(main) == ["Müller"]
    assert view(main).notice.text == (
        "That is P-10001 again; one record is no two. Name the other one."
    )


def test_enter_pressed_again_while_it_is_written_is_no_second_merge(live: Meanwhile) -> None:
    two = records(live)
    live.see_news()
    live.tap(Key.Key_M, CTRL)
    for number in two:
        live.until_settled()
        live.type(f"P-{number}")
        live.tap(Key.Key_Return)
    live.until_settled()
    view(live).grab()
    before = live.entries()
    with live.held():
        for _ in range(3):
            live.tap(Key.Key_Return)
    live.until_settled()
    assert live.entries() == before + 1
    assert live.window.toast.text == "Merged MUELLER Bob P-10002"
    assert shown(live) == []


def test_who_was_asked_for_before_it_was_closed_is_not_taken_for_the_first(
    live: Meanwhile,
) -> None:
    first, _ = records(live)
    live.see_news()
    live.tap(Key.Key_K, CTRL)
    live.type(f"P-{first}")
    live.until_settled()
    live.tap(Key.Key_Return)
    live.until_settled()
    with live.held():
        for key, modifiers in (
            (Key.Key_M, CTRL), (Key.Key_Escape, Modifier.NoModifier), (Key.Key_M, CTRL),
        ):  # fmt: skip
            live.tap(key, modifiers)
        live.type("Muel")
    live.until_settled()
    assert (shown(live), view(live).finder.field.text()) == ([], "Muel")
