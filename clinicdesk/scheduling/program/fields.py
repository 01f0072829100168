"""Typed values out of JSON, noting every fault with its place instead of stopping at the first.

A place is written as in `requests[3].steps[1].needs[0].one_of`. A faulty value is replaced by a
harmless one, so that reading goes on; the caller must look at the faults before using the result.
Text of the file is quoted so that no control character reaches a terminal.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NoReturn

_MISSING = object()
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST_QUOTE = 60


class MalformedProblem(Exception):
    """A file that is refused: `faults` has one sentence for each fault, its place first."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class JsonObject(dict[str, object]):
    """A JSON object that remembers which keys stood in it more than once."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        counts = Counter(key for key, _ in pairs) if len(self) < len(pairs) else {}
        self.repeated = frozenset(key for key, count in counts.items() if count > 1)


def parse_json(content: bytes, name: str) -> object:
    """The JSON value of a UTF-8 file. Raises MalformedProblem, naming the file `name`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MalformedProblem([f"{name}: not UTF-8 at byte {error.start}"]) from None
    try:
        return json.loads(text, object_pairs_hook=JsonObject, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        spot = f"line {error.lineno}, column {error.colno}"
        raise MalformedProblem([f"{name}: not JSON at {spot}: {error.msg}"]) from None
    except RecursionError:
        raise MalformedProblem([f"{name}: nested too deeply"]) from None
    except ValueError as error:
        says = str(error) if isinstance(error, _NotANumber) else "a number has too many digits"
        raise MalformedProblem([f"{name}: not JSON: {says}"]) from None


class _NotANumber(ValueError):
    pass


def _refuse_constant(name: str) -> NoReturn:
    raise _NotANumber(f"{name} is not a number")


def quoted(text: str) -> str:
    """Text of a file in quotes: short, and nothing in it that a terminal would act on."""
    cut = text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "..."
    plain = json.dumps(cut, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in plain)


def shown(value: object) -> str:
    """A JSON value as a fault names it."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        parts = [shown(item) for item in value[:3]]
        flat = all(isinstance(item, int | float | None) for item in value[:3])
        return f"[{', '.join(parts)}]" if flat and len(value) <= len(parts) else "a list"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, int) and abs(value) >= 10**18:
        return "a number of so many digits"
    return json.dumps(value)


def as_day(text: str) -> date | None:
    """The day of `YYYY-MM-DD`, None for any other text."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Node:
    """A JSON value, the place where it stands, and the list that collects all faults."""

    value: object
    place: str
    faults: list[str] = field(default_factory=list)

    def refuse(self, says: str) -> None:
        """Note a fault of this place."""
        self.faults.append(f"{self.place}: {says}" if self.place else says)

    @property
    def missing(self) -> bool:
        """True for a required key that was not there; that fault is noted already."""
        return self.value is _MISSING

    def required(self, key: str) -> "Node":
        """What stands at `key`; a fault when nothing does."""
        node = self._at(key)
        if node.missing and isinstance(self.value, JsonObject):
            node.refuse("missing")
        return node

    def optional(self, key: str) -> "Node | None":
        """What stands at `key`, None when the key is left out or null."""
        node = self._at(key)
        return None if node.missing or node.value is None else node

    def given(self, key: str) -> "Node | None":
        """What stands at `key`, None when the key is left out; null is a value like any other."""
        node = self._at(key)
        return None if node.missing else node

    def _at(self, key: str) -> "Node":
        place = f"{self.place}.{key}" if self.place else key
        if not isinstance(self.value, JsonObject):
            return Node(_MISSING, place, self.faults)
        node = Node(self.value.get(key, _MISSING), place, self.faults)
        if key in self.value.repeated:
            node.refuse("stands twice")
        return node

    def is_object(self) -> bool:
        """False, and a fault, for anything but an object."""
        if not self.missing and not isinstance(self.value, JsonObject):
            self.refuse(f"must be an object, not {shown(self.value)}")
        return isinstance(self.value, JsonObject)

    def items(self) -> "list[Node]":
        """The items of a list; none, and a fault, for anything else."""
        if self.missing:
            return []
        if not isinstance(self.value, list):
            self.refuse(f"must be a list, not {shown(self.value)}")
            return []
        return [
            Node(item, f"{self.place}[{index}]", self.faults)
            for index, item in enumerate(self.value)
        ]

    def objects(self) -> "Iterator[Node]":
        """The items of a list of objects; those that are none are faults, and still come."""
        for item in self.items():
            item.is_object()
            yield item

    def text(self) -> str:
        """The text; empty, and a fault, for anything else."""
        if isinstance(self.value, str):
            return self.value
        if not self.missing:
            self.refuse(f"must be text, not {shown(self.value)}")
        return ""

    def truth(self) -> bool:
        """True or False; a fault for anything else."""
        if isinstance(self.value, bool):
            return self.value
        if not self.missing:
            self.refuse(f"must be true or false, not {shown(self.value)}")
        return False

    def whole(self, least: int | None = 0) -> int:
        """The whole number; a fault for a boolean, a fraction (5.0 too) or less than `least`."""
        stand_in = least or 0
        if self.missing:
            return stand_in
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.refuse(f"must be a whole number, not {shown(self.value)}")
            return stand_in
        if least is not None and self.value < least:
            self.refuse(f"must be at least {least}, not {shown(self.value)}")
            return stand_in
        return self.value
