"""CSV that a spreadsheet takes for what it is: formulas are text, numbers and phones stay."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.exchange.csv_files import csv_cell, csv_line


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+A1", "-2+3", "@SUM(A1)", "\tx", "\rx", "\x00=x", " =x", "\u00a0=x", "\n=x",
        "\ufeff=x", "\u200b=x", "\u3000=x", "+", "-", "+1-555-0100", "-1*2", "=", "\uff1dx",
        "  \n\t@x", "+1 555|cmd", "\u00a0 +cmd",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_could_compute_begins_with_an_apostrophe(text: str) -> None:
    assert read(csv_line([text])) == [[f"'{text}"]]


@pytest.mark.parametrize(
    "text",
    ["", "555-0100", "+1 555 0100", "+1 (555) 0100", "-5", "+49.30.5550142", "a=b", "1-2", "'=x",
     "O'Brien", "Müller", 'say "x"', "two\nlines", "a,b", " x", "x;y", "2026-11-24"],
)  # fmt: skip
def test_other_texts_numbers_and_phones_stay_as_they_are(text: str) -> None:
    assert read(csv_line([text])) == [[text]]


def test_numbers_are_not_quoted_text_is_and_nothing_is_empty() -> None:
    line = csv_line([None, "", -5, 2.5, True, b"\x01\xff", "x"])
    assert line == b',"",-5,2.5,1,"01ff","x"\r\n'


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
def test_every_row_is_read_back_and_no_cell_is_a_formula(texts: list[str]) -> None:
    [row] = read(csv_line(texts))
    assert [cell.removeprefix("'") for cell in row] == [text.removeprefix("'") for text in texts]
    for cell in row:
        seen = cell.lstrip().lstrip("\x00\ufeff\u200b\u2060").lstrip()
        assert seen[:1] not in ("=", "@") or cell.startswith("'")


def test_a_text_that_no_encoding_knows_is_written_readably() -> None:
    assert csv_line(["a\udc80"]) == b'"a\\udc80"\r\n'
    assert csv_cell(float("inf")) == "inf"


def read(line: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(line.decode("utf-8"), newline="")))
