"""Texts with placeholders: lines that have nothing to say, and words that nobody knows."""

from pathlib import Path

import pytest

from clinicdesk.exchange.language_files import patient_words
from clinicdesk.exchange.message_texts import (
    OCCASIONS,
    PLACEHOLDERS,
    message_text,
    unknown_placeholder,
)
from clinicdesk.models.messages import Occasion
from clinicdesk.resource_files import resource_file

VALUES = dict.fromkeys(PLACEHOLDERS, "") | {"clinic": "Harbor", "phone": "555-0100"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{clinic}", "Harbor"),
        ("Call {phone}.\n{web}\n\n\n\n{address}\n\nBye", "Call 555-0100.\n\nBye"),
        ("Call {phone} or see {web}", "Call 555-0100 or see"),
        ("\n\nNo braces.\r\nNone here.\n", "No braces.\nNone here."),
        ("{web}", ""),
        ("{unknown} {clinic}", "{unknown} Harbor"),
    ],
)
def test_a_line_with_nothing_but_empty_placeholders_is_left_out(text: str, filled: str) -> None:
    assert message_text(text, VALUES) == filled


def test_what_is_filled_in_is_not_filled_again() -> None:
    assert message_text("{clinic}", VALUES | {"clinic": "{phone}"}) == "{phone}"


@pytest.mark.parametrize(
    ("text", "unknown"),
    [("{clinic} {day}", None), ("{clinic} {date}", "date"), ("{}", ""), ("{ clinic }", " clinic ")],
)
def test_a_word_in_braces_that_nobody_knows_is_named(text: str, unknown: str | None) -> None:
    assert unknown_placeholder(text) == unknown


def test_occasions_are_those_of_the_table() -> None:
    assert tuple(map(str, Occasion)) == OCCASIONS


@pytest.mark.parametrize("path", sorted(resource_file("languages").glob("*.toml")), ids=str)
def test_the_programs_own_texts_have_known_placeholders_only(path: Path) -> None:
    message = patient_words([path.stem]).message
    texts = {name: text for name, text in vars(message).items() if name != "other_entry"}
    assert {name: unknown_placeholder(text) for name, text in texts.items()} == dict.fromkeys(texts)
