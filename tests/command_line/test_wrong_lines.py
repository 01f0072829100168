"""Wrong uses: the exit status of each, one sentence, nothing on stdout, the file as it was."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line.lines import SMALL, Ran

ADD = ["add-patient", "--name", "Doe, Jo", "--born", "1990-01-31", "--phone", "1"]
REQUEST = ["--patient", "P-10001", "--template", "First day"]
LONG = "x" * 100_000
DIGITS = "9" * 5_000


def but(line: list[str], option: str, value: str) -> list[str]:
    """The line with another value of an option."""
    changed = list(line)
    changed[changed.index(option) + 1] = value
    return changed


def without(line: list[str], option: str) -> list[str]:
    """The line without an option and its value."""
    place = line.index(option)
    return line[:place] + line[place + 2 :]


PLAN, BOOK = ["plan", *REQUEST], ["book", *REQUEST]
CANCEL = ["cancel", "--visit", "V-1001", "--reason", "ill"]
DAY = ["day", "--date", "2026-11-23"]
EXPORT = ["export", "--visit", "V-1001"]

NOT_DATES = (
    "x", "today", "2026-1-5", "2026-02-30", "2026-13-01", "2026-00-10", "20261123", "23.11.2026",
    "11/23/2026", "2026-11-23T09:00", "2026-W48-1", " 2026-11-23", "2026-11-23\n", "2026-11-231",
    "+2026-11-23", "-2026-11-23", "２０２６-11-23", "٢٠٢٦-١١-٢٣", "1899-12-31", "2200-01-01",
    "0001-01-01", "9999-12-31", "10000-01-01", "2026-11-23 ", "2026\u201311\u201323", "",
)  # fmt: skip
NOT_NUMBERS = (
    "x", "1.0", "1.5", "1e2", "0x10", "+5", "-5", "--5", "5 ", " 5", "5\n", "1_0", "1,000", "٣",
    "５", "²", "½", "five", "NaN", "inf", "0", "-0", DIGITS, "",
)  # fmt: skip

WRONG: dict[str, list[str]] = {
    "empty command": [""],
    "unknown command": ["frobnicate"],
    "command in capitals": ["PLAN", *REQUEST],
    "abbreviated command": ["pla", *REQUEST],
    "command with a space": ["plan ", *REQUEST],
    "command with an escape": ["\x1b[31mplan"],
    "option before the command": ["--json", "templates"],
    "database before the command": ["--database", "x.db", "templates"],
    "unknown option alone": ["--frobnicate"],
    "window with json": ["--json"],
    "window with an empty database": ["--database", ""],
    "window with a database and more": ["--database", "x.db", "more"],
    "demo with json": ["demo", "--json"],
    "demo with an argument": ["demo", "x.db"],
    "no path for make-demo": ["make-demo"],
    "empty path for make-demo": ["make-demo", ""],
    "two paths for make-demo": ["make-demo", "a.db", "b.db"],
    "database option of make-demo": ["make-demo", "a.db", "--database", "b.db"],
    "make-demo with a bad day": ["make-demo", "a.db", "--today", "yesterday"],
    "make-demo without a seed": ["make-demo", "a.db", "--seed"],
    "make-demo with a negative seed": ["make-demo", "a.db", "--seed", "-1"],
    "make-demo with a broken seed": ["make-demo", "a.db", "--seed", "1.5"],
    "make-demo with a huge seed": ["make-demo", "a.db", "--seed", DIGITS],
    "no paths for new-clinic": ["new-clinic"],
    "one path for new-clinic": ["new-clinic", str(SMALL)],
    "three paths for new-clinic": ["new-clinic", str(SMALL), "a.db", "b.db"],
    "empty clinic file": ["new-clinic", "", "a.db"],
    "empty path for new-clinic": ["new-clinic", str(SMALL), ""],
    "database option of new-clinic": ["new-clinic", str(SMALL), "a.db", "--database", "b.db"],
}
"""Lines that need no clinic."""

WRONG_HERE: dict[str, list[str]] = {
    "no name": without(ADD, "--name"),
    "no birth date": without(ADD, "--born"),
    "no phone": without(ADD, "--phone"),
    "nothing of a patient": ["add-patient"],
    "empty name": but(ADD, "--name", ""),
    "empty phone": but(ADD, "--phone", ""),
    "name twice": [*ADD, "--name", "Doe, Jo"],
    "flag twice": [*ADD, "--even-if-similar", "--even-if-similar"],
    "flag with a value": [*ADD, "--even-if-similar=yes"],
    "abbreviated flag": [*ADD, "--even"],
    "name without a value": ["add-patient", "--born", "1990-01-01", "--phone", "1", "--name"],
    "option as a value": ["add-patient", "--name", "--born", "1990-01-01", "--phone", "1"],
    "patients without a text": ["patients"],
    "patients with an empty text": ["patients", ""],
    "patients with two texts": ["patients", "anna", "müller"],
    "patients with an option like a text": ["patients", "-anna"],
    "patients with a limit": ["patients", "anna", "--limit", "3"],
    "templates with an argument": ["templates", "First day"],
    "templates with json twice": ["templates", "--json", "--json"],
    "templates with a json value": ["templates", "--json=1"],
    "templates with abbreviated json": ["templates", "--js"],
    "templates with json in capitals": ["templates", "--JSON"],
    "templates with single dash json": ["templates", "-json"],
    "plan without a patient": without(PLAN, "--patient"),
    "plan without a template": without(PLAN, "--template"),
    "plan with an empty patient": but(PLAN, "--patient", ""),
    "plan with an empty template": but(PLAN, "--template", ""),
    "plan with two patients": [*PLAN, "--patient", "P-10002"],
    "plan with a rank": [*PLAN, "--rank", "1"],
    "plan with a loose text": [*PLAN, "First day"],
    "plan with an abbreviated option": [*without(PLAN, "--template"), "--temp", "First day"],
    "plan with abbreviated days": [*PLAN, "--day", "3"],
    "plan with an equals sign and nothing": [*PLAN, "--days="],
    "plan with an escape for an option": [*PLAN, "--\x1b[2J"],
    "plan with 367 days": [*PLAN, "--days", "367"],
    "plan with 51 plans": [*PLAN, "--top", "51"],
    "plan without days": [*PLAN, "--days"],
    "book with rank 51": [*BOOK, "--rank", "51"],
    "book with days twice": [*BOOK, "--days", "3", "--days", "3"],
    "book with 367 days": [*BOOK, "--days", "367"],
    "book without a rank": [*BOOK, "--rank"],
    "cancel without a visit": without(CANCEL, "--visit"),
    "cancel without a reason": without(CANCEL, "--reason"),
    "cancel with an empty visit": but(CANCEL, "--visit", ""),
    "cancel with an empty reason": but(CANCEL, "--reason", ""),
    "cancel a loose visit": ["cancel", "V-1001", "--reason", "ill"],
    "undo with an argument": ["undo", "V-1001"],
    "undo with a visit": ["undo", "--visit", "V-1001"],
    "day without a date": ["day"],
    "day with a loose date": ["day", "2026-11-23"],
    "day with an empty practitioner": [*DAY, "--practitioner", ""],
    "day with two dates": [*DAY, "--date", "2026-11-23"],
    "export without a visit": ["export"],
    "export with an empty visit": ["export", "--visit", ""],
    "export to an empty name": [*EXPORT, "-o", ""],
    "export to no name": [*EXPORT, "-o"],
    "export to a text file": [*EXPORT, "-o", "visit.txt"],
    "export to a name that goes on": [*EXPORT, "-o", "visit.ics.bak"],
    "export to a folder's name": [*EXPORT, "-o", "visit.ics/"],
    "export to a name of two lines": [*EXPORT, "-o", "visit.ics\n"],
    "export of an unknown form": [*EXPORT, "--form", "day"],
    "export of an empty form": [*EXPORT, "--form", ""],
    "export of the steps to stdout": [*EXPORT, "--form", "steps"],
    "cancel of a step that is no number": [*CANCEL, "--step", "V-1"],
    "cancel of a negative step": [*CANCEL, "--step", "-1"],
    "export to stdout by a dash": [*EXPORT, "-o", "-"],
    "export to two files": [*EXPORT, "-o", "a.ics", "-o", "b.ics"],
    "export with a long option": [*EXPORT, "--output", "a.ics"],
    "check with an argument": ["check", "clinic.db"],
    "check with an unknown option": ["check", "--repair"],
    **{f"born {value!r}": but(ADD, "--born", value) for value in NOT_DATES},
    **{f"date {value!r}": but(DAY, "--date", value) for value in NOT_DATES},
    **{f"from {value!r}": [*PLAN, "--from", value] for value in NOT_DATES[::3]},
    **{f"days {value[:9]!r}": [*PLAN, "--days", value] for value in NOT_NUMBERS},
    **{f"top {value[:9]!r}": [*PLAN, "--top", value] for value in NOT_NUMBERS[::2]},
    **{f"rank {value[:9]!r}": [*BOOK, "--rank", value] for value in NOT_NUMBERS[::2]},
}
"""Lines that are run on a clinic: the line is wrong whatever is in it."""

NOT_NUMBERS_OF_ANYBODY = (
    "x", "P-", "P-0", "P-9", "P--10001", "10001.0", "P-10001x", "V-1001", "P-" + DIGITS, "%",
    "٣", "P-１０００１", "' OR 1=1 --", "a\x1b[2Jb", "a\nb", "\u202e10001", "-10001", " ", LONG,
)  # fmt: skip

REFUSED: dict[str, list[str]] = {
    "name without a comma": but(ADD, "--name", "Doe Jo"),
    "name without a first name": but(ADD, "--name", "Doe,"),
    "name without a last name": but(ADD, "--name", ", Jo"),
    "name of spaces": but(ADD, "--name", "   "),
    "name of signs": but(ADD, "--name", "-, -"),
    "name with a line end": but(ADD, "--name", "Doe, Jo\n"),
    "name with an escape": but(ADD, "--name", "Doe\x1b[31m, Jo"),
    "name with a NUL": but(ADD, "--name", "Doe\x00, Jo"),
    "name with a delete": but(ADD, "--name", "Doe\x7f, Jo"),
    "name with a C1 control": but(ADD, "--name", "Doe\x9b, Jo"),
    "name with a paragraph separator": but(ADD, "--name", "Doe, Jo\u2029"),
    "phone with a tab": but(ADD, "--phone", "555\t1"),
    "phone with a bell": but(ADD, "--phone", "555\x07"),
    "phone of spaces": but(ADD, "--phone", "  "),
    "born tomorrow": but(ADD, "--born", "2026-11-24"),
    "born in 2199": but(ADD, "--born", "2199-12-31"),
    "similar patient": [
        "add-patient", "--name", "MULLER, anna", "--born", "1980-02-29", "--phone", "1"
    ],
    "unknown template": but(PLAN, "--template", "Last day"),
    "template's key": but(PLAN, "--template", "first-day"),
    "template of signs": but(PLAN, "--template", "%"),
    "template with an escape": but(PLAN, "--template", "\x1b]0;x\x07"),
    "very long template": but(PLAN, "--template", LONG),
    "plan from yesterday": [*PLAN, "--from", "2026-11-22"],
    "plan from 1900": [*PLAN, "--from", "1900-01-01"],
    "book from yesterday": [*BOOK, "--from", "2026-11-22"],
    "book at rank 4 of 3": [*BOOK, "--rank", "4"],
    "book at rank 2 of 1": [*BOOK, "--top", "1", "--rank", "2"],
    "book at rank 50": [*BOOK, "--top", "50", "--rank", "50", "--days", "30"],
    "book on a Sunday": [*BOOK, "--from", "2026-11-29", "--days", "1"],
    "book for an unknown patient": but(BOOK, "--patient", "P-1"),
    "book an unknown template": but(BOOK, "--template", "x"),
    "cancel a cancelled visit": but(CANCEL, "--visit", "V-1002"),
    "cancel for a reason of spaces": but(CANCEL, "--reason", " \t"),
    "day of an unknown practitioner": [*DAY, "--practitioner", "Dr. Nobody"],
    "day of a room": [*DAY, "--practitioner", "Exam 1"],
    "day of an assistant": [*DAY, "--practitioner", "Paulina Grieg"],
    "day of half a name": [*DAY, "--practitioner", "Tobias"],
    "day of a practitioner with an escape": [*DAY, "--practitioner", "\x1b[2J"],
    "export a visit to nowhere": [*EXPORT, "-o", "/nowhere/at/all/visit.ics"],
    "export a visit to a NUL": [*EXPORT, "-o", "vi\x00sit.ics"],
    "export a visit to a long name": [*EXPORT, "-o", f"{LONG}.ics"],
    "export a visit into a file": [*EXPORT, "-o", "/dev/null/visit.ics"],
    **{f"plan for {n[:9]!r}": but(PLAN, "--patient", n) for n in NOT_NUMBERS_OF_ANYBODY},
    **{f"cancel {n[:9]!r}": but(CANCEL, "--visit", n.replace("V-1001", "P-10001"))
       for n in NOT_NUMBERS_OF_ANYBODY},
    **{f"export {n[:9]!r}": but(EXPORT, "--visit", n.replace("V-1001", "P-10001"))
       for n in NOT_NUMBERS_OF_ANYBODY[::2]},
}  # fmt: skip
"""Well formed lines that this clinic does not allow or does not know."""


def cases(table: dict[str, list[str]]) -> list[object]:
    return [pytest.param(line, id=ascii(name)) for name, line in table.items()]


@pytest.mark.parametrize("line", cases(WRONG))
def test_a_wrong_line(run: Callable[..., Ran], tmp_path: Path, line: list[str],
                      monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    ran = run(*line)
    assert ran.sentence
    assert ran.status == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("line", cases(WRONG_HERE))
def test_a_wrong_line_whatever_the_clinic(
    run: Callable[..., Ran], clinic: Path, line: list[str]
) -> None:
    before = clinic.read_bytes()
    ran = run(line[0], "--database", str(clinic), *line[1:])
    assert ran.sentence
    assert ran.status == 2
    assert clinic.read_bytes() == before
    assert list(clinic.parent.iterdir()) == [clinic]


@pytest.mark.parametrize("line", cases(REFUSED))
def test_a_line_that_the_clinic_refuses(
    run: Callable[..., Ran], clinic: Path, line: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(clinic.parent)
    before = clinic.read_bytes()
    ran = run(*line, "--database", str(clinic))
    assert ran.sentence
    assert ran.status == 1
    assert clinic.read_bytes() == before
    assert list(clinic.parent.iterdir()) == [clinic]


def test_text_that_is_not_utf_8(command: Callable[..., Ran], clinic: Path) -> None:
    before = clinic.read_bytes()
    for line in (
        [b"patients", b"M\xfcller", b"--database", b"clinic.db"],
        [b"\xff"],
        [b"templates", b"--database", b"clinic\xff.db"],
        [b"add-patient", b"--name", b"M\xc3", b"--born", b"1990-01-01", b"--phone", b"1"],
    ):
        ran = command(*line)
        assert ran.sentence
        assert ran.status == 2
    assert clinic.read_bytes() == before


def test_check_reports_a_wrong_line_as_json_too(run: Callable[..., Ran]) -> None:
    ran = run("check", "--json", "--repair")
    sentence = ran.err.decode().removeprefix("clinicdesk: ").rstrip("\n")
    report = {"ok": False, "checked": {}, "broken": [sentence]}
    assert (ran.status, Ran(0, ran.out, b"").json) == (2, report)


def test_nothing_of_a_hostile_text_but_its_letters_is_printed_back(
    run: Callable[..., Ran], clinic: Path
) -> None:
    hostile = "a\x1b[31mb\rc\u202ed\u2028e\x9bf"
    ran = run("plan", "--patient", "P-10001", "--template", hostile, "--database", str(clinic))
    assert '"a?[31mb c?d e?f"' in ran.sentence
