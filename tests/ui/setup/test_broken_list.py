"""What an edit breaks, listed: gone to by a key, looked at longer, and what depends on what."""

import pytest
from PySide6.QtWidgets import QApplication

from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.services.setup import previewing
from clinicdesk.services.setup.editing import edit_clinic
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.setup.repairs import Repairs
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import settle
from tests.ui.setup.test_setup_page import (
    BROKEN,
    CONTROL_SHIFT,
    PLACE,
    afternoon_visits,
    close_friday,
    field,
    opened,
    starts,
)


def test_one_key_leads_to_the_list_which_takes_the_arrows_and_back_to_what_is_typed(
    main: Rig,
) -> None:
    afternoon_visits(main, "Able", "Best", "Cole")
    page = opened(main, Part.CLOSED)
    to_list = main.window.actions_table["clinic.go-to-listed"]
    before = to_list.isEnabled()
    close_friday(main, page)
    mending, typed = page.view.mending, page.entries.form
    assert typed is not None
    raws, where = typed.raws, [main.focus]
    main.press(Key.Key_F8)
    where.append(main.focus)
    for key in (Key.Key_Down, Key.Key_Right, Key.Key_Down, Key.Key_Down, Key.Key_Left, Key.Key_Up):
        main.press(key)
    current = (main.focus, mending.list.current, typed.raws)
    main.press(Key.Key_F8)
    assert (before, to_list.isEnabled()) == (False, True)
    assert where == [field(page, "time").edit, mending.list]
    assert current == (mending.list, 1, raws)
    assert main.focus is field(page, "time").edit


def test_the_keyboard_is_at_what_is_wrong_elsewhere_and_the_key_leads_there_again(
    main: Rig,
) -> None:
    page = opened(main, Part.VISIT_TYPES)
    for _ in range(3):
        main.press(Key.Key_Down)
    main.press(Key.Key_Delete)
    where = [main.focus]
    for _ in range(2):
        main.press(Key.Key_F8)
        where.append(main.focus)
    assert where == [page.view.others, field(page, "name").edit, page.view.others]
    assert page.view.others.count() == 1


def test_the_keyboard_is_in_the_list_again_once_others_changed_the_clinic(main: Rig) -> None:
    afternoon_visits(main, "Able", "Best")
    page = opened(main, Part.CLOSED)
    close_friday(main, page)
    main.press(Key.Key_F8)
    edit = Edit(Part.ROOMS, {"name": "Hall"}, {"name": "Great hall"})
    edit_clinic(main.other.context, main.other.database, edit, apply=True)
    main.desk.catch_up()
    settle(main.desk)
    assert page.view.notice.text.startswith("Others have changed the clinic meanwhile")
    assert QApplication.focusWidget() is page.view.mending.list


def test_a_search_whose_time_is_up_says_so_and_goes_on_by_a_key(
    main: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits = afternoon_visits(main, "Able", "Best")
    before = starts(main, visits)
    page = opened(main, Part.CLOSED)
    monkeypatch.setattr(previewing, "SECONDS", 0)
    close_friday(main, page)
    mending = page.view.mending
    longer = main.window.actions_table["clinic.find-longer"]
    assert mending.said.text() == (
        "0 of 2 have another place. F8 leads to the list, Space says whether one goes."
        " The search ended before 2 were looked at; look longer goes on with them."
    )
    assert mending.list.texts[0] == (
        f"{BROKEN}\n      stays as booked; no place was found in the time that there was"
    )
    assert (mending.longer.isVisible(), longer.isEnabled()) == (True, True)
    monkeypatch.setattr(previewing, "SECONDS", 60)
    main.press(Key.Key_F, CONTROL_SHIFT)
    assert mending.list.texts[0] == f"{BROKEN}\n      goes to {PLACE}"
    assert mending.said.text() == (
        "2 of 2 have another place. F8 leads to the list, Space says whether one goes."
    )
    assert (mending.longer.isVisible(), longer.isEnabled()) == (False, False)
    main.press(Key.Key_S, Modifier.ControlModifier)
    assert not set(starts(main, visits)) & set(before)


def test_who_stays_says_whose_place_depends_on_it_and_who_goes_takes_that_one_along(
    main: Rig,
) -> None:
    """Whoever needs the place of somebody who stays has none."""
    afternoon_visits(main, "Able", "Best")
    page = opened(main, Part.CLOSED)
    close_friday(main, page)
    mending = page.view.mending
    first, second = page.work.repairs.found
    relies = first.__class__(
        second.visit, second.steps, second.call, frozenset({first.visit}), second.members
    )
    mending.show_repairs(Repairs((first, relies), whole=True, ended=True))
    main.press(Key.Key_F8)
    main.press(Key.Key_Space)
    usual = "2 of 2 have another place. F8 leads to the list, Space says whether one goes."
    assert mending.said.text() == (
        f"{usual} Also not moved, as their place depends on it: BEST Ann P-10002."
    )
    lines = [text.split("\n      ")[1] for text in mending.list.texts]
    assert lines == [
        f"stays as booked; it could go to {PLACE}",
        (
            "stays as booked, as its place depends on ABLE Ann P-10001;"
            " it could go to Thu Mar 4 2027, 12:30 pm, Dr. Carver, Room 1"
        ),
    ]
    assert page.view.save.text() == "Save"
    main.press(Key.Key_Down)
    main.press(Key.Key_Space)
    assert mending.said.text() == (
        f"{usual} Also moved, as its place depends on that: ABLE Ann P-10001."
    )
    assert page.view.save.text() == "Save and move 2 visits"
