"""What no other user of the computer should read in the list of processes comes from stdin."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line.lines import Ran

ADD = ("add-patient", "--name", "-", "--phone", "-", "--born", "-")


@pytest.fixture
def here(clinic: Path) -> tuple[str, str]:
    return ("--database", str(clinic))


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    def give(content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    return give


def test_each_dash_takes_the_next_line(
    run: Callable[..., Ran], here: tuple[str, str], typed: Callable[[bytes], None]
) -> None:
    typed("Ånäs, Bo\r\n555-0177\n1990-02-03\nnot read\n".encode())
    number = run(*ADD, "--json", *here).json["patient"]
    typed(b"anas\n")
    found = run("patients", "-", "--json", *here).json["patients"]
    assert found == [
        {"number": number, "name": "Ånäs, Bo", "born": "1990-02-03", "phone": "555-0177"}
    ]
    typed(b"not needed any more")
    visit = ("--visit", "V-1001")
    assert run("cancel", *visit, "--reason", "-", "--json", *here).json["visit"] == "V-1001"


@pytest.mark.parametrize(
    ("content", "begins"),
    [
        (b"Able, Ann\n555\n", "--born is to be read from standard input, which has no line"),
        (b"", "--name is to be read from standard input, which has no line"),
        (b"Able, Ann\n\n1990-02-03\n", "--phone is empty"),
        (b"\xff\n555\n1990-02-03\n", "--name came from standard input and is not UTF-8"),
        (b"Able, Ann\n555\n3 May\n", "--born must be a date"),
        (b"A" * 20_000 + b"\n555\n1990-02-03\n", "--name came from standard input in a line of"),
    ],
    ids=["too few", "none", "an empty one", "not text", "no date", "endless"],
)
def test_lines_that_are_wrong_are_refused_as_a_wrong_line_is(
    run: Callable[..., Ran],
    here: tuple[str, str],
    typed: Callable[[bytes], None],
    content: bytes,
    begins: str,
) -> None:
    typed(content)
    ran = run(*ADD, *here)
    assert (ran.status, ran.sentence.startswith(begins)) == (2, True), ran.sentence
