"""The clinic's own texts of messages typed in the window, beside how they would read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.ui.kit.list_with_form.choice_fields import ParagraphField
from clinicdesk.ui.setup.setup_page import SetupPage
from tests.services.desk import Clock
from tests.services.messages.letters import Makes, writing_practice
from tests.ui.main_rig import Key, Modifier, Rig, main_window

OWN = b'[[messages]]\noccasion = "new"\nsubject = "See you on {day}"\n'


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path, make_clinic: Makes) -> Iterator[Rig]:
    database = make_clinic(writing_practice() + OWN)
    with main_window(qtbot, tmp_path, database, Clock()) as made:
        yield made


def test_what_is_typed_is_shown_at_each_key_and_saved(rig: Rig) -> None:
    rig.press(Key.Key_E, Modifier.ControlModifier | Modifier.ShiftModifier)
    page = rig.window.findChild(SetupPage)
    assert page is not None
    page.parts.point_at(Part.MESSAGES)
    assert page.entries.rows.texts == ["A visit was booked"]
    assert page.sample.text.toPlainText().startswith("See you on Monday, March 8, 2027")
    page.sample.language.setCurrentIndex(1)
    assert page.sample.text.toPlainText().startswith("Su cita en Harbor Spine Practice:")
    page.sample.language.setCurrentIndex(0)
    letter = page.entries.form.fields["letter"] if page.entries.form else None
    assert isinstance(letter, ParagraphField)
    page.entries.enter("letter")
    rig.type("Come at {arrive}, {name}")
    assert "Come at 8:45 am, {name}" in page.sample.text.toPlainText()
    page.look_or_save()
    assert page.sample.isVisible()
    letter.show_raw("Come at {arrive}")
    letter.changed.emit()
    page.look_or_save()
    page.look_or_save()
    setup = rig.other.setup
    assert setup.messages["new"].letter.first == "Come at {arrive}"
