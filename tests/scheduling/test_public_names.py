"""The engine's public names: each is loaded from where the types say, when somebody asks for it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import clinicdesk.scheduling as engine

ENGINE = "clinicdesk.scheduling."


def test_each_name_is_loaded_from_where_a_checker_of_types_finds_it() -> None:
    assert engine.__file__ is not None
    tree = ast.parse(Path(engine.__file__).read_text("utf-8"))
    for_types = {
        alias.name: str(node.module).removeprefix(ENGINE)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith(ENGINE)
        for alias in node.names
    }

    assert for_types == engine.MODULE_OF
    assert sorted(for_types) == sorted(engine.__all__)
    assert [name for name in engine.__all__ if getattr(engine, name, None) is None] == []


def test_a_name_that_is_not_public_is_none_of_the_engine() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nobody'"):
        getattr(engine, "nobody")  # noqa: B009 - a checker of types would refuse it


def test_a_value_does_not_load_a_search() -> None:
    asked = (
        "import sys; from clinicdesk.scheduling import MIDNIGHT, Plan, merge_intervals;"
        "print(*(name for name in sys.modules if name.startswith('clinicdesk.scheduling.')))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert {name.split(".")[2] for name in done.stdout.split()} == {"core"}
