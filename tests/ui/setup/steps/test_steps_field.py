"""A template typed and drawn: the drawing follows the lines, and its keys change them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinicdesk.ui.kit.list_with_form.entry_form import EntryForm
from clinicdesk.ui.kit.list_with_form.form_fields import LinesField
from clinicdesk.ui.setup.steps.steps_drawing import StepsDrawing
from clinicdesk.ui.setup.steps.steps_field import StepsField
from clinicdesk.ui.setup.steps.template_edits import Kind

Key, Modifier = Qt.Key, Qt.KeyboardModifier
KINDS = {"x-ray": Kind("Spine X-ray", 15), "new": Kind("Physiatry", 45), "pt": Kind("PT", 60)}
RAWS = {
    "steps": ("Spine X-ray", "Physiatry", "PT"),
    "sequence": ("Spine X-ray then Physiatry: 10-60; so",),
    "same": ("Physiatry, PT",),
}


@pytest.fixture
def form(qtbot: QtBot) -> EntryForm:
    steps = StepsField("Steps", lambda: KINDS, lambda: 5)
    sequence, same = LinesField("Sequence", "", ""), LinesField("Same", "", "")
    steps.draw_with(sequence, same)
    steps.show_transfer("5")
    made = EntryForm({"steps": steps, "sequence": sequence, "same": same})
    qtbot.addWidget(made)
    made.resize(600, 600)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.show_raws(RAWS)
    drawing_of(made).setFocus(Qt.FocusReason.TabFocusReason)
    return made


def drawing_of(form: EntryForm) -> StepsDrawing:
    steps = form.fields["steps"]
    assert isinstance(steps, StepsField)
    return steps.drawing


def press(form: EntryForm, *keys: Qt.Key, held: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(drawing_of(form), key, held)


def test_down_goes_through_steps_and_rules(form: EntryForm) -> None:
    said = []
    for _ in range(4):
        said.append(drawing_of(form).accessibleDescription())
        press(form, Key.Key_Down)
    assert said == [
        "Step 1 of 3: Spine X-ray, 15 minutes",
        "Physiatry after Spine X-ray: 10 to 60 minutes between them",
        "Step 2 of 3: Physiatry, 45 minutes",
        "Step 3 of 3: PT, 60 minutes; the same practitioner as Physiatry",
    ]
    assert drawing_of(form).accessibleDescription() == said[-1]


def test_left_and_right_change_minutes_and_gaps(form: EntryForm) -> None:
    press(form, Key.Key_Right)
    press(form, Key.Key_Down, Key.Key_Left)
    press(form, Key.Key_Right, held=Modifier.ShiftModifier)
    assert form.raws == {
        **RAWS,
        "steps": ("Spine X-ray (20 min)", "Physiatry", "PT"),
        "sequence": ("Spine X-ray then Physiatry: 15-55; so",),
    }


def test_a_gap_without_a_limit_gets_one_and_loses_it(form: EntryForm) -> None:
    press(form, Key.Key_Down, Key.Key_Down, Key.Key_Insert)
    assert form.raws["sequence"] == (*RAWS["sequence"], "Physiatry then PT")
    press(form, Key.Key_Down, Key.Key_Left)
    assert drawing_of(form).words() == "PT after Physiatry: at most 60 minutes between them"
    press(form, Key.Key_Right)
    assert form.raws["sequence"] == (*RAWS["sequence"], "Physiatry then PT: up to 65")
    press(form, Key.Key_Delete)
    assert form.raws == RAWS


def test_alt_moves_a_step_and_the_keyboard_goes_along(form: EntryForm) -> None:
    press(form, *[Key.Key_Down] * 3)
    press(form, Key.Key_Up, held=Modifier.AltModifier)
    assert form.raws["steps"] == ("Spine X-ray", "PT", "Physiatry")
    assert drawing_of(form).words() == "Step 2 of 3: PT, 60 minutes"


def test_a_step_that_is_taken_away_takes_its_rules_along(form: EntryForm) -> None:
    press(form, Key.Key_Down, Key.Key_Down, Key.Key_Delete)
    assert form.raws == {"steps": ("Spine X-ray", "PT"), "sequence": (), "same": ()}


def test_a_click_chooses_what_is_there(form: EntryForm) -> None:
    drawing = drawing_of(form)
    bar = next(item for item in drawing.items if getattr(item, "step", None) == 2)
    box = drawing._box(bar).toRect()  # type: ignore[arg-type]
    QTest.mouseClick(drawing, Qt.MouseButton.LeftButton, pos=box.center())
    assert drawing.words().startswith("Step 3 of 3: PT")


def test_without_any_step_nothing_is_drawn(form: EntryForm) -> None:
    form.show_raws({"steps": (), "sequence": (), "same": ()})
    assert drawing_of(form).isHidden()
