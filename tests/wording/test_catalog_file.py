"""What translators begin with has every sentence of the program; their work is compiled."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
WORDS = ("--no-default-keywords", "-k", "N_", "-k", "P_:1,2")
POT = ROOT / "resources" / "locale" / "clinicdesk.pot"
FIELD = re.compile(r"\{[^{}]*\}")
FORM = ("--no-location", "--sort-output", "--omit-header")


def test_the_collected_sentences_are_those_of_the_program(tmp_path: Path) -> None:
    collected = tmp_path / "clinicdesk.pot"
    pybabel = Path(sys.executable).with_name("pybabel")
    options = ["-q", "extract", *FORM, *WORDS, "-o", str(collected)]
    subprocess.run([pybabel, *options, "clinicdesk"], cwd=ROOT, check=True)
    assert POT.read_text("utf-8") == collected.read_text("utf-8"), "run `make messages`"


TRANSLATED = sorted((ROOT / "resources" / "locale").glob("*/LC_MESSAGES/clinicdesk.po"))


@pytest.mark.parametrize("file", TRANSLATED, ids=lambda file: file.parts[-3])
def test_a_language_is_compiled_as_it_is_translated(file: Path, tmp_path: Path) -> None:
    with file.open("rb") as translated, (tmp_path / "made.mo").open("wb") as made:
        write_mo(made, read_po(translated, locale=file.parts[-3]))
    kept = file.with_suffix(".mo").read_bytes()
    assert kept == (tmp_path / "made.mo").read_bytes(), "run `make messages`"


@pytest.mark.parametrize("file", TRANSLATED, ids=lambda file: file.parts[-3])
def test_a_language_has_every_sentence_with_its_fields(file: Path) -> None:
    with file.open("rb") as translated, POT.open("rb") as collected:
        own, all_ = read_po(translated, locale=file.parts[-3]), read_po(collected)
    lost = [message.id for message in all_ if message.id and not _whole(own.get(_key(message)))]
    assert lost == []
    assert [message.id for message in own if message.id and _key(message) not in all_] == []
    assert [message.id for message in own if message.id and not _fields_kept(message)] == []


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _whole(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and all(_forms(message.string))


def _forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, (tuple, list)) else (str(text),)


def _fields_kept(message: Message) -> bool:
    """Each form has what the English has, a kind behind a field too; one of a plural may say less.

    A form for one may leave the number out: `one step` of `{count} steps`.
    """
    english, own = (list(map(FIELD.findall, _forms(text))) for text in (message.id, message.string))
    known = set().union(*english)
    return sorted(own[-1]) == sorted(english[-1]) and all(set(each) <= known for each in own)
