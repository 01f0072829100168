"""Every code that the program can raise or journal has a sentence that its parameters fill.

The source is read, not run: calls such as `Refused(RefusalCode.VISIT_CLASS_FULL, day=...)`,
`Fault(CheckCode.HOLD, {"visit": ...})`, and `transaction.change(ChangeCode.VISIT_BOOKED, ...)` for
the journal.
"""

import ast
import fnmatch
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pytest

from clinicdesk.cli.codes import CommandCode
from clinicdesk.models.codes import DatabaseCode
from clinicdesk.services.codes import ChangeCode, CheckCode, RefusalCode
from clinicdesk.wording.catalog import SENTENCES
from clinicdesk.wording.machine.filling import fields
from clinicdesk.wording.machine.marking import Plural

PACKAGE = Path(__file__).resolve().parents[2] / "clinicdesk"
CODE = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*")
ENUMS: dict[str, type[StrEnum]] = {
    kind.__name__: kind for kind in (RefusalCode, ChangeCode, CheckCode, DatabaseCode, CommandCode)
}
FILE_TYPES = {"csv", "db", "ics", "ini", "json", "toml", "txt"}
"""A file's name looks like a code too."""

NOT_PARAMETERS = {"rules", "undoable", "kind", "of_number"}
"""What refusals and changes take beside the parameters of their sentence."""


@dataclass(frozen=True)
class Use:
    """A code with its parameters; an asterisk stands for what is filled in at run time.

    `params` None: they are handed on from elsewhere and cannot be read here.
    """

    code: str
    params: frozenset[str] | None
    where: str


def sources() -> Iterator[tuple[str, str]]:
    """Every module but the sentences themselves and the engine, which can speak for itself."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith(("wording/", "scheduling/")):
            yield name, path.read_text("utf-8")


def refusals() -> set[str]:
    """The names of all exceptions that carry a code."""
    parents = {
        node.name: {ast.unparse(base) for base in node.bases}
        for _, text in sources()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef)
    }
    found = {"Refused", "DatabaseRefused"}
    while more := {name for name, bases in parents.items() if bases & found} - found:
        found |= more
    return found


REFUSALS = refusals()


def uses(source: str, where: str) -> Iterator[Use]:
    """Every use of a code in a module's source whose parameters can be read there."""
    tree = ast.parse(source)
    scopes: list[ast.AST] = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for scope in scopes or [tree]:
        named = dict(_assigned(scope))
        added = frozenset(_added_params(scope))
        for call in ast.walk(scope):
            if isinstance(call, ast.Call) and call.args and _takes_a_code(call):
                params = _params(call, added)
                spot = f"{where}:{call.lineno}"
                for code in _codes(call.args[0], named):
                    yield Use(code, params, spot)


def _takes_a_code(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr == "change" or call.func.attr in REFUSALS
    if not isinstance(call.func, ast.Name):
        return False
    with_params = len(call.args) == 2 and isinstance(call.args[1], ast.Dict)
    return call.func.id in REFUSALS or (call.func.id in ("Fault", "Reason") and with_params)


def _params(call: ast.Call, added: frozenset[str]) -> frozenset[str] | None:
    names = {word.arg for word in call.keywords}
    if isinstance(call.args[-1], ast.Dict):
        names |= {str(key.value) for key in call.args[-1].keys if isinstance(key, ast.Constant)}
    if isinstance(call.func, ast.Attribute):
        names |= added
    return None if None in names else frozenset(filter(None, names)) - NOT_PARAMETERS


def _added_params(scope: ast.AST) -> Iterator[str]:
    """What a change learns while it is made: `change.params["visit"] = ...`."""
    for node in ast.walk(scope):
        match node:
            case ast.Assign(
                targets=[ast.Subscript(ast.Attribute(attr="params"), ast.Constant(value=name))]
            ):
                yield str(name)


def _assigned(scope: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value


def _codes(value: ast.expr, named: dict[str, ast.expr]) -> Iterator[str]:
    """The codes that an argument can be."""
    match value:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "*" for part in parts
            )
        case ast.Attribute(value=ast.Name(id=name), attr=member) if name in ENUMS:
            yield ENUMS[name][member].value
        case ast.Call(func=ast.Name(id=name), args=[argument]) if name in ENUMS:
            yield from _codes(argument, named)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _codes(body, named)
            yield from _codes(orelse, named)
        case ast.Name(id=name) if name in named:
            rest = {other: kept for other, kept in named.items() if other != name}
            yield from _codes(named[name], rest)


def mentions(source: str) -> set[str]:
    """Every text of a module that looks like a code of ours, wherever it stands."""
    subjects = {code.split(".")[0] for code in SENTENCES}
    tree = ast.parse(source)
    keys = {
        id(part)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and "ForeignKey" in ast.unparse(call.func)
        for part in ast.walk(call)
    }
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in keys
    }
    return {
        text
        for text in texts
        if CODE.fullmatch(text)
        and text.split(".")[0] in subjects
        and text.split(".")[1] not in FILE_TYPES
        and f"action.{text}" not in SENTENCES  # the id of an action, not a code
    }


def lacking(use: Use) -> list[str]:
    """What is wrong with the words for this use; nothing when they are there and can be filled."""
    known = fnmatch.filter(SENTENCES, use.code)
    if not known:
        return [f"{use.where}: {use.code} has no sentence"]
    if use.params is None:
        return []
    return [
        f"{use.where}: {code} needs {name}, which is not given"
        for code in known
        for name in sorted(needed(code) - use.params)
    ]


def needed(code: str) -> set[str]:
    sentence = SENTENCES[code]
    if isinstance(sentence, Plural):
        return fields(sentence.one) | fields(sentence.many) | {sentence.by}
    return fields(sentence)


def test_every_code_has_a_sentence_that_its_parameters_fill() -> None:
    found = {
        fault for name, text in sources() for use in uses(text, name) for fault in lacking(use)
    }
    assert sorted(found) == []


def test_every_text_that_looks_like_a_code_has_a_sentence() -> None:
    found = {name: mentions(text) - SENTENCES.keys() for name, text in sources()}
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize("kind", ENUMS.values(), ids=ENUMS)
def test_every_code_of_a_room_has_a_sentence(kind: type[StrEnum]) -> None:
    assert set(kind) <= SENTENCES.keys()


@pytest.mark.parametrize("name", ENUMS)
def test_every_code_of_a_room_is_used(name: str) -> None:
    used = {
        code
        for file, text in sources()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute | ast.Call) and name in ast.unparse(node)
        for code in _codes(node, {})
    }
    unused = [code for code in ENUMS[name] if not any(fnmatch.fnmatch(code, use) for use in used)]
    assert unused == []


def _all_uses() -> Iterator[Use]:
    for name, text in sources():
        yield from uses(text, name)


def test_the_program_is_read() -> None:
    codes = {use.code for use in _all_uses()}
    assert {"database.absent", "visit.class-full", "text.*", "visit.booked"} <= codes
    assert {"SlotTaken", "NotFound", "DatabaseRefused"} <= REFUSALS


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("raise Refused('visit.made-up')", "m:1: visit.made-up has no sentence"),
        ("raise errors.SlotTaken('visit.made-up')", "m:1: visit.made-up has no sentence"),
        ("with t.change('visit.made-up', n=1): pass", "m:1: visit.made-up has no sentence"),
        ("yield Fault(CheckCode.HOLD, {})", "m:1: check.hold needs visit, which is not given"),
        ("raise Refused(f'made-{up}.x', n=1)", "m:1: made-*.x has no sentence"),
        (
            "def f():\n code = 'undo.nothing' if x else 'no.such'\n raise Refused(code)",
            "m:3: no.such has no sentence",
        ),
        (
            "raise SlotTaken(RefusalCode.VISIT_CLASS_FULL, day=1)",
            "m:1: visit.class-full needs start, which is not given",
        ),
    ],
)
def test_a_code_without_words_is_found(source: str, fault: str) -> None:
    assert {found for use in uses(source, "m") for found in lacking(use)} == {fault}


def test_a_code_in_a_table_is_found_but_no_foreign_key() -> None:
    source = "CODES = {1: 'visit.made-up'}\nForeignKey('visit.id')\nopen('other.toml')"
    assert mentions(source) == {"visit.made-up"}


def test_no_code_is_worded_twice() -> None:
    """Of two the one that is read later would be said for both."""
    written = [
        str(key.value)
        for path in sorted((PACKAGE / "wording" / "sentences").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant) and CODE.fullmatch(str(key.value))
    ]
    assert sorted(code for code in set(written) if written.count(code) > 1) == []
