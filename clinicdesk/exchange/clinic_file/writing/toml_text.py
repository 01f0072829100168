"""Values and tables as TOML text, in the forms that clinic files use."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date

Value = object
"""Text, a whole number, yes or no, a date, a list of values, or a table of them."""

WIDTH = 100
"""Characters of a line beyond which a list has a line for each of its entries."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def table(heading: str, values: Mapping[str, Value]) -> str:
    """A heading (`[clinic]`, `[[rooms]]`) and its keys, one a line; what is None is left out."""
    lines = [f"{key} = {text(value, len(key) + 3)}" for key, value in given(values).items()]
    return "\n".join([heading, *lines]) + "\n"


def text(value: Value, indent: int = 0) -> str:
    """A value after the `=`; a list that would be too long for its line goes over several."""
    if not isinstance(value, list | tuple):
        return inline(value)
    line = inline(value)
    if indent + len(line) <= WIDTH and not any(isinstance(item, Mapping) for item in value[1:]):
        return line
    return "[\n" + "".join(f"  {inline(item)},\n" for item in value) + "]"


def inline(value: Value) -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        pairs = (f"{_key(key)} = {inline(item)}" for key, item in given(value).items())
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(map(inline, value))}]"
    # TOML's basic strings have the escapes of JSON, and one character more needs one.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def given(values: Mapping[str, Value]) -> dict[str, Value]:
    """Without the keys that may be left out, which are None."""
    return {key: value for key, value in values.items() if value is not None}


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else inline(key)
