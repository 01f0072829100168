"""No key acts on somebody who is not named on screen: all actions, in every state of the window."""

from collections.abc import Callable

import pytest

from clinicdesk.ui.composition import ACTIONS
from clinicdesk.ui.kit.actions.action_spec import About
from tests.ui.frame.states import (
    LAYERS,
    STATES,
    People,
    at_anns,
    at_nobody,
    close_all,
    identified,
    journal_number,
    patients_since,
    people,
    press_action,
)
from tests.ui.main_rig import Key, Rig

__all__ = ["people"]

# Undo and redo have tests of their own below: what they are about is named in the menu bar.
TRIED = [spec for spec in ACTIONS if spec.about is not About.CHANGE and spec.id != "clinic.quit"]
ABOVE_LAYERS = {spec.id for spec in ACTIONS if spec.above_layers}
HARMFUL = [spec for spec in TRIED if spec.about in (About.APPOINTMENT, About.OPTION)]


@pytest.mark.parametrize("state", STATES)
def test_no_action_changes_anything_of_somebody_who_is_not_named_on_screen(
    main: Rig, people: People, state: str, scaled: Callable[[int, int], int]
) -> None:
    number = journal_number(main)
    for spec in HARMFUL if scaled(0, 1) == 0 else TRIED:
        STATES[state](main, people)
        shown, before = identified(main), journal_number(main)
        assert len(shown) <= 1, (state, spec.id)
        press_action(main, spec)
        assert patients_since(main, before) <= shown, (state, spec.id)
        close_all(main, number)


@pytest.mark.parametrize("layer", LAYERS)
def test_one_layer_takes_all_keys(
    main: Rig, people: People, layer: str, scaled: Callable[[int, int], int]
) -> None:
    number = journal_number(main)
    open_layer, keeps = LAYERS[layer]
    open_layer(main, people)
    on = {action.objectName() for action in main.window.actions_table if action.isEnabled()}
    assert on <= keeps | ABOVE_LAYERS
    workspace = main.window.workspace
    page, panel = workspace.pages.currentWidget(), workspace.panels.currentWidget()
    for spec in HARMFUL if scaled(0, 1) == 0 else TRIED:
        if spec.id not in keeps | ABOVE_LAYERS:
            main.window.actions_table[spec.id].trigger()
            press_action(main, spec)
    assert journal_number(main) == number
    assert (workspace.pages.currentWidget(), workspace.panels.currentWidget()) == (page, panel)
    close_all(main, number)


@pytest.mark.parametrize("state", STATES)
def test_an_action_that_is_off_says_why(main: Rig, people: People, state: str) -> None:
    STATES[state](main, people)
    table = main.window.actions_table
    off = [action.objectName() for action in table if not action.isEnabled()]
    assert [action_id for action_id in off if not table.why_not(action_id)] == []


def test_a_key_whose_action_is_off_says_why(main: Rig, people: People) -> None:
    at_nobody(main, people)
    main.press(Key.Key_A)
    assert main.window.toast.text == (
        "No appointment is chosen; go to one with the arrows or the mouse."
    )


@pytest.mark.parametrize("state", STATES)
def test_what_undo_would_take_back_is_named_on_screen(
    main: Rig, people: People, state: str
) -> None:
    at_anns(main, people)
    main.press(Key.Key_A)
    STATES[state](main, people)
    label, undo_action = main.window.undo_actions.label, main.window.actions_table["edit.undo"]
    assert (label.isVisible(), label.forms[0]) == (
        True, f"Ctrl+Z: Marked as arrived: ABLE Ann P-{people.ann}, 8:00 am, Mon Mar 1",
    )  # fmt: skip
    before = journal_number(main)
    undo_action.trigger()
    assert patients_since(main, before) == {people.ann}
