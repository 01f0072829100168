"""What translators begin with has every sentence of the program; their work is compiled."""

import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
WORDS = ("--no-default-keywords", "-k", "N_", "-k", "P_:1,2")
FORM = ("--no-location", "--sort-output", "--omit-header")


def test_the_collected_sentences_are_those_of_the_program(tmp_path: Path) -> None:
    collected = tmp_path / "clinicdesk.pot"
    pybabel = Path(sys.executable).with_name("pybabel")
    options = ["-q", "extract", *FORM, *WORDS, "-o", str(collected)]
    subprocess.run([pybabel, *options, "clinicdesk"], cwd=ROOT, check=True)
    kept = ROOT / "resources" / "locale" / "clinicdesk.pot"
    assert kept.read_text("utf-8") == collected.read_text("utf-8"), "run `make messages`"


TRANSLATED = sorted((ROOT / "resources" / "locale").glob("*/LC_MESSAGES/clinicdesk.po"))


@pytest.mark.parametrize("file", TRANSLATED, ids=lambda file: file.parts[-3])
def test_a_language_is_compiled_as_it_is_translated(file: Path, tmp_path: Path) -> None:
    with file.open("rb") as translated, (tmp_path / "made.mo").open("wb") as made:
        write_mo(made, read_po(translated, locale=file.parts[-3]))
    kept = file.with_suffix(".mo").read_bytes()
    assert kept == (tmp_path / "made.mo").read_bytes(), "run `make messages`"
