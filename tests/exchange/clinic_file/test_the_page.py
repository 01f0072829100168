"""`docs/clinic-file.md` has every key that a clinic file may have."""

import ast
from collections.abc import Iterator
from pathlib import Path

from clinicdesk.exchange.clinic_file.settings.descriptions import SETTINGS

CHECKOUT = Path(__file__).resolve().parents[3]
READERS = {"choice", "flag", "items", "keyed_tables", "name", "tables", "text", "whole"}
"""The methods of `Table` that read a key, which is their first argument."""


def keys_read() -> Iterator[str]:
    for path in (CHECKOUT / "clinicdesk" / "exchange" / "clinic_file").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr=reader), args=[ast.Constant(value=str(key)), *_]
                ) if reader in READERS:
                    yield key


def test_every_key_is_on_the_page() -> None:
    page = (CHECKOUT / "docs" / "clinic-file.md").read_text("utf-8")
    described = {key for settings in SETTINGS.values() for key in settings}
    keys = {*keys_read(), *described}
    assert {"visit_types", "arrive_early", "one_of"} <= keys
    assert sorted(key for key in keys if key not in page) == [], "docs/clinic-file.md"
