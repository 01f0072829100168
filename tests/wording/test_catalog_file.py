"""The file that translators begin with has every sentence of the program, and no other."""

import subprocess
import sys
from pathlib import Path

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
