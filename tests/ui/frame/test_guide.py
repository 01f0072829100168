"""The guide: its pages open by menu and keys, and tell of keys and pictures that are there."""

import re

import pytest

from clinicdesk.resource_files import guide_file
from clinicdesk.ui.composition import ACTIONS, KEYS
from clinicdesk.ui.frame.layers.guide import PAGES, Guide, page_file
from tests.ui.main_rig import Key, Modifier, Rig

CHORD = re.compile(r"`((?:Ctrl|Alt|Shift)\+[^`]+|F\d+)`")
PICTURE = re.compile(r"!\[[^]]+\]\(([^)]+)\)")


def headline(guide: Guide) -> str:
    return guide.text.toPlainText().partition("\n")[0]


def test_each_page_opens_by_its_action_and_by_its_digit(main: Rig) -> None:
    main.press(Key.Key_F1, Modifier.ShiftModifier)
    guide = main.window.findChild(Guide)
    assert guide is not None and guide.isVisible()
    read = [headline(guide)]
    for digit in (Key.Key_2, Key.Key_3):
        main.press(digit)
        read.append(headline(guide))
    main.press(Key.Key_Escape)
    assert not guide.isVisible()
    main.window.actions_table["help.guide-practitioner"].trigger()
    assert read == ["At the front desk", "For practitioners", "For managers"]
    assert (guide.isVisible(), headline(guide)) == (True, "For practitioners")
    main.press(Key.Key_F1, Modifier.ControlModifier)
    assert not guide.isVisible()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_tells_of_keys_and_pictures_that_are_there(page: str, language: str) -> None:
    text, english = (page_file(page, each).read_text("utf-8") for each in (language, "en"))
    assert (text == english) is (language == "en")
    assert CHORD.findall(text) == CHORD.findall(english)
    keys = {key for spec in ACTIONS for key in spec.shortcuts}
    keys |= {key for row in KEYS for key in row.keys}
    assert set(CHORD.findall(text)) - keys == set()
    pictures = PICTURE.findall(text)
    assert pictures and all(guide_file(name).is_file() for name in pictures)
